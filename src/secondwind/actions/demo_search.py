"""Fill an empty record with an invented search, told by invented mail that is read as any other mail is.

The mail stands in `demo/mails.toml`, what the person wrote by hand in `demo/by_hand.toml`. Both count
back from the day the demo runs, so the search is always a living one: the latest no came yesterday.
"""

from __future__ import annotations

import re
import tomllib
from datetime import datetime, time, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from importlib.resources import files
from mailbox import mbox
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from secondwind.accounts.models import Person
from secondwind.playbooks.built import Built
from secondwind.record.models import Application, Contact
from secondwind.record.queries import applications

from .note_event import note_event
from .read_mail import begin_import, run_import

MAILBOX = "invented-search.mbox"
READ_AT = time(18, 20)
"""The evening before, when the person of the demo read the mailbox: after the no, before today."""


def fill_with_demo(person: Person, folder: Path, *, built: Built, now: datetime) -> None:
    """Write the invented mailbox into `folder`, read it into the record, and add what was noted by hand.

    The mailbox is read on the evening of the day before `now` (UTC), in the person's zone: the plan after
    the latest no has begun, and its first night has passed.
    """
    zone = ZoneInfo(person.zone)
    today = now.astimezone(zone)
    evening = _moment(today, 1, READ_AT)
    by_hand = _told("by_hand")
    _introduce(person, by_hand["person"])
    path = write_mailbox(folder, today, by_hand["person"])
    mail_import = begin_import(person, [str(path)], look_first=False, now=evening)
    run_import(mail_import, built=built, now=evening)
    _add_by_hand(person, by_hand, today, built=built, now=evening)


def write_mailbox(folder: Path, today: datetime, person: dict[str, str]) -> Path:
    """The invented mail as an mbox in `folder`; `today` is an aware moment in the person's zone."""
    path = folder / MAILBOX
    box = mbox(path)
    try:
        for told in sorted(_told("mails")["mail"], key=lambda one: (-one["days_ago"], one["at"])):
            box.add(_mail(told, today, person))
    finally:
        box.close()
    return path


def _mail(told: dict[str, Any], today: datetime, person: dict[str, str]) -> EmailMessage:
    sent_at = _moment(today, told["days_ago"], time.fromisoformat(told["at"]))
    me = f"{person['first_name']} {person['last_name']} <{person['address']}>"
    mail = EmailMessage()
    mail["Message-ID"] = _message_id(told["id"])
    mail["Date"] = format_datetime(sent_at)
    mail["From"] = me if told["from"] == "me" else told["from"]
    mail["To"] = told.get("to", me)
    mail["Subject"] = told["subject"]
    if "answers" in told:
        mail["In-Reply-To"] = mail["References"] = _message_id(told["answers"])
    mail.set_content(_dated(told["body"].lstrip("\n"), sent_at))
    return mail


def _message_id(name: str) -> str:
    return f"<{name}@invented-search.example>"


def _dated(words: str, sent_at: datetime) -> str:
    """`{+6}` becomes the date six days after the mail."""

    def date_of(match: re.Match[str]) -> str:
        day = sent_at + timedelta(days=int(match[1]))
        return f"{day:%A} {day.day} {day:%B}"

    return re.sub(r"\{\+(\d+)\}", date_of, words)


@transaction.atomic
def _introduce(person: Person, told: dict[str, str]) -> None:
    person.first_name, person.last_name = told["first_name"], told["last_name"]
    person.own_addresses = [told["address"]]
    person.save(update_fields=["first_name", "last_name", "own_addresses"])


@transaction.atomic
def _add_by_hand(
    person: Person, told: dict[str, Any], today: datetime, *, built: Built, now: datetime
) -> None:
    """Notes of talks, a silence called by its name, and the people who were there."""
    for what, kept in (("note", told["note"]), ("silent", told["silence"])):
        for one in kept:
            happened_at = _moment(today, one["days_ago"], time.fromisoformat(one["at"]))
            application = _at(person, one["employer"])
            words = one.get("words", "")
            note_event(application, what, happened_at=happened_at, words=words, built=built, now=now)
    for one in told["contact"]:
        Contact.objects.of(person).create(
            application=_at(person, one["employer"]), name=one["name"], address=one["address"],
            part=one["part"], moment=one.get("moment", ""), noted_at=now,
        )  # fmt: skip


def _at(person: Person, employer: str) -> Application:
    return applications(person).get(employer=employer)


def _moment(today: datetime, days_ago: int, at: time) -> datetime:
    """That hour, so many days before `today`, on the wall clock of its zone."""
    return datetime.combine(today.date() - timedelta(days=days_ago), at, today.tzinfo)


def _told(name: str) -> dict[str, Any]:
    text = (files("secondwind.actions") / "demo" / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
