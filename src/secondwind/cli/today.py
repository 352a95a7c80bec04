"""`secondwind today`: what is ready, and what rests until when. Reads and changes nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import click

from secondwind import clock

from .house import moment_on, open_house, this_zone
from .mailbox import come_words


@click.command()
@click.option("--on", "on_", metavar="DATE", help="Another day (2026-11-24) or moment (2026-11-24T09:30).")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of sentences.")
def today(on_: str | None, as_json: bool) -> None:
    """What is ready today, and what rests until when."""
    open_house()
    from secondwind.accounts.access import local_person
    from secondwind.record.mailboxes import letters_come
    from secondwind.record.today import today_of

    person = local_person(this_zone())
    now = clock.now()
    if on_:
        now = moment_on(on_, person.zone, now)
    view = today_of(person, now)
    come = [one.whose for one in letters_come(person, now)]
    if as_json:
        plain = {**_plain(view, person.zone), "letters_come": come}
        click.echo(json.dumps(plain, ensure_ascii=False, indent=2))
        return
    for line in lines_of(view, person.zone, come):
        click.echo(line)


def _plain(view: Any, zone: str) -> dict[str, Any]:
    def local(moment: datetime | None) -> str | None:
        return moment.astimezone(ZoneInfo(zone)).isoformat() if moment else None

    return {
        "date": view.day.isoformat(),
        "resting_until": local(view.resting_until),
        "steps": [
            {
                "plan": step.plan.application.name,
                "step": step.row.template,
                "tool": step.row.tool,
                "title": step.title,
                "minutes": step.row.minutes,
            }
            for step in view.ready
        ],
        "waiting": [
            {
                "plan": step.plan.application.name,
                "step": step.row.template,
                "tool": step.row.tool,
                "title": step.title,
                "until": local(step.until),
                "waits_for": list(step.waits_for),
                "because": step.reason,
            }
            for step in view.waiting
        ],
    }


def lines_of(view: Any, zone: str, come: Sequence[str] = ()) -> list[str]:
    """What the terminal says of Today. `come`: whose letters have come and are not told yet."""
    here = ZoneInfo(zone)
    lines = [f"{view.day:%A} {view.day.day} {view.day:%B}"]
    if view.resting_until:
        lines.append(f"Resting until {_moment(view.resting_until.astimezone(here))}.")
    if view.ready:
        lines += ["", "Ready"]
        lines += [_ready_line(step) for step in view.ready]
    elif not view.resting_until:
        lines.append("Nothing needs you today. That is allowed.")
    if view.waiting:
        lines += ["", "Resting"]
        lines += [_waiting_line(step, here) for step in view.waiting]
    lines += [come_words(whose) for whose in come]
    lines += [f"A plan for {offer.offered.name} is here if you want it." for offer in view.offered]
    return lines


def _ready_line(step: Any) -> str:
    minutes = step.row.minutes
    length = f", {minutes} minutes" if minutes > 1 else ", 1 minute" if minutes else ""
    return f"  {step.title} ({step.plan.application.name}{length})"


def _waiting_line(step: Any, here: ZoneInfo) -> str:
    until = f" until {_moment(step.until.astimezone(here))}" if step.until else ""
    waits = f", waits for: {', '.join(step.waits_for)}" if step.waits_for else ""
    return f"  {step.title} ({step.plan.application.name}){until}{waits}"


def _moment(moment: datetime) -> str:
    return f"{moment:%A} {moment.day} {moment:%B}, {moment.hour}:{moment:%M}"
