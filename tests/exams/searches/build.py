"""The golden searches themselves: `searches("open")` or `searches("sealed")`, the same on every machine."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from functools import cache

from .desk import Desk
from .noise import noise
from .record import Application, Mail, Search
from .stories import TRAPS, plain
from .words import HALVES, between

__all__ = ["HALVES", "PER_HALF", "Application", "Mail", "Search", "searches"]

PER_HALF = 32
SEED = "second wind, searches, 1"
TONGUES = (
    ("en",), ("de",), ("fr",), ("es",), ("pt",), ("it",), ("nl",), ("de", "en"),
    ("en",), ("fr", "en"), ("es", "en"), ("nl", "en"), ("pt", "es"), ("it", "en"), ("de", "fr"), ("pt", "en"),
)  # fmt: skip


def searches(half: str) -> list[Search]:
    """All searches of "open" or "sealed". ValueError for any other half."""
    if half not in HALVES:
        raise ValueError(f"a half is one of {HALVES}, not {half!r}")
    return [search(half, number) for number in range(PER_HALF)]


@cache
def search(half: str, number: int) -> Search:
    """One search of `half`, `number` from 0; 20 to 80 mails over weeks or months."""
    chance = random.Random(f"{SEED}, {half}, {number}")
    codes = TONGUES[number % len(TONGUES)]
    desk = Desk(chance, half, codes)
    wanted = between(chance, 20, 66)
    queue = [TRAPS[(number * 4 + step) % len(TRAPS)] for step in range(3 if wanted < 40 else 5)]
    stray = 0  # mails of no application come last: outreach must not propose what the person applies for elsewhere
    while len(desk.mails) + stray < wanted and desk.firms_left():
        story = queue.pop(0) if queue else plain
        story(desk)
        stray += between(chance, 0, 3)
    for _ in range(max(stray, 20 - len(desk.mails))):
        noise(desk)
    mails = sorted(desk.mails, key=lambda mail: (mail.message.sent_at, mail.message.message_id))
    mails = with_shared_first_names(with_variants(mails), desk)
    return Search(f"{half}-{number + 1:02d}", codes, desk.own.address, mails, desk.applications())


def marked(mail: Mail, trap: str) -> Mail:
    return replace(mail, traps=tuple(sorted({*mail.traps, trap})))


def with_variants(mails: list[Mail]) -> list[Mail]:
    """Mark the mails of applications whose employer is written in more than one way."""
    names = {(mail.application, mail.employer) for mail in mails if mail.application and mail.employer}
    ways = Counter(key for key, _ in names)
    return [
        marked(mail, "employer_variants") if ways[mail.application] > 1 and mail.employer else mail
        for mail in mails
    ]


def with_shared_first_names(mails: list[Mail], desk: Desk) -> list[Mail]:
    """Mark the mails whose sender shares a first name with another firm's contact or with the person."""
    people = {case.contact.address: case.contact.name for case in desk.cases}
    firsts = Counter(name.partition(" ")[0] for name in (desk.own.name, *people.values()))
    shared = {address for address, name in people.items() if firsts[name.partition(" ")[0]] > 1}
    return [
        marked(mail, "shared_first_name") if mail.message.sender.address in shared else mail for mail in mails
    ]
