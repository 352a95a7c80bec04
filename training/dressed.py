"""Invented mails once more in another dress, so that where names stand is learned and not which they were."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from zlib import crc32

from secondwind.mail.message import Address
from secondwind.reading.methods.v2.tagging import key_of
from training.invented import Invented

FACTS = ("role", "employer", "agency", "contact", "location")
"""In the order they claim words: a role named after a firm keeps its own."""
FOLDS = 4
EXCHANGES = 2
"""How often the names of a mail are exchanged."""


def is_own(mail: Invented) -> bool:
    return "own" in mail.tags


def exchanged(mail: Invented, others: Sequence[Invented], draw: random.Random) -> Invented | None:
    """The mail with the employer and the role of another, None where neither can be exchanged cleanly.

    What is learned is then where names stand and how they are built, not which they were.
    """
    told = dict(mail.facts)
    parts = [mail.message.sender.name, mail.message.subject, mail.message.text]
    local, at, domain = mail.message.sender.address.partition("@")
    changed = False
    for fact in ("role", "employer"):
        old, new = mail.facts.get(fact, ""), draw.choice(others).facts.get(fact, "")
        if not old or not new or "\n" in old + new or key_of(old) == key_of(new):
            continue
        new = _cased(new, old)
        written = re.compile(rf"(?<!\w){re.escape(old)}(?!\w)", re.IGNORECASE)
        swapped = [written.sub(lambda _, new=new: new, part) for part in parts]
        if swapped == parts or (fact == "employer" and _still_speaks(old, swapped)):
            continue
        label = key_of(domain.partition(".")[0])
        if fact == "employer" and label and (label in key_of(old) or key_of(old) in label):
            domain = f"{key_of(new)[:40]}.{domain.partition('.')[2]}"
        parts, told[fact], changed = swapped, new, True
    if not changed:
        return None
    sender = Address(parts[0], f"{local}{at}{domain}")
    message = replace(mail.message, sender=sender, subject=parts[1], text=parts[2])
    return replace(mail, message=message, facts=told)


def _cased(new: str, old: str) -> str:
    if old[0].islower() and new[1:].islower():
        return new[0].lower() + new[1:]
    return new[0].upper() + new[1:] if old[0].isupper() else new


def _still_speaks(old: str, parts: Sequence[str]) -> bool:
    """Whether the longest word of a name is left in what was to be without it: a short form of it."""
    longest = max(re.findall(r"\w+", old.lower()), key=len, default="")
    return len(longest) > 3 and any(longest in part.lower() for part in parts)


def without_sender(mail: Invented) -> Invented:
    """The mail as it is when it is pasted: nobody known to have sent it.

    Facts that are then told nowhere are left out.
    """
    message = replace(mail.message, sender=Address("", ""))
    written = key_of(f"{message.subject} {message.text}")
    facts = {
        name: value for name, value in mail.facts.items() if name not in FACTS or key_of(value) in written
    }
    return replace(mail, message=message, facts=facts)


def dressed(mails: Sequence[Invented], seed: int = 5) -> list[Invented]:
    """The mails once more each with names exchanged, and half of them without their senders."""
    draw = random.Random(seed)
    by_language: dict[tuple[str, int], list[Invented]] = {}
    for mail in mails:
        by_language.setdefault((mail.lang, fold_of(mail)), []).append(mail)
    found = []
    for mail in mails:
        others = by_language[mail.lang, fold_of(mail)]
        one = None
        for _ in range(EXCHANGES):
            one = exchanged(mail, others, draw)
            if one is not None:
                found.append(one)
        if draw.random() < 0.5 and not is_own(mail):
            found.append(without_sender(one or mail))
    return found


def fold_of(mail: Invented) -> int:
    return crc32(mail.name.encode()) % FOLDS
