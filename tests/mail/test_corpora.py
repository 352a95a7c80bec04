"""Real and broken mail of others, where it is at hand: nothing is lost and nothing crashes."""

from __future__ import annotations

import os
import re
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from secondwind.mail.message import Message, Problem
from secondwind.mail.read import read_messages
from secondwind.mail.sources.memory import MemorySource
from secondwind.mail.sources.registry import open_sources

pytestmark = pytest.mark.corpora

FROM_LINE = b"From someone@example.org Mon Sep  2 10:00:00 2002\n"


def raw_files(name: str) -> Iterator[bytes]:
    folder = os.environ.get("SECONDWIND_CORPORA")
    if not folder:
        pytest.skip("not run: SECONDWIND_CORPORA is not set")
    with tarfile.open(Path(folder) / name) as archive:
        for member in archive:
            if member.isfile() and (content := archive.extractfile(member)):
                yield content.read()


def test_every_malformed_mail_is_accounted_for() -> None:
    """Of a corpus of broken mail each file is a message or a problem, and neither twice."""
    files = list(raw_files("malformed.tar.xz"))
    found = [each for each, _ in read_messages([MemorySource(files)])]
    kept = sum(isinstance(each, Message) for each in found)
    said = sum(isinstance(each, Problem) for each in found)
    assert kept + said == len(files)
    assert kept > 1000


def test_every_spamassassin_mail_is_read_from_an_mbox(tmp_path: Path) -> None:
    """All 6,046 mails come back out of one mailbox, each byte as it went in."""
    files = [re.sub(rb"\AFrom .*\n", b"", raw) for raw in raw_files("spamassassin.tar.xz")]
    path = tmp_path / "all.mbox"
    with path.open("wb") as box:
        for raw in files:
            box.write(
                FROM_LINE
                + re.sub(rb"(?m)^(>*From )", rb">\1", raw)
                + (b"\n" if raw.endswith(b"\n") else b"\n\n")
            )
    began = time.perf_counter()
    found = [each for each, _ in read_messages(open_sources([path]))]
    print(f"{len(found) / (time.perf_counter() - began):.0f} messages a second")  # noqa: T201  shown by pytest -s
    assert len(found) == len(files) == 6046
    assert all(isinstance(each, Message) for each in found)
    assert [each.size for each in found if isinstance(each, Message)] == [
        len(raw) + (not raw.endswith(b"\n")) for raw in files
    ]
