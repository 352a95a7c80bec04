"""The tone rules, held over everything the program says to a person."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from words.code import said_in_code, speaking_errors
from words.rules import load_allowed, not_allowed, offences_in
from words.said import Offence, Said
from words.tables import LISTENING_ROOMS, said_in_table
from words.templates import said_in_template, strangers_in_template, titles_with_values

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "src" / "secondwind"
ALLOWED = Path(__file__).parent / "allowed.toml"


@cache
def sources(kind: str) -> dict[str, str]:
    """The files of one kind ("html", "toml", "py"), by their path from the root."""
    pattern = "**/templates/**/*.html" if kind == "html" else f"**/*.{kind}"
    paths = (path for path in sorted(PACKAGE.glob(pattern)) if "migrations" not in path.parts)
    return {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in paths}


def everything_said() -> Iterator[tuple[Said, str]]:
    """Every text a person sees, with the file it stands in."""
    errors = speaking_errors(sources("py").values())
    listening = tuple(f"src/secondwind/{room}/" for room in LISTENING_ROOMS)
    for path, source in sources("html").items():
        yield from ((said, source) for said in said_in_template(path, source))
    for path, source in sources("toml").items():
        if not path.startswith(listening):
            yield from ((said, source) for said in said_in_table(path, source))
    for path, source in sources("py").items():
        yield from ((said, source) for said in said_in_code(path, source, errors))


def listed(offences: list[Offence]) -> str:
    """One offence a line, so that the failure is the list to mend."""
    return "\n" + "\n".join(map(str, offences))


def test_the_program_keeps_its_tone():
    """No cheer, no hurry, no reproach, no sentence over 24 words; each exception is needed."""
    offences = [offence for said, source in everything_said() for offence in offences_in(said, source)]
    allowed = load_allowed(ALLOWED)
    left, unneeded = not_allowed(offences, allowed)
    assert not left, listed(left)
    assert not unneeded, f"allowed.toml holds exceptions that nothing needs: {unneeded}"
    assert all(entry.reason.strip() for entry in allowed)


def test_titles_hold_no_names():
    """No firm's name reaches a window's title: no value stands in a title at all."""
    offences = [o for path, source in sources("html").items() for o in titles_with_values(path, source)]
    assert not offences, listed(offences)


def test_templates_hold_nothing_of_strangers():
    """No address of another host, no inline script, no style or on… attribute."""
    offences = [o for path, source in sources("html").items() for o in strangers_in_template(path, source)]
    assert not offences, listed(offences)
