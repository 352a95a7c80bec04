"""A letter leaves: from its page in a real browser, by the worker beside it, to real mail servers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import axe_core_python
import pytest
from playwright.sync_api import Page, expect

from dovecot import Dovecot
from file_ring import as_environment
from smtp_server import Post

from .conftest import House

pytestmark = pytest.mark.browser
AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text()
BEGIN = Path(__file__).parents[1] / "cli" / "begin_letter.py"
WANTED = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
PATIENCE = 60_000
"""Milliseconds until a letter has left on a slow machine: ten seconds are the way back, the rest is its way."""


@pytest.fixture
def with_a_letter(house: House, tmp_path: Path, dovecot: Dovecot, post: Post) -> House:
    """A house with a letter to Ana, and Sam's mailbox, which may do nothing yet."""
    house.environment.update(as_environment(tmp_path / "ring.json"))
    post.secrets[dovecot.user] = dovecot.login.secret
    begin = [sys.executable, str(BEGIN), dovecot.user, str(dovecot.server.port), str(post.port)]
    subprocess.run(
        begin, env=house.environment, input=dovecot.login.secret, text=True, check=True, timeout=60
    )
    return house


def _is_sound(page: Page) -> None:
    """axe finds nothing to say of the page."""
    page.evaluate(AXE)
    found = page.evaluate("wanted => axe.run(document, {runOnly: wanted})", WANTED)
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []


def test_from_send_to_sent(
    with_a_letter: House, post: Post, dovecot: Dovecot, fits: Callable[[Page], None]
) -> None:
    """A draft first; asked once whether it may; taken back in time; sent again, and the page says so by itself."""
    with with_a_letter.day() as page:
        page.goto(with_a_letter.at(page, "/letters/1/"))
        page.get_by_role("button", name="Save to Drafts").click()
        page.get_by_role("button", name="Yes, and save this one").click()
        expect(page.locator("#kept")).to_contain_text("lies in Drafts", timeout=PATIENCE)
        _is_sound(page)
        fits(page)

        page.get_by_label("Your letter").fill("Dear Ana,\n\nthank you for writing yourself.\n\nSam Okafor")
        page.get_by_role("button", name="Send", exact=True).click()
        _is_sound(page)
        page.get_by_role("button", name="Yes, and send this one").click()
        expect(page.locator(".toast")).to_contain_text("ten seconds")
        _is_sound(page)
        fits(page)
        page.get_by_role("button", name="Take it back").click()
        expect(page.locator("h1")).to_have_text("Answer Ana")

        page.get_by_role("button", name="Send", exact=True).click()
        expect(page.locator("h1")).to_have_text("On its way")
        expect(page.locator("h1")).to_have_text("Sent", timeout=PATIENCE)
        _is_sound(page)
        fits(page)
    (mail,) = post.mails()
    assert "thank you for writing yourself" in mail.get_content()
    assert sorted(place.split("/")[0] for place in dovecot.files()) == [".Drafts", ".Sent"]
