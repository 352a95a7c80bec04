"""Decides which application a message is about, or that a person is to be asked.

First it gathers, for every application the mail may be about, the clues that point there; then it leaves out the
applications that what the mail says speaks against (another employer, another role); then it goes through the clues
from the strongest to the weakest, and each leaves the applications it points at, until one is left: the thread, a
requisition number, employer and role, the subject it answers, the person, the one still open, the domain.

A shared platform's domain tells nothing. A mail that opens an application (a no, a receipt, an invitation, a test,
an offer) needs a named employer to open one, a receipt a role or an employer's own domain; without that and without
another clue the person is asked which application it is. A receipt long after a no, or after a long silence, begins
a new application. Other kinds join an application or stay alone; nobody is asked. Messages are expected in order of
their dates; nothing else is assumed of their order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from secondwind.mail.message import Address, Message
from secondwind.reading.clues import (
    Clue,
    Likeness,
    compare_roles,
    employer_key,
    is_answer,
    is_desk,
    label_key,
    leading_partner,
    names_in,
    near_employer_keys,
    person_key,
    plain_words,
    requisition_numbers,
    role_tokens,
    same_role,
    says_more,
    stands_in,
    subject_stem,
    tight,
)
from secondwind.reading.reading import Kind, Reading
from secondwind.reading.relays import is_free_mail, is_relay, names_an_employer, registrable

__all__ = [
    "Candidate",
    "Candidates",
    "Clue",
    "Match",
    "Outcome",
    "employer_key",
    "is_personal",
    "match",
    "same_role",
    "speaks_for",
]

OPENING = frozenset({Kind.REJECTION, Kind.APPLICATION_RECEIVED, Kind.INTERVIEW, Kind.ASSESSMENT, Kind.OFFER})
"""Kinds that may open an application nobody noted before."""
REVIVING = OPENING - {Kind.REJECTION}
"""Kinds that, after the end, make one ask: reopened, or a new application?"""
LATE_RECEIPT = timedelta(days=14)
"""How long after the end a receipt may still be a late word of that application; later it begins a new one."""
LONG_SILENCE = timedelta(days=60)
"""After so long without a mail a receipt for the same role begins a new application."""
SECOND_NO = timedelta(days=30)
"""How long after a no the same subject may be the same no once more."""
WORDS = 300
"""How many words of a mail, the subject first, are looked through for names that are known."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An application as matching sees it. `role` may be empty; `ended_on` is None while open.

    `domains` and `addresses` are lower-case, of mail already known to be about it; `thread` holds the message
    ids (no brackets) of its mails and of those they answer. What else its mails showed: `also`, other names for the
    employer; `people`, full names of who wrote (`person_key`); `subjects` (`subject_stem`); requisition `numbers`;
    `confirmed` says that its receipt is known; `last_at` is the moment of the last mail, aware.
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
    also: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    confirmed: bool = False
    last_at: datetime | None = None


