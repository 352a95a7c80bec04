"""What waits in the review, in the order in which answers change most."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from secondwind.accounts.models import Person
from secondwind.reading.asking import effect_of_asking
from secondwind.reading.reading import Kind
from secondwind.reading.relays import names_an_employer, registrable

from .models import Message, Reading
from .queries import open_applications, unsure_messages

WAITING = (
    "pk",
    "kind",
    "asked",
    "sent_at",
    "from_address",
    "in_reply_to",
    "references",
    "leant",
    "question__options",
)
READ = ("message_id", "confidence", "evidence", "facts", "employer")
"""What the order follows from: plain values, for the line may be long and is put in order after every answer."""

Values = dict[str, Any]


@dataclass(slots=True)
class _Open:
    """What mail about applications still open looks like: whose, from where, in which threads."""

    ids: set[int] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    threads: set[str] = field(default_factory=set)
    employers: set[str] = field(default_factory=set)


def waiting_in_order(owner: Person) -> list[int]:
    """The ids of the mails to look through: those whose answer is expected to change most come first (see
    secondwind.reading.asking.effect_of_asking), the latest first among equals."""
    rows = list(unsure_messages(owner).order_by().values(*WAITING))
    readings = Reading.objects.of(owner).filter(message__in=[row["pk"] for row in rows]).order_by("id")
    newest = {reading["message_id"]: reading for reading in readings.values(*READ)}
    known = _open_of(owner)
    effects = [
        (
            -_effect(row, newest.get(row["pk"], {}), known),
            -(row["sent_at"].timestamp() if row["sent_at"] else 0),
            row["pk"],
        )
        for row in rows
    ]
    return [pk for _, _, pk in sorted(effects)]


def _open_of(owner: Person) -> _Open:
    known = _Open()
    for pk, employer in open_applications(owner).values_list("pk", "employer"):
        known.ids.add(pk)
        known.employers.add(employer.casefold())
    known.employers.discard("")
    mails = Message.objects.of(owner).filter(application__in=known.ids, is_mine=False)
    addresses = set()
    for address, key in mails.values_list("from_address", "key"):
        known.threads.add(key)
        addresses.add(address)
    known.places = {_place(address) for address in addresses} - {""}
    return known


def _place(address: str) -> str:
    """Where a sender is known again: the house, or the address where its house says nothing of an employer."""
    domain = address.rpartition("@")[2]
    return registrable(domain) if domain and names_an_employer(domain) else address


def _effect(row: Values, reading: Values, known: _Open) -> float:
    return effect_of_asking(
        reading.get("confidence", 0.0),
        maybe=_maybe(row, reading),
        has_evidence=bool(reading.get("evidence")),
        on_open=_is_about_open(row, reading, known),
        asked=row["asked"],
    )


def _maybe(row: Values, reading: Values) -> Kind | None:
    """The kind an unsure reading held back, where it says so; what is asked about has its kind already."""
    if row["kind"] != Kind.UNSURE:
        return Kind(row["kind"])
    held = row["leant"].get("leant_from") or reading.get("facts", {}).get("maybe", "")
    return Kind(held) if held in set(Kind) else None


def _is_about_open(row: Values, reading: Values, known: _Open) -> bool:
    return (
        bool(known.ids.intersection(row["question__options"] or ()))
        or _place(row["from_address"]) in known.places
        or bool(known.threads.intersection([row["in_reply_to"], *row["references"]]))
        or reading.get("employer", "").casefold() in known.employers
    )
