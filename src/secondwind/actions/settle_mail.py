"""Settle mail: find out which application each message is about, and note what it says happened.

Messages are settled in the order they were sent, whatever order they were read in, and each one is
marked in the same transaction as what follows from it. An interrupted run goes on where it stopped
and ends at the same record.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Prefetch

from secondwind.accounts.models import Person
from secondwind.reading.clues import employer_key, names_in, person_key, requisition_numbers, subject_stem
from secondwind.reading.match import Candidate, Candidates, Match, Outcome, is_personal, match, speaks_for
from secondwind.reading.reading import Kind
from secondwind.reading.reading import Reading as Belief
from secondwind.record.answers import answered_application, is_letter_of_ours, letter_ids
from secondwind.record.facts import as_mail
from secondwind.record.mailboxes import connected_addresses
from secondwind.record.models import Application, MailImport, Message, PassedOver, Question, Reading
from secondwind.record.passed import hashed_id
from secondwind.record.stages import ENDS, rank
from secondwind.record.timeline import append

CHUNK = 100
FAST_CLOCK = timedelta(days=1)
"""How far ahead a mail may be dated and still be believed."""

ALONE = frozenset({Kind.UNSURE, Kind.JOB_ALERT, Kind.NOT_JOB})
"""Kinds that are about no application."""
EVENT_OF: dict[str, str] = {
    Kind.APPLICATION_RECEIVED: "acknowledged",
    Kind.REJECTION: "rejected",
    Kind.INTERVIEW: "interview",
    Kind.ASSESSMENT: "assessment",
    Kind.OFFER: "offer",
    Kind.OTHER_JOB: "heard",
    Kind.RECRUITER_OUTREACH: "heard",
}
"""What a message of each kind says happened to its application."""


def settle_mail(mail_import: MailImport, *, now: datetime) -> None:
    """Match every message of this import that is not settled yet."""
    owner = mail_import.owner
    _notice_own_address(mail_import)
    candidates = candidates_of(owner)
    while True:
        chunk = list(
            Message.objects.of(owner)
            .filter(settled=False, mail_import=mail_import)
            .select_related("owner", "mail_import")
            .order_by(F("sent_at").asc(nulls_last=True), "key")
            .prefetch_related("readings")[:CHUNK]
        )
        if not chunk:
            return
        with transaction.atomic():
            for message in chunk:
                settle_one(message, candidates, mail_import=mail_import, now=now)


def _notice_own_address(mail_import: MailImport) -> None:
    """Learn the person's own address: the one most of the kept mail was sent to (at least 3, at least 3 in 10). That
    of a mailbox they connected may not be the one they apply with.

    The import remembers that it taught us this, so that undoing it takes that back as well.
    """
    owner = mail_import.owner
    if set(owner.own_addresses) - connected_addresses(owner):
        return
    mails = Message.objects.of(owner).values_list("addressed", flat=True)
    counted = Counter(address for addressed in mails for _, address in addressed.get("to", ()) if address)
    if not counted:
        return
    # By count, then by letters: the same mailbox gives the same answer however it was read.
    address, times = min(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    if address not in owner.own_addresses and times >= 3 and times * 10 >= sum(counted.values()) * 3:
        with transaction.atomic():
            owner.own_addresses = [*owner.own_addresses, address]
            owner.save(update_fields=["own_addresses"])
            mail_import.counts = {**mail_import.counts, "own_address": address}
            mail_import.save(update_fields=["counts"])
            Message.objects.of(owner).filter(from_address=address).update(is_mine=True)


def candidates_of(owner: Person) -> Candidates:
    """Every application of the person as matching sees it."""
    found = Candidates()
    rows = Application.objects.of(owner).filter(merged_into=None, not_mine=False)
    letters = letter_ids(owner)
    for application in rows.prefetch_related(_mails_of(owner)):
        found.add(candidate_of(application, letters.get(application.pk, set())))
    return found


def _mails_of(owner: Person) -> Prefetch:
    """The mails of applications, without what matching does not look at: their texts may be long."""
    return Prefetch("messages", queryset=Message.objects.of(owner).defer("text", "calendars", "clues"))


def candidate_of(application: Application, letters: Collection[str] = ()) -> Candidate:
    """An application as matching sees it; `letters` are the ids of those that left from here, read as mail or not."""
    mails = list(application.messages.all())
    theirs = [message for message in mails if not message.is_mine]
    # Whom the person wrote to belongs to it as much as who wrote.
    written_to = {address for mail in mails if mail.is_mine for _, address in mail.addressed.get("to", ())}
    addresses = {mail.from_address for mail in theirs} | written_to
    own = {each for each in addresses - written_to if speaks_for(each, application.employer)}
    return Candidate(
        id=application.pk,
        employer=application.employer,
        role=application.role,
        stage=application.stage,
        # A silence is undone by any mail from them, so there is nothing to ask about.
        ended_on=application.ended_at.date()
        if application.ended_at and application.stage != "silent"
        else None,
        opened_on=application.opened_at.date() if application.opened_at else None,
        last_on=application.last_at.date() if application.last_at else None,
        domains=frozenset(each.rpartition("@")[2] for each in own | written_to if each),
        addresses=frozenset(filter(None, addresses)),
        thread=frozenset(
            filter(None, (*letters, *(each for m in mails for each in (m.key, m.in_reply_to, *m.references))))
        ),
        also=frozenset(
            name for mail in theirs if not is_personal(mail.from_address) for name in names_in(mail.from_name)
        ),
        people=frozenset(
            filter(None, (person_key(mail.from_name) for mail in theirs if is_personal(mail.from_address)))
        ),
        subjects=frozenset(filter(None, (subject_stem(mail.subject) for mail in mails))),
        numbers=frozenset(each for mail in theirs for each in requisition_numbers(mail.subject)),
        confirmed=any(mail.kind == Kind.APPLICATION_RECEIVED for mail in theirs),
        last_at=application.last_at,
    )


def belief_of(message: Message) -> Belief:
    """What is believed of a kept message: its newest reading, with the kind the person corrected it to."""
    reading: Reading = max(message.readings.all(), key=lambda row: row.pk)
    return Belief(
        kind=Kind(message.kind),
        confidence=reading.confidence,
        evidence=tuple(reading.evidence),
        method=reading.method,
        employer=reading.employer or None,
        role=reading.role or None,
        facts=reading.facts,
    )


def settle_one(
    message: Message, candidates: Candidates, *, mail_import: MailImport | None, now: datetime
) -> None:
    """Match one message, note what follows, and mark it settled. Runs inside the caller's transaction."""
    belief = belief_of(message)
    if message.is_mine and belief.kind is Kind.NOT_JOB:
        _settle_own_answer(message, belief, candidates, now=now)
        return
    if not message.is_mine and belief.kind in ALONE and _settle_answer(message, belief, candidates, now=now):
        return
    if belief.kind not in ALONE:
        found = match(as_mail(message), belief, candidates, mine=message.is_mine)
        message.clues = [{"name": clue.name, "words": clue.words} for clue in found.clues]
        application = _application_for(message, belief, found, mail_import=mail_import, now=now)
        if application is not None:
            attach(message, belief, application, now=now)
            if found.outcome is Outcome.NEW and message.is_mine:
                append(application, "applied", happened_at=told_at(message, now), now=now, message=message)
            show_candidate(candidates, application)
    message.settled = True
    message.save(update_fields=["settled", "clues", "application"])