_Key = TypeVar("_Key")


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
    """The applications, indexed by all that a mail may be known by, so that a look-up never walks them all."""

    def __init__(self, candidates: Iterable[Candidate] = ()) -> None:
        self._all: dict[int, Candidate] = {}
        self._keys: dict[tuple[str, str], set[int]] = {}
        self._near: dict[tuple[str, int, str], dict[str, set[int]]] = {}
        self._phrases: dict[str, dict[tuple[str, str], set[int]]] = {}
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
        for key in set(_keys(candidate)):
            self._keys.setdefault(key, set()).add(candidate.id)
        for name in _employer_keys(candidate):
            self._near.setdefault(_bucket(name), {}).setdefault(name, set()).add(candidate.id)
        for what, phrase in set(_phrases(candidate)):
            first = phrase.partition(" ")[0]
            self._phrases.setdefault(first, {}).setdefault((what, phrase), set()).add(candidate.id)

    def remove(self, application: int) -> None:
        """Forget a candidate; an unknown id is no error."""
        candidate = self._all.pop(application, None)
        if candidate is None:
            return
        for key in set(_keys(candidate)):
            _drop(self._keys, key, application)
        for name in _employer_keys(candidate):
            _drop(self._near.get(_bucket(name), {}), name, application)
        for what, phrase in set(_phrases(candidate)):
            _drop(self._phrases.get(phrase.partition(" ")[0], {}), (what, phrase), application)

    def replace(self, candidate: Candidate) -> None:
        """Index a candidate anew, known or not."""
        self.remove(candidate.id)
        self.add(candidate)

    def in_thread(self, message: Message) -> list[Candidate]:
        """Those with a mail that this one answers, or that answers the same mail."""
        return self._sorted(self.known("thread", (message.in_reply_to, *message.references)))

    def at_employer(self, name: str) -> list[Candidate]:
        """Those at the employer called `name`, by its key; where none is, those one typing slip away."""
        key = employer_key(name)
        if not key:
            return []
        exact = self.known("employer", (tight(key),)) | self.known("partner", (tight(key),))
        exact |= self.known("employer", (tight(leading_partner(key)),))
        if exact:
            return self._sorted(exact)
        near = near_employer_keys(key, self._near.get(_bucket(key), ()))
        return self._sorted({found for other in near for found in self._near[_bucket(key)][other]})

    def known(self, what: str, values: Iterable[str]) -> set[int]:
        """The ids of those that have one of `values` as `what`: thread, employer, partner, label, domain, address,
        person, subject or number. Empty values are nobody's."""
        return {found for value in values if value for found in self._keys.get((what, value), ())}

    def spoken_of(self, words: list[str]) -> Iterator[tuple[str, int]]:
        """("employer" or "person", id) for every known name that stands in `words`."""
        for at, word in enumerate(words):
            for (what, phrase), ids in self._phrases.get(word, {}).items():
                if phrase == " ".join(words[at : at + phrase.count(" ") + 1]):
                    yield from ((what, found) for found in ids)

    def _sorted(self, ids: Iterable[int]) -> list[Candidate]:
        return [self._all[found] for found in sorted(ids)]


def _employer_keys(candidate: Candidate) -> set[str]:
    return {key for name in (candidate.employer, *candidate.also) if (key := employer_key(name))}


def _keys(candidate: Candidate) -> Iterator[tuple[str, str]]:
    """All that a mail of this application may be known by."""
    for key in _employer_keys(candidate):
        yield "employer", tight(key)
        yield "partner", tight(leading_partner(key))
    for domain in candidate.domains:
        if names_an_employer(domain):
            yield "domain", registrable(domain)
            if not candidate.employer:
                yield "employer", label_key(_label(domain))
    yield from (("address", address) for address in candidate.addresses if is_personal(address))
    yield from (("thread", mail) for mail in candidate.thread)
    yield from (("person", name) for name in candidate.people)
    yield from (("subject", stem) for stem in candidate.subjects)
    yield from (("number", number) for number in candidate.numbers)


def _phrases(candidate: Candidate) -> Iterator[tuple[str, str]]:
    """The names worth looking for in a mail's words: of employers, if they are no short everyday word, and people."""
    for name in (candidate.employer, *candidate.also):
        phrase = " ".join(plain_words(employer_key(name)))
        if len(phrase) >= 5:
            yield "employer", phrase
    yield from (("person", name) for name in candidate.people)


def is_personal(address: str) -> bool:
    """Whether an address is one person's, and not a desk's or a platform's."""
    return bool(address) and not is_desk(address) and not is_relay(address.rpartition("@")[2])


def speaks_for(address: str, employer: str) -> bool:
    """Whether the domain of an address tells of this employer: it is called so, or a person writes from there.

    A booking tool nobody knows writes for many employers, from a desk of its own.
    """
    domain = address.rpartition("@")[2]
    if not names_an_employer(domain):
        return False
    return not is_desk(address) or label_key(_label(domain)) == tight(employer_key(employer))


def _label(domain: str) -> str:
    return registrable(domain).partition(".")[0]


def _bucket(key: str) -> tuple[str, int, str]:
    """What two keys one slip apart share, so that only those are compared: first letter, words, digits."""
    return key[:1], key.count(" "), "".join(letter for letter in key if letter.isdigit())


def _drop(index: dict[_Key, set[int]], key: _Key, application: int) -> None:
    ids = index.get(key)
    if ids is None:
        return
    ids.discard(application)
    if not ids:
        del index[key]


