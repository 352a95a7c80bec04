"""What pages of tools share: an id is an id or none, and a part of an address that is none is no error."""

from __future__ import annotations

import pytest
from django.test import Client

from secondwind.tools.steps import id_in


@pytest.mark.parametrize(("words", "found"), [("7", 7), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_an_id_is_read(words: str, found: int) -> None:
    """Digits a row can have are its id."""
    assert id_in(words) == found


@pytest.mark.parametrize("words", ["", " 7", "-7", "7.0", "²", "٣", "seven", "9" * 19])
def test_what_no_row_can_have_is_no_id(words: str) -> None:
    """Signs that some read as digits, and numbers no database holds, are no id and raise nothing."""
    assert id_in(words) is None


@pytest.mark.parametrize("odd", ["²", "٣", "9" * 30])
@pytest.mark.parametrize(
    ("path", "codes"), [("/shelf/?role=", {200}), ("/shelf/add/?step=", {404}), ("/check-in/?step=", {200})]
)
def test_an_odd_id_in_an_address_is_no_trouble(inside: Client, path: str, odd: str, codes: set[int]) -> None:
    """A page opened with an id that is none answers with the page, or says there is nothing here."""
    assert inside.get(path + odd).status_code in codes
