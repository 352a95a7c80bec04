"""What every page knows: the moment, whether the person rests, whether mail is being read, what can be undone."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from secondwind import clock
from secondwind.accounts.access import person_of
from secondwind.record.queries import resting_until, running_import
from secondwind.ui.undo import take_undo

from .moment import moment_of, zone_of


def around(request: HttpRequest) -> dict[str, Any]:
    """The context of every page. For people who are not in, only the moment."""
    now, zone = moment_of(request), zone_of(request)
    common = {"now": now.astimezone(zone), "zone": zone.key, "clock_moved": clock.is_moved()}
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return common
    return {
        **common,
        "person": person_of(request),
        "air": SimpleLazyObject(lambda: "still" if resting_until(person_of(request), now) else ""),
        "import_waiting": SimpleLazyObject(lambda: _import_waiting(request)),
        "undo": SimpleLazyObject(lambda: take_undo(request)),
    }


def _import_waiting(request: HttpRequest) -> dict[str, str] | None:
    mail_import = running_import(person_of(request))
    if mail_import is None:
        return None
    url = reverse("import", args=[mail_import.pk])
    if mail_import.state == "found":
        count = mail_import.applications.filter(not_mine=False, merged_into=None).count()
        found = "one application" if count == 1 else f"{count or 'no'} applications"
        return {"url": url, "sentence": f"We found {found} in your mailbox. Look through what is there."}
    return {"url": url, "sentence": "Your mailbox is being read. This page stays usable meanwhile."}
