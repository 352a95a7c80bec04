"""What the pages of every tool do about the step they were opened for, and where they go afterwards."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from secondwind.accounts.access import person_of
from secondwind.errors import NotYoursError
from secondwind.record.models import Step
from secondwind.record.queries import resting_until, step_of


def step_for(request: HttpRequest, step_id: int, *keys: str) -> Step:
    """The person's own step of that id, done with one of the tools called `keys`; NotYoursError else."""
    step = step_of(person_of(request), step_id)
    if step.tool not in keys:
        raise nothing_here()
    return step


def nothing_here(hint: str = "Today is a good place to go on from.") -> NotYoursError:
    """What is said of a row that is not there or not the person's: the same words for both."""
    return NotYoursError("There is nothing here by that address.", hint)


def id_in(words: str) -> int | None:
    """The id written in a part of an address or a field of a form; None where no row can have it."""
    return int(words) if words.isascii() and words.isdigit() and len(words) < 19 else None


def go_on(request: HttpRequest) -> HttpResponse:
    """On to Today, or to the rest page while a rest lasts."""
    return redirect("rest" if resting_until(person_of(request), request.now) else "today")
