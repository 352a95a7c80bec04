"""One mail of one application, by the way it takes: relay, person at the firm, scheduler, or the seeker's own hand."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from secondwind.mail.message import Address, Message

from .desk import Case, Desk
from .envelope import Draft, answer_subject, calendar, filled, letter, quoted
from .words import between, pick

SCHEDULERS = ("notifications@calendly.com", "bookings@meetslot.example", "no-reply@slotbird.example")


def relay_mail(
    desk: Desk,
    case: Case,
    section: str,
    *,
    topic: str = "",
    must: Collection[str] = (),
    avoid: Collection[str] = (),
    address: str = "",
    traps: Collection[str] = (),
) -> Message:
    """A mail from the applicant system. Without the employer in its words it stands in the sender's name."""
    chance, stem = desk.chance, case.firm.stem
    must = {*must, "role"} if case.twin and "role" not in avoid else set(must)
    wording = desk.choose(case.words, section, topic=topic, must=must, avoid=avoid)
    named = pick(chance, (stem, case.firm.full))
    team = pick(chance, case.words.lists["team"])
    role = case.role
    if chance.random() < 0.25 and not role.endswith(")"):
        role += pick(chance, case.words.lists["tails"])
    slots = {"employer": named, "role": role, "first": desk.own.name.partition(" ")[0]}
    subject, body = filled(chance, wording, case.words, case.at, **slots)
    if case.reference and chance.random() < 0.8:
        subject += f" [{case.reference}]"
    bare = "employer" not in wording.slots
    names = (stem, case.firm.full, f"{stem} {team}", f"{stem} · {team}", *case.firm.ways)
    name = pick(chance, names if bare or chance.random() < 0.6 else ("", "no-reply", team))
    marks = {*traps, "employer_in_sender_name_only"} if bare else set(traps)
    text = letter(chance, case.words, slots["first"], body, team if chance.random() < 0.6 else "")
    sender = Address(name, (address or case.relay).format(slug=case.firm.slug))
    draft = Draft(
        sender, desk.own, subject, text, case.at, case.firm, case.role, automatic=chance.random() < 0.3
    )
    return desk.file(draft, case, section, marks)


def contact_mail(
    desk: Desk,
    case: Case,
    section: str,
    *,
    topic: str = "",
    must: Collection[str] = (),
    avoid: Collection[str] = (),
    traps: Collection[str] = (),
    threaded: bool | None = None,
) -> Message:
    """A mail from the person who runs this application, at the firm or at the agency. About half answer the thread."""
    chance, marks = desk.chance, set(traps)
    answered = (
        case.thread[-1]
        if case.thread and (chance.random() < 0.55 if threaded is None else threaded)
        else None
    )
    if case.twin and not answered and "role" not in avoid:
        must = {*must, "role"}
    wording = desk.choose(case.words, section, topic=topic, must=must, avoid=avoid)
    named, first = pick(chance, (case.firm.stem, case.firm.full)), desk.own.name.partition(" ")[0]
    slots = {
        "employer": named,
        "role": case.role,
        "first": first,
        "agency": case.agency,
        "contact": case.contact.name,
    }
    subject, body = filled(chance, wording, case.words, case.at, **slots)
    if answered and chance.random() < 0.65:
        subject = answer_subject(answered.subject)
    elif answered:
        marks.add("changed_subject")
    name = case.contact.name
    if not answered and "employer" not in wording.slots and chance.random() < 0.7:
        name = pick(chance, (f"{name} | {case.owner}", f"{name} ({case.owner})", f"{name}, {case.owner}"))
    signature = name if chance.random() < 0.8 else name.partition(" ")[0]
    text = letter(
        chance, case.words, first, body, signature.partition(" |")[0].partition(" (")[0].partition(",")[0]
    )
    history = quoted(case.words, answered) if answered and chance.random() < 0.6 else ""
    sender = Address(name, case.contact.address)
    draft = Draft(sender, desk.own, subject, text, case.at, case.firm, case.role, history, answered)
    message = desk.file(draft, case, section, marks)
    case.thread.append(message)
    return message


def own_mail(desk: Desk, case: Case, topic: str, *, traps: Collection[str] = ()) -> Message:
    """The seeker answers the last mail of the thread; half of the programs used write no In-Reply-To."""
    chance, answered = desk.chance, case.thread[-1]
    wording = desk.choose(case.words, "own", topic=topic)
    _, body = filled(chance, wording, case.words, case.at)
    text = letter(chance, case.words, case.contact.name.partition(" ")[0], body, desk.own.name)
    threaded = chance.random() < 0.7
    history = quoted(case.words, answered) if chance.random() < 0.7 else ""
    marks = {*traps, "own_reply"} | (set() if threaded else {"reply_without_headers"})
    draft = Draft(
        desk.own,
        case.contact,
        answer_subject(answered.subject),
        text,
        case.at,
        case.firm,
        case.role,
        history,
        answered if threaded else None,
        label="Sent",
    )
    message = desk.file(draft, case, "own", marks)
    case.thread.append(message)
    return message


def own_application(desk: Desk, case: Case) -> Message:
    """The seeker applies by mail, to a jobs@ address of the firm."""
    wording = desk.choose(case.words, "own_apply")
    subject, body = filled(desk.chance, wording, case.words, case.at, role=case.role)
    text = letter(desk.chance, case.words, "", body, desk.own.name)
    jobs = Address("", f"jobs@{case.firm.slug}.example")
    draft = Draft(desk.own, jobs, subject, text, case.at, case.firm, case.role, label="Sent")
    message = desk.file(draft, case, "own_apply", ("own_application",))
    case.thread.append(message)
    return message


def scheduler_mail(desk: Desk, case: Case) -> Message:
    """A booking tool's mail: it names the contact, sometimes the role, never the employer."""
    chance, name = desk.chance, case.contact.name
    wording = desk.choose(case.words, "scheduler")
    subject, body = filled(chance, wording, case.words, case.at, contact=name, role=case.role)
    sender = Address(pick(chance, ("", name, "Meetslot", "Calendly")), pick(chance, SCHEDULERS))
    invite = (
        calendar(case.at + timedelta(days=between(chance, 3, 9)), case.contact)
        if chance.random() < 0.4
        else ""
    )
    draft = Draft(
        sender,
        desk.own,
        subject,
        body,
        case.at,
        case.firm,
        case.role,
        automatic=True,
        calendar=invite,
        reply_to=case.contact if chance.random() < 0.5 else None,
    )
    return desk.file(draft, case, "scheduler", ("scheduler_without_employer",))


def portal_mail(
    desk: Desk, case: Case, *, traps: Collection[str] = (), must: Collection[str] = ()
) -> Message:
    """A notice that something changed, without saying what; it never names the role."""
    wording = desk.choose(case.words, "portal", must=must)
    slots = {"employer": case.firm.stem, "first": desk.own.name.partition(" ")[0]}
    subject, body = filled(desk.chance, wording, case.words, case.at, **slots)
    text = letter(desk.chance, case.words, slots["first"], body, "")
    sender = Address(case.firm.stem, f"{case.firm.slug}@myworkday.com")
    draft = Draft(sender, desk.own, subject, text, case.at, case.firm, case.role, automatic=True)
    return desk.file(draft, case, "portal", {*traps, "portal_notice"})


def again(desk: Desk, case: Case, message: Message, sender: Address) -> Message:
    """The same words once more, in a new mail from `sender`."""
    draft = Draft(sender, desk.own, message.subject, message.text, case.at, case.firm, case.role)
    return desk.file(draft, case, "rejection", ("same_no_twice",))
