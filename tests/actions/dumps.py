"""The record as a value that can be compared: rows without their numbers and without when they were noted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import connection, models

PASSING = frozenset(
    {"noted_at", "made_at", "began_at", "finished_at", "date_joined", "last_login", "rest_until"}
)
LEFT_OUT = frozenset({"MailImport", "MailProblem", "SourceMark", "EntryLink"})


def canonical(*, leave_out: Iterable[str] = LEFT_OUT) -> dict[str, list[Any]]:
    """Every row of every table of ours, sorted; a row that points at another names it by what it says."""
    found = {}
    for model in _ours():
        if model.__name__ in leave_out:
            continue
        found[model.__name__] = sorted((_said(row) for row in model._base_manager.all()), key=repr)
    return found


def _ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("secondwind.")]


def _said(row: models.Model, depth: int = 0) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        if field.primary_key or field.name in PASSING or field.name in {"owner", "mail_import", "password"}:
            continue
        value = getattr(row, field.name) if not field.is_relation else None
        if field.is_relation:
            other = getattr(row, field.name)
            value = _name(other, depth) if other is not None else None
        said[field.name] = value
    if type(row).__name__ == "Question":
        options = type(row)._meta.get_field("message").related_model  # for the app's own Application
        applications = options._meta.get_field("application").related_model
        said["options"] = sorted(
            repr(_said(one, 2)) for one in applications._base_manager.filter(pk__in=said["options"])
        )
    if type(row).__name__ == "Message":
        # A repeated Message-ID goes to whichever mail is read first; a clue names an application by number.
        said.pop("key")
        said["clues"] = sorted((clue["name"], clue["words"]) for clue in said["clues"])
    return said


def _name(row: models.Model, depth: int) -> Any:
    if depth > 1:
        return getattr(row, "employer", None) or getattr(row, "fingerprint", None) or type(row).__name__
    return repr(sorted(_said(row, depth + 1).items(), key=lambda pair: pair[0]))


def tables() -> dict[str, list[Any]]:
    """The tables of the database in use, but for those a session or a migration writes."""
    with connection.cursor() as cursor:
        found = {}
        for name in connection.introspection.table_names(cursor):
            if name.startswith(("django_", "auth_", "sqlite_")):
                continue
            cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608
            found[name] = sorted(cursor.fetchall(), key=repr)
        return found