def _settle_answer(message: Message, belief: Belief, candidates: Candidates, *, now: datetime) -> bool:
    """Somebody's answer to a letter that left from here, whatever its words say: its application has heard of them.

    What is unsure stays so, and is asked about; it stands with its application all the same. False where it names
    no such letter.
    """
    pk = answered_application(message)
    if pk is None:
        return False
    application = Application.objects.of(message.owner).get(pk=pk)
    message.clues, message.settled = [{"name": "thread", "words": "The same thread"}], True
    if belief.kind is not Kind.UNSURE:
        message.kind, belief = Kind.OTHER_JOB.value, replace(belief, kind=Kind.OTHER_JOB)
    attach(message, belief, application, now=now)
    message.save(update_fields=["kind", "settled", "clues", "application"])
    show_candidate(candidates, application)
    return True


def _settle_own_answer(message: Message, belief: Belief, candidates: Candidates, *, now: datetime) -> None:
    """The person's own answer without a word of the search: kept in a thread of it, passed over in any other."""
    threads = candidates.in_thread(as_mail(message))
    if not threads:
        PassedOver.objects.of(message.owner).get_or_create(
            hashed_id=hashed_id(message.fingerprint),
            defaults={"owner": message.owner, "method": belief.method, "mail_import": message.mail_import},
        )
        message.delete()
        return
    application = Application.objects.of(message.owner).get(pk=threads[0].id)
    message.kind, message.settled = Kind.OTHER_JOB.value, True
    message.clues = [{"name": "thread", "words": "The same thread"}]
    attach(message, belief, application, now=now)
    message.save(update_fields=["kind", "settled", "clues", "application"])
    show_candidate(candidates, application)


