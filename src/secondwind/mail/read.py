"""read_messages: sources in, Messages and Problems out, each with how far the reading has come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from .message import Message, Problem
from .parse import NO_HEAD, parse_message
from .scan import Seen
from .sources.base import MailSource, RawMail

NOT_A_MAIL = "This is not a mail: it has neither a header nor words."


def read_messages(sources: Iterable[MailSource]) -> Iterator[tuple[Message | Problem, int]]:
    """Every mail of every source as a Message, or as a Problem where it cannot be read, in the sources' order.

    Beside each stands how many bytes were read by then, over all sources, on the scale of the sum of their
    `size_hint`s; it never goes down. A Message-ID met before in this reading is replaced by ``sha256:`` and the
    digest. One mail is held at a time, and some 100 bytes for each id met.
    """
    seen = Seen()
    before = 0
    for source in sources:
        size, here = source.size_hint(), 0
        for mail in source.mails():
            if isinstance(mail, Problem):
                yield mail, before + here
                continue
            here = max(here, min(mail.read_up_to, size))
            found = read_raw(mail)
            if isinstance(found, Message) and (message_id := seen.id_for(found)) != found.message_id:
                found = replace(found, message_id=message_id)
            yield found, before + here
        before += size


def read_raw(mail: RawMail | Problem) -> Message | Problem:
    """One mail parsed, or why it cannot be."""
    if isinstance(mail, Problem):
        return mail
    try:
        message = parse_message(mail.raw, labels=mail.labels)
    except (
        Exception
    ) as unforeseen:  # parse_message promises not to; one mail is still not worth all the others
        return Problem(mail.place, f"This mail cannot be read ({type(unforeseen).__name__}).")
    if not is_mail(message, mail.raw):
        return Problem(mail.place, NOT_A_MAIL)
    return message


def is_mail(message: Message, raw: bytes) -> bool:
    """Whether anything of a mail was found: a header field, or else words among bytes that are text."""
    return NO_HEAD not in message.problems or (bool(message.text.strip()) and b"\0" not in raw[:4096])
