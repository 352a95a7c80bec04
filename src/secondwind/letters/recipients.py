"""Who a reply goes to: someone who was in the room, then the recruiter, then a shared box, never a machine.

Only addresses that stand in the thread or that the person recorded are offered; none is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from secondwind.mail.message import Address, Message

Part = Literal["in the room", "recruiter", "shared box"]

_ORDER: dict[str, int] = {"in the room": 0, "recruiter": 1, "shared box": 2}

_NO_REPLY = re.compile(
    r"no[._-]?repl(y|ies)|do[._-]?not[._-]?(reply|respond)|dont[._-]?reply|not?[._-]?respond(er|a)?\b"
    r"|n[aã]o[._-]?respond|ne[._-]?pas[._-]?repondre|(keine|nicht)[._-]?antwort|nepasrepondre|geen[._-]?antwoord"
    r"|^(bounces?|mailer[._-]?daemon|postmaster|notifications?|notify|alerts?|jobalerts?|auto(mated|mail|confirm)?"
    r"|mailer|system|daemon|unsubscribe|newsletter|news|marketing|updates?|digest|info-?mailer)([+._-].*)?$"
    r"|[+._-](bounces?|request|owner|unsubscribe)(=.*)?$|^(listserv|majordomo)$"
)
"""Local parts that no person reads, in the languages the readings meet most, from RFC 5321's postmaster and
null senders, RFC 2142's list roles and the names that applicant-tracking systems send under."""

_LIST_DOMAIN = re.compile(r"^(lists?|groups|mailman)\.|(^|\.)(googlegroups\.com|groups\.io|freelists\.org)$")

_RELAYS = (
    "greenhouse.io",
    "greenhouse-mail.io",
    "lever.co",
    "workablemail.com",
    "workable.com",
    "ashbyhq.com",
    "smartrecruiters.com",
    "myworkday.com",
    "myworkdayjobs.com",
    "icims.com",
    "taleo.net",
    "successfactors.com",
    "successfactors.eu",
    "jobvite.com",
    "bamboohr.com",
    "breezy.hr",
    "recruitee.com",
    "personio.de",
    "personio.com",
    "teamtailor.com",
    "teamtailor-mail.com",
    "jazzhr.com",
    "applytojob.com",
    "jobs2careers.com",
    "indeed.com",
    "indeedemail.com",
    "linkedin.com",
    "avature.net",
    "pinpointhq.com",
    "join.com",
    "softgarden.io",
    "rexx-systems.com",
)
"""Domains that mail on behalf of many employers. An address there reaches a person only through a thread's
own token ("reply+8f3a…@", a long mixed string) or when it carries a person's name."""

_TOKEN = re.compile(
    r"^(reply|inbound|candidate|conversation|message|msg|in|hit-reply|inmail-hit-reply)\b|\+[\w-]{6,}"
)
_MIXED = re.compile(r"^(?=.*\d)(?=.*[a-z])[a-z0-9_=-]{12,}$|^[0-9a-f-]{16,}$")
_PERSON_LOCAL = re.compile(r"^[a-z]{2,}[._-][a-z]{2,}\d{0,2}$")