# ---- what points where ------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Mail:
    """A message with its reading, and what of it is worth comparing."""

    message: Message
    reading: Reading
    mine: bool
    employer: str
    role: str
    words: list[str]
    numbers: frozenset[str]
    stem: str
    is_answer: bool
    trail: dict[int, dict[str, Clue]] = field(default_factory=dict)

    @property
    def sent_on(self) -> date | None:
        return self.message.sent_at.date() if self.message.sent_at else None

    @property
    def begins(self) -> bool:
        """Whether it is the kind of mail an application begins with: a receipt, or the person's own first mail."""
        return self.applies if self.mine else self.reading.kind is Kind.APPLICATION_RECEIVED

    @property
    def applies(self) -> bool:
        """Whether the person applies with it: their own mail, answering nothing, for a role, to an employer's desk."""
        return (
            self.mine and bool(self.role) and not self.is_answer
            and any(is_desk(each.address) and names_an_employer(each.domain) for each in self.message.to)
        )  # fmt: skip

    @property
    def others(self) -> tuple[Address, ...]:
        """Whom it is from, or, of the person's own mail, whom it goes to."""
        mail = self.message
        return (*mail.to, *mail.cc) if self.mine else (mail.sender, *mail.reply_to, *mail.cc)

    def point(self, name: str, words: str, candidates: Iterable[int]) -> None:
        for found in candidates:
            self.trail.setdefault(found, {}).setdefault(name, Clue(name, words, found))

    def has(self, candidate: Candidate, *names: str) -> bool:
        return not self.trail.get(candidate.id, {}).keys().isdisjoint(names)

    def clues(self, candidate: Candidate, *more: Clue) -> tuple[Clue, ...]:
        found = self.trail.get(candidate.id, {})
        return (*(found[name] for name in ORDER if name in found), *more)


ORDER = ("thread", "number", "employer", "role", "subject", "person", "domain", "platform", "alone", "latest")
"""The clues from the strongest to the weakest."""
_QUOTED = re.compile(
    r"^(?:>|-{4,}|_{6,}|(?:on|am|le|el|il|op|em|a)\b[^\n]{4,120}:\s*$)", re.IGNORECASE | re.MULTILINE
)
_MAILTO = re.compile(r"mailto:([^\s;,>\"]+@[^\s;,>\"]+)", re.IGNORECASE)


def _own_words(text: str) -> str:
    """What the writer added above the quoted mail."""
    quoted = _QUOTED.search(text)
    return text[: quoted.start()] if quoted and quoted.start() > 0 else text


def _looked_at(message: Message, reading: Reading, candidates: Candidates, *, mine: bool) -> _Mail:
    name = "" if mine else message.sender.name
    text = f"{message.subject}\n{name}\n{_own_words(message.text[:4000])}"
    employer = reading.employer or ""
    if employer and candidates.known("person", (person_key(employer),)):
        employer = ""  # A contact that was taken for a firm.
    return _Mail(
        message, reading, mine, employer, reading.role or "", plain_words(text)[:WORDS],
        requisition_numbers(message.subject), subject_stem(message.subject),
        bool(message.in_reply_to or message.references) or is_answer(message.subject),
    )  # fmt: skip


def _follow_clues(mail: _Mail, candidates: Candidates) -> None:
    """Write on the mail's trail all that points at an application."""
    message = mail.message
    mail.point(
        "thread",
        "It answers a mail of this application.",
        candidates.known("thread", (message.in_reply_to, *message.references)),
    )
    mail.point(
        "number",
        f"It bears the same number: {', '.join(sorted(mail.numbers))}.",
        candidates.known("number", mail.numbers),
    )
    _follow_names(mail, candidates)
    _follow_places(mail, candidates)
    if mail.is_answer:
        # Two firms may both have written "Next steps": a place of one's own has to agree, where there is one.
        placed = any(names_an_employer(each.domain) for each in mail.others)
        alike = candidates.known("subject", (mail.stem,))
        alike = alike & mail.trail.keys() if placed or mail.stem.count(" ") < 2 else alike
        mail.point("subject", "It answers under the same subject.", alike)


