"""Read mail into the record, from files or from a server: begin, carry on after an interruption, and finish.

This file calls in order; what a mail says is decided in `reading`, where it belongs in `settle_mail`.
Mail is stored in batches, each in one transaction, and every mail is known again by its fingerprint,
whichever file or folder it comes from next time. So an import that was cut off anywhere is finished by
running it again, and reading a mailbox twice changes nothing.

A cheap look passes over most mail without reading it, and leaves no trace of any of it. What it leaves is a mark for
each source, written when all of it was read: the next import goes on from there. A folder on a server gets its mark as
soon as it is whole, so that a first reading of a large mailbox goes on where it was cut off.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from filelock import FileLock, Timeout

from secondwind.accounts.models import Person
from secondwind.errors import NotNowError, SecondWindError
from secondwind.mail.message import Message as Mail
from secondwind.mail.message import Problem
from secondwind.mail.sieve import Sieve
from secondwind.mail.sources.base import Mark
from secondwind.mail.sources.registry import open_sources
from secondwind.playbooks.built import Built
from secondwind.reading.leaning import Lessons, lean, why_leant
from secondwind.reading.methods import CURRENT
from secondwind.reading.read import read
from secondwind.reading.reading import Kind
from secondwind.reading.reading import Reading as Belief
from secondwind.reading.relays import names_an_employer, registrable
from secondwind.record import incoming
from secondwind.record.answers import letter_ids
from secondwind.record.lessons import lessons_of
from secondwind.record.mailboxes import mailbox_of_path, resting_since, source_prefix
from secondwind.record.models import (
    Copy,
    Folder,
    MailImport,
    MailProblem,
    Message,
    PassedOver,
    Reading,
    SourceMark,
)
from secondwind.record.passed import hashed_id
from secondwind.record.queries import RUNNING

from .keep_import import keep_import
from .look_into_folders import Looked
from .note_by_mail import keep_note, note_in
from .older_mail import older_mail, thread_ids
from .reach_mail import Lies, Reached, is_on_server, reached
from .settle_mail import settle_mail
from .undo_import import undo_import

BATCH = 200
LARGE = 256 * 2**20
"""Bytes of mail from which on two processes read it; below that starting the second takes longer than it saves."""
TALKED = frozenset(
    {
        Kind.APPLICATION_RECEIVED,
        Kind.REJECTION,
        Kind.INTERVIEW,
        Kind.ASSESSMENT,
        Kind.OFFER,
        Kind.RECRUITER_OUTREACH,
    }
)
"""Kinds whose sender may write about the search without a word of it."""
Report = Callable[[MailImport], None]


def begin_import(owner: Person, paths: Iterable[str], *, look_first: bool, now: datetime) -> MailImport:
    """The import of these paths: an unfinished one of the same paths is carried on, else a new one begins.

    SourceError, with a sentence, where a path cannot be read at all. `look_first`: what is found waits
    for the person's look before it is kept. The one path of a mailbox on a server is `imap:` and the number of its
    row (secondwind.record.mailboxes.path_of); it stands alone.
    """
    given = list(paths)
    if is_on_server(given):
        absolute = given[:1]
        mailbox_of_path(owner, absolute[0])
    else:
        absolute = sorted({str(Path(path).expanduser().absolute()) for path in given})
        open_sources([Path(path) for path in absolute])
    for unfinished in MailImport.objects.of(owner).filter(state__in=RUNNING):
        if unfinished.paths == absolute and unfinished.look_first == look_first:
            return unfinished
    return MailImport.objects.of(owner).create(paths=absolute, look_first=look_first, began_at=now)


def needed_paths(owner: Person) -> set[str]:
    """Paths that an import may still have to read."""
    rows = MailImport.objects.of(owner).filter(state__in=[*RUNNING, "stopped"])
    return {path for paths in rows.values_list("paths", flat=True) for path in paths}


def unfinished_imports(owner: Person, *, but: MailImport) -> list[MailImport]:
    """Imports of files that were cut off and that nobody wants to look through first, the earliest first."""
    rows = MailImport.objects.of(owner).filter(state__in=RUNNING, look_first=False).exclude(pk=but.pk)
    return [row for row in rows.order_by("began_at", "id") if not is_on_server(row.paths)]


def run_import(
    mail_import: MailImport, *, built: Built, now: datetime, report: Report | None = None
) -> MailImport:
    """Read, match and (unless it waits for a look) keep. Safe to call again after a kill at any moment.

    One mailbox is read at a time: NotNowError while another process reads one.
    """
    with one_at_a_time():
        return read_through(mail_import, built=built, now=now, report=report)


def read_through(
    mail_import: MailImport,
    *,
    built: Built,
    now: datetime,
    report: Report | None = None,
    looked: Looked | None = None,
) -> MailImport:
    """`run_import` for who holds the lock (`one_at_a_time`). `looked`: the mailbox, open and looked into already."""
    mail_import.refresh_from_db()
    if mail_import.state not in RUNNING:
        return mail_import
    try:
        with reached(mail_import, now=now, looked=looked) as there:
            _read_all(mail_import, there, report, now)
        _go_on(mail_import, state="matching")
        if report:
            report(mail_import)
        settle_mail(mail_import, now=now)
        _finish(mail_import, built=built, now=now)
    except _TakenBackError:
        undo_import(mail_import, built=built, now=now, again=True)
        return mail_import
    _drop_old_marks(mail_import)
    incoming.forget(mail_import.paths)
    return mail_import


def _drop_old_marks(mail_import: MailImport) -> None:
    """Of each source the latest mark is enough, once the import that wrote it is whole."""
    named = mail_import.marks.values_list("source", flat=True)
    older = SourceMark.objects.of(mail_import.owner).filter(source__in=list(named))
    older.exclude(mail_import=mail_import).delete()


class _TakenBackError(Exception):
    """The person undid the import while it was being read."""


def _go_on(mail_import: MailImport, **fresh: Any) -> None:
    """Write how far the import has come, unless it was undone meanwhile: nothing is stored into it then."""
    wanted = MailImport.objects.of(mail_import.owner).filter(pk=mail_import.pk, state__in=RUNNING)
    if not wanted.update(**fresh):
        raise _TakenBackError
    for name, value in fresh.items():
        setattr(mail_import, name, value)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """NotNowError while another process reads mail. The operating system lets go of the lock when a process dies, so
    a kill never blocks the next try."""
    try:
        with FileLock(settings.DATA / "import.lock", timeout=0):
            yield
    except Timeout:
        raise NotNowError(
            "Another mailbox is being read at this moment.", "Try again when it is finished."
        ) from None


@transaction.atomic
def _finish(mail_import: MailImport, *, built: Built, now: datetime) -> None:
    """Found and, where nobody wants to look first, kept: in one transaction, so that no kill comes between."""
    counts = {**mail_import.counts, **_counts(mail_import)}
    _go_on(mail_import, finished_at=now, state="found", counts=counts)
    found_any = mail_import.applications.exists() or mail_import.messages.exclude(application=None).exists()
    if not mail_import.look_first or not found_any:
        keep_import(mail_import, built=built, now=now)


def _counts(mail_import: MailImport) -> dict[str, Any]:
    # What a letter says that nobody has told yet is not to be read from a count either.
    told = mail_import.messages.filter(unannounced=False)
    kinds = Counter(told.values_list("kind", flat=True))
    kinds[Kind.NOT_JOB] = mail_import.passed_over.count() + mail_import.counts.get("passed", 0)
    return {
        "stored": mail_import.messages.count(),
        "readings": {kind.value: kinds[kind.value] for kind in Kind},
        "applications": mail_import.applications.count(),
        "problems": mail_import.problems.count(),
    }


@dataclass(slots=True)
class _Known:
    """What the record has already seen, so that a mail is recognised without asking the database each time.

    A mail is known by its fingerprint alone: ids are repeated by other mails, and the second copy of a mail
    in one reading comes without its id.
    """

    marks: set[str]
    keys: set[str]
    passed: set[str]
    places: set[str]
    lessons: Lessons
    resting_since: datetime | None
    letters: set[str]

    @classmethod
    def of(cls, mail_import: MailImport, now: datetime) -> _Known:
        owner = mail_import.owner
        stored = Message.objects.all_of(owner).values_list("key", "fingerprint")
        return cls(
            keys={key for key, _ in stored},
            marks={mark for _, mark in stored},
            passed=set(PassedOver.objects.of(owner).values_list("hashed_id", flat=True)),
            places=set(mail_import.problems.values_list("place", flat=True)),
            lessons=lessons_of(owner),
            resting_since=resting_since(owner, now),
            letters=set().union(*letter_ids(owner).values()),
        )

    def key_for(self, mail: Mail, mark: str) -> str | None:
        """The key to keep a new mail under; None when it is known already."""
        if mark in self.marks or hashed_id(mark) in self.passed:
            return None
        names = (mail.message_id[:1000], f"sha256:{mail.digest}", f"sha256:{mark}")
        return next(name for name in names if name not in self.keys)


def fingerprint(mail: Mail) -> str:
    """What makes two copies of one mail the same, whichever way they came: sender, moment, subject and words."""
    moment = mail.sent_at.isoformat() if mail.sent_at else ""
    words = " ".join(mail.text.split())
    return hashlib.sha256("\0".join((mail.sender.address, moment, mail.subject, words)).encode()).hexdigest()


@dataclass(slots=True)
class _Batch:
    messages: list[tuple[Message, Belief]] = field(default_factory=list)
    passed: list[PassedOver] = field(default_factory=list)
    problems: list[MailProblem] = field(default_factory=list)
    copies: list[tuple[str, Lies]] = field(default_factory=list)
    """Where a mail of that fingerprint lies on the server."""

    def __len__(self) -> int:
        return len(self.messages) + len(self.passed) + len(self.problems) + len(self.copies)


def _read_all(mail_import: MailImport, there: Reached, report: Report | None, now: datetime) -> None:
    sources = there.sources
    total = there.size()
    _go_on(mail_import, state="reading", total_bytes=total)
    known, batch, taken = _Known.of(mail_import, now), _Batch(), 0
    own = frozenset(mail_import.owner.own_addresses)
    earlier = _earlier_marks(mail_import)
    several = total >= LARGE and there.looked is None  # one connection is not to be shared
    sieve = Sieve(
        sources,
        partial(read, own_addresses=own),
        marks={row.source: _mark_of(row) for row in earlier},
        known_ids=known.keys | known.letters,
        known_domains=_known_domains(mail_import.owner),
        processes=min(2, os.cpu_count() or 1) if several else 1,
    )
    for taken, (item, belief, position) in enumerate(sieve, start=1):
        if isinstance(item, Problem) or belief is None:
            _take_problem(item, mail_import, known, batch)
        elif there.looked is not None and note_in(item, own):
            continue  # a word to ourselves, and no mail of the search
        elif _take(item, belief, there.where(item), mail_import, known=known, batch=batch, own=own):
            sieve.follow(item, domain=_talks(item, belief, own))
        if len(batch) >= BATCH or taken % 2000 == 0:
            mail_import.read_bytes = position
            _store(mail_import, batch, sieve, there)
            batch = _Batch()
            if report:
                report(mail_import)
    mail_import.read_bytes = mail_import.total_bytes
    if there.looked is None:
        unchanged = [row for row in earlier if row.source in sieve.unchanged]
        _retell_problems(mail_import, unchanged, known, batch)
    _store(mail_import, batch, sieve, there, last=True)
    if there.looked is not None:
        _read_older(mail_import, there, sieve, known=known, own=own)


def _talks(mail: Mail, belief: Belief, own: frozenset[str]) -> bool:
    """Whether the other mail of its sender's house is worth reading as well."""
    talks = belief.kind in TALKED and mail.sender.address not in own
    return talks and names_an_employer(mail.sender.domain)


