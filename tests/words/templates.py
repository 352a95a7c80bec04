"""What a Django template says to a person, and what in it a strict page may not hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from .said import BREAK, HOLE, Offence, Said, line_of

SPOKEN_ATTRIBUTES = (
    "aria-label",
    "aria-description",
    "placeholder",
    "title",
    "alt",
    "label",
    "hx-confirm",
    "data-confirm",
)
INLINE = {
    *("a", "abbr", "b", "bdi", "cite", "code", "data", "dfn", "em", "i", "kbd", "mark", "q", "s", "samp"),
    *("small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"),
}
UNSPOKEN = {"script", "style"}
HERE = ("localhost", "127.0.0.1", "[::1]")
NAMESPACES = ("http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "http://www.w3.org/1999/xhtml")

_COMMENT = re.compile(r"\{#.*?#\}|\{%-?\s*comment\b.*?%\}.*?\{%\s*endcomment\s*%\}|<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"\{%.*?%\}", re.DOTALL)
_VARIABLE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_LITERAL = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_TWO_WORDS = re.compile(r"[^\W\d_]{2,}[,.;:]?\s+[^\W\d_]{2,}")
_URL = re.compile(r"https?://([^\s\"'<>/?#)]+)[^\s\"'<>)]*", re.IGNORECASE)
_TITLE = re.compile(r"<title\b[^>]*>(.*?)</title>|\{%\s*block\s+title\s*%\}(.*?)\{%\s*endblock\b", re.DOTALL)


def without_comments(source: str) -> str:
    """The template without comments, every line where it was."""
    return _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), source)


def without_django(source: str) -> str:
    """Plain HTML: tags become a BREAK, variables a HOLE, every line where it was."""
    plain = without_comments(source)
    plain = _TAG.sub(lambda found: f" {BREAK} " + "\n" * found[0].count("\n"), plain)
    return _VARIABLE.sub(lambda found: HOLE + "\n" * found[0].count("\n"), plain)


def said_in_template(path: str, source: str) -> list[Said]:
    """Its text, block by block, the spoken attributes, and sentences inside Django's own tags."""
    reader = _Reader(path)
    reader.feed(without_django(source))
    reader.close()
    reader.end_block()
    return reader.said + list(_said_in_tags(path, source))


def _said_in_tags(path: str, source: str) -> Iterator[Said]:
    """`{{ x|default:"no words today" }}` and `{% include … with label="Put it away" %}` speak, too."""
    plain = without_comments(source)
    for pattern in (_TAG, _VARIABLE):
        for tag in pattern.finditer(plain):
            for literal in _LITERAL.finditer(tag[0]):
                text = literal[1] or literal[2] or ""
                if _TWO_WORDS.search(text):
                    line = line_of(plain, tag.start() + literal.start())
                    yield Said(path, line, line + text.count("\n"), text)


class _Reader(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__(convert_charrefs=True)
        self.path = path
        self.said: list[Said] = []
        self.pieces: list[str] = []
        self.line = self.last_line = 1
        self.unspoken = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in INLINE:
            self.end_block()
        self.unspoken += tag in UNSPOKEN
        written = self.get_starttag_text() or ""
        line = self.getpos()[0]
        spoken = {*SPOKEN_ATTRIBUTES}
        values = dict(attrs)
        if tag == "input" and values.get("type") in ("submit", "button", "reset"):
            spoken.add("value")
        if tag == "meta" and values.get("name") == "description":
            spoken.add("content")
        self.said += [
            Said(self.path, line, line + written.count("\n"), value)
            for name, value in attrs
            if name in spoken and value
        ]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)  # `<br/>` and the shapes inside an svg have no end tag
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in INLINE:
            self.end_block()
        self.unspoken -= tag in UNSPOKEN and self.unspoken > 0

    def handle_data(self, data: str) -> None:
        if self.unspoken:
            return
        start = self.getpos()[0]
        if not self.pieces:
            self.line = start
        self.last_line = start + data.count("\n")
        self.pieces.append(data)

    def end_block(self) -> None:
        text = "".join(self.pieces)
        if text.replace(BREAK, "").strip():
            self.said.append(Said(self.path, self.line, self.last_line, text))
        self.pieces = []


def titles_with_values(path: str, source: str) -> list[Offence]:
    """A window's title shows in task bars and histories: no firm's name, so no value at all stands in it."""
    plain = without_comments(source)
    return [
        Offence(path, line_of(plain, title.start() + value.start()), value[0], title[0])
        for title in _TITLE.finditer(plain)
        for value in _VARIABLE.finditer(title[0])
    ]


def strangers_in_template(path: str, source: str) -> list[Offence]:
    """Addresses of other hosts, and whatever the content security policy would refuse to run."""
    plain = without_comments(source)
    offences = [
        Offence(path, line_of(plain, url.start()), url[0], "an address of another host")
        for url in _URL.finditer(plain)
        if url[1].rpartition("@")[2].lower() not in HERE
        and not url[1].lower().startswith(tuple(f"{host}:" for host in HERE))
        and url[0] not in NAMESPACES
    ]
    inspector = _Inspector(path)
    inspector.feed(without_django(source))
    inspector.close()
    return offences + inspector.offences


class _Inspector(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__(convert_charrefs=True)
        self.path = path
        self.offences: list[Offence] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        is_data = values.get("type") in ("application/json", "application/ld+json")
        self.inside = tag if tag in UNSPOKEN and not is_data else ""
        for name, value in attrs:
            if name == "style" or name.startswith("hx-on") or re.fullmatch(r"on[a-z]+", name):
                self._note(f"{name}=", f"<{tag}>")
            elif (value or "").strip().startswith("//"):
                self._note(value or "", "an address of another host")
            elif (value or "").strip().lower().startswith("javascript:"):
                self._note("javascript:", f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside and data.replace(BREAK, "").strip():
            self._note(f"<{self.inside}>", "a body that belongs in a file")

    def _note(self, word: str, text: str) -> None:
        self.offences.append(Offence(self.path, self.getpos()[0], word, text))
