"""What is known for one letter, read from the record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from secondwind.letters.letter import KINDS, Ask, LetterFacts
from secondwind.letters.recipients import Recipient
from secondwind.lib.days import local_day
from secondwind.record.facts import recipients_of
from secondwind.record.models import Application, Message, Plan
from secondwind.record.stages import rank
from secondwind.record.timeline import standing_events, standing_of

from .models import Letter

NUDGES = frozenset({"ghost_nudge"})
REPLIES = frozenset(KINDS) - NUDGES
TALKS = frozenset({"interview", "final"})


@dataclass(frozen=True, slots=True)
class Thread:
    """Where an answer hangs: the subject it answers, and the ids that keep it in its thread."""

    subject: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()


def family_of(kind: str) -> frozenset[str]:
    """Kinds of which one application has one letter: any reply to the no, or any nudge."""
    return NUDGES if kind in NUDGES else REPLIES


def plan_of_letter(letter: Letter) -> Plan | None:
    """The plan that runs, or ran, for the application the letter is about."""
    return _plan_about(letter.application)


def _plan_about(application: Application) -> Plan | None:
    return Plan.objects.of(application.owner).filter(application=application).first()


def first_ask(kind: str, stage: str) -> Ask:
    """The ask a reply starts with: one from the interview on; before that nobody has seen enough to say."""
    return "advice" if kind in REPLIES and rank(stage) >= rank("interview") else "none"


def may_ask(letter: Letter) -> bool:
    """Whether there is somebody to ask: from the first talk on."""
    return letter.kind in REPLIES and rank(letter.application.furthest) >= rank("screening")


def best_recipient(application: Application) -> Recipient | None:
    """Whom the letter goes to unless the person says otherwise."""
    return next((found for found in recipients_of(application) if found.replyable), None)


def their_message(application: Application) -> Message | None:
    """The mail that is answered: the latest no, else the latest mail from them."""
    theirs = application.messages.filter(is_mine=False).order_by("-sent_at", "-id")
    return theirs.filter(kind="rejection").first() or theirs.first()


def thread_for(application: Application, address: str) -> Thread:
    """The thread this recipient has in their own mail: what they wrote last, else what reached them last."""
    wanted = address.casefold()
    mails = list(application.messages.order_by("-sent_at", "-id"))
    no = their_message(application)
    known = [mail for mail in mails if wanted in _addresses_of(mail)]
    wrote = [mail for mail in known if wanted in _writers_of(mail)]
    if no is not None and no in known:
        return _thread(no)
    return _thread((wrote or known)[0]) if known and wanted else Thread()


def _thread(mail: Message) -> Thread:
    if mail.key.startswith("sha256:"):
        return Thread(mail.subject)
    return Thread(mail.subject, mail.key, tuple(mail.references))


def _writers_of(mail: Message) -> set[str]:
    return {mail.from_address.casefold(), *_named(mail, "reply_to")}


def _addresses_of(mail: Message) -> set[str]:
    return _writers_of(mail) | _named(mail, "to") | _named(mail, "cc")


def _named(mail: Message, field: str) -> set[str]:
    return {address.casefold() for _, address in mail.addressed.get(field, ())}


def moments_of(application: Application, name: str = "", address: str = "") -> list[str]:
    """What the person remembers: first of this recipient, then of the others, then from the look back."""
    contacts = list(application.contacts.exclude(moment="").order_by("id"))
    own = [c.moment for c in contacts if _is(c.name, name) or _is(c.address, address)]
    return _once([*own, *(c.moment for c in contacts), *_looked_back_on(application)])


def _looked_back_on(application: Application) -> list[str]:
    """The moments noted in the look back."""
    plan = _plan_about(application)
    return _once(str(said) for said in (plan.facts.get("moments", []) if plan else []))


def _is(one: str, other: str) -> bool:
    return bool(other) and one.strip().casefold() == other.strip().casefold()


def _once(said: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text for text in (text.strip() for text in said) if text))


def first_moment(application: Application, name: str, address: str) -> str:
    """The moment a letter starts with: one with this recipient, else one from the look back, else none."""
    own = [c for c in application.contacts.exclude(moment="") if _is(c.name, name) or _is(c.address, address)]
    if own:
        return own[0].moment
    return next(iter(_looked_back_on(application)), "")


def day_of_the_talk(application: Application, zone: str) -> date | None:
    """The day of the last talk, in that zone, where the person said it took place then; None else.

    A mail is dated by its own day and a no by the day of the no: neither says when anybody talked. Nor
    does a talk noted ahead of its day, which may have been moved. A first call gives the day only where
    no interview came after it.
    """
    talks = TALKS if rank(application.furthest) >= rank("interview") else frozenset({"screening"})
    days = [
        local_day(event.happened_at, zone)
        for event in standing_events(application)
        if event.what in talks
        and event.detail.get("by") == "hand"
        and event.detail.get("held") is True
        and local_day(event.happened_at, zone) <= local_day(event.noted_at, zone)
    ]
    return days[-1] if days else None


def letter_facts(letter: Letter) -> LetterFacts:
    """The facts this letter is composed from, as they stand now."""
    application, owner = letter.application, letter.owner
    plan = plan_of_letter(letter)
    standing = standing_of(application)
    return LetterFacts(
        own_name=owner.signs_as,
        person=letter.to_name,
        employer=application.employer,
        role=application.role,
        stage=application.furthest,
        channel=plan.channel if plan else "email",
        happened_on=_day(standing.ended_at, owner.zone),
        interviewed_on=day_of_the_talk(application, owner.zone),
        moment=letter.moment,
        ask=letter.ask,
        via=application.via_name if application.via == "agency" else "",
        language=letter.language,
        subject=thread_for(application, letter.to_address).subject,
    )


def _day(moment: datetime | None, zone: str) -> date | None:
    return local_day(moment, zone) if moment else None


def own_address(letter: Letter) -> str:
    """The address the person writes from: where the mail came to, else the first they gave, else ""."""
    mine = [address.casefold() for address in letter.owner.own_addresses]
    answered = their_message(letter.application)
    came_to = _named(answered, "to") | _named(answered, "cc") if answered else set()
    return next((address for address in mine if address in came_to), mine[0] if mine else "")
