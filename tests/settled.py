"""Golden searches read through the real door: written as a mailbox, imported and settled, one person a search."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

from exams.searches.build import Mail, Search
from secondwind.accounts.models import Person
from secondwind.actions import read_mail
from secondwind.actions.read_mail import begin_import, run_import
from secondwind.mail.message import Address, Message
from secondwind.reading.reading import Kind, Reading
from secondwind.record.models import MailImport
from secondwind.record.models import Message as Kept
from secondwind.tools.registry import built

Read = Callable[..., Reading]


def seeker_of(search: Search, name: str = "") -> Person:
    """Somebody whose own address is known, as it is after the first run."""
    return Person.objects.create(
        username=name or search.name, zone="Europe/London", country="GB", own_addresses=[search.own_address]
    )


def settle(mails: Sequence[Mail], seeker: Person, box: Path) -> MailImport:
    """Import these mails from one new mailbox, a day after the last of them was sent; nothing is kept yet."""
    now = max(mail.message.sent_at for mail in mails if mail.message.sent_at) + timedelta(days=1)
    return settle_at(mails, seeker, box, now=now)


def settle_at(mails: Sequence[Mail], seeker: Person, box: Path, *, now: datetime) -> MailImport:
    """The same at `now`."""
    box.write_bytes(b"".join(_as_mbox(mail.message) for mail in mails))
    row = begin_import(seeker, [str(box)], look_first=True, now=now)
    return run_import(row, built=built(), now=now)


def found_in(seeker: Person) -> dict[str, Hashable | None]:
    """Message ids to the application each stored mail stands on, None where it stands on none."""
    return dict(Kept.objects.of(seeker).values_list("key", "application"))


def golden(searches: Iterable[Search]) -> Read:
    """A reader that says of every mail what the record says of it."""
    mails = {mail.message.message_id: mail for search in searches for mail in search.mails}

    def read(message: Message, *, own_addresses: frozenset[str] = frozenset()) -> Reading:
        mail = mails[message.message_id]
        return Reading(Kind(mail.kind), 1.0, (), "golden", mail.employer, mail.role)

    return read


@contextmanager
def read_by(read: Read) -> Iterator[None]:
    """While it lasts every mail is read by `read`, whatever the cheap look thinks of it."""
    with patch.object(read_mail, "read", read), patch("secondwind.mail.sieve.ready_look", _look_at_all):
        yield


def _look_at_all() -> SimpleNamespace:
    return SimpleNamespace(is_worth_reading=lambda _: True)


def _written(*people: Address) -> str:
    return ", ".join(formataddr((each.name, each.address)) for each in people)


def _as_mbox(message: Message) -> bytes:
    made = EmailMessage(policy=SMTP.clone(linesep="\n"))
    made["From"], made["To"] = _written(message.sender), _written(*message.to)
    if message.reply_to:
        made["Reply-To"] = _written(*message.reply_to)
    made["Subject"] = message.subject
    if message.sent_at:
        made["Date"] = format_datetime(message.sent_at)
    made["Message-ID"] = f"<{message.message_id}>"
    if message.in_reply_to:
        made["In-Reply-To"] = f"<{message.in_reply_to}>"
    if message.references:
        made["References"] = " ".join(f"<{each}>" for each in message.references)
    if message.list_id:
        made["List-Id"] = f"<{message.list_id}>"
    if message.auto_submitted:
        made["Auto-Submitted"] = "auto-generated"
    made["X-Gmail-Labels"] = ", ".join(message.labels)
    made.set_content(message.text, cte="8bit")
    for calendar in message.calendars:
        made.add_attachment(calendar, subtype="calendar", cte="8bit")
    lines = bytes(made).replace(b"\nFrom ", b"\n>From ")
    return b"From MAILER-DAEMON Thu Jan  1 00:00:00 1970\n" + lines + b"\n"
