"""Open the house: settings, a verified copy, migrations, and the one person who lives here."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import django
from django.apps import apps
from filelock import FileLock

from secondwind import clock
from secondwind.clock import this_zone
from secondwind.errors import SecondWindError

__all__ = ["copies_folder", "copy_the_day", "database_file", "moment_on", "open_house", "this_zone"]

EARLIEST_YEAR, LATEST_YEAR = 1990, 2100
"""Dates outside these are slips of the keyboard."""


def open_house(*, migrate: bool = True) -> None:
    """Make Django ready, and bring the data up to date after a verified copy of it. Safe to call twice."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "secondwind.site.settings")
    try:
        if not apps.ready:
            django.setup()
    except OSError as trouble:
        raise SecondWindError(
            f"The folder for the data cannot be used: {trouble.strerror or type(trouble).__name__}.",
            "Look at SECONDWIND_DATA and at who may write there.",
        ) from trouble
    if migrate:
        _bring_up_to_date()


def copy_the_day() -> None:
    """The day's copy of the data, before a command changes something. A disk without room for it is said, not fatal."""
    from secondwind.record.copies import copy_of_the_day

    if clock.is_moved():
        return
    try:
        copy_of_the_day(database_file(), copies_folder(), clock.now())
    except (SecondWindError, OSError) as trouble:
        click.echo(f"The copy of the day could not be made. {trouble}", err=True)


def _bring_up_to_date() -> None:
    from django.core.management import call_command

    from secondwind.record.copies import make_copy

    if not _pending():
        return
    # Two commands on an old folder: the second waits, and finds nothing left to do.
    with FileLock(database_file().with_name("migrate.lock")):
        applied = _pending()
        if not applied:
            return
        if applied.started:
            make_copy(database_file(), copies_folder(), clock.now(), "migration")
        call_command("migrate", interactive=False, verbosity=0)


@dataclass(frozen=True, slots=True)
class _Pending:
    """There are migrations to run; `started` tells whether any ran before, so that there is data to copy."""

    started: bool


def _pending() -> _Pending | None:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return None
    return _Pending(bool(executor.loader.applied_migrations))


def database_file() -> Path:
    from django.conf import settings

    return Path(settings.DATABASES["default"]["NAME"])


def copies_folder() -> Path:
    return database_file().parent / "copies"


def moment_on(words: str, zone: str, now: datetime) -> datetime:
    """A moment from what a person typed: a date (noon of that day in `zone`; `now` when it is today)
    or a date and time (in `zone`, unless it carries its own offset). Returns it in UTC."""
    try:
        given = datetime.fromisoformat(words)
    except ValueError:
        raise SecondWindError(
            f"“{words}” is no date we can read.", "Write it like 2026-11-23 or 2026-11-23T09:00."
        ) from None
    if not EARLIEST_YEAR <= given.year <= LATEST_YEAR:
        raise SecondWindError(
            f"The year {given.year} is too far away.", f"Write one from {EARLIEST_YEAR} to {LATEST_YEAR}."
        )
    here = ZoneInfo(zone)
    if len(words) <= len("2026-11-23"):
        if given.date() == now.astimezone(here).date():
            return now
        given = given.replace(hour=12)
    if given.tzinfo is None:
        given = given.replace(tzinfo=here)
    return given.astimezone(UTC)
