"""What the pages of every tool do about the step they were opened for, and where they go afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from secondwind.accounts.access import person_of
from secondwind.errors import NotYoursError
from secondwind.record.models import Step
from secondwind.record.queries import resting_until, step_of
from secondwind.record.today import ReadyStep

from .registry import built_tools
from .tool import Tool


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


@dataclass(frozen=True, slots=True)
class Doable:
    """A ready step with the tool that does it, the address it is done at, and what is said below its title."""

    step: ReadyStep
    tool: Tool
    url: str
    text: str


def doable(steps: Sequence[ReadyStep]) -> list[Doable]:
    """Ready steps with their tools; a step whose tool is not here is left out (it is never drafted open)."""
    tools = built_tools()
    return [_doable(step, tools[step.row.tool]) for step in steps if step.row.tool in tools]


def _doable(step: ReadyStep, tool: Tool) -> Doable:
    """A tool may know better than the playbook what to say of one step (no mail here: nothing leaves an inbox)."""
    text = tool.text_for(step.row) if tool.text_for else None
    return Doable(step, tool, reverse(tool.url_name, args=[step.row.pk]), text or step.text)
