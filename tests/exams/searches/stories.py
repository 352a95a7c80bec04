"""How applications go: one function a story. Each begins its cases at the desk and lets time pass between mails."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from secondwind.mail.message import Address

from .desk import Case, Desk
from .post import again, contact_mail, own_application, own_mail, portal_mail, relay_mail, scheduler_mail
from .words import between, language, pick

ENDS = ("no", "no", "no", "silence", "offer", "withdrawn")


def opening(desk: Desk, case: Case, traps: Collection[str] = ()) -> None:
    """The application goes in and somebody says so; one in five is sent by mail, not by form."""
    if desk.chance.random() < 0.2:
        own_application(desk, case)
        desk.later(case, 0, 2)
        contact_mail(desk, case, "received", traps=traps)
        return
    relay_mail(desk, case, "received", traps=traps)


def meeting(desk: Desk, case: Case, traps: Collection[str] = ()) -> None:
    """An interview is proposed and answered; a booking tool or a second round may follow."""
    contact_mail(desk, case, "interview", topic="first", traps=traps)
    desk.later(case, 0, 0)
    own_mail(desk, case, pick(desk.chance, ("confirm", "confirm", "move")))
    draw = desk.chance.random()
    if draw < 0.35:
        desk.later(case, 0, 1)
        scheduler_mail(desk, case)
    elif draw < 0.65:
        desk.later(case, 4, 10)
        contact_mail(desk, case, "interview", topic="later")


def middle(desk: Desk, case: Case) -> None:
    """What may come between the first mail and the end: a test, a notice, a delay, a question."""
    chance = desk.chance
    if chance.random() < 0.3:
        desk.later(case, 3, 12)
        relay_mail(desk, case, "assessment")
    if chance.random() < 0.2 and not case.twin:
        desk.later(case, 2, 8)
        portal_mail(desk, case)
    if chance.random() < 0.6:
        desk.later(case, 4, 15)
        meeting(desk, case)
    if chance.random() < 0.25:
        desk.later(case, 3, 10)
        contact_mail(desk, case, "status")
        if chance.random() < 0.4:
            desk.later(case, 0, 0)
            own_mail(desk, case, pick(chance, ("papers", "news")))


def ending(desk: Desk, case: Case, way: str) -> None:
    """The application ends by `way`, one of ENDS; silence writes nothing."""
    if way == "silence":
        return
    desk.later(case, 4, 20)
    if way == "withdrawn" and case.thread:
        own_mail(desk, case, "withdraw")
    elif way == "offer" and case.thread:
        contact_mail(desk, case, "offer")
        desk.later(case, 0, 0)
        own_mail(desk, case, "offer")
    elif case.thread and desk.chance.random() < 0.5:
        contact_mail(desk, case, "rejection", topic="met")
        if desk.chance.random() < 0.5:
            desk.later(case, 0, 0)
            own_mail(desk, case, "no")
    else:
        relay_mail(desk, case, "rejection")


def plain(desk: Desk) -> None:
    """One application as most are."""
    case = desk.case()
    opening(desk, case)
    middle(desk, case)
    ending(desk, case, pick(desk.chance, ENDS))


def two_roles(desk: Desk) -> None:
    """Two roles at one employer at the same time: by thread, by contact and, now and then, by nothing told apart."""
    one = desk.case(twin=True)
    roles = [role for role in one.words.lists["roles"] if role != one.role]
    akin = [role for role in roles if role.split()[0] == one.role.split()[0]] or roles
    other = desk.case(
        one.words,
        firm=one.firm,
        relay=one.relay,
        twin=True,
        role=pick(desk.chance, akin),
        contact=desk.contact(one.words, one.firm.stem, unlike=one.contact),
        at=one.at + timedelta(days=between(desk.chance, 0, 4), minutes=75),
    )
    mark = ("two_roles_one_employer",)
    for case in (one, other):
        relay_mail(desk, case, "received", traps=mark)
    for case in (one, other):
        desk.later(case, 5, 9)
        contact_mail(desk, case, "interview", topic="first", must={"role"}, traps=mark)
        desk.later(case, 0, 0)
        own_mail(desk, case, "confirm", traps=mark)
    hidden = (*mark, "employer_without_role")
    if desk.chance.random() < 0.6:
        unsure = pick(desk.chance, (one, other))
        unsure.at = max(one.at, other.at) + timedelta(days=1, minutes=40)
        portal_mail(desk, unsure, must={"employer"}, traps=(*hidden, "undecidable"))
    one.at = max(one.at, other.at)
    desk.later(one, 2, 6)
    threaded = desk.chance.random() < 0.5
    # Without a thread the sender tells them apart: each role has its own contact.
    contact_mail(
        desk,
        one,
        "rejection",
        topic="met",
        must={"employer"},
        avoid={"role"},
        traps=hidden,
        threaded=threaded,
    )
    other.at = max(one.at, other.at)
    ending(desk, other, pick(desk.chance, ("no", "offer", "silence")))


def reapplication(desk: Desk) -> None:
    """The role is posted again months after the no, and the person applies again: a new application."""
    first = desk.case()
    opening(desk, first)
    if desk.chance.random() < 0.4:
        desk.later(first, 5, 12)
        meeting(desk, first)
    ending(desk, first, "no")
    same_contact = desk.chance.random() < 0.5
    contact = first.contact if same_contact else desk.contact(first.words, first.firm.stem)
    second = desk.case(
        first.words,
        firm=first.firm,
        role=first.role,
        relay=first.relay,
        contact=contact,
        at=first.at + timedelta(days=between(desk.chance, 75, 170), minutes=90),
    )
    before = len(desk.mails)
    opening(desk, second)
    if desk.chance.random() < 0.6:
        desk.later(second, 5, 12)
        meeting(desk, second)
    ending(desk, second, pick(desk.chance, ("no", "no", "offer", "silence")))
    desk.mark(before, "reapplication")


def same_no_twice(desk: Desk) -> None:
    """The same no arrives a second time, from the same or another address: still one application."""
    case = desk.case()
    opening(desk, case)
    middle(desk, case)
    desk.later(case, 5, 20)
    said = relay_mail(desk, case, "rejection", must={"employer"}, traps=("same_no_twice",))
    desk.later(case, 0, pick(desk.chance, (0, 3, 12)))
    case.at = max(case.at, said.sent_at + timedelta(hours=1)) if said.sent_at else case.at
    again(desk, case, said, pick(desk.chance, (said.sender, Address("", f"hr@{case.firm.slug}.example"))))


def late_no(desk: Desk) -> None:
    """Months of silence, then a no from an address that never wrote before."""
    case = desk.case()
    opening(desk, case)
    if desk.chance.random() < 0.5:
        desk.later(case, 5, 12)
        meeting(desk, case)
    desk.later(case, 60, 150)
    address = pick(desk.chance, ("noreply@{slug}-group.example", "talent.operations@{slug}-hr.example"))
    relay_mail(
        desk, case, "rejection", must={"employer", "role"}, address=address, traps=("late_no_other_address",)
    )


def similar_roles(desk: Desk) -> None:
    """The same title at two employers in the same weeks, each with mails that name the role and not the firm."""
    one = desk.case()
    other = desk.case(
        one.words,
        role=one.role,
        relay=one.relay,
        at=one.at + timedelta(days=between(desk.chance, 0, 5), minutes=50),
    )
    mark = ("similar_roles",)
    for case in (one, other):
        relay_mail(desk, case, "received", must={"role"}, traps=mark)
        if desk.chance.random() < 0.6:
            desk.later(case, 4, 9)
            meeting(desk, case, traps=mark)
        desk.later(case, 5, 18)
        relay_mail(desk, case, "rejection", must={"role"}, avoid={"employer"}, traps=mark)


def booked(desk: Desk) -> None:
    """A booking tool writes instead of the firm; the recruiter has been in touch before."""
    case = desk.case()
    opening(desk, case)
    desk.later(case, 3, 10)
    contact_mail(desk, case, "interview", topic="first")
    desk.later(case, 0, 1)
    scheduler_mail(desk, case)
    desk.later(case, 1, 4)
    scheduler_mail(desk, case)
    ending(desk, case, pick(desk.chance, ENDS))


def sender_name_only(desk: Desk) -> None:
    """Everything comes through a relay, and only its sender's name says who the employer is."""
    case = desk.case()
    for section in ("received", "assessment", "rejection"):
        relay_mail(desk, case, section, avoid={"employer"})
        desk.later(case, 4, 14)


