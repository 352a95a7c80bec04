"""A page, or the part of it that HTMX asked for. Every view ends here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

from secondwind.ui.undo import Undo

STATUS_PARTIAL = "ui/_status.html"


def render(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    partial: str = "",
    *,
    undo: Undo | None = None,
    status: int = 200,
) -> HttpResponse:
    """Answer with the page, or with `{% partialdef partial %}` of it when HTMX asked.

    A part brings messages and `undo` (as a toast) with it, swapped into the status line out of band. A
    boosted link, and going back in history, get the whole page. Raises TemplateDoesNotExist for an unknown
    partial.
    """
    values = dict(context or {})
    if undo is not None:
        values["undo"] = undo
    if partial and wants_part(request):
        words = render_to_string(f"{template}#{partial}", values, request)
        words += render_to_string(STATUS_PARTIAL, {**values, "out_of_band": True}, request)
    else:
        words = render_to_string(template, values, request)
    response = HttpResponse(words, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def wants_part(request: HttpRequest) -> bool:
    """Whether HTMX asked, and for a part rather than a whole page. False without its middleware."""
    htmx = getattr(request, "htmx", None)
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request
