"""Commits that are on the disk before anything goes on: for what must not be forgotten by a cut of the power."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def on_disk() -> Iterator[None]:
    """Each commit inside is written through to the disk, where others may wait in the system's memory for a moment.

    Inside a transaction it changes nothing: that one's own commit decides.
    """
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=FULL")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=NORMAL")
