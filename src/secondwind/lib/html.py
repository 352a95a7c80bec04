"""HTML to the words a person would have seen. Nothing is fetched: links and pictures are not followed."""

from __future__ import annotations

import re

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

from secondwind.lib.text import clean, tidy

MAX_HTML = 500_000
"""Characters of HTML that are looked at; a long newsletter is two fifths of this. The parser takes the square of the
number of attributes of one tag."""
MAX_TAGS = 20_000
"""Tags that are looked at. The parser takes the square of their number where hostile ones are nested."""
MAX_LISTS = 500
"""Lists that are set in by their depth. Each line in them takes as much memory as it is deep, and a hundred thousand
lists within each other end the program."""

# Pictures written into the page itself can be megabytes of one attribute.
_EMBEDDED = re.compile(r"data:[a-z]+/[^\"'\s>)]{200,}", re.IGNORECASE)
_HIDDEN = re.compile(
    r"display:none|visibility:hidden|mso-hide:all"
    r"|(?:^|;)(?:font-size|opacity|max-height|max-width):0*(?:\.0+)?(?:px|em|pt|%)?(?:!important)?(?:;|$)"
    r"|(?:^|;)font-size:1px",
    re.IGNORECASE,
)
_UNSEEN = [
    *("script", "style", "template", "noscript", "title", "iframe", "object", "svg", "[hidden]"),
    *("[class*='preheader']", "[id*='preheader']"),
]
_STYLE = re.compile(r"""\sstyle\s*=\s*(?:"([^"<>]{0,5000})"|'([^'<>]{0,5000})')""", re.IGNORECASE)
_ALT = re.compile(r"""(<img\b[^<>]{0,5000}?\salt\s*=\s*)(?:"([^"<>]*)"|'([^'<>]*)')""", re.IGNORECASE)
_LIST = re.compile(r"<(/?)(?:ul|ol)\b", re.IGNORECASE)
# What is not closed goes on to the end, so that no place is looked at twice.
_TAG = re.compile(
    r"<(?:script|style)\b.*?(?:</(?:script|style)\s*>|\Z)|<[^<>]{0,2000}>", re.IGNORECASE | re.DOTALL
)


def html_to_text(html: str) -> str:
    """The readable text of `html`: blocks on lines of their own, table cells apart, hidden text gone. Never raises."""
    page = _bounded(_EMBEDDED.sub("", clean(html[:MAX_HTML])))
    try:
        text = extract_plain_text(
            HTMLTree.parse(_mark(page)), preserve_formatting=True, list_bullets=True, skip_elements=_UNSEEN
        )
    except (
        Exception
    ):  # the parser is foreign code and its input hostile: whatever it raises, the words are wanted
        text = _TAG.sub(" ", page)
    return tidy(text)


def _bounded(page: str) -> str:
    """`page` up to as many tags as are looked at; where it holds very many lists, as plain blocks."""
    tags = page.count("<")
    if tags > MAX_TAGS:
        page = "<".join(page.split("<", MAX_TAGS)[:MAX_TAGS])
    if tags > MAX_LISTS and len(_LIST.findall(page)) > MAX_LISTS:
        page = _LIST.sub(r"<\1div", page)
    return page


def _mark(page: str) -> str:
    """`page` with hiding styles said as `hidden`, and a picture's name set apart from the words beside it.

    Done on the source, in one pass: walking the parsed nodes from Python costs the square of their number.
    """
    page = _STYLE.sub(_hidden_or_as_it_was, page)
    return _ALT.sub(lambda m: f'{m[1]}" {m[2] or m[3] or ""} "', page)


def _hidden_or_as_it_was(style: re.Match[str]) -> str:
    rules = "".join((style[1] or style[2] or "").split())
    return " hidden" if _HIDDEN.search(rules) else style[0]