def _read_older(
    mail_import: MailImport, there: Reached, sieve: Sieve[Belief], *, known: _Known, own: frozenset[str]
) -> None:
    """What an earlier reading passed over and belongs to mail that is kept now: the server is asked for it."""
    batch = _Batch()

    def keep(mail: Mail) -> tuple[set[str], str]:
        belief = read(mail, own_addresses=own)
        if not _take(mail, belief, there.where(mail), mail_import, known=known, batch=batch, own=own):
            return set(), ""
        domain = registrable(mail.sender.domain) if _talks(mail, belief, own) else ""
        return thread_ids(mail.message_id, mail.in_reply_to, mail.references), domain

    ids: set[str] = set()
    domains: set[str] = set()
    for row in mail_import.messages.filter(settled=False).defer("text"):
        ids |= thread_ids(row.key, row.in_reply_to, row.references)
        domain = row.from_address.rpartition("@")[2]
        if row.kind in TALKED and not row.is_mine and names_an_employer(domain):
            domains.add(registrable(domain))
    older_mail(there, ids, domains, keep)
    _store(mail_import, batch, sieve, there)


def _earlier_marks(mail_import: MailImport) -> list[SourceMark]:
    """The latest mark of each source by this method. Of a file not this import's own, which is read again if it was
    cut off, as its threads are known at the end alone; of folders on a server the server can be asked for those."""
    rows = SourceMark.objects.of(mail_import.owner).filter(method=CURRENT)
    if not is_on_server(mail_import.paths):
        rows = rows.exclude(mail_import=mail_import)
    return list({row.source: row for row in rows.order_by("pk")}.values())


