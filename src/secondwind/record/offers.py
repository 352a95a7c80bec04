"""Steps before the outcome: offers on open applications, made by the standing playbook.

A plan begins with the no; until then nothing is drafted. What an offer led to (a look back) belongs to the
application, and the plan that may come later takes it over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from secondwind.accounts.models import Person
from secondwind.lib.days import local_day
from secondwind.playbooks.built import Built
from secondwind.playbooks.conditions import Facts
from secondwind.playbooks.draft import offers
from secondwind.playbooks.load import shipped_playbooks
from secondwind.playbooks.playbook import StepTemplate

from .facts import STAGE_NUMBER
from .models import Application, Event
from .queries import live_applications
from .timeline import standing_events

TALKS = frozenset({"interview", "final"})
LATELY = timedelta(days=14)
"""No step before an outcome is offered longer after a talk than this."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing an open application may be offered today."""

    application: Application
    template: StepTemplate


def offers_today(owner: Person, built: Built, now: datetime) -> list[Offer]:
    """Every offer over the live applications with a talk lately or ahead, the latest first."""
    talked = Event.objects.of(owner).filter(
        what__in=TALKS, detail__held=True, retraction=None, happened_at__gte=now - LATELY
    )
    rows = live_applications(owner).filter(pk__in=talked.values("application"))
    found = [offer for row in rows for offer in offers_on(row, built, now)]
    return sorted(found, key=lambda offer: offer.application.last_at or now, reverse=True)


def offers_on(application: Application, built: Built, now: datetime) -> list[Offer]:
    """What this open application may be offered at `now` (UTC); nothing that was taken up since the last talk."""
    playbooks = shipped_playbooks()
    playbook = playbooks.get(application.owner.playbook) or playbooks["combined"]
    events = standing_events(application)
    last = _last_talk(events)
    taken = {
        str(event.detail.get("tool"))
        for event in events
        if event.detail.get("tool") and (last is None or event.happened_at >= last)
    }
    drafted = offers(
        playbook,
        _facts_of(application, last, now),
        built_tools=built.tools,
        built_letters=built.letters,
    )
    return [Offer(application, template) for template in drafted if template.tool not in taken]


def _last_talk(events: Sequence[Event]) -> datetime | None:
    """When the person last sat in an interview. A mail that invites to one says nothing of the day it is held."""
    held = [event.happened_at for event in events if event.what in TALKS and event.detail.get("held")]
    return max(held, default=None)


def _facts_of(application: Application, last_talk: datetime | None, now: datetime) -> Facts:
    zone = application.owner.zone
    today = local_day(now, zone)
    since = (today - local_day(last_talk, zone)).days if last_talk else None
    return Facts(
        stage=STAGE_NUMBER[application.furthest],
        decided=False,
        interview_booked=since is not None and since < 0,
        days_since_interview=since if since is not None and since >= 0 else None,
    )
