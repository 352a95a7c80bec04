"""Trouble becomes a sentence at this door, saying what to do next."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from secondwind.errors import NotYoursError, SecondWindError
from secondwind.ui.render import render


class Sentences:
    """A SecondWindError ends as a quiet page with its sentence and hint; anything else goes on as it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, SecondWindError):
            return None
        status = 404 if isinstance(exception, NotYoursError) else 400
        return render(request, "ui/trouble.html", {"trouble": exception}, status=status)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)
