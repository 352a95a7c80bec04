"""`secondwind after EMPLOYER`: I was just rejected."""

from __future__ import annotations

import click

from secondwind import clock

from .house import copy_the_day, moment_on, open_house, this_zone
from .today import lines_of


@click.command()
@click.argument("employer")
@click.option("--role", default="", help="What the role was called.")
@click.option(
    "--stage", default="applied", show_default=True,
    help="How far it went: applied, screening, interview, final or offer.",
)  # fmt: skip
@click.option(
    "--channel", default="email", show_default=True,
    help="How they told you: email, portal, phone, in_person, or none for a silence.",
)  # fmt: skip
@click.option("--on", "on_", metavar="DATE", help="When you heard; today when left out.")
def after(employer: str, role: str, stage: str, channel: str, on_: str | None) -> None:
    """I was just rejected by EMPLOYER: open a plan, with its rest."""
    open_house()
    copy_the_day()
    from secondwind.accounts.access import local_person
    from secondwind.actions.note_no import note_no
    from secondwind.record.today import today_of
    from secondwind.tools.registry import built

    person = local_person(this_zone())
    now = clock.now()
    happened_at = moment_on(on_, person.zone, now) if on_ else now
    plan = note_no(
        person, employer, role=role, stage=stage, channel=channel.replace("-", "_"),
        happened_at=happened_at, built=built(), now=now,
    )  # fmt: skip
    click.echo(f"A plan is open after {plan.application.name}.")
    for line in lines_of(today_of(person, now), person.zone):
        click.echo(line)
