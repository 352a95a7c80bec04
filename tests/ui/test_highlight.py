"""Quotations marked in the text they come from."""

from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from secondwind.ui.highlight import highlight, letter, quoted_spans

AWKWARD = st.text(alphabet="ab<>&\"' \n\t/", max_size=60)


@st.composite
def quoted(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A text and quotes, most of them truly out of it, so that marks fall among awkward characters."""
    text = draw(AWKWARD)
    place = st.integers(0, len(text))
    pieces = st.tuples(place, place).map(lambda ends: text[min(ends) : max(ends)])
    return text, draw(st.lists(pieces | AWKWARD, max_size=4))


_TAGS = re.compile(r"</?mark>|</?p>|<br>")


def test_a_quote_is_marked() -> None:
    """The words quoted stand inside <mark>, the rest outside."""
    assert highlight("We said no today.", ["said no"]) == "We <mark>said no</mark> today."


def test_white_space_may_differ() -> None:
    """A quote written in one line is found where the mail broke the line."""
    assert highlight("filled\n  the role", ["filled the role"]) == "<mark>filled\n  the role</mark>"


def test_overlapping_quotes_are_marked_once() -> None:
    """Two quotes that share words make one mark, never one inside the other."""
    assert highlight("one two three", ["one two", "two three"]) == "<mark>one two three</mark>"


def test_a_quote_that_is_not_there_marks_nothing() -> None:
    """No quote, an empty one, or one from elsewhere leaves the text alone."""
    assert highlight("plain", ["", "  ", "elsewhere"]) == "plain"


def test_markup_in_the_text_stays_text() -> None:
    """A tag in a mail is shown as its characters, also inside a quote."""
    assert highlight("<b>no</b>", ["<b>no"]) == "<mark>&lt;b&gt;no</mark>&lt;/b&gt;"


@given(quoted())
def test_nothing_unescaped_ever_leaves(case: tuple[str, list[str]]) -> None:
    """Without our own marks, what is left is the escaped text and holds no markup of its own."""
    text, quotes = case
    marked = str(highlight(text, quotes))
    bare = _TAGS.sub("", marked)
    assert html.unescape(bare) == text
    assert not re.search(r"[<>\"']", bare)
    assert marked.count("<mark>") == marked.count("</mark>") == len(quoted_spans(text, quotes))


@given(quoted())
def test_a_letter_keeps_every_word_and_escapes_it(case: tuple[str, list[str]]) -> None:
    """Paragraphs change white space alone: the words are the same, in order, escaped."""
    text, quotes = case
    shown = str(letter(text, quotes))
    assert (
        html.unescape(_TAGS.sub(" ", shown.replace("<mark>", "").replace("</mark>", ""))).split()
        == text.split()
    )
    assert not re.search(r"[<>\"']", _TAGS.sub("", shown))


@given(st.text(max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_every_piece_of_a_text_is_found_in_it(text: str, start: int, end: int) -> None:
    """Whatever stretch of the text is quoted verbatim, its words are found."""
    quote = text[min(start, end) : max(start, end)]
    assert bool(quoted_spans(text, [quote])) == bool(quote.split())


def test_a_letter_has_paragraphs_and_lines() -> None:
    """Blank lines part paragraphs, short lines stay lines, lines broken for width flow on."""
    mail = (
        "Dear Sam,\r\n\r\nWe thank you for your patience in the long weeks that it took us\r\n"
        "to decide.\r\n\r\nAna\r\nPlanning\r\n"
    )
    assert letter(mail) == (
        "<p>Dear Sam,</p><p>We thank you for your patience in the long weeks that it took us to decide.</p>"
        "<p>Ana<br>Planning</p>"
    )


def test_a_mark_may_run_over_a_paragraph() -> None:
    """A quote over two paragraphs is marked in both, and each mark is closed in its own."""
    assert (
        letter("one two\n\nthree four", ["two three"])
        == "<p>one <mark>two</mark></p><p><mark>three</mark> four</p>"
    )
