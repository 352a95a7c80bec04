"""Open the house: settings, a verified copy, migrations, and the one person who lives here."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import django
from django.apps import apps

from secondwind import clock
from secondwind.errors import SecondWindError


def open_house(*, migrate: bool = True) -> None:
    """Make Django ready, and bring the data up to date after a verified copy of it. Safe to call twice."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "secondwind.site.settings")
    if not apps.ready:
        django.setup()
    if migrate:
        _bring_up_to_date()


def _bring_up_to_date() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    from secondwind.record.copies import make_copy

    if executor.loader.applied_migrations:
        make_copy(database_file(), copies_folder(), clock.now(), "migration")
    call_command("migrate", interactive=False, verbosity=0)


def database_file() -> Path:
    from django.conf import settings

    return Path(settings.DATABASES["default"]["NAME"])


def copies_folder() -> Path:
    return database_file().parent / "copies"


def this_zone() -> str:
    """The IANA name of this machine's time zone; "UTC" where it cannot be told."""
    given = os.environ.get("TZ", "").lstrip(":")
    candidates = [given]
    link = Path("/etc/localtime")
    if link.is_symlink():
        candidates.append(str(link.readlink()).partition("zoneinfo/")[2])
    for name in candidates:
        if name:
            try:
                return ZoneInfo(name).key
            except (KeyError, ValueError, OSError):
                continue
    return "UTC"


def moment_on(words: str, zone: str) -> datetime:
    """A moment from what a person typed: a date (noon of that day in `zone`; the present hour when it
    is today) or a date and time (in `zone`, unless it carries its own offset). Returns it in UTC."""
    try:
        given = datetime.fromisoformat(words)
    except ValueError:
        raise SecondWindError(
            f"“{words}” is no date we can read.", "Write it like 2026-11-23 or 2026-11-23T09:00."
        ) from None
    here = ZoneInfo(zone)
    now = clock.now()
    if len(words) <= len("2026-11-23"):
        if given.date() == now.astimezone(here).date():
            return now
        given = given.replace(hour=12)
    if given.tzinfo is None:
        given = given.replace(tzinfo=here)
    return given.astimezone(now.tzinfo)
