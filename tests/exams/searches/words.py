"""Wordings and names read from words/<language>.txt: what a mail says before anybody fills it in."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

FOLDER = Path(__file__).parent / "words"
LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl")
HALVES = ("open", "sealed")
SLOT = re.compile(r"\{(\w+)\}")
LEGAL = re.compile(
    r",? (?:Ltd|plc|Inc|LLP|GmbH|gGmbH|KG|AG|e\.V\.|SARL|SAS|SA"
    r"|S\.L\.|S\.A\.|Lda|Ltda|S\.r\.l\.|S\.p\.A\.|B\.V\.|N\.V\.)$"
)
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Wording:
    """One hand-written mail: `topic` says when in a process it fits ("" is any time), slots are still open."""

    section: str
    topic: str
    subject: str
    body: str

    @property
    def slots(self) -> frozenset[str]:
        return frozenset(SLOT.findall(self.subject + self.body))


@dataclass(frozen=True, slots=True)
class Firm:
    """`full` is the name with its legal form, `stem` without; they are the same where there is none."""

    full: str
    language: str

    @property
    def stem(self) -> str:
        return LEGAL.sub("", self.full)

    @property
    def ways(self) -> tuple[str, ...]:
        """The ways a mail may write it, longest first: with legal form, without, in capitals, first partner alone."""
        names = (self.full, self.stem, self.stem.upper(), self.stem.partition(" & ")[0])
        return tuple(dict.fromkeys(names))

    @property
    def slug(self) -> str:
        return slug(self.stem)


@dataclass(frozen=True, slots=True)
class Language:
    """All that one word file holds: lists by name, wordings by section in file order."""

    code: str
    lists: dict[str, tuple[str, ...]]
    wordings: dict[str, tuple[Wording, ...]]

    def firms(self, half: str) -> list[Firm]:
        """The invented firms of one half; no firm stands in both."""
        return [Firm(name, self.code) for name in of_half(self.lists["firms"], half)]

    def choose(
        self,
        chance: random.Random,
        half: str,
        section: str,
        *,
        topic: str = "",
        must: Collection[str] = (),
        avoid: Collection[str] = (),
    ) -> Wording:
        """One wording of `half` that has all slots of `must` and none of `avoid`; LookupError where none is written."""
        written = self.wordings[section]
        kept = written if section == "own" else of_half(written, half)
        if topic:
            kept = [wording for wording in kept if wording.topic in {"", topic}]
        elif section == "rejection":
            kept = [wording for wording in kept if not wording.topic]
        fitting = [w for w in kept if w.slots.issuperset(must) and w.slots.isdisjoint(avoid)]
        if not fitting:
            raise LookupError(f"{self.code} {half} {section} {topic} with {must} without {avoid}")
        return pick(chance, fitting)


def pick(chance: random.Random, things: Sequence[Thing]) -> Thing:
    """One of `things`. It asks for `random()` alone, whose stream Python promises to keep from version to version."""
    return things[int(chance.random() * len(things))]


def between(chance: random.Random, least: int, most: int) -> int:
    """A whole number from `least` to `most`, both included."""
    return least + int(chance.random() * (most - least + 1))


def of_half(things: Sequence[Thing], half: str) -> list[Thing]:
    """Every second thing: the open half gets the first, the sealed half the second."""
    return list(things[HALVES.index(half) :: 2])


def slug(name: str) -> str:
    """`name` as it would stand in an address: plain letters and digits, joined by hyphens."""
    parts = unicodedata.normalize("NFKD", name.lower().replace("ß", "ss"))
    plain = "".join(sign for sign in parts if not unicodedata.combining(sign))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


@cache
def language(code: str) -> Language:
    """The word file of `code`, read once. ValueError where a block has no known shape."""
    lists: dict[str, tuple[str, ...]] = {}
    wordings: dict[str, list[Wording]] = {}
    for block in re.split(r"(?m)^%% ", (FOLDER / f"{code}.txt").read_text("utf-8"))[1:]:
        head, _, rest = block.partition("\n")
        section, _, topic = head.partition(" ")
        if section == "list":
            lists[topic] = tuple(line for line in rest.splitlines() if line)
            continue
        first, _, later = rest.partition("\n")
        subject = first.removeprefix("S: ") if first.startswith("S: ") else ""
        body = (later if subject else rest).strip()
        if not body:
            raise ValueError(f"{code}: an empty block under {head!r}")
        wordings.setdefault(section, []).append(Wording(section, topic, subject, body))
    return Language(code, lists, {section: tuple(written) for section, written in wordings.items()})
