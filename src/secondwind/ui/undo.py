"""Taking back: one sentence with one way back, shown once after the thing was done."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.http import HttpRequest

_KEY = "undo"


@dataclass(frozen=True, slots=True)
class Undo:
    """`sentence` says what was done ("Letter put away"), `url` takes it back when posted to."""

    sentence: str
    url: str
    label: str = "Take it back"


def offer_undo(request: HttpRequest, undo: Undo) -> None:
    """Show the way back on the next full page: for an action that ends in a redirect."""
    request.session[_KEY] = asdict(undo)


def take_undo(request: HttpRequest) -> Undo | None:
    """The way back that waits for this person, once; None when nothing waits."""
    kept = request.session.pop(_KEY, None) if hasattr(request, "session") else None
    return Undo(**kept) if kept else None
