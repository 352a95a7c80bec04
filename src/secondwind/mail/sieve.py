"""Sieve: of all mail in some sources, what may be about a search for work, parsed; the rest is counted and left.

Each mail gets the cheap look (`look`), and what is worth reading is fetched whole and parsed. Of the rest a few
numbers are kept while the sieve runs (of its own id, of those it answers, of its sender's domain), so that what
belongs to mail that turns out to be kept is found as well, in whatever order they stand: `follow` says what was kept.
"""

from __future__ import annotations

import multiprocessing
import re
import sys
import threading
from array import array
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar
from zlib import crc32

from .look import ready_look, senders_line
from .message import Message, Problem
from .read import read_raw
from .scan import Seen
from .sources.base import MailSource, Mark, RawMail, Rest

Said = TypeVar("Said")
Place = tuple[int, int]
_Waiting = tuple[Place, RawMail | None, int]

_IDS = re.compile(rb"<\s*([^<>\s]{1,300})>")
_ANSWERS = re.compile(
    rb"\n(?:in-reply-to|references|message-id):[ \t]*((?:[^\n]*\n[ \t])*[^\n]*)", re.IGNORECASE
)
_DOMAIN = re.compile(rb"@([A-Za-z0-9.-]{3,200})")
_MAX_IDS = 12
FETCHED = 64
"""Mails worth reading that are fetched in one go: from a server far away each go takes a while."""
_SHORT_SECOND = frozenset({"co", "com", "org", "net", "ac", "gov", "edu", "gob", "nom"})


@dataclass(slots=True)
class Threads:
    """What is kept of mail that was passed over: 4 bytes for each id and domain, 20 for the place of the mail."""

    marks: array[int] = field(default_factory=lambda: array("I"))
    rows: array[int] = field(default_factory=lambda: array("I"))
    begins: array[int] = field(default_factory=lambda: array("Q"))
    ends: array[int] = field(default_factory=lambda: array("Q"))
    sources: array[int] = field(default_factory=lambda: array("H"))

    def note(self, source: int, at: Place, marks: Iterable[int]) -> None:
        row = len(self.begins)
        self.begins.append(at[0])
        self.ends.append(at[1])
        self.sources.append(source)
        for mark in marks:
            self.marks.append(mark)
            self.rows.append(row)

    def add(self, other: Threads) -> None:
        before = len(self.begins)
        self.begins.extend(other.begins)
        self.ends.extend(other.ends)
        self.sources.extend(other.sources)
        self.marks.extend(other.marks)
        self.rows.extend(row + before for row in other.rows)

    def of(self, followed: set[int]) -> set[int]:
        """The rows that hold one of these marks."""
        return {row for mark, row in zip(self.marks, self.rows, strict=True) if mark in followed}


@dataclass(slots=True)
class _Found(Generic[Said]):
    """What one stretch of a source gave."""

    mails: list[tuple[Message, Said | None, int]] = field(default_factory=list)
    problems: list[tuple[Problem, int]] = field(default_factory=list)
    threads: Threads = field(default_factory=Threads)
    seen: int = 0
    passed: int = 0
    last: Place | None = None
    position: int = 0


