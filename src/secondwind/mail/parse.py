"""parse_message: the bytes of one mail to a Message. It never raises: what is odd is named in `problems`."""

from __future__ import annotations

import hashlib

from .body import read_body
from .headers import Head
from .message import Address, Message

NO_HEAD = "no header"
"""Stands in `problems` where not one header field was found."""
HEAD_CUT = "a header without end, its beginning is read"
_NOBODY = Address("", "")


def parse_message(raw: bytes, *, labels: tuple[str, ...] = ()) -> Message:
    """`raw`, one mail as it lay in its mailbox (RFC 5322, or whatever it became), as a Message.

    `labels` come from where the mail was found (a Maildir's folder); Gmail's own are added from the head.
    Work is bounded: see the limits in `body` and `headers`; what they cut off is said in `problems`.
    """
    digest = hashlib.sha256(raw).hexdigest()
    head = Head(raw)
    problems = [HEAD_CUT] if head.is_cut else [] if head else [NO_HEAD]
    sent_at, odd_date = head.sent_at()
    problems += [odd_date] if head and odd_date else []
    body = read_body(raw[head.start :] if head.start else raw, head)
    senders = head.addresses("from") or head.addresses("sender")
    own_id = head.message_id()
    return Message(
        message_id=own_id or f"sha256:{digest}",
        subject=head.text("subject"),
        sender=senders[0] if senders else _NOBODY,
        sent_at=sent_at,
        text=body.text,
        to=head.addresses("to"),
        cc=head.addresses("cc"),
        reply_to=head.addresses("reply-to"),
        in_reply_to=next(iter(head.ids("in-reply-to")), ""),
        references=head.ids("references"),
        labels=tuple(dict.fromkeys((*labels, *head.labels()))),
        list_id=head.list_id(),
        auto_submitted=head.is_automatic(),
        calendars=body.calendars,
        size=len(raw),
        digest=digest,
        problems=tuple(dict.fromkeys((*problems, *body.problems))),
    )