def _mark_of(row: SourceMark) -> Mark:
    return Mark(row.size, row.changed, row.digest, row.up_to, row.mails, bytes(row.names))


def _known_domains(owner: Person) -> set[str]:
    """The domains that people of an application have written from."""
    rows = Message.objects.of(owner).filter(is_mine=False, kind__in=TALKED).exclude(application=None)
    domains = {address.rpartition("@")[2] for address in rows.values_list("from_address", flat=True)}
    return {domain for domain in domains if names_an_employer(domain)}


def _retell_problems(mail_import: MailImport, marks: list[SourceMark], known: _Known, batch: _Batch) -> None:
    """What could not be read in a part that is not read again is said again."""
    for row in marks:
        told = MailProblem.objects.of(mail_import.owner).filter(mail_import=row.mail_import_id)
        for problem in told.filter(place__startswith=row.source):
            _take_problem(Problem(problem.place, problem.sentence), mail_import, known, batch)


def _take_problem(item: Mail | Problem, mail_import: MailImport, known: _Known, batch: _Batch) -> None:
    if isinstance(item, Problem) and item.place not in known.places:
        known.places.add(item.place)
        batch.problems.append(
            MailProblem(mail_import=mail_import, place=item.place[:1000], sentence=item.sentence[:500])
        )


