"""The doors that stand in the head and the foot of every page. To add one: one line here.

A door is shown when its address exists, so a page may leave or arrive without a hole in the head.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True, slots=True)
class Door:
    """`key` is what a page calls itself (`here`); `address` the name of its URL, without arguments."""

    key: str
    label: str
    address: str


CONTENTS = (
    Door("today", "Today", "today"),
    Door("applications", "Applications", "applications"),
    Door("shelf", "Shelf", "shelf"),
)
ALWAYS = (
    Door("check-in", "Check in", "check-in"),
    Door("rest", "Rest", "rest"),
    Door("help", "Help", "help"),
)


def open_doors(doors: tuple[Door, ...]) -> list[tuple[Door, str]]:
    """The doors whose page exists, each with its path."""
    return [(door, path) for door in doors if (path := path_of(door.address))]


def path_of(address: str) -> str:
    """The path of a named URL without arguments, or "" when no such page exists."""
    try:
        return reverse(address)
    except NoReverseMatch:
        return ""
