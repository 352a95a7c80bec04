"""The timeline of an application: the one writer of Event and of Application.stage."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from .models import Application, Event, Message
from .stages import WHAT, Fact, Standing, stand


def append(
    application: Application,
    what: str,
    *,
    happened_at: datetime,
    now: datetime,
    message: Message | None = None,
    detail: dict[str, Any] | None = None,
) -> Event:
    """Note one fact and let the application's stage follow. KeyError for a `what` nobody knows."""
    WHAT[what]
    event = Event.objects.of(application.owner).create(
        application=application,
        what=what,
        happened_at=happened_at,
        noted_at=now,
        message=message,
        detail=detail or {},
    )
    restand(application)
    return event


def retract(event: Event, *, now: datetime) -> Event:
    """Answer an event that was wrong. The event stays; it counts for nothing from now on."""
    answer = Event.objects.of(event.owner).create(
        application=event.application, what="retracted", happened_at=now, noted_at=now, retracts=event
    )
    restand(event.application)
    return answer


def standing_events(application: Application) -> list[Event]:
    """The events that count, in the order they happened: retracted ones and their retractions left out."""
    return list(
        application.events.exclude(what="retracted")
        .filter(retraction=None)
        .select_related("message")
        .order_by("happened_at", "id")
    )


def standing_of(application: Application) -> Standing:
    return stand(Fact(event.what, event.happened_at) for event in standing_events(application))


def restand(application: Application) -> bool:
    """Set the cached stage from the events; True where that changed anything."""
    standing = standing_of(application)
    fresh = {
        "stage": standing.stage,
        "furthest": standing.furthest,
        "opened_at": standing.opened_at,
        "ended_at": standing.ended_at,
        "last_at": standing.last_at,
    }
    changed = [name for name, value in fresh.items() if getattr(application, name) != value]
    for name in changed:
        setattr(application, name, fresh[name])
    if changed:
        application.save(update_fields=changed)
    return bool(changed)
