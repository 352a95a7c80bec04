"""What is written anew goes around the person's own words, or nowhere."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from secondwind.tools.reply.merge import BLANK, carry_over

PARAGRAPHS = st.lists(st.text("abc", min_size=1, max_size=3), min_size=1, max_size=6).map(BLANK.join)


@given(PARAGRAPHS, PARAGRAPHS)
def test_untouched_words_become_the_fresh_ones(written: str, fresh: str) -> None:
    """Where the person has changed nothing, the fresh text is the text."""
    assert carry_over(written, written, fresh) == fresh


@given(PARAGRAPHS, PARAGRAPHS)
def test_nothing_new_changes_nothing(written: str, now: str) -> None:
    """Where nothing is written anew, the person's words stay as they are."""
    assert carry_over(written, now, written) in {now, None}
    assert carry_over(written, now, written) == now


@given(PARAGRAPHS, PARAGRAPHS)
def test_an_own_paragraph_is_never_lost(written: str, fresh: str) -> None:
    """A paragraph of their own at the end is there afterwards, or nothing was changed at all."""
    own = f"{written}{BLANK}My own words"
    merged = carry_over(written, own, fresh)
    assert merged is None or "My own words" in merged.split(BLANK)


def test_a_change_on_a_rewritten_paragraph_is_left() -> None:
    """The ask was rewritten by hand, so another ask finds no place; a new greeting does."""
    written = "Dear Ana,\n\nThanks.\n\nAdvice?\n\nSam"
    mine = "Dear Ana,\n\nThanks.\n\nMy own question?\n\nSam"
    assert carry_over(written, mine, "Dear Ana,\n\nThanks.\n\nWhat lacked?\n\nSam") is None
    assert carry_over(written, mine, "Dear Mei,\n\nThanks.\n\nAdvice?\n\nSam") == mine.replace("Ana", "Mei")
