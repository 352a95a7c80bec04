"""The door of the room: what a message says, by the method in force."""

from __future__ import annotations

from secondwind.mail.message import Message
from secondwind.reading.methods import CURRENT, METHODS
from secondwind.reading.reading import Reading


def read(message: Message, *, own_addresses: frozenset[str] = frozenset()) -> Reading:
    """What `message` says. `own_addresses` are the person's own, in lower case: mail from them is never news."""
    return METHODS[CURRENT](message, own_addresses=own_addresses)