def _follow_names(mail: _Mail, candidates: Candidates) -> None:
    sender = "" if mail.mine else mail.message.sender.name
    if mail.employer:
        named = {found.id for found in candidates.at_employer(mail.employer)}
        mail.point("employer", f"It names {mail.employer}.", named)
    else:
        named = set()
    if sender and not named:
        named = candidates.known("employer", map(tight, names_in(sender)))
        mail.point("employer", f"The sender calls itself {sender}.", named)
    spoken = set(candidates.spoken_of(mail.words))
    if not mail.employer:
        for what, found in sorted(spoken):
            known = candidates.get(found)
            if what == "employer" and known:
                mail.point("employer", f"It speaks of {known.employer}.", [found])
    people = {found for what, found in spoken if what == "person"}
    mail.point("person", "It names somebody who wrote to you about it.", people)


def _follow_places(mail: _Mail, candidates: Candidates) -> None:
    hosts = {address for text in mail.message.calendars for address in _MAILTO.findall(text)}
    addresses = {each.address for each in mail.others} | {host.lower() for host in hosts}
    known = candidates.known("address", filter(is_personal, addresses))
    said = (
        "It goes to somebody who wrote to you about it."
        if mail.mine
        else "It comes from somebody who wrote to you about it."
    )
    mail.point("person", said, known)
    for address in sorted(addresses):
        domain = address.rpartition("@")[2]
        if names_an_employer(domain):
            at = candidates.known("domain", (registrable(domain),)) | candidates.known(
                "employer", (label_key(_label(domain)),)
            )
            way = "goes to" if mail.mine else "comes from"
            mail.point("domain", f"It {way} {domain}.", at)
        elif is_relay(domain) and not mail.mine:
            front = label_key(address.partition("@")[0])
            mail.point("domain", f"It comes from {address}.", candidates.known("employer", (front,)))


# ---- what speaks against ----------------------------------------------------------------------------------------


def _speaks_against(mail: _Mail, candidate: Candidate) -> bool:
    """Whether what the mail says rules this application out. A thread or a number is stronger than words."""
    if mail.has(candidate, "thread", "number"):
        return False
    if (
        mail.employer
        and candidate.employer
        and not mail.has(candidate, "employer")
        and not _is_client(mail, candidate)
    ):
        return True
    if mail.role and candidate.role:
        likeness = compare_roles(candidate.role, mail.role)
        if likeness is Likeness.OTHER:
            return True
        if mail.begins and candidate.confirmed and likeness is not Likeness.SAME:
            return likeness is Likeness.STEP or says_more(candidate.role, mail.role)
    return mail.begins and _is_over(mail, candidate)


def _is_client(mail: _Mail, candidate: Candidate) -> bool:
    """Whether an agency's person names the client of an application known by the agency's own name."""
    house = label_key(_label(mail.message.sender.domain))
    by_agency = house == tight(employer_key(candidate.employer))
    return (
        by_agency
        and mail.has(candidate, "person")
        and compare_roles(candidate.role, mail.role) is Likeness.SAME
    )


def _is_over(mail: _Mail, candidate: Candidate) -> bool:
    """Whether so much time lies before this receipt that it belongs to a new try."""
    if mail.sent_on is None:
        return False
    if candidate.ended_on is not None:
        return mail.sent_on - candidate.ended_on > LATE_RECEIPT
    return candidate.last_on is not None and mail.sent_on - candidate.last_on > LONG_SILENCE


def _has_ended(mail: _Mail, candidate: Candidate) -> bool:
    """Whether the end was told before this mail was sent."""
    ended = candidate.ended_on
    return ended is not None and (mail.sent_on is None or mail.sent_on >= ended)


# ---- choosing ---------------------------------------------------------------------------------------------------


def _ask(candidates: list[Candidate], clues: Iterable[Clue] = ()) -> Match:
    return Match(
        Outcome.ASK, None, tuple(candidate.id for candidate in candidates), "which_application", tuple(clues)
    )


def _settle(candidate: Candidate, mail: _Mail, *more: Clue) -> Match:
    """This one; but good news after the end asks whether it lives again (unless the mail is older than the end)."""
    clues, ended = mail.clues(candidate, *more), candidate.ended_on
    older = ended is not None and mail.sent_on is not None and mail.sent_on < ended
    if ended is not None and mail.reading.kind in REVIVING and not older and not mail.mine:
        return Match(Outcome.ASK, candidate.id, (candidate.id,), "reopened_or_new", clues)
    return Match(Outcome.SAME, candidate.id, (), "", clues)


