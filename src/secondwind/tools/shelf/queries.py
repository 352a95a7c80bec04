"""What stands on the shelf, in which order, and what a rest does to it. Reads alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from secondwind.accounts.models import Person
from secondwind.lib.days import local_day
from secondwind.lib.shelving import cold_applications_rest
from secondwind.reading.clues import same_employer_key
from secondwind.record.models import Application, Contact
from secondwind.record.queries import applications, resting_until
from secondwind.tools.steps import nothing_here

from .models import USUAL_CAP, Change, Posting, ShelfSettings


@dataclass(frozen=True, slots=True)
class Week:
    """How many roles were chosen since Monday, and how many the person meant to choose."""

    chosen: int
    cap: int

    @property
    def is_full(self) -> bool:
        return self.chosen >= self.cap


@dataclass(frozen=True, slots=True)
class Known:
    """What the record knows of an employer: people met there, and earlier applications."""

    people: tuple[str, ...] = ()
    applications: tuple[Application, ...] = ()


def posting_of(owner: Person, pk: int) -> Posting:
    """That role, if it is the person's; NotYoursError else."""
    found = Posting.objects.of(owner).filter(pk=pk).first()
    if found is None:
        raise nothing_here("The shelf is a good place to go on from.")
    return found


def change_of(owner: Person, pk: int) -> Change:
    """That change, if it is the person's; NotYoursError else."""
    found = Change.objects.of(owner).filter(pk=pk).select_related("posting", "step__plan", "owner").first()
    if found is None:
        raise nothing_here("The shelf is a good place to go on from.")
    return found


def rests(posting: Posting, now: datetime) -> bool:
    """Whether a rest holds a new application for this role back at `now`; nobody is stopped by it."""
    return cold_applications_rest(resting_until(posting.owner, now), deadline_of(posting), now)


def deadline_of(posting: Posting) -> datetime | None:
    """The end of its closing day where the person lives, in UTC."""
    if posting.closes_on is None:
        return None
    midnight = datetime.combine(
        posting.closes_on + timedelta(days=1), time.min, tzinfo=ZoneInfo(posting.owner.zone)
    )
    return midnight.astimezone(UTC)


def on_shelf(owner: Person, now: datetime) -> list[Posting]:
    """What waits, parked roles first once the rest is over, then what closes soonest, then the newest."""
    today, resting = local_day(now, owner.zone), resting_until(owner, now) is not None

    def place(posting: Posting) -> tuple[bool, bool, int, float]:
        closes = posting.closes_on
        ahead = closes is not None and closes >= today
        return (
            resting or not posting.shelved_in_rest,
            not ahead,
            closes.toordinal() if closes is not None and ahead else 0,
            -posting.found_at.timestamp(),
        )

    rows = Posting.objects.of(owner).filter(state="on_shelf").select_related("owner")
    return sorted(rows, key=place)


def chosen(owner: Person) -> list[Posting]:
    """Chosen and not yet applied for, by when they are to be written."""
    return list(Posting.objects.of(owner).filter(state="chosen").order_by("plan_when", "pk"))


def gone(owner: Person) -> list[Posting]:
    """Let go, the latest first."""
    return list(Posting.objects.of(owner).filter(state="let_go").order_by("-pk")[:50])


def week_of(owner: Person, now: datetime) -> Week:
    """This week's choices, from Monday midnight where the person lives."""
    today = local_day(now, owner.zone)
    monday = datetime.combine(
        today - timedelta(days=today.weekday()), time.min, tzinfo=ZoneInfo(owner.zone)
    ).astimezone(UTC)
    rows = Posting.objects.of(owner).filter(state__in=["chosen", "applied"], chosen_at__gte=monday)
    cap = ShelfSettings.objects.of(owner).values_list("weekly_cap", flat=True).first()
    return Week(rows.count(), USUAL_CAP if cap is None else cap)


def last_place(owner: Person) -> str:
    """Where the person last meant to write one."""
    rows = Posting.objects.of(owner).exclude(plan_where="").order_by("-chosen_at", "-pk")
    return rows.values_list("plan_where", flat=True).first() or ""


def known_at(owner: Person, postings: Iterable[Posting]) -> dict[int, Known]:
    """For each role, by id, whom and what the record knows at its employer, whichever way the name is written."""
    there = list(applications(owner).exclude(employer_key=""))
    names: dict[int, list[str]] = {}
    met = Contact.objects.of(owner).exclude(part="support").exclude(application=None)
    for application, name in met.order_by("pk").values_list("application", "name"):
        names.setdefault(application, []).append(name)
    known = {}
    for posting in postings:
        same = tuple(a for a in there if same_employer_key(a.employer_key, posting.employer_key))
        people = dict.fromkeys(name for a in same for name in names.get(a.pk, ()))
        known[posting.pk] = Known(tuple(people), same)
    return known
