"""What waits in the review, in the order in which answers change most."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Prefetch

from secondwind.accounts.models import Person
from secondwind.reading.asking import effect_of_asking
from secondwind.reading.reading import Kind
from secondwind.reading.relays import names_an_employer, registrable

from .models import Message, Reading
from .queries import open_applications, unsure_messages

HEAVY = ("text", "calendars", "addressed", "labels")
"""What a mail is shown with and not ordered by."""


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
    readings = Prefetch("readings", queryset=Reading.objects.of(owner).order_by("id"))
    rows = unsure_messages(owner).defer(*HEAVY).select_related("question").prefetch_related(readings)
    known = _open_of(owner)
    effects = [
        (-_effect(row, known), -(row.sent_at.timestamp() if row.sent_at else 0), row.pk) for row in rows
    ]
    return [pk for _, _, pk in sorted(effects)]


def _open_of(owner: Person) -> _Open:
    known = _Open()
    for pk, employer in open_applications(owner).values_list("pk", "employer"):
        known.ids.add(pk)
        known.employers.add(employer.casefold())
    known.employers.discard("")
    mails = Message.objects.of(owner).filter(application__in=known.ids, is_mine=False)
    for address, key in mails.values_list("from_address", "key"):
        known.threads.add(key)
        known.places.add(_place(address))
    known.places.discard("")
    return known


def _place(address: str) -> str:
    """Where a sender is known again: the house, or the address where its house says nothing of an employer."""
    domain = address.rpartition("@")[2]
    return registrable(domain) if domain and names_an_employer(domain) else address


def _effect(row: Message, known: _Open) -> float:
    reading = max(row.readings.all(), key=lambda one: one.pk, default=None)
    asked = bool(getattr(row, "asked", False))
    return effect_of_asking(
        reading.confidence if reading else 0.0,
        maybe=_maybe(row, reading),
        has_evidence=bool(reading and reading.evidence),
        on_open=_is_about_open(row, reading, known),
        asked=asked,
    )


def _maybe(row: Message, reading: Reading | None) -> Kind | None:
    """The kind an unsure reading held back, where it says so; what is asked about has its kind already."""
    if row.kind != Kind.UNSURE:
        return Kind(row.kind)
    held = row.leant.get("leant_from") or (reading.facts.get("maybe", "") if reading else "")
    return Kind(held) if held in set(Kind) else None


def _is_about_open(row: Message, reading: Reading | None, known: _Open) -> bool:
    question = getattr(row, "question", None)
    return (
        row.application_id in known.ids
        or bool(question and known.ids.intersection(question.options))
        or _place(row.from_address) in known.places
        or bool(known.threads.intersection([row.in_reply_to, *row.references]))
        or bool(reading and reading.employer and reading.employer.casefold() in known.employers)
    )
