"""Decides which application a message is about, or that a person is to be asked.

The thread wins; then employer and role; then the employer alone where one open application fits. A shared
platform's domain tells nothing. A mail that opens an application (a no, a receipt, an invitation, a test, an
offer) needs a named employer to open one; without a name and without another clue the person is asked which
application it is, with no options proposed. Other kinds join an application or stay alone; nobody is asked.
Messages are expected in order of their dates; nothing else is assumed of their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from secondwind.mail.message import Message
from secondwind.reading.clues import (
    Clue,
    Likeness,
    compare_roles,
    employer_key,
    near_employer_keys,
    same_role,
)
from secondwind.reading.reading import Kind, Reading
from secondwind.reading.relays import names_an_employer, registrable

__all__ = ["Candidate", "Candidates", "Clue", "Match", "Outcome", "employer_key", "match", "same_role"]

OPENING = frozenset({Kind.REJECTION, Kind.APPLICATION_RECEIVED, Kind.INTERVIEW, Kind.ASSESSMENT, Kind.OFFER})
"""Kinds that may open an application nobody noted before."""
REVIVING = OPENING - {Kind.REJECTION}
"""Kinds that, after the end, make one ask: reopened, or a new application?"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An application as matching sees it. `role` may be empty; `ended_on` is None while open.

    `domains` and `addresses` are lower-case, of mail already known to be about it; `thread` holds the message
    ids (no brackets) of its mails.
    """

    id: int
    employer: str
    role: str
    stage: str = ""
    ended_on: date | None = None
    opened_on: date | None = None
    last_on: date | None = None
    domains: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    thread: frozenset[str] = frozenset()


class Outcome(StrEnum):
    SAME = "same"
    NEW = "new"
    ASK = "ask"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Match:
    """SAME and the application; NEW; ASK with a question and its options; NONE. `clues` say why, in words.

    `question` is "" or "which_application" (options are the ids that may fit, empty where any may)
    or "reopened_or_new" (`application` is the one that ended).
    """

    outcome: Outcome
    application: int | None = None
    options: tuple[int, ...] = ()
    question: str = ""
    clues: tuple[Clue, ...] = ()


class Candidates:
    """The applications, indexed by employer, domain, address and thread, so that a look-up never walks them all."""

    def __init__(self, candidates: Iterable[Candidate] = ()) -> None:
        self._all: dict[int, Candidate] = {}
        self._employers: dict[str, set[int]] = {}
        self._near: dict[tuple[str, int, str], dict[str, set[int]]] = {}
        self._places: dict[str, set[int]] = {}
        self._threads: dict[str, set[int]] = {}
        for candidate in candidates:
            self.add(candidate)

    def __len__(self) -> int:
        return len(self._all)

    def get(self, application: int) -> Candidate | None:
        return self._all.get(application)

    def add(self, candidate: Candidate) -> None:
        """Index a new candidate. Raises ValueError where its id is known already."""
        if candidate.id in self._all:
            raise ValueError(f"application {candidate.id} is indexed already")
        self._all[candidate.id] = candidate
        key = employer_key(candidate.employer)
        if key:
            self._employers.setdefault(_tight(key), set()).add(candidate.id)
            self._near.setdefault(_bucket(key), {}).setdefault(key, set()).add(candidate.id)
        for place in _places(candidate):
            self._places.setdefault(place, set()).add(candidate.id)
        for message_id in candidate.thread:
            self._threads.setdefault(message_id, set()).add(candidate.id)

    def remove(self, application: int) -> None:
        """Forget a candidate; an unknown id is no error."""
        candidate = self._all.pop(application, None)
        if candidate is None:
            return
        key = employer_key(candidate.employer)
        _drop(self._employers, _tight(key), application)
        _drop(self._near.get(_bucket(key), {}), key, application)
        for place in _places(candidate):
            _drop(self._places, place, application)
        for message_id in candidate.thread:
            _drop(self._threads, message_id, application)

    def replace(self, candidate: Candidate) -> None:
        """Index a candidate anew, known or not."""
        self.remove(candidate.id)
        self.add(candidate)

    def in_thread(self, message: Message) -> list[Candidate]:
        ids = {
            found
            for mail in (message.in_reply_to, *message.references)
            for found in self._threads.get(mail, ())
        }
        return self._sorted(ids)

    def at_employer(self, name: str) -> list[Candidate]:
        key = employer_key(name)
        if not key:
            return []
        exact = self._employers.get(_tight(key))
        if exact:
            return self._sorted(exact)
        near = near_employer_keys(key, self._near.get(_bucket(key), ()))
        return self._sorted({found for other in near for found in self._employers[_tight(other)]})

    def at_places(self, places: Iterable[str]) -> list[Candidate]:
        return self._sorted({found for place in places for found in self._places.get(place, ())})

    def _sorted(self, ids: Iterable[int]) -> list[Candidate]:
        return [self._all[found] for found in sorted(ids)]


def _tight(key: str) -> str:
    """Spaces make no other employer: "drive well" and "drivewell"."""
    return key.replace(" ", "")


def _bucket(key: str) -> tuple[str, int, str]:
    """What two keys one slip apart share, so that only those are compared: first letter, words, digits."""
    return key[:1], key.count(" "), "".join(letter for letter in key if letter.isdigit())


def _drop(index: dict[str, set[int]], key: str, application: int) -> None:
    ids = index.get(key)
    if ids is None:
        return
    ids.discard(application)
    if not ids:
        del index[key]


def _places(candidate: Candidate) -> Iterator[str]:
    """What mail of this application comes from: employers' own domains, and whole addresses there."""
    for domain in candidate.domains:
        if names_an_employer(domain):
            yield registrable(domain)
    for address in candidate.addresses:
        if names_an_employer(address.rpartition("@")[2]):
            yield address


