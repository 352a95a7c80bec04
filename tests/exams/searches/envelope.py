"""From a wording to a Message: slots filled, greeting and closing set, history quoted, headers written."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from secondwind.mail.message import Address, Message

from .words import Firm, Language, Wording, between, pick

RELAYS = (
    "no-reply@us.greenhouse-mail.io",
    "{slug}@myworkday.com",
    "notification@smartrecruiters.com",
    "no-reply@hire.lever.co",
    "no-reply@ashbyhq.com",
    "no-reply@personio.de",
    "{slug}@teamtailor-mail.com",
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A mail before it is sealed. `text` is what this mail adds, `history` what it quotes; `firm` and `role` are
    those it is about, whether it says so or not."""

    sender: Address
    to: Address
    subject: str
    text: str
    at: datetime
    firm: Firm | None = None
    role: str = ""
    history: str = ""
    answers: Message | None = None
    reply_to: Address | None = None
    list_id: str = ""
    automatic: bool = False
    calendar: str = ""
    label: str = "Inbox"


def filled(
    chance: random.Random, wording: Wording, words: Language, at: datetime, **slots: str
) -> tuple[str, str]:
    """Subject and body of `wording` with its slots filled; dates lie three to nine days after `at`."""
    day = at + timedelta(days=between(chance, 3, 9))
    slots = {
        "date": day_in(words, day),
        "time": f"{between(chance, 9, 16)}:{pick(chance, ('00', '15', '30'))}",
        "link": f"https://portal.example/{between(chance, 10**6, 10**7 - 1)}",
        **slots,
    }
    return wording.subject.format_map(slots), wording.body.format_map(slots)


def day_in(words: Language, day: datetime) -> str:
    """Day and month as the language writes them."""
    months = words.lists["months"][0].split()
    return words.lists["date"][0].format(day=day.day, month=months[day.month - 1])


def letter(chance: random.Random, words: Language, name: str, body: str, signature: str) -> str:
    """Greeting, body, closing and signature; a phone leaves greeting or closing out now and then."""
    parts = [body]
    if name and chance.random() < 0.85:
        parts.insert(0, pick(chance, words.lists["greetings"]).format(name=name))
    if signature:
        closing = f"{pick(chance, words.lists['closings'])}\n" if chance.random() < 0.85 else ""
        parts.append(closing + signature)
    return "\n\n".join(parts)


def quoted(words: Language, answered: Message) -> str:
    """`answered` as a mail program quotes it under a reply: a line of attribution, then `> ` lines."""
    day = day_in(words, answered.sent_at) if answered.sent_at else ""
    head = words.lists["quote"][0].format(date=day, name=answered.sender.name or answered.sender.address)
    return "\n".join([head, *(f"> {line}".rstrip() for line in answered.text.splitlines())])


def answer_subject(subject: str) -> str:
    return subject if subject.lower().startswith("re:") else f"Re: {subject}"


def calendar(start: datetime, contact: Address) -> str:
    """A small invitation; it names the organiser and no employer."""
    lines = (
        "BEGIN:VCALENDAR",
        "METHOD:REQUEST",
        "BEGIN:VEVENT",
        f"DTSTART:{start:%Y%m%dT%H%M%SZ}",
        f"ORGANIZER;CN={contact.name}:mailto:{contact.address}",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "\r\n".join(lines)


def seal(draft: Draft, chance: random.Random) -> Message:
    """The Message a mail program would keep. Its id is drawn; its size and digest are those of text and headers."""
    text = f"{draft.text}\n\n{draft.history}" if draft.history else draft.text
    token = f"{between(chance, 16**11, 16**12 - 1):x}"
    message_id = f"{token}.{draft.at:%y%m%d}@{draft.sender.address.rpartition('@')[2]}"
    answered = draft.answers
    chain = (*answered.references, answered.message_id) if answered else ()
    raw = "\n".join((message_id, draft.sender.address, draft.subject, text)).encode()
    return Message(
        message_id=message_id,
        subject=draft.subject,
        sender=draft.sender,
        sent_at=draft.at,
        text=text,
        to=(draft.to,),
        reply_to=(draft.reply_to,) if draft.reply_to else (),
        in_reply_to=answered.message_id if answered else "",
        references=chain,
        labels=(draft.label,),
        list_id=draft.list_id,
        auto_submitted=draft.automatic,
        calendars=(draft.calendar,) if draft.calendar else (),
        size=len(raw),
        digest=hashlib.sha256(raw).hexdigest(),
    )