_SHARED = re.compile(
    r"^(careers?|jobs?|hr|people|talent|recruit(ing|ment|er|ers)?|hiring|applications?|apply|applicants?|candidates?"
    r"|team|info|hello|hi|contact|office|mail|enquir(y|ies)|inquir(y|ies)|support|help|admin|reception|work|join"
    r"|karriere|bewerbung(en)?|personal|stellen|emploi|recrutement|empleo|rrhh|vacatures|lavoro|jobb|rekrytering)"
    r"([+._-]?(team|acquisition|desk|uk|us|de|eu|emea|hr|support))*([+].*)?$"
)
_PUBLIC = frozenset(
    {
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com"),
        *("me.com", "gmx.de", "gmx.net", "web.de", "proton.me", "protonmail.com", "aol.com", "mail.com"),
    }
)
"""Domains where two addresses say nothing about each other."""
_NOT_A_NAME = re.compile(
    r"\b(team|careers?|jobs?|recruit\w*|talent|hiring|hr|people|notifications?|no.?reply|via|department|group|gmbh|"
    r"inc|ltd|llc|plc|human resources|applications?|support|office|acquisition)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Someone the person recorded. `part` is what they were: "in the room", "recruiter", "agency" or ""."""

    name: str
    address: str = ""
    part: Literal["in the room", "recruiter", "agency", ""] = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Someone a letter could go to. `why` is one short sentence for the person. `replyable` is False where
    no address is known: they are named so that the person can find one, or not."""

    name: str
    address: str
    part: Part
    why: str
    replyable: bool = True


@dataclass(frozen=True, slots=True)
class _Seen:
    """One address of the thread, with how it stands there: wrote, named in an invitation, or in copy."""

    who: Address
    how: Literal["wrote", "invited", "copied"]
    place: int
    whole_relay: bool = False


def rank_recipients(
    thread: Sequence[Message],
    *,
    own_addresses: Iterable[str],
    people: Sequence[KnownPerson] = (),
    agency: str = "",
) -> tuple[Recipient, ...]:
    """Everyone a reply in this thread could go to, best first; empty where there is nobody.

    `thread` is in the order it was sent. `own_addresses` are the person's; they are never offered.
    `people` are recorded contacts of this application. `agency` is the agency's name where one stands
    between: then the agency alone is offered, never anyone beyond it. Reply-To is honoured: where a
    mail names one, its sender's own address is not offered for that mail.
    """
    own = {_canonical(address) for address in own_addresses}
    seen = [entry for entry in _addresses(thread) if _can_be_offered(entry, own, thread)]
    seen = _agency_alone(seen, people, agency)
    known = {_fold(person.address): person for person in people if person.address}
    offered: dict[str, tuple[tuple[int, ...], Recipient]] = {}
    for entry in seen:
        recipient = _recipient(entry, known, people)
        rank = (_ORDER[recipient.part], _HOW[entry.how], -entry.place)
        address = recipient.address
        if address not in offered or rank < offered[address][0]:
            offered[address] = (rank, recipient)
    ranked = [recipient for _, recipient in sorted(offered.values(), key=lambda pair: pair[0])]
    if _is_agency(people, agency):
        return tuple(ranked)
    return _with_recorded(ranked, people, own)


def is_no_reply(address: str) -> bool:
    """Whether mail to this address reaches no person: no-reply, bounces, notices, lists, bare relays."""
    local, _, domain = address.strip().casefold().rpartition("@")
    if not local or not domain:
        return True
    if (
        _TOKEN.search(local)
        and _is_relay(domain)
        and not re.search(r"no[._-]?reply|bounce", local.partition("+")[0])
    ):
        return False
    if _NO_REPLY.search(local) or _LIST_DOMAIN.search(domain) or domain.startswith(("bounce.", "bounces.")):
        return True
    return _is_relay(domain) and not (_MIXED.search(local) or _PERSON_LOCAL.search(local))


_HOW = {"wrote": 0, "invited": 1, "copied": 2}


def _is_relay(domain: str) -> bool:
    return any(domain == relay or domain.endswith(f".{relay}") for relay in _RELAYS)


def _fold(address: str) -> str:
    return address.strip().casefold()


def _canonical(address: str) -> str:
    """One spelling per inbox: without a +tag, and without dots where the provider passes over them."""
    local, _, domain = _fold(address).rpartition("@")
    local = local.partition("+")[0]
    return (
        f"{local.replace('.', '')}@gmail.com"
        if domain in {"gmail.com", "googlemail.com"}
        else f"{local}@{domain}"
    )


def _addresses(thread: Sequence[Message]) -> list[_Seen]:
    """Every address in the thread and how it stands there, in order."""
    found: list[_Seen] = []
    for place, message in enumerate(thread):
        if message.reply_to:
            named = [_named(address, message.sender) for address in message.reply_to]
            found += [_Seen(address, "wrote", place, whole_relay=True) for address in named]
        else:
            found.append(_Seen(message.sender, "wrote", place))
        found += [_Seen(address, "copied", place) for address in (*message.to, *message.cc)]
        found += [_Seen(address, "invited", place) for address in _attendees(message.calendars)]
    return found


def _named(reply_to: Address, sender: Address) -> Address:
    return reply_to if reply_to.name else Address(sender.name, reply_to.address)


_ATTENDEE = re.compile(
    r"^ATTENDEE(?P<about>[^\n]*?):mailto:(?P<address>[^\s;]+)\s*$", re.MULTILINE | re.IGNORECASE
)
_CN = re.compile(r";CN=(?:\"([^\"]*)\"|([^;:]*))", re.IGNORECASE)


def _attendees(calendars: Sequence[str]) -> list[Address]:
    """People asked to a meeting (RFC 5545 ATTENDEE), without its rooms and resources."""
    found = []
    for calendar in calendars:
        for line in _ATTENDEE.finditer(re.sub(r"\r?\n[ \t]", "", calendar)):
            if re.search(r"CUTYPE=(ROOM|RESOURCE|GROUP)", line["about"], re.IGNORECASE):
                continue
            name = _CN.search(line["about"])
            shown = ((name[1] or name[2]) if name else "") or ""
            found.append(Address("" if "@" in shown else shown.strip(), line["address"].casefold()))
    return found


def _can_be_offered(entry: _Seen, own: set[str], thread: Sequence[Message]) -> bool:
    address = entry.who.address
    if "@" not in address or _canonical(address) in own or _is_list(address, thread):
        return False
    if entry.whole_relay and _is_relay(entry.who.domain):
        return not _NO_REPLY.search(_fold(address).rpartition("@")[0].partition("+")[0])
    if is_no_reply(address):
        return False
    return not _answered_elsewhere(entry, thread)


def _answered_elsewhere(entry: _Seen, thread: Sequence[Message]) -> bool:
    """Whether every mail this address wrote asked for answers at another one."""
    address = _fold(entry.who.address)
    wrote = [message for message in thread if _fold(message.sender.address) == address]
    return bool(wrote) and all(
        message.reply_to and address not in {_fold(to.address) for to in message.reply_to}
        for message in wrote
    )


def _is_list(address: str, thread: Sequence[Message]) -> bool:
    """Whether a List-Id of the thread names this address ("dev.lists.example" for dev@lists.example)."""
    dotted = _fold(address).replace("@", ".")
    return any(
        dotted == message.list_id.strip().strip("<>").casefold() for message in thread if message.list_id
    )


def _is_agency(people: Sequence[KnownPerson], agency: str) -> bool:
    return bool(agency) or any(person.part == "agency" for person in people)


def _agency_alone(seen: list[_Seen], people: Sequence[KnownPerson], agency: str) -> list[_Seen]:
    """Where an agency stands between, its addresses and no others."""
    if not _is_agency(people, agency):
        return seen
    theirs = {_fold(person.address) for person in people if person.part == "agency" and person.address}
    domains = {address.rpartition("@")[2] for address in theirs} - _PUBLIC
    domains |= {entry.who.domain for entry in seen if _domain_is_of(entry.who.domain, agency)}
    if not domains and not theirs:
        wrote = [entry for entry in seen if entry.how == "wrote"]
        return [entry for entry in wrote if entry.who.address == wrote[-1].who.address] if wrote else []
    return [entry for entry in seen if entry.who.domain in domains or _fold(entry.who.address) in theirs]


def _domain_is_of(domain: str, name: str) -> bool:
    """Whether the agency's name stands in the domain ("Harbour Talent" in harbour-talent.example)."""
    squeezed = re.sub(r"[^a-z0-9]", "", domain.casefold())
    bare = re.sub(r"\b(ltd|gmbh|inc|llc|plc|limited|ag|bv)\b\.?", "", name.casefold())
    whole = re.sub(r"[^a-z0-9]", "", bare)
    first = re.sub(r"[^a-z0-9]", "", bare.partition(" ")[0])
    return bool(whole) and (whole in squeezed or (len(first) >= 5 and squeezed.startswith(first)))


def _recipient(entry: _Seen, known: dict[str, KnownPerson], people: Sequence[KnownPerson]) -> Recipient:
    address = _fold(entry.who.address)
    person = known.get(address) or _same_name(entry.who.name, people)
    name = person.name if person else _person_name(entry.who)
    part, why = _part(entry, person, name)
    return Recipient(name, address, part, why)


def _part(entry: _Seen, person: KnownPerson | None, name: str) -> tuple[Part, str]:
    if person and person.part == "in the room":
        return "in the room", f"You met {person.name}."
    if entry.how == "invited":
        return "in the room", f"{name or 'Someone'} was asked to your interview."
    if person and person.part:
        return "recruiter", f"{person.name} looks after your application."
    return _part_by_address(entry, name)


def _part_by_address(entry: _Seen, name: str) -> tuple[Part, str]:
    local = _fold(entry.who.address).rpartition("@")[0]
    if _SHARED.search(local):
        wrote = f"{name} wrote from it; others read it too." if name else "Several people read it."
        return "shared box", f"A shared box. {wrote}"
    if not name and not _PERSON_LOCAL.search(local):
        return "shared box", "No person's name stands in this address."
    did = "wrote to you" if entry.how == "wrote" else "stands in copy"
    return "recruiter", f"{name or 'Someone'} {did} in this thread."


def _person_name(who: Address) -> str:
    """The display name where it reads as a person's, without "via …" or "(Employer)"; else ""."""
    name = re.sub(
        r"\s*(\(.*?\)|\b(via|from|at)\b.*|[|@].*|\s-\s.*)$", "", who.name.strip().strip("'\"")
    ).strip()
    if not name or "@" in name or _NOT_A_NAME.search(name):
        return ""
    return name if " " in name or _fold(who.address).startswith(name.casefold()) else ""


def _same_name(name: str, people: Sequence[KnownPerson]) -> KnownPerson | None:
    wanted = name.strip().casefold()
    return next((person for person in people if wanted and person.name.strip().casefold() == wanted), None)


def _with_recorded(
    ranked: list[Recipient], people: Sequence[KnownPerson], own: set[str]
) -> tuple[Recipient, ...]:
    """Adds recorded people whom the thread does not hold; those without an address come last."""
    there = {recipient.address for recipient in ranked} | own
    named = {recipient.name.casefold() for recipient in ranked}
    added, unreachable = [], []
    for person in people:
        address = _fold(person.address)
        part: Part = "in the room" if person.part == "in the room" else "recruiter"
        met = f"You met {person.name}" if part == "in the room" else f"You noted {person.name}"
        if address and address not in there and _canonical(address) not in own and not is_no_reply(address):
            added.append(Recipient(person.name, address, part, f"{met}, outside this thread."))
        elif not address and person.name.casefold() not in named:
            unreachable.append(
                Recipient(person.name, "", part, f"{met}; no address is known.", replyable=False)
            )
    both = sorted([*ranked, *added], key=lambda recipient: _ORDER[recipient.part])
    return tuple(both + sorted(unreachable, key=lambda recipient: _ORDER[recipient.part]))
