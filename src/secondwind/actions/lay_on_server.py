"""Lay a letter into a folder of the person's mailbox: a draft among the drafts, the copy of a sent one in Sent.

Asked for by its Message-ID before it is laid there, so that a try that was cut off lays no second one. Network alone:
called outside any transaction, writes nothing down.
"""

from __future__ import annotations

from secondwind.mail.server.imap import Connection
from secondwind.record.models import Mailbox, Sending

from .open_mailbox import opened

KEEPS_SENT = frozenset({"gmail", "outlook", "microsoft365"})
"""Providers that put what is sent by their server into Sent themselves."""
_USUAL = {"drafts": "Drafts", "sent": "Sent"}
"""What such a folder is called where there is none and it has to be made."""
_KEEPS_SENT_HOSTS = ("gmail.com", "googlemail.com", "office365.com", "outlook.com")


def lay_in_drafts(sending: Sending, mailbox: Mailbox) -> None:
    """The letter lies among the drafts afterwards, once. MailServerError where it cannot be laid there."""
    with opened(mailbox) as connection:
        _lay(connection, "drafts", sending, (r"\Draft", r"\Seen"))


def lay_in_sent(sending: Sending, mailbox: Mailbox) -> None:
    """A copy lies in Sent afterwards, once, whoever put it there. MailServerError where it cannot be laid there."""
    if keeps_sent(mailbox):
        return
    with opened(mailbox) as connection:
        _lay(connection, "sent", sending, (r"\Seen",))


def lies_in_sent(sending: Sending, mailbox: Mailbox) -> bool:
    """Whether Sent holds it. MailServerError where that cannot be asked."""
    with opened(mailbox) as connection:
        name = connection.special("sent")
        return name is not None and _is_in(connection, name, sending)


def keeps_sent(mailbox: Mailbox) -> bool:
    """Whether its provider puts sent mail into Sent by itself; a second copy would be one too many."""
    host = mailbox.smtp_host.lower().rstrip(".")
    return mailbox.provider in KEEPS_SENT or any(
        host == each or host.endswith(f".{each}") for each in _KEEPS_SENT_HOSTS
    )


def _lay(connection: Connection, special: str, sending: Sending, flags: tuple[str, ...]) -> None:
    name = connection.special(special)
    if name is None:
        name = _USUAL[special]
        connection.make_folder(name)
    elif _is_in(connection, name, sending):
        return
    connection.append(name, bytes(sending.raw), flags, sending.claimed_at or sending.asked_at)


def _is_in(connection: Connection, name: str, sending: Sending) -> bool:
    connection.examine(name)
    return bool(connection.find(sending.message_id))
