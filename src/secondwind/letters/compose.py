"""Facts in, draft out. A sentence whose fact is missing is left out; nothing is made up to fill it.

The words live in one folder per language (``en/<kind>.toml``); a new language is a new folder.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any

from secondwind.errors import SecondWindError
from secondwind.letters.letter import EARLY_STAGES, KINDS, PLANNED, Draft, LetterFacts

_TEXT_OF = {"thanks_feedback_keep": "thanks_feedback"}
"""Kinds that share another kind's texts and differ by a condition."""

_MET_STAGES = frozenset({"interview", "final", "offer"})

Way = Mapping[str, Any]


def compose(kind: str, facts: LetterFacts, variant: int = 0) -> Draft:
    """The draft of one letter.

    `variant` counts from 0 and wraps, so that "another way to say it" can go on counting. The same
    facts and variant give the same draft. Raises SecondWindError for a kind or a language that is
    not here.
    """
    words = _language(facts.language)
    texts = _texts(kind, facts.language)
    number = variant % len(texts["variant"])
    chosen = texts["variant"][number]
    values, holding = _values(facts, words), _conditions(kind, facts)
    return Draft(
        kind=kind,
        variant=number,
        subject=_first_that_fits(texts["subject"], values, holding),
        body=_body(chosen, values, holding),
        language=facts.language,
    )


def registers(kind: str, language: str = "en") -> tuple[str, ...]:
    """The name of each variant of a kind in order ("plain", "warm", "brief"). Raises like `compose`."""
    return tuple(variant["register"] for variant in _texts(kind, language)["variant"])


def languages() -> tuple[str, ...]:
    """The languages letters can be written in, as their folders are called."""
    folders = files("secondwind.letters").iterdir()
    return tuple(sorted(folder.name for folder in folders if (folder / "language.toml").is_file()))


@cache
def _language(language: str) -> Mapping[str, Any]:
    if language not in languages():
        known = ", ".join(languages())
        raise SecondWindError(f"There are no letters in “{language}” yet.", f"Here so far: {known}.")
    return _read(language, "language")


@cache
def _texts(kind: str, language: str) -> Mapping[str, Any]:
    if kind in PLANNED:
        raise SecondWindError("This kind of letter is not here yet.", "You can write it in your own mail.")
    if kind not in KINDS:
        raise SecondWindError(f"There is no kind of letter called “{kind}”.")
    return _read(language, _TEXT_OF.get(kind, kind))


def _read(language: str, name: str) -> Mapping[str, Any]:
    return tomllib.loads((files("secondwind.letters") / language / f"{name}.toml").read_text("utf-8"))


def _body(variant: Mapping[str, Any], values: Mapping[str, str], holding: frozenset[str]) -> str:
    blocks = [_first_that_fits(variant["greeting"], values, holding)]
    for paragraph in variant["paragraph"]:
        said = [_first_that_fits(ways, values, holding) for ways in paragraph["sentences"]]
        blocks.append(" ".join(sentence for sentence in said if sentence))
    blocks.append("\n".join(line for line in (variant["closing"], values.get("own_name", "")) if line))
    return "\n\n".join(block for block in blocks if block)


def _first_that_fits(ways: Sequence[Way], values: Mapping[str, str], holding: frozenset[str]) -> str:
    """The first way to say it whose conditions hold and whose facts are all known; "" where none is."""
    for way in ways:
        if holding.issuperset(way.get("when", ())) and _slots(way["text"]) <= values.keys():
            return str(way["text"].format_map(values))
    return ""


def _slots(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def _conditions(kind: str, facts: LetterFacts) -> frozenset[str]:
    met = facts.stage in _MET_STAGES or facts.interviewed_on is not None
    seen = facts.stage not in EARLY_STAGES or met
    truths = {
        facts.channel: bool(facts.channel),
        "agency": bool(_tidy(facts.via)),
        "direct": not _tidy(facts.via),
        "role": bool(_tidy(facts.role)),
        "interviewed": met,
        "keep": kind == "thanks_feedback_keep" and facts.keep_on_file,
        f"ask_{facts.ask}": seen and facts.ask != "none",
    }
    return frozenset(name for name, holds in truths.items() if holds)


def _values(facts: LetterFacts, words: Mapping[str, Any]) -> dict[str, str]:
    """What the slots are filled with; a fact that is not known has no key."""
    role = _tidy(facts.role)
    found = {
        "own_name": _tidy(facts.own_name),
        "person": greeting_name(facts.person, words["titles"]),
        "employer": _tidy(facts.employer),
        "role": role,
        "role_phrase": _role_phrase(role, words),
        "happened_on": _day(facts.happened_on, words),
        "interviewed_on": _day(facts.interviewed_on, words),
        "expected_by": _day(facts.expected_by, words),
        "moment": _own_phrase(facts.moment, words),
        "learned": _own_phrase(facts.learned, words),
        "reply_subject": reply_subject(facts.subject, words),
    }
    return {name: value for name, value in found.items() if value}


def greeting_name(person: str, titles: Sequence[str]) -> str:
    """What a greeting calls them: the first name, or all of it where a title or an initial leads."""
    name = _tidy(person)
    if name.count(",") == 1:
        family, given = (part.strip() for part in name.split(","))
        name = f"{given} {family}".strip()
    first = name.partition(" ")[0]
    bare = first.rstrip(".").casefold()
    return name if bare in titles or len(bare) == 1 else first


def reply_subject(subject: str, words: Mapping[str, Any]) -> str:
    """The subject of an answer: one "Re: " before what was there; "" where nothing was."""
    prefixes = "|".join(words["reply_prefixes"])
    bare = re.sub(rf"^(?:(?:{prefixes})(?:\[\d+\])?\s*:\s*)+", "", _tidy(subject), flags=re.IGNORECASE)
    return str(words["reply"]).format(subject=bare) if bare else ""


def _role_phrase(role: str, words: Mapping[str, Any]) -> str:
    if not role:
        return ""
    bare = re.sub(r"^the\s+", "", role, flags=re.IGNORECASE)
    last = bare.rpartition(" ")[2].casefold()
    return str(words["role_bare" if last in words["role_nouns"] else "role_phrase"]).format(role=bare)


def _day(day: date | None, words: Mapping[str, Any]) -> str:
    return str(words["day"]).format(day=day.day, month=words["months"][day.month - 1]) if day else ""


def _own_phrase(text: str, words: Mapping[str, Any]) -> str:
    """A person's own words made to stand after a colon: one line, no full stop, no needless capital."""
    phrase = _tidy(text).rstrip(" .!?;:,…")
    first, space, rest = phrase.partition(" ")
    return f"{first.lower()}{space}{rest}" if first.casefold() in words["lowered"] else phrase


def _tidy(text: str) -> str:
    return " ".join(text.split())
