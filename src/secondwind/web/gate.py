"""Who gets in: this machine, by its own name, with a link that was opened once."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from secondwind.accounts.access import enter
from secondwind.ui.render import render

from .moment import moment_of

Answer = Callable[[HttpRequest], HttpResponse]
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_SITES = frozenset({"same-origin", "none"})


class LoopbackOnly:
    """Turn away requests from other machines, and changes that another site's page asks for.

    Django holds the Host header to ALLOWED_HOSTS, which a rebound name cannot be in; Origin and
    Sec-Fetch-Site, which no page can forge, are held here as well as by the CSRF token.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_loopback(request.META.get("REMOTE_ADDR", "")):
            return HttpResponse(
                "Second Wind answers this computer alone.", status=403, content_type="text/plain"
            )
        request.get_host()
        if request.method not in SAFE and not _own_page_asks(request):
            return HttpResponse(
                "This did not come from a page of Second Wind. Nothing was changed.",
                status=403,
                content_type="text/plain",
            )
        return self.get_response(request)


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _own_page_asks(request: HttpRequest) -> bool:
    if request.headers.get("Sec-Fetch-Site", "none") not in OWN_SITES:
        return False
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.get_host()


class EntryGate:
    """Everybody without a session gets the page that says how to come in; nothing else is told."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated or request.path.startswith("/enter/"):
            return self.get_response(request)
        return render(request, "ui/enter.html", status=403)


def use_link(request: HttpRequest, token: str) -> HttpResponse:
    """The one-time link: in, or the page that says how to get a new one."""
    if enter(request, token, moment_of(request)):
        return redirect("/")
    if request.user.is_authenticated:
        return redirect("/")
    return render(request, "ui/enter.html", {"used": True}, status=403)


urlpatterns = [path("enter/<str:token>", use_link, name="enter")]
