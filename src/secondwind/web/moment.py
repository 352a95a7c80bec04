"""The moment of a request: the clock is read once, here, and handed down as `request.now`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from secondwind import clock


class Moment:
    """Sets `request.now` (aware, UTC) and lets dates on the page be those of the person's zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        moment_of(request)
        with timezone.override(zone_of(request)):
            return self.get_response(request)


def moment_of(request: HttpRequest) -> datetime:
    """The moment this request is answered at (UTC)."""
    if not hasattr(request, "now"):
        request.now = clock.now()  # type: ignore[attr-defined]
    return request.now  # type: ignore[attr-defined, no-any-return]


def zone_of(request: HttpRequest) -> ZoneInfo:
    """The person's zone; UTC where it is not known, as for a request that was refused before it had a person."""
    person = getattr(request, "user", None)
    try:
        return ZoneInfo(getattr(person, "zone", "UTC") or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
