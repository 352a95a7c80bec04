"""One person's mailbox while it is being written: people, firms and dates are drawn here, mails are filed here."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from secondwind.mail.message import Address, Message

from .envelope import RELAYS, Draft, seal
from .record import Application, Mail
from .words import LANGUAGES, Firm, Language, Wording, between, language, pick, slug

KINDS = {
    "received": "application_received",
    "rejection": "rejection",
    "interview": "interview",
    "scheduler": "interview",
    "assessment": "assessment",
    "offer": "offer",
    "outreach": "recruiter_outreach",
    "alert": "job_alert",
    "newsletter": "not_job",
    "status": "other_job",
    "portal": "other_job",
    "own": "other_job",
    "own_apply": "other_job",
    "agency_received": "application_received",
    "agency_interview": "interview",
    "agency_rejection": "rejection",
}


@dataclass(slots=True)
class Case:
    """One application on its way. `at` is when its last mail was sent; `thread` holds the mails one could answer."""

    key: str
    firm: Firm
    role: str
    words: Language
    relay: str
    contact: Address
    at: datetime
    agency: str = ""
    twin: bool = False
    reference: str = ""
    thread: list[Message] = field(default_factory=list)

    @property
    def owner(self) -> str:
        """The name in the contact's address: the agency's where there is one, else the firm's."""
        return self.agency or self.firm.stem


class Desk:
    """All that one search has so far. Every draw comes from `chance`, so one seed gives one mailbox."""

    def __init__(self, chance: random.Random, half: str, codes: tuple[str, ...]) -> None:
        self.chance, self.half, self.codes = chance, half, codes
        self.mails: list[Mail] = []
        self.cases: list[Case] = []
        self.begin = datetime(2024, 9, 2, tzinfo=UTC) + timedelta(days=between(chance, 0, 400))
        self.window = between(chance, 20, 140)
        self._firms = {code: self._shuffled(language(code).firms(half)) for code in codes}
        self._names: set[str] = set()
        own = self.person(language(codes[0]))
        self.own = Address(own, f"{slug(own).replace('-', '.', 1)}@mailbox.example")

    def _shuffled(self, firms: list[Firm]) -> list[Firm]:
        return sorted(firms, key=lambda _: self.chance.random())

    def person(self, words: Language) -> str:
        """A new name: first and last are drawn apart, so that first names come again and whole names do not."""
        people = words.lists["people"]
        while True:
            first, last = (
                pick(self.chance, people).partition(" ")[0],
                pick(self.chance, people).partition(" ")[2],
            )
            if f"{first} {last}" not in self._names:
                self._names.add(f"{first} {last}")
                return f"{first} {last}"

    def contact(self, words: Language, owner: str, unlike: Address | None = None) -> Address:
        """Somebody at `owner` with an address of its own domain; `unlike` is a colleague of another first name."""
        name = self.person(words)
        while unlike and name.partition(" ")[0] == unlike.name.partition(" ")[0]:
            name = self.person(words)
        first, last = slug(name.partition(" ")[0]), slug(name.partition(" ")[2])
        local = pick(self.chance, (f"{first}.{last}", first, f"{first[0]}.{last}"))
        return Address(name, f"{local}@{slug(owner)}.example")

    def some_words(self) -> Language:
        return language(pick(self.chance, self.codes))

    def firms_left(self) -> bool:
        """Whether every language of the search has two firms nobody has applied to."""
        return all(len(left) >= 2 for left in self._firms.values())

    def case(self, words: Language | None = None, **known: object) -> Case:
        """Begin an application: firm, role, contact and start are drawn where `known` does not give them."""
        words = words or self.some_words()
        firm = known.pop("firm", None) or self._firms[words.code].pop()
        agency = str(known.get("agency", ""))
        begun = Case(
            key=f"a{len(self.cases) + 1:02d}",
            firm=firm,
            role=pick(self.chance, words.lists["roles"]),
            words=words,
            relay=pick(self.chance, RELAYS),
            contact=self.contact(words, agency or firm.stem),
            at=self.begin
            + timedelta(days=between(self.chance, 0, self.window), minutes=between(self.chance, 400, 1100)),
        )
        if self.chance.random() < 0.3:
            begun.reference = f"R-{between(self.chance, 10000, 99999)}"
        begun = replace(begun, **known)
        self.cases.append(begun)
        return begun

    def later(self, case: Case, least: int, most: int) -> None:
        """Let `least` to `most` days pass, or some hours where that draw is 0."""
        days = between(self.chance, least, most)
        minutes = between(self.chance, 0, 500) - 250 if days else between(self.chance, 35, 400)
        case.at += timedelta(days=days, minutes=minutes)

    def choose(self, words: Language, section: str, **wanted: object) -> Wording:
        return words.choose(self.chance, self.half, section, **wanted)

    def file(self, draft: Draft, case: Case | None, section: str, traps: Iterable[str] = ()) -> Message:
        """Seal `draft` into a Message and keep it with what is true of it."""
        message = seal(draft, self.chance)
        employer, role = told(draft)
        key = case.key if case else None
        self.mails.append(Mail(message, key, KINDS[section], employer, role, tuple(sorted(set(traps)))))
        return message

    def mark(self, since: int, trap: str) -> None:
        """Add `trap` to every mail filed from place `since` on."""
        self.mails[since:] = [replace(m, traps=tuple(sorted({*m.traps, trap}))) for m in self.mails[since:]]

    def applications(self) -> tuple[Application, ...]:
        return tuple(Application(c.key, c.firm.stem, c.role, c.agency or None) for c in self.cases)


def told(draft: Draft) -> tuple[str | None, str | None]:
    """Employer and role as this mail writes them in subject, own words or (the employer) sender's name."""
    said = f"{draft.subject}\n{draft.text}"
    employer = None
    if draft.firm:
        places = (said, draft.sender.name)
        employer = next((name for place in places for name in draft.firm.ways if name in place), None)
    if not draft.role:
        return employer, None
    ways = [draft.role + tail for code in LANGUAGES for tail in language(code).lists["tails"]]
    return employer, next((way for way in (*ways, draft.role) if way in said), None)