def _places_of(message: Message) -> list[str]:
    people = (message.sender, *message.reply_to, *message.to, *message.cc)
    known = [person for person in people if names_an_employer(person.domain)]
    return [*(person.address for person in known), *(registrable(person.domain) for person in known)]


def _open(candidates: list[Candidate]) -> list[Candidate]:
    return [candidate for candidate in candidates if candidate.ended_on is None]


# ---- clues in words ---------------------------------------------------------------------------------------------


def _thread_clue(candidate: Candidate) -> Clue:
    return Clue("thread", "It answers a mail of this application.", candidate.id)


def _employer_clue(candidate: Candidate) -> Clue:
    return Clue("employer", f"It names {candidate.employer}.", candidate.id)


def _role_clue(candidate: Candidate) -> Clue:
    return Clue("role", f"It names the role: {candidate.role}.", candidate.id)


def _place_clue(candidate: Candidate, message: Message) -> Clue:
    return Clue(
        "domain", f"The sender writes from {message.sender.domain or 'a known address'}.", candidate.id
    )


def _alone_clue(candidate: Candidate) -> Clue:
    return Clue(
        "alone", f"It is your one open application at {candidate.employer or 'this employer'}.", candidate.id
    )


# ---- choosing ---------------------------------------------------------------------------------------------------


def _ask(candidates: list[Candidate], clues: Iterable[Clue] = ()) -> Match:
    return Match(
        Outcome.ASK, None, tuple(candidate.id for candidate in candidates), "which_application", tuple(clues)
    )


def _settle(candidate: Candidate, message: Message, reading: Reading, clues: tuple[Clue, ...]) -> Match:
    """This one; but good news after the end asks whether it lives again (unless the mail is older than the end)."""
    ended = candidate.ended_on
    older = ended is not None and message.sent_at is not None and message.sent_at.date() < ended
    if ended is not None and reading.kind in REVIVING and not older:
        return Match(Outcome.ASK, candidate.id, (candidate.id,), "reopened_or_new", clues)
    return Match(Outcome.SAME, candidate.id, (), "", clues)


def _pool(message: Message, reading: Reading, candidates: Candidates) -> tuple[list[Candidate], bool]:
    """The applications the names point at, and whether only the sender's domain does."""
    named = candidates.at_employer(reading.employer) if reading.employer else []
    if named:
        return named, False
    placed = candidates.at_places(_places_of(message))
    if reading.employer is None:
        return placed, True
    words = set(employer_key(reading.employer).split())
    kin = [
        c
        for c in placed
        if words <= set(employer_key(c.employer).split()) or words >= set(employer_key(c.employer).split())
    ]
    return [c for c in kin if c.employer], True


