"""Trouble at the door is a page with words."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from secondwind.accounts.models import Person


@pytest.mark.parametrize("name", ["pause-plan", "add-event", "keep-import", "answer", "take-no-back"])
def test_an_address_that_waits_for_a_button(inside: Client, person: Person, name: str) -> None:
    """Opened in a browser, what a form posts to says what it is and leads to Today."""
    answer = inside.get(reverse(name, args=[1]))
    page = answer.content.decode()
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert "This address does one thing when a button is pressed." in page
    assert "Nothing was changed." in page
    assert 'href="/"' in page


def test_no_page_has_plain_words(inside: Client) -> None:
    """An address that leads nowhere says so without riddles."""
    page = inside.get("/nowhere/").content.decode()
    assert "There is no page here." in page
    assert "folded" not in page