def _application_for(
    message: Message, belief: Belief, found: Match, *, mail_import: MailImport | None, now: datetime
) -> Application | None:
    if found.outcome is Outcome.SAME:
        return Application.objects.of(message.owner).get(pk=found.application)
    if found.outcome is Outcome.NEW:
        return open_application(message, belief, mail_import=mail_import, now=now)
    if found.outcome is Outcome.ASK:
        Question.objects.of(message.owner).get_or_create(
            message=message,
            defaults={"owner": message.owner, "asks": found.question, "options": list(found.options)},
        )
    return None


def open_application(
    message: Message, belief: Belief, *, mail_import: MailImport | None, now: datetime
) -> Application:
    """A new application that this message is the first word of; it knows an earlier one at the same employer."""
    owner, employer = message.owner, belief.employer or ""
    key = employer_key(employer) if employer else ""
    earlier = (
        Application.objects.of(owner)
        .filter(employer_key=key, stage__in=ENDS)
        .order_by("-last_at", "-id")
        .first()
        if key
        else None
    )
    via = belief.facts.get("via", "")
    return Application.objects.of(owner).create(
        employer=employer,
        employer_key=key,
        role=belief.role or "",
        via="agency" if via else "",
        via_name=via,
        noted_at=now,
        earlier=earlier,
        mail_import=mail_import,
    )


def attach(message: Message, belief: Belief, application: Application, *, now: datetime) -> None:
    """Put a message on an application's timeline and let what it says happen."""
    message.application = application
    message.save(update_fields=["application"])
    happened_at = told_at(message, now)
    if message.is_mine:
        if not is_letter_of_ours(message, application):
            append(application, "wrote", happened_at=happened_at, now=now, message=message)
        return
    filled = learn_names(application, belief)
    what = EVENT_OF.get(belief.kind, "")
    said = belief.facts.get("stage", "")
    if belief.kind is Kind.REJECTION and rank(said) > max(rank(application.furthest), 0):
        # Their letter says how far it went: the gate was passed, whatever mail of it is missing.
        append(
            application,
            said,
            happened_at=happened_at,
            now=now,
            message=message,
            detail={"from": "their letter"},
        )
    if belief.kind is Kind.INTERVIEW and said in {"screening", "final"}:
        what = said
    if what:
        detail = {"filled": filled} if filled else {}
        append(application, what, happened_at=happened_at, now=now, message=message, detail=detail)


def is_dated(message: Message, now: datetime) -> bool:
    """Whether the moment a message says it was sent can be believed: a clock may be a day fast, not a year."""
    return message.sent_at is not None and message.sent_at <= _read_at(message, now) + FAST_CLOCK


def told_at(message: Message, now: datetime) -> datetime:
    """When what a message says happened: its own moment, or, where that cannot be believed, when it was read."""
    read_at = _read_at(message, now)
    return min(message.sent_at, read_at) if message.sent_at and is_dated(message, now) else read_at


def _read_at(message: Message, now: datetime) -> datetime:
    # The beginning of the import, which a run that was cut off and finished another day shares.
    return message.mail_import.began_at if message.mail_import else now


def learn_names(application: Application, belief: Belief) -> list[str]:
    """Fill in what was not known; never replace a name that is there. Returns the names of the fields filled."""
    filled = []
    if belief.employer and not application.employer:
        application.employer, application.employer_key = belief.employer, employer_key(belief.employer)
        filled += ["employer", "employer_key"]
    if belief.role and not application.role:
        application.role = belief.role
        filled.append("role")
    if filled:
        application.save(update_fields=filled)
    return filled


def show_candidate(candidates: Candidates, application: Application) -> None:
    """Let matching see an application as it stands now."""
    owner = application.owner
    fresh = Application.objects.of(owner).prefetch_related(_mails_of(owner)).get(pk=application.pk)
    letters = letter_ids(owner, [application.pk]).get(application.pk, set())
    candidates.replace(candidate_of(fresh, letters))