def _take(
    mail: Mail,
    belief: Belief,
    lies: list[Lies],
    mail_import: MailImport,
    *,
    known: _Known,
    batch: _Batch,
    own: frozenset[str],
) -> bool:
    """Put one mail where it belongs: known already, passed over, or to be stored. Whether it is stored now."""
    mark = fingerprint(mail)
    key = known.key_for(mail, mark)
    if key is not None or mark in known.marks:
        batch.copies.extend((mark, one) for one in lies)
    if key is None:
        return False
    # An own answer in some thread may belong to the search without a word of it: settling finds out.
    # Whoever names a letter that left from here answers it, and is kept whatever the words say.
    answers = is_own(mail, own) and bool(mail.in_reply_to or mail.references)
    answers = answers or not known.letters.isdisjoint({mail.in_reply_to, *mail.references})
    # What leans on the person's own words is kept, so that it can be told and taken back.
    leant = belief if is_own(mail, own) else lean(belief, mail, known.lessons, known_at=mail_import.began_at)
    if belief.kind is leant.kind is Kind.NOT_JOB and not answers:
        hashed = hashed_id(mark)
        known.passed.add(hashed)
        batch.passed.append(PassedOver(hashed_id=hashed, method=belief.method, mail_import=mail_import))
        return False
    known.keys.add(key)
    known.marks.add(mark)
    message = _message(mail, key, mark, leant, mail_import)
    message.unannounced = _is_held_back(message, leant, lies, known.resting_since)
    batch.messages.append((message, belief))
    return belief.kind is not Kind.NOT_JOB


def _is_held_back(message: Message, belief: Belief, lies: list[Lies], resting_since: datetime | None) -> bool:
    """Whether a no is not to be told yet: it is unread on the server, or it came while the person rests."""
    maybe = belief.kind is Kind.UNSURE and belief.facts.get("maybe") == Kind.REJECTION
    if message.is_mine or not lies or not (belief.kind is Kind.REJECTION or maybe):
        return False
    if not any(one.is_read for one in lies):
        return True
    return resting_since is not None and message.sent_at is not None and message.sent_at >= resting_since


def _message(mail: Mail, key: str, mark: str, belief: Belief, mail_import: MailImport) -> Message:
    addressed = {
        name: [(address.name, address.address) for address in getattr(mail, name)]
        for name in ("to", "cc", "reply_to")
    }
    return Message(
        key=key,
        fingerprint=mark,
        mail_import=mail_import,
        subject=mail.subject,
        from_name=mail.sender.name[:500],
        from_address=mail.sender.address[:500],
        addressed=addressed,
        sent_at=mail.sent_at,
        in_reply_to=mail.in_reply_to[:1000],
        references=list(mail.references),
        labels=list(mail.labels),
        list_id=mail.list_id[:300],
        text=mail.text,
        calendars=list(mail.calendars),
        kind=belief.kind.value,
        leant=why_leant(belief),
        is_mine=is_own(mail, frozenset(mail_import.owner.own_addresses)),
    )