def agency_case(desk: Desk, **known: object) -> Case:
    """Begin an application through an agency, named to the person as agency alone."""
    words = language(str(known.pop("code", ""))) if "code" in known else desk.some_words()
    agency = str(known.pop("agency", "")) or pick(desk.chance, words.lists["agencies"])
    case = desk.case(words, agency=agency, **known)
    contact_mail(desk, case, "agency_received", must={"role"}, traps=("agency",))
    return case


def agency_named_later(desk: Desk) -> None:
    """The agency names its client with the interview; sometimes the client then writes itself."""
    case = agency_case(desk)
    desk.later(case, 3, 12)
    contact_mail(
        desk, case, "agency_interview", must={"employer", "role"}, traps=("agency", "client_named_later")
    )
    desk.later(case, 0, 0)
    own_mail(desk, case, "confirm", traps=("agency",))
    desk.later(case, 4, 12)
    if desk.chance.random() < 0.5:
        marks = ("agency", "client_writes_itself")
        relay_mail(
            desk, case, "rejection", must={"employer", "role"}, traps=marks, address="jobs@{slug}.example"
        )
        desk.later(case, 0, 2)
    contact_mail(desk, case, "agency_rejection", traps=("agency",))


def agency_two_clients(desk: Desk) -> None:
    """One agency contact, two roles at two clients at the same time, the clients named late or never."""
    one = agency_case(desk)
    roles = [role for role in one.words.lists["roles"] if role != one.role]
    other = agency_case(
        desk,
        code=one.words.code,
        agency=one.agency,
        contact=one.contact,
        role=pick(desk.chance, roles),
        at=one.at + timedelta(days=between(desk.chance, 0, 6), minutes=65),
    )
    mark = ("agency", "one_agency_two_clients")
    desk.later(one, 4, 10)
    contact_mail(desk, one, "agency_interview", must={"role"}, traps=mark, threaded=False)
    desk.later(one, 0, 0)
    own_mail(desk, one, "confirm", traps=mark)
    for case in (other, one):
        desk.later(case, 6, 20)
        contact_mail(desk, case, "agency_rejection", must={"role"}, traps=mark)


TRAPS = (
    two_roles,
    reapplication,
    same_no_twice,
    late_no,
    similar_roles,
    booked,
    sender_name_only,
    agency_named_later,
    agency_two_clients,
)
