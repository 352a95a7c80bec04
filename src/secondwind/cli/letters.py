"""`secondwind letters`: the letters there are, with the numbers that other commands take. Reads and changes nothing."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import click

from secondwind import clock

from .house import open_house, this_zone

STANDS = {
    "draft": "draft",
    "sent": "sent",
    "declined": "left unanswered",
    "waiting": "leaves in a moment",
    "again": "put off by the server",
    "leaving": "leaving now",
    "maybe": "may have been sent: look in Sent",
}
"""What a letter's state is called here."""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON array instead of lines.")
def letters(as_json: bool) -> None:
    """The letters there are, the last written first, each with its number."""
    open_house()
    from secondwind.accounts.access import local_person
    from secondwind.tools.reply.models import Letter

    person = local_person(this_zone())
    rows = (
        Letter.objects.of(person).select_related("application", "owner", "event").order_by("-made_at", "-id")
    )
    found = [_plain(letter, clock.now(), person.zone) for letter in rows]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for each in found:
        click.echo(_line(each))
    if not found:
        click.echo("No letter is written yet.")


def _plain(letter: Any, now: datetime, zone: str) -> dict[str, Any]:
    from secondwind.tools.reply.way import way_of

    way, answer = way_of(letter, now), letter.answer
    return {
        "id": letter.pk,
        "application": letter.application.name,
        "kind": letter.kind,
        "state": letter.state,
        "way": way.stage,
        "draft_on_server": way.draft,
        "trouble": way.sending.trouble if way.sending else "",
        "to": letter.to_address,
        "subject": letter.subject,
        "message_id": letter.message_id,
        "changed_at": _local(letter.changed_at, zone),
        "sent_at": _local(letter.sent_at, zone),
        "sent_how": letter.sent_how,
        "answer": None
        if answer is None
        else {"message_id": answer.key, "from": answer.from_address, "sent_at": _local(answer.sent_at, zone)},
    }


def _line(each: dict[str, Any]) -> str:
    stands = STANDS.get(each["way"]) if each["state"] == "leaving" else STANDS.get(each["state"])
    words = [f"{each['id']:>5}", each["application"], f"to {each['to'] or 'nobody yet'}", str(stands)]
    if each["answer"]:
        words.append("answered")
    line = "  ".join(words)
    # A mail may have brought what a terminal takes for a command.
    return "".join(letter if letter.isprintable() else "�" for letter in line)


def _local(moment: datetime | None, zone: str) -> str | None:
    return moment.astimezone(ZoneInfo(zone)).isoformat() if moment else None
