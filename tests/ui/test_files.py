"""What the look is made of: style files that parse, nothing from outside, nothing inline."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

UI = Path(__file__).resolve().parents[2] / "src/secondwind/ui"
STATIC = UI / "static/secondwind"
STYLES = sorted((STATIC / "css").glob("*.css"))
SCRIPTS = sorted((STATIC / "js").glob("*.js"))
TEMPLATES = sorted((UI / "templates").rglob("*.html"))
# Names of things rather than places to fetch from.
_NAMES = ("http://www.w3.org/2000/svg",)


def _without_comments(css: str) -> str:
    return re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)


@pytest.mark.parametrize("file", [*STYLES, *SCRIPTS, *TEMPLATES, *STATIC.glob("*.svg")], ids=lambda f: f.name)
def test_nothing_comes_from_outside(file: Path) -> None:
    """No file of the look names an address on another machine."""
    words = file.read_text()
    for name in _NAMES:
        words = words.replace(name, "")
    assert not re.search(r"https?://|(?:src|href|url\()\s*=?\s*[\"']?//", words)


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda f: f.name)
def test_templates_hold_no_inline_style_or_script(file: Path) -> None:
    """The policy forbids them, so they would silently do nothing."""
    words = file.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|hx-on|javascript:", words)
    assert not re.search(r"<script(?![^>]*\ssrc=)", words)


@pytest.mark.parametrize("file", STYLES, ids=lambda f: f.name)
def test_style_files_are_balanced_and_layered(file: Path) -> None:
    """Braces match, every rule but a typeface is in a layer, and each token used is defined."""
    css = _without_comments(file.read_text())
    assert css.count("{") == css.count("}")
    outside = re.findall(r"(?m)^([^\s}][^{;}]*)[{;]", css)
    assert all(rule.strip().startswith(("@layer", "@font-face")) for rule in outside)
    defined = set(re.findall(r"(--[\w-]+)\s*:", "".join(f.read_text() for f in STYLES)))
    assert set(re.findall(r"var\((--[\w-]+)\)", css)) <= defined


def test_every_style_file_is_linked_and_every_token_used() -> None:
    """No file lies unused beside the others, and no token is defined for nobody."""
    linked = "".join(f.read_text() for f in TEMPLATES)
    assert [f.name for f in STYLES if f"css/{f.name}" not in linked] == []
    css = "".join(f.read_text() for f in STYLES)
    used = set(re.findall(r"var\((--[\w-]+)", css + linked))
    assert set(re.findall(r"(--[\w-]+)\s*:", _without_comments(css))) - used == set()


def test_every_typeface_file_is_there_with_its_licence() -> None:
    """Each file a style names exists, each file there is named, and both notices stand beside them."""
    named = set(re.findall(r"\.\./fonts/([\w-]+\.woff2)", (STATIC / "css/fonts.css").read_text()))
    assert named == {f.name for f in (STATIC / "fonts").glob("*.woff2")}
    notices = [f.read_text() for f in (STATIC / "fonts").glob("OFL-*.txt")]
    assert len(notices) == 2
    assert all("SIL OPEN FONT LICENSE" in notice.upper() for notice in notices)


def test_every_sign_a_tag_may_ask_for_is_in_the_sprite() -> None:
    """No tag can point at a sign that is not drawn."""
    from secondwind.ui.templatetags.ui import MARKS  # noqa: PLC0415 - needs the settings pytest-django loads

    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "symbols.svg").read_text()))
    assert drawn == {*MARKS, *(f"posts-{n}" for n in range(6))}
