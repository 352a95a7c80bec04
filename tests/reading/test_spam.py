"""Mail of others that is about no application, where it is at hand: nobody is told of news in it."""

from __future__ import annotations

import os
import tarfile
from collections import Counter
from pathlib import Path

import pytest

from secondwind.mail.parse import parse_message
from secondwind.reading.read import read
from secondwind.reading.reading import Kind


@pytest.mark.corpora
def test_hardly_any_news_is_seen_in_mail_about_no_application() -> None:
    """In SpamAssassin's 6,046 mails no offer, and at most one no and one interview in a thousand."""
    folder = os.environ.get("SECONDWIND_CORPORA")
    if not folder:
        pytest.skip("not run: SECONDWIND_CORPORA is not set")
    kinds: Counter[Kind] = Counter()
    with tarfile.open(Path(folder) / "spamassassin.tar.xz") as archive:
        for member in archive:
            if member.isfile() and (content := archive.extractfile(member)):
                kinds[read(parse_message(content.read())).kind] += 1
    assert kinds.total() == 6046
    assert kinds[Kind.OFFER] == 0
    assert max(kinds[Kind.REJECTION], kinds[Kind.INTERVIEW]) <= 6
