"""Tool: what a folder here promises, so that plans, pages and the checker can speak of it by key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # settings name the tools' folders before any row can be read
    from secondwind.record.models import Step


@dataclass(frozen=True, slots=True)
class Tool:
    """`key` is "folder.action". `url_name` names the page that does the step; it takes `step_id`.

    `button` is what the one filled button on Today says. `at_once` marks a step that one press does.
    `offer_url_name`, where the tool also serves an application that is still open, takes `application_id`.
    `letters` are the kinds of letter it can write, where it writes any. `text_for`, where the text kept with
    the plan does not always hold, gives the text for a step as things stand, or None where the plan's holds.
    """

    key: str
    url_name: str
    button: str
    at_once: bool = False
    offer_url_name: str = ""
    letters: frozenset[str] = field(default_factory=frozenset)
    text_for: Callable[[Step], str | None] | None = None
