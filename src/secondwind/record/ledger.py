"""The list of applications: found, filtered and sorted by the database, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, Count, IntegerField, Q, Value, When

from secondwind.accounts.models import Person

from .models import Application, Message, OwnedQuerySet
from .queries import applications
from .stages import ENDS, GATES

PAGE = 60
TALKING = ("screening", "interview", "final", "offer")
GROUPS: dict[str, tuple[str, ...]] = {
    "talking": TALKING,
    "waiting": ("noticed", "applied"),
    "ended": ENDS,
}
SORTS: dict[str, tuple[str, ...]] = {
    "latest": ("-last_at", "-id"),
    "oldest": ("opened_at", "id"),
    "employer": ("employer_key", "-last_at", "-id"),
    "furthest": ("-rank", "-last_at", "-id"),
}


@dataclass(frozen=True, slots=True)
class Ledger:
    """One page of the list. `counts` are over the whole search, whatever the page and the filter show."""

    rows: list[Application]
    counts: dict[str, int]
    total: int
    next_start: int | None


def ledger(
    owner: Person,
    *,
    words: str = "",
    show: str = "all",
    stage: str = "",
    sort: str = "latest",
    start: int = 0,
) -> Ledger:
    """Rows `start` onwards of what fits. Unknown filters and sorts fall back to all and latest."""
    fitting = _fitting(owner, words)
    by_stage = dict(_counted(fitting))
    counts = {name: sum(by_stage.get(one, 0) for one in stages) for name, stages in GROUPS.items()}
    counts["all"] = sum(by_stage.values())
    wanted = fitting
    if show in GROUPS:
        wanted = wanted.filter(stage__in=GROUPS[show])
    if stage:
        wanted = wanted.filter(Q(stage=stage) | Q(furthest=stage))
    wanted = _sorted(wanted, sort)
    total = wanted.count()
    rows = list(wanted.select_related("plan")[start : start + PAGE])
    following = start + PAGE
    return Ledger(rows, counts, total, following if following < total else None)


def _fitting(owner: Person, words: str) -> OwnedQuerySet[Application]:
    """Applications that hold every word, in a name, a place, a person, or a mail."""
    rows = applications(owner)
    for word in words.split()[:8]:
        in_mail = Message.objects.of(owner).filter(Q(subject__icontains=word) | Q(text__icontains=word))
        rows = rows.filter(
            Q(employer__icontains=word)
            | Q(role__icontains=word)
            | Q(location__icontains=word)
            | Q(via_name__icontains=word)
            | Q(pk__in=in_mail.exclude(application=None).values("application"))
            | Q(contacts__name__icontains=word)
        )
    return rows.distinct() if words else rows


def _counted(rows: OwnedQuerySet[Application]) -> list[tuple[str, int]]:
    return list(rows.order_by().values_list("stage").annotate(n=Count("pk", distinct=True)))


def _sorted(rows: OwnedQuerySet[Application], sort: str) -> OwnedQuerySet[Application]:
    order = SORTS.get(sort, SORTS["latest"])
    if "-rank" in order:
        whens = [When(furthest=gate, then=Value(place)) for place, gate in enumerate(GATES)]
        rows = rows.annotate(rank=Case(*whens, default=Value(0), output_field=IntegerField()))
    return rows.order_by(*order)