def _with_roles(mail: _Mail, pool: list[Candidate]) -> list[Candidate]:
    """Those whose role the mail names best: the same, one that says more or less, a step apart, one not known."""
    if not mail.role:
        said = [each for each in pool if each.role and stands_in(role_tokens(each.role), mail.words)]
        for each in said:
            mail.point("role", f"It speaks of the role: {each.role}.", [each.id])
        return said or pool
    groups: dict[Likeness | str, list[Candidate]] = {}
    for each in pool:
        likeness = compare_roles(each.role, mail.role) if each.role else ""
        groups.setdefault(likeness, []).append(each)
    for each in (*groups.get(Likeness.SAME, ()), *groups.get(Likeness.NEAR, ())):
        mail.point("role", f"It names the role: {each.role}.", [each.id])
    return next(
        (groups[each] for each in (Likeness.SAME, Likeness.NEAR, "", Likeness.STEP) if each in groups), pool
    )


def _without_followed(mail: _Mail, pool: list[Candidate]) -> list[Candidate]:
    """Without ended applications that were followed by a new try for the same role."""
    still = [each for each in pool if not _has_ended(mail, each)]
    return [
        each for each in pool
        if each in still or not any(_follows(other, each) for other in still)
    ]  # fmt: skip


def _follows(later: Candidate, one: Candidate) -> bool:
    began = later.opened_on
    return _is_same_try(one, later) and (began is None or one.ended_on is None or began >= one.ended_on)


def _is_same_try(one: Candidate, other: Candidate) -> bool:
    return not one.role or not other.role or compare_roles(one.role, other.role) is Likeness.SAME


def _narrowed(mail: _Mail, pool: list[Candidate]) -> list[Candidate]:
    """What is left of the pool when each clue, from the strongest on, has left those it points at."""

    def having(*names: str) -> Callable[[list[Candidate]], list[Candidate]]:
        return lambda left: [each for each in left if mail.has(each, *names)] or left

    def direct(left: list[Candidate]) -> list[Candidate]:
        return [each for each in left if mail.message.in_reply_to in each.thread] or left

    def employer(left: list[Candidate]) -> list[Candidate]:
        if not mail.employer:
            return left
        placed = [
            each
            for each in left
            if mail.has(each, "employer") or (not each.employer and mail.has(each, "domain", "person"))
        ]
        return placed or left

    def answered(left: list[Candidate]) -> list[Candidate]:
        return [each for each in left if mail.is_answer and mail.stem in each.subjects] or left

    def alive(left: list[Candidate]) -> list[Candidate]:
        return [each for each in left if not _has_ended(mail, each)] or left

    steps = (
        having("thread"), direct, having("number"), employer,
        lambda left: _without_followed(mail, left), lambda left: _with_roles(mail, left),
        answered, having("person"), alive, having("employer"), having("domain"),
        lambda left: _last_heard(mail, left), lambda left: _last_ended(mail, left),
    )  # fmt: skip
    for step in steps:
        pool = step(pool)
    return pool


def _last_heard(mail: _Mail, pool: list[Candidate]) -> list[Candidate]:
    """The person's own answer goes to who wrote last."""
    if not mail.mine or mail.begins or len(pool) < 2 or mail.message.sent_at is None:
        return pool
    heard = [each for each in pool if each.last_at and each.last_at <= mail.message.sent_at]
    if not heard:
        return pool
    latest = max(heard, key=lambda each: (str(each.last_at), each.id))
    mail.point("latest", "You had mail about it last.", [latest.id])
    return [latest]


def _last_ended(mail: _Mail, pool: list[Candidate]) -> list[Candidate]:
    """Where all have ended: the one whose end this mail repeats, else, for the same role, the latest."""
    if len(pool) < 2 or not all(_has_ended(mail, each) for each in pool):
        return pool
    pool = [each for each in pool if mail.stem and mail.stem in each.subjects] or pool
    alike = all(_is_same_try(pool[0], other) for other in pool)
    if alike or mail.role or mail.reading.kind in REVIVING:
        return [max(pool, key=lambda each: (each.ended_on or date.min, each.id))]
    return pool


_TELLING = ("thread", "number", "employer", "subject", "person", "domain")
"""Clues that are enough by themselves where one application is left."""


