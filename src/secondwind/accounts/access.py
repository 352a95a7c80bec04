"""Who may see what: the one file that says so."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import cast

from django.contrib.auth import login
from django.http import HttpRequest

from .models import EntryLink, Person

LOCAL_USERNAME = "local"
LINK_LIFETIME = timedelta(hours=24)


def local_person(zone: str = "UTC") -> Person:
    """The one person of this machine; made the first time anybody asks."""
    person, made = Person.objects.get_or_create(username=LOCAL_USERNAME, defaults={"zone": zone})
    if made:
        person.set_unusable_password()
        person.save(update_fields=["password"])
    return person


def person_of(request: HttpRequest) -> Person:
    """The person a request speaks for. Views behind the entry gate always have one."""
    return cast(Person, request.user)


def new_entry_link(person: Person, now: datetime) -> str:
    """A fresh one-time token for `person`, good for 24 hours. Returned once, kept only as a hash."""
    token = secrets.token_urlsafe(32)
    EntryLink.objects.create(person=person, token_hash=_hash(token), made_at=now)
    return token


def enter(request: HttpRequest, token: str, now: datetime) -> bool:
    """Let the bearer of an unused link in, once; False for a used, old or unknown one.

    The conditional UPDATE makes one of two simultaneous attempts the winner.
    """
    fresh = EntryLink.objects.filter(token_hash=_hash(token), used_at=None, made_at__gt=now - LINK_LIFETIME)
    if not fresh.update(used_at=now):
        return False
    link = EntryLink.objects.select_related("person").get(token_hash=_hash(token))
    login(request, link.person, backend="django.contrib.auth.backends.ModelBackend")
    return True


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