def _by_role(pool: list[Candidate], role: str) -> tuple[list[Candidate], list[Candidate], list[Candidate]]:
    """Those with the same role, those that say more or less of it, those apart by seniority."""
    groups: dict[Likeness, list[Candidate]] = {likeness: [] for likeness in Likeness}
    for candidate in pool:
        groups[compare_roles(candidate.role, role)].append(candidate)
    return groups[Likeness.SAME], groups[Likeness.NEAR], groups[Likeness.STEP]


def _one_of(found: list[Candidate]) -> Candidate | None:
    """The only one, or the only open one."""
    if len(found) == 1:
        return found[0]
    still = _open(found)
    return still[0] if len(still) == 1 else None


def _with_role(
    pool: list[Candidate], message: Message, reading: Reading, role: str, why: list[Clue]
) -> Match | None:
    """Choose by role; None where the role is another one than all of these."""
    same, near, step = _by_role(pool, role)
    if same:
        one = _one_of(same)
        if one is None:
            return _joined(same, message, reading, why)
        return _settle(one, message, reading, (*_about(why, one), _role_clue(one)))
    unnamed = [candidate for candidate in pool if not candidate.role]
    alike = near or ([] if reading.kind is Kind.APPLICATION_RECEIVED else step) or unnamed
    if alike:
        one = _one_of(_open(alike)) or (alike[0] if len(alike) == 1 else None)
        if one is None:
            return _ask(_open(alike) or alike, why)
        return _settle(one, message, reading, _about(why, one))
    return _ask(step, why) if _open(step) else None


def _joined(found: list[Candidate], message: Message, reading: Reading, why: list[Clue]) -> Match:
    """Several fit. A no where all have ended joins the latest; otherwise the person says which."""
    still = _open(found)
    if not still:
        latest = max(found, key=lambda candidate: (candidate.ended_on or date.min, candidate.id))
        return _settle(latest, message, reading, _about(why, latest))
    return _ask(still, why)


def _without_role(pool: list[Candidate], message: Message, reading: Reading, why: list[Clue]) -> Match:
    still = _open(pool)
    if len(still) == 1:
        return _settle(still[0], message, reading, (*_about(why, still[0]), _alone_clue(still[0])))
    if still:
        return _ask(still, why)
    if len(pool) == 1 or reading.kind in REVIVING:
        latest = max(pool, key=lambda candidate: (candidate.ended_on or date.min, candidate.id))
        return _settle(latest, message, reading, _about(why, latest))
    return _ask(pool, why)


def _about(why: list[Clue], candidate: Candidate) -> tuple[Clue, ...]:
    return tuple(clue for clue in why if clue.application == candidate.id)


def _by_thread(found: list[Candidate], message: Message, reading: Reading) -> Match:
    why = [_thread_clue(candidate) for candidate in found]
    if len(found) == 1:
        return _settle(found[0], message, reading, tuple(why))
    if reading.role:
        chosen = _with_role(found, message, reading, reading.role, why)
        if chosen is not None:
            return chosen
    return _without_role(found, message, reading, why)


def _by_names(message: Message, reading: Reading, candidates: Candidates) -> Match:
    pool, by_place = _pool(message, reading, candidates)
    if not pool:
        if reading.kind not in OPENING:
            return Match(Outcome.NONE)
        return Match(Outcome.NEW) if reading.employer else _ask([])
    why = [_place_clue(c, message) if by_place else _employer_clue(c) for c in pool]
    if not reading.role:
        return _without_role(pool, message, reading, why)
    chosen = _with_role(pool, message, reading, reading.role, why)
    if chosen is not None:
        return chosen
    if reading.kind not in OPENING:
        return Match(Outcome.NONE)
    return Match(Outcome.NEW) if reading.employer else _ask(_open(pool) or pool, why)


def match(message: Message, reading: Reading, candidates: Candidates) -> Match:
    """Which application `message`, read as `reading`, is about. Pure; the candidates are not changed."""
    if reading.kind is Kind.NOT_JOB:
        return Match(Outcome.NONE)
    threaded = candidates.in_thread(message)
    if threaded:
        found = _by_thread(threaded, message, reading)
    elif reading.kind is Kind.JOB_ALERT or (
        reading.kind is Kind.RECRUITER_OUTREACH and not (reading.employer and reading.role)
    ):
        return Match(Outcome.NONE)
    else:
        found = _by_names(message, reading, candidates)
    if found.outcome is Outcome.ASK and reading.kind not in OPENING:
        return Match(Outcome.NONE, clues=found.clues)
    return found
