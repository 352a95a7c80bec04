"""Trouble becomes a sentence at this door, saying what to do next."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from secondwind.errors import NotYoursError, SecondWindError
from secondwind.ui.render import render

NOT_THIS_WAY = 405


class Sentences:
    """A SecondWindError ends as a quiet page with its sentence and hint; anything else goes on as it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if answer.status_code == NOT_THIS_WAY and request.method in ("GET", "HEAD") and not answer.content:
            return self._one_button(request, answer)
        return answer

    def _one_button(self, request: HttpRequest, answer: HttpResponse) -> HttpResponse:
        """Somebody opened an address that a form posts to: an old tab, a bookmark, the back button."""
        trouble = SecondWindError(
            "This address does one thing when a button is pressed.", "Nothing was changed."
        )
        page = render(request, "ui/trouble.html", {"trouble": trouble}, status=NOT_THIS_WAY)
        page.headers["Allow"] = answer.headers.get("Allow", "POST")
        return page

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, SecondWindError):
            return None
        status = 404 if isinstance(exception, NotYoursError) else 400
        return render(request, "ui/trouble.html", {"trouble": exception}, status=status)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)
