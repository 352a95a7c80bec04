"""Find older mail on the server that belongs to mail kept now: what an earlier reading had passed over.

Of mail that was passed over nothing is kept, so the server is asked: for the mails that the kept ones answer, for those
that answer them, and for what else their senders' houses wrote. What the record holds then is what one reading of
everything would have given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from secondwind.mail.look import WINDOW, ready_look
from secondwind.mail.message import Message as Mail
from secondwind.mail.read import read_raw
from secondwind.mail.sources.base import RawMail
from secondwind.record.models import Copy, Folder

from .reach_mail import Lies, Reached

TOGETHER = 20
"""Ids or domains in one question to the server."""
MOST_IDS = 12
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+=$@/-]{2,250}")
"""What may stand in a question to a server: nothing that a server could take for more than a word."""


def thread_ids(own: str, answers: str, references: Sequence[str]) -> set[str]:
    """The ids a mail hangs together by, as far as a server can be asked for them."""
    half = MOST_IDS // 2
    few = references if len(references) <= MOST_IDS else [*references[:half], *references[-half:]]
    return {each for each in (own, answers, *few) if _PLAIN.fullmatch(each)}


def older_mail(
    there: Reached, ids: set[str], domains: set[str], keep: Callable[[Mail], tuple[set[str], str]]
) -> None:
    """Go through what belongs to `ids` and `domains`, among mail that was read before this time.

    `keep` takes a mail and gives the ids and the domain it leads on to, none where it was not kept.
    """
    looked = there.looked
    folders = [row for row in looked.folders if looked.marked.get(row.name)] if looked else []
    asked: set[str] = set()
    domains = {each for each in domains if _PLAIN.fullmatch(each)}
    while folders and (ids | domains) - asked:
        new_ids, new_domains = ids - asked, domains - asked
        asked |= new_ids | new_domains
        ids, domains = set(), set()
        for row in folders:
            for mail in _found(there, row, new_ids, new_domains):
                more, domain = keep(mail)
                ids |= more
                domains |= {domain} if _PLAIN.fullmatch(domain) else set()


def _found(there: Reached, row: Folder, ids: set[str], domains: set[str]) -> Iterator[Mail]:
    """Mails of one folder that the record knows no place of."""
    looked = there.looked
    if looked is None:
        return
    connection, up_to = looked.connection, looked.marked[row.name]
    connection.examine(row.name)
    places = Copy.objects.of(row.owner).filter(folder=row, uidvalidity=row.uidvalidity)
    known = set(places.values_list("uid", flat=True))
    wanted = set(_asked(connection, up_to, map(_by_id, sorted(ids)))) - known
    by_domain = set(_asked(connection, up_to, map(_by_domain, sorted(domains)))) - known - wanted
    wanted |= set(_not_to_many(connection, by_domain))
    if not wanted:
        return
    is_read = connection.are_read(sorted(wanted))
    for uid, raw in connection.whole(sorted(wanted)):
        mail = read_raw(RawMail(raw, f"{row.name}, mail {uid}"))
        if isinstance(mail, Mail):
            there.older[mail.digest] = Lies(row, row.uidvalidity, uid, is_read.get(uid, True))
            yield mail


def _by_id(each: str) -> list[Any]:
    headers = [["HEADER", name, each] for name in ("MESSAGE-ID", "IN-REPLY-TO", "REFERENCES")]
    return ["OR", headers[0], ["OR", headers[1], headers[2]]]


def _by_domain(each: str) -> list[Any]:
    return ["OR", ["FROM", each], ["TO", each]]


def _asked(connection: Any, up_to: int, keys: Iterable[list[Any]]) -> Iterator[int]:
    rest = iter(keys)
    while few := list(islice(rest, TOGETHER)):
        either = few[-1]
        for key in few[:-1]:
            either = ["OR", key, either]
        yield from (uid for uid in connection.uids(criteria=("UID", f"1:{up_to}", either)) if uid <= up_to)


def _not_to_many(connection: Any, uids: set[int]) -> Iterator[int]:
    """Of what a house sent, not its newsletters; as the sieve has it."""
    look = ready_look()
    for begun in connection.beginnings(sorted(uids), WINDOW) if uids else ():
        if look.is_worth_reading(begun.raw) or not look.is_list:
            yield begun.uid