class Sieve(Generic[Said]):
    """Iterate over it once. It gives each Message worth reading with what `each` says of it, and each Problem with
    None, beside how many bytes were read by then on the scale of the sources' `size_hint`s.

    `marks` are of an earlier run, by the sources' names. `known_ids` and `known_domains` are of mail kept before.
    With `processes` over 1 that many do the work, `each` too, which must then be a function of a module; the order
    is the same. `seen`, `passed` and `known` count mails: looked at, passed over, and known by a mark.
    """

    def __init__(
        self,
        sources: Sequence[MailSource],
        each: Callable[[Message], Said],
        *,
        marks: Mapping[str, Mark] | None = None,
        known_ids: Iterable[str] = (),
        known_domains: Iterable[str] = (),
        processes: int = 1,
    ) -> None:
        self._sources = sources
        self._each = each
        self._marks = dict(marks or {})
        self._processes = processes
        self._followed = {id_mark(each) for each in known_ids} | {domain_mark(each) for each in known_domains}
        self._threads = Threads()
        self._ids = Seen()
        self._new_marks: dict[str, Mark] = {}
        self.seen = self.passed = self.known = 0
        self.unchanged: set[str] = set()
        """Names of the sources that an earlier mark knows, in part or whole."""

    def follow(self, message: Message, *, domain: bool = False) -> None:
        """This mail was kept: its thread is worth reading and, if `domain`, the other mail of its sender's house."""
        ids = [message.message_id, message.in_reply_to, *message.references]
        self._followed.update(id_mark(each) for each in ids if each)
        if domain and message.sender.domain:
            self._followed.add(domain_mark(message.sender.domain))

    def new_marks(self) -> dict[str, Mark]:
        """What to keep for the next run, by source; after the iteration has come to its end."""
        return self._new_marks

    def __iter__(self) -> Iterator[tuple[Message | Problem, Said | None, int]]:
        rests = [source.rest(self._marks.get(source.name)) for source in self._sources]
        before = 0
        with _Crew.of(self._sources, self._each, rests, self._processes) as crew:
            for number, (source, rest) in enumerate(zip(self._sources, rests, strict=True)):
                size = source.size_hint()
                yield from self._through(crew, number, rest, before, size)
                before += size
            yield from self._threads_of_kept(crew, before)

    def _through(
        self, crew: _Crew[Said], number: int, rest: Rest, before: int, size: int
    ) -> Generator[tuple[Message | Problem, Said | None, int], None, None]:
        source = self._sources[number]
        if rest.known:
            self.unchanged.add(source.name)
        self.known += rest.known
        here, last, mails = 0, None, 0
        troubled: set[str] = set()
        for found in crew.found(number, source.pieces(rest)):
            for problem, position in found.problems:
                here = max(here, min(position, size))
                troubled.add(problem.place)
                yield problem, None, before + here
            for message, said, position in found.mails:
                here = max(here, min(position, size))
                yield self._named(message), said, before + here
            self._threads.add(found.threads)
            self.seen += found.seen
            self.passed += found.passed
            mails += found.seen
            last = found.last or last
        earlier = self._marks.get(source.name)
        nothing_new = earlier is not None and rest.begin >= rest.end
        mark = earlier if nothing_new else source.mark(last, rest.known + mails, troubled)
        if mark:
            self._new_marks[source.name] = mark

    def _named(self, message: Message) -> Message:
        message_id = self._ids.id_for(message)
        return message if message_id == message.message_id else replace(message, message_id=message_id)

    def _threads_of_kept(
        self, crew: _Crew[Said], position: int
    ) -> Generator[tuple[Message | Problem, Said | None, int], None, None]:
        """Round after round, as what is found in one may be kept and lead on."""
        done: set[int] = set()
        while rows := self._threads.of(self._followed) - done:
            done |= rows
            places: dict[int, list[Place]] = {}
            for row in sorted(rows):
                at = (self._threads.begins[row], self._threads.ends[row])
                places.setdefault(self._threads.sources[row], []).append(at)
            for number, ats in places.items():
                for mail in self._sources[number].fetch(ats):
                    self.passed -= 1
                    found = read_raw(mail)
                    if isinstance(found, Problem):
                        yield found, None, position
                    else:
                        yield self._named(found), self._each(found), position


# ---- the work, in this process or in several


class _Worker(Generic[Said]):
    """Looks through stretches of sources."""

    def __init__(self, sources: Sequence[MailSource], each: Callable[[Message], Said]) -> None:
        self._sources, self._each = sources, each
        self._look = ready_look()

    def found(self, number: int, begin: int, end: int) -> _Found[Said]:
        """All of a stretch at once, as one process hands it to another."""
        whole: _Found[Said] = _Found()
        for part in self.parts(number, begin, end):
            whole = part
        return whole

    def parts(
        self, number: int, begin: int, end: int, *, at_once: int = sys.maxsize
    ) -> Iterator[_Found[Said]]:
        """A stretch in parts of about `at_once` mails worth reading each."""
        source, look = self._sources[number], self._look
        is_worth_reading = look.is_worth_reading
        found: _Found[Said] = _Found()
        waiting: list[_Waiting] = []
        for glimpse in source.glimpses(begin, end):
            found.seen += 1
            if isinstance(glimpse, Problem):
                found.problems.append((glimpse, found.position))
                continue
            at, beginning, found.position, mail = glimpse
            found.last = at
            if is_worth_reading(beginning):
                waiting.append((at, mail, found.position))
                if (mail is None or len(waiting) > 1) and len(waiting) < FETCHED:
                    continue
                found = yield from self._read(source, waiting, found, at_once)
                continue
            found.passed += 1
            if look.is_answer or not look.is_list:
                found.threads.note(number, at, thread_marks(beginning, with_domain=not look.is_list))
        found = yield from self._read(source, waiting, found, at_once)
        yield found

    def _read(
        self, source: MailSource, waiting: list[_Waiting], found: _Found[Said], at_once: int
    ) -> Generator[_Found[Said], None, _Found[Said]]:
        """Read what waits to be read, in its order; what is not at hand is fetched in one go.

        Gives each part that is full, and returns the one begun last.
        """
        fetched = iter(source.fetch([at for at, mail, _ in waiting if mail is None]))
        for _, mail, position in waiting:
            whole = mail if mail is not None else next(fetched, None)
            if whole is None:
                continue  # the source said once, for all of them, why it cannot be read
            message = read_raw(whole)
            if isinstance(message, Problem):
                found.problems.append((message, position))
            else:
                found.mails.append((message, self._each(message), position))
            if len(found.mails) + len(found.problems) >= at_once:
                yield found
                found = _Found(last=found.last, position=found.position)
        waiting.clear()
        return found