def _chosen(mail: _Mail, pool: list[Candidate]) -> Match | None:
    """One of the pool, a question, or None where the clues are too few to say."""
    before = pool
    pool = _narrowed(mail, pool)
    if len(pool) > 1:
        return _ask(pool, (clue for each in pool for clue in mail.clues(each)))
    one = pool[0]
    if not mail.has(one, *_TELLING):
        return None
    if _may_be_second_no(mail, one, before) or _may_be_second_try(mail, one):
        return _ask(sorted({one, *_twice(mail, before)}, key=lambda each: each.id), mail.clues(one))
    alone = len([each for each in before if not _has_ended(mail, each)]) == 1 and not _has_ended(mail, one)
    if alone and mail.has(one, "employer", "domain") and not mail.has(one, "thread", "role"):
        words = f"It is your one open application at {one.employer or 'this employer'}."
        return _settle(one, mail, Clue("alone", words, one.id))
    return _settle(one, mail)


def _twice(mail: _Mail, pool: list[Candidate]) -> list[Candidate]:
    """Those that ended lately under the very subject of this mail."""
    return [
        each for each in pool
        if each.ended_on and mail.sent_on and mail.stem in each.subjects
        and timedelta(0) <= mail.sent_on - each.ended_on <= SECOND_NO
    ]  # fmt: skip


def _may_be_second_no(mail: _Mail, one: Candidate, pool: list[Candidate]) -> bool:
    """A no without a role, while one application is open and another ended lately under the same subject."""
    if mail.reading.kind is not Kind.REJECTION or mail.has(one, "thread", "number", "role", "person"):
        return False
    return one.ended_on is None and bool(_twice(mail, pool))


def _may_be_second_try(mail: _Mail, one: Candidate) -> bool:
    """A receipt for the same role a step up or down; or one that names no role where this one has its receipt."""
    if not mail.begins or mail.mine or mail.has(one, "thread", "number", "role"):
        return False
    if mail.role and one.role:
        return True
    return one.confirmed and one.ended_on is None


def match(message: Message, reading: Reading, candidates: Candidates, *, mine: bool = False) -> Match:
    """Which application `message`, read as `reading`, is about. Pure; the candidates are not changed.

    `mine`: the person wrote it. Such a mail joins an application, or opens one where they apply with it (NEW); nobody
    is asked about it.
    """
    if reading.kind is Kind.NOT_JOB:
        return Match(Outcome.NONE)
    mail = _looked_at(message, reading, candidates, mine=mine)
    _follow_clues(mail, candidates)
    found = _found(mail, candidates)
    may_ask = reading.kind in OPENING and not mine
    if found.outcome is Outcome.ASK and not may_ask:
        return Match(Outcome.NONE, clues=found.clues)
    return found


def _found(mail: _Mail, candidates: Candidates) -> Match:
    reached = [each for found in sorted(mail.trail) if (each := candidates.get(found))]
    threaded = [each for each in reached if mail.has(each, "thread")]
    if threaded:
        return _chosen(mail, threaded) or _opened(mail, [])
    if mail.reading.kind is Kind.JOB_ALERT:
        return Match(Outcome.NONE)
    pool = [each for each in reached if not _speaks_against(mail, each)]
    if mail.reading.kind is Kind.RECRUITER_OUTREACH:
        # Somebody known who proposes another role is no word on the application they are known from.
        pool = [
            each
            for each in pool
            if mail.has(each, "employer") and compare_roles(each.role, mail.role) is Likeness.SAME
        ]
    chosen = _chosen(mail, pool) if pool else None
    return chosen or _opened(mail, [each for each in reached if each not in pool])


def _opened(mail: _Mail, against: list[Candidate]) -> Match:
    """A new application, or a question, where no known one is meant. `against`: known ones that words rule out."""
    if mail.mine:
        return Match(Outcome.NEW if mail.applies else Outcome.NONE)
    if mail.reading.kind not in OPENING:
        return Match(Outcome.NONE)
    if mail.begins:
        sender = mail.message.sender
        own = names_an_employer(sender.domain) and not is_free_mail(sender.domain)
        return Match(Outcome.NEW) if mail.employer or mail.role or own else _ask([])
    known = [each for each in against if mail.has(each, "person")]
    if mail.employer and not known:
        return Match(Outcome.NEW)
    return _ask(known or [each for each in against if each.ended_on is None])
