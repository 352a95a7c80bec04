"""An invented mailbox: made anew from a seed, so that no mail of anybody stands in the tests."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

NOW = datetime(2026, 11, 16, 16, 40, tzinfo=UTC)
ME = "Sam Okafor <sam@okafor.example>"
EMPLOYERS = (
    "Northwind", "Larkfield", "Ostrea Foods", "Hollin Bridge", "Tamarisk Labs", "Quillmark", "Veltrane",
    "Brightwater Mills", "Cobalt Harbour", "Dunmore Freight", "Elmscott", "Farrow Lane", "Gantry Works",
    "Heronsgate", "Ironbark", "Juniper Rail", "Kestrel Foods", "Lodestar Maps", "Millrace", "Netherby",
)  # fmt: skip
ROLES = ("Operations analyst", "Warehouse planner", "Data clerk", "Service designer")

NO = "Dear Sam,\n\nThank you for your application for the {role} position at {employer}. Unfortunately, we have " \
    "decided not to move forward with your application.\n\nKind regards\nThe {employer} hiring team\n"  # fmt: skip
GOT = "Dear Sam,\n\nThank you for applying for the {role} position at {employer}. We have received your " \
    "application and will review it.\n\nThe {employer} hiring team\n"  # fmt: skip
TALK = "Dear Sam,\n\nThank you for applying for the {role} position at {employer}. We would like to invite you to " \
    "an interview next Tuesday at 10:00.\n\nThe {employer} hiring team\n"  # fmt: skip
CHATTER = "Hi Sam,\n\nthe allotment meeting is on Saturday, bring the {word} and a cake.\n\nPat\n"


def mail(
    text: str,
    *,
    subject: str,
    sender: str,
    at: datetime | None,
    id_: str | None,
    to: str = ME,
    answers: str = "",
) -> EmailMessage:
    """One mail; `at` None leaves the date out, `id_` None the Message-ID."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, to, subject
    if at is not None:
        made["Date"] = format_datetime(at)
    if id_ is not None:
        made["Message-ID"] = f"<{id_}>"
    if answers:
        made["In-Reply-To"] = made["References"] = f"<{answers}>"
    made.set_content(text)
    return made


def about(
    text: str,
    employer: str,
    *,
    at: datetime | None,
    role: str = "Operations analyst",
    id_: str | None = "",
    subject: str = "Your application",
) -> EmailMessage:
    """A mail of that employer's hiring team."""
    host = employer.lower().replace(" ", "") + ".example"
    filled = text.format(employer=employer, role=role)
    name = f"{employer}-{role}-{at}-{len(text)}".replace(" ", ".") + f"@{host}" if id_ == "" else id_
    sender = f"{employer} Hiring <hiring@{host}>"
    return mail(filled, subject=f"{subject}: {role}", sender=sender, at=at, id_=name)


def a_search(seed: int = 7, mails: int = 400) -> list[EmailMessage]:
    """A search of many weeks: receipts, talks, noes and the mail of a life beside it, in order of dates."""
    dice = random.Random(seed)
    made: list[EmailMessage] = []
    tries = [(employer, role) for employer in EMPLOYERS for role in ROLES]
    dice.shuffle(tries)
    day = NOW - timedelta(days=21)
    for employer, role in tries[: mails // 6]:
        day -= timedelta(days=2, minutes=dice.randrange(500))
        made.append(about(GOT, employer, at=day, role=role))
        if dice.random() < 0.4:
            made.append(about(TALK, employer, at=day + timedelta(days=6, minutes=3), role=role))
        if dice.random() < 0.7:
            made.append(about(NO, employer, at=day + timedelta(days=20, minutes=7), role=role))
    while len(made) < mails:
        at = NOW - timedelta(days=dice.randrange(1, 240), minutes=dice.randrange(1400))
        word = f"spade{len(made)}"
        made.append(mail(CHATTER.format(word=word), subject=f"Saturday {word}", sender="Pat <pat@allotment.example>",
                         at=at, id_=f"{word}@allotment.example"))  # fmt: skip
    made = [one for one in made if one["Date"].datetime <= NOW]
    return sorted(made, key=lambda one: (one["Date"].datetime, one["Message-ID"]))


def write_mbox(path: Path, mails: Iterable[EmailMessage]) -> Path:
    """The mails as an mbox, in the order given."""
    with path.open("wb") as box:
        for one in mails:
            box.write(b"From someone@invented.example Mon Nov 16 10:00:00 2026\n")
            body = one.as_bytes().replace(b"\nFrom ", b"\n>From ")
            box.write(body + (b"\n" if body.endswith(b"\n") else b"\n\n"))
    return path