class _Crew(Generic[Said]):
    """One worker here, or several in processes of their own."""

    def __init__(self, worker: _Worker[Said] | None, pool: Any) -> None:
        self._worker, self._pool = worker, pool

    @classmethod
    @contextmanager
    def of(
        cls,
        sources: Sequence[MailSource],
        each: Callable[[Message], Said],
        rests: Sequence[Rest],
        processes: int,
    ) -> Iterator[_Crew[Said]]:
        pieces = sum(len(source.pieces(rest)) for source, rest in zip(sources, rests, strict=True))
        if min(processes, pieces) < 2:
            yield cls(_Worker(sources, each), None)
            return
        # A copy of this process has everything at hand; it may be made where no other thread runs, and on Linux.
        ready_look()
        is_alone = sys.platform == "linux" and threading.active_count() == 1
        context = multiprocessing.get_context("fork" if is_alone else "spawn")
        with context.Pool(min(processes, pieces), _begin, (sources, each)) as pool:
            yield cls(None, pool)

    def found(self, number: int, pieces: Sequence[Place]) -> Iterator[_Found[Said]]:
        """What the pieces of one source gave, in their order."""
        stretches = [(number, begin, end) for begin, end in pieces if begin < end]
        if self._pool is not None:
            yield from self._pool.imap(_work, stretches)
        elif self._worker is not None:
            for stretch in stretches:
                yield from self._worker.parts(*stretch, at_once=1)


_mine: list[_Worker[Any]] = []
"""The worker of a process of its own."""


def _begin(sources: Sequence[MailSource], each: Callable[[Message], Any]) -> None:
    _mine.append(_Worker(sources, each))


def _work(stretch: tuple[int, int, int]) -> _Found[Any]:
    return _mine[-1].found(*stretch)


# ---- threads and domains as numbers


def id_mark(message_id: str) -> int:
    """A message's id as a number. Two ids may share one, which costs a mail a reading and nothing else."""
    return crc32(message_id.encode("utf-8", "replace"))


def domain_mark(domain: str) -> int:
    """The part of a domain that is registered, about, as a number."""
    parts = domain.lower().rstrip(".").split(".")
    kept = 3 if len(parts) > 2 and len(parts[-1]) == 2 and parts[-2] in _SHORT_SECOND else 2
    return crc32(b"@" + ".".join(parts[-kept:]).encode("utf-8", "replace"))


def thread_marks(beginning: bytes, *, with_domain: bool) -> list[int]:
    """The ids in a mail's head, its own and those it answers, and its sender's and first receiver's domains."""
    end = beginning.find(b"\n\n")
    head = beginning[:end] if end > 0 else beginning[: beginning.find(b"\r\n\r\n")]
    marks: list[int] = []
    for value in _ANSWERS.findall(b"\n" + head):
        ids = _IDS.findall(value)
        marks.extend(
            map(crc32, ids if len(ids) <= _MAX_IDS else ids[: _MAX_IDS // 2] + ids[-_MAX_IDS // 2 :])
        )
    if with_domain:
        receiver = head.find(b"\nTo:") + 1
        for line in (senders_line(beginning), head[receiver : receiver + 200] if receiver else b""):
            if domain := _DOMAIN.search(line):
                marks.append(domain_mark(domain[1].decode("ascii")))
    return marks