SENT_LABELS = frozenset({"sent", "sent mail", "sent messages", "gesendet", "envoyés", "enviados", "inviati"})


def is_own(mail: Mail, own: frozenset[str]) -> bool:
    """Whether the person wrote it: from an address of theirs, or filed among the sent."""
    return mail.sender.address in own or any(label.lower() in SENT_LABELS for label in mail.labels)


@transaction.atomic
def _store(
    mail_import: MailImport, batch: _Batch, sieve: Sieve[Belief], there: Reached, *, last: bool = False
) -> None:
    owner = mail_import.owner
    seen = {"seen": sieve.seen + sieve.known, "passed": sieve.passed, "method": CURRENT}
    _go_on(mail_import, counts={**mail_import.counts, **seen}, read_bytes=mail_import.read_bytes)
    Message.objects.of(owner).bulk_create([message for message, _ in batch.messages])
    Reading.objects.of(owner).bulk_create(
        [reading_row(message, belief) for message, belief in batch.messages]
    )
    PassedOver.objects.of(owner).bulk_create(batch.passed)
    MailProblem.objects.of(owner).bulk_create(batch.problems)
    _store_copies(owner, batch)
    for mail in there.take_notes():
        keep_note(owner, mail, fingerprint(mail), now=mail_import.began_at)
    if last or there.looked is not None:
        _store_marks(mail_import, sieve.new_marks(), there)


def _store_copies(owner: Person, batch: _Batch) -> None:
    """Where the mails lie. One that is met again at its place is not doubled: what is known of it follows."""
    marks = {mark for mark, _ in batch.copies}
    if not marks:
        return
    kept = dict(Message.objects.all_of(owner).filter(fingerprint__in=marks).values_list("fingerprint", "pk"))
    rows = [
        Copy(
            message_id=kept[mark],
            folder=one.folder,
            uidvalidity=one.uidvalidity,
            uid=one.uid,
            is_read=one.is_read,
        )
        for mark, one in batch.copies
        if mark in kept
    ]
    Copy.objects.of(owner).bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["folder", "uidvalidity", "uid"],
        update_fields=["message", "is_read", "gone_at"],
    )


def _store_marks(mail_import: MailImport, marks: Mapping[str, Mark], there: Reached) -> None:
    rows = SourceMark.objects.of(mail_import.owner)
    mine = rows.filter(mail_import=mail_import)
    if there.looked is None:
        mine.delete()
    else:
        mine.filter(source__in=list(marks)).delete()
        prefix = source_prefix(there.looked.mailbox)
        for source, mark in marks.items():
            row = Folder.objects.of(mail_import.owner).filter(
                mailbox=there.looked.mailbox, name=source.removeprefix(prefix)
            )
            row.update(read_up_to=mark.up_to)
    rows.bulk_create([_row_of(mail_import, *each) for each in marks.items()])


def _row_of(mail_import: MailImport, source: str, mark: Mark) -> SourceMark:
    return SourceMark(
        mail_import=mail_import,
        source=source[:1000],
        method=CURRENT,
        size=mark.size,
        changed=mark.changed,
        digest=mark.digest,
        up_to=mark.up_to,
        mails=mark.mails,
        names=mark.names,
    )


def reading_row(message: Message, belief: Belief) -> Reading:
    """A reading as the record keeps it: what the method said, whatever is made of it. Not yet stored."""
    return Reading(
        message=message,
        method=belief.method,
        kind=belief.kind.value,
        confidence=belief.confidence,
        evidence=list(belief.evidence),
        employer=(belief.employer or "")[:300],
        role=(belief.role or "")[:300],
        facts=dict(belief.facts),
    )


def stop_import(mail_import: MailImport, trouble: SecondWindError) -> None:
    """An import that cannot go on: it says why, and is undone or tried again by the person."""
    MailImport.objects.of(mail_import.owner).filter(pk=mail_import.pk, state__in=RUNNING).update(
        state="stopped", trouble=str(trouble)
    )
    mail_import.refresh_from_db()


def try_again(mail_import: MailImport) -> None:
    """Carry on with an import that stopped; what it has read is not read again."""
    MailImport.objects.of(mail_import.owner).filter(pk=mail_import.pk, state="stopped").update(
        state="waiting", trouble=""
    )
