"""HTML to the words a person would have seen."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondwind.lib.html import html_to_text


def test_blocks_cells_and_lists() -> None:
    """Blocks stand on lines, cells are apart, inline words stay whole, list points have their dot."""
    page = (
        "<p>Good&nbsp;day <b>S</b>am,<br>hello</p><table><tr><td>Role</td><td>Baker</td></tr>"
        "<tr><td>Where</td><td>Lis<i>bon</i></td></tr></table><ul><li>one</li><li>two</li></ul><p>a</p><p>b</p>"
    )
    text = html_to_text(page)
    lines = "Good day Sam,|hello||Role\tBaker|Where\tLisbon|• one|• two||a||b"
    assert text == lines.replace("|", "\n")


@pytest.mark.parametrize(
    "hidden",
    [
        '<div style="display:none">UNSEEN</div>',
        "<div style='color:red; DISPLAY : None !important'><p>UNSEEN</p></div>",
        '<span style="max-height:0px;overflow:hidden">UNSEEN</span>',
        '<span style="font-size:0">UNSEEN</span>',
        '<span style="font-size: 1px; color:#fff">UNSEEN</span>',
        '<span style="opacity:0;">UNSEEN</span>',
        '<span style="mso-hide:all">UNSEEN</span>',
        '<span style="visibility:hidden">UNSEEN</span>',
        '<table><tr><td class="preheader-text">UNSEEN</td></tr></table>',
        "<p hidden>UNSEEN</p>",
        "<style>UNSEEN</style>",
        "<script>UNSEEN</script>",
        "<!-- UNSEEN -->",
        "<title>UNSEEN</title>",
    ],
)
def test_hidden_text_is_gone(hidden: str) -> None:
    """What no mail program shows is not read."""
    assert html_to_text(f"<html><body>{hidden}<p>Seen</p></body></html>") == "Seen"


def test_what_only_looks_hidden_is_kept() -> None:
    """Full opacity, a line height of nought and a small margin hide nothing."""
    for style in ("opacity:0.9", "line-height:0", "font-size:10px", "max-height:100px", "margin-top:0"):
        assert html_to_text(f'<p style="{style}">Seen</p>') == "Seen", style


def test_pictures_give_their_name_and_nothing_else() -> None:
    """A picture's name stands apart from the words beside it; its address and its bytes are not read."""
    page = (
        '<img alt="Northwind" src="https://n.example/l.png"><a href="https://n.example">site</a>'
        f'<img src="data:image/png;base64,{"A" * 900}">'
    )
    assert html_to_text(page) == "Northwind site"


@given(
    st.lists(
        st.sampled_from(["<b>", "</p>", "<table>", "<td", " style='", "x", "<!--", "&#0;", "\ud800", ">"])
    )
)
def test_any_page_is_read(pieces: list[str]) -> None:
    """Broken pages raise nothing, and what comes out can be written down."""
    html_to_text("".join(pieces)).encode()


def test_lists_within_lists_do_not_fill_the_memory() -> None:
    """Lists nested by the thousand are read as blocks, each line once; a few are read as lists."""
    began = time.process_time()
    deep = html_to_text("<ul><li>a" * 9_000)
    assert len(deep) < 9_000 * 4
    assert deep.count("a") == 9_000
    assert time.process_time() - began < 1
    assert html_to_text("<ul><li>one<ul><li>two</ul></ul>").split() == ["•", "one", "•", "two"]


@pytest.mark.parametrize("page", ["<a><div>", "<option><optgroup>", "<x></y>", "<b><i><u></b>"])
def test_tags_that_a_parser_takes_the_square_of(page: str) -> None:
    """Half a megabyte of tags that are hard to nest takes under a second or so."""
    began = time.process_time()
    html_to_text(page * (500_000 // len(page)))
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "page", ["<div>" * 200_000, "<a " * 300_000, "<div style='display:none'>" * 40_000, "<img x " * 9**6]
)
def test_hostile_pages_take_bounded_time(page: str) -> None:
    """A page made to be slow is not."""
    began = time.perf_counter()
    html_to_text(page)
    assert time.perf_counter() - began < 5
