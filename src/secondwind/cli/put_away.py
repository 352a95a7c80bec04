"""`secondwind mail fold`, `archive` and `restore`: one letter put away in its mailbox, or brought back."""

from __future__ import annotations

from typing import Any

import click

from secondwind import clock
from secondwind.errors import NotYoursError, SecondWindError

from .house import copy_the_day, open_house, this_zone
from .unlock import open_secrets

message_argument = click.argument("message_id")


@click.command()
@message_argument
def fold(message_id: str) -> None:
    """Fold a letter away: out of the inbox, waiting for your reply. MESSAGE_ID is its Message-ID."""
    message = _message(message_id)
    _check_may_move(message)
    from secondwind.tools.mailroom.actions import fold_mail
    from secondwind.tools.registry import built

    fold_mail(message, built=built(), now=clock.now())
    _do(message)


@click.command()
@message_argument
def archive(message_id: str) -> None:
    """File a letter, once the reply is sent, declined or impossible."""
    message = _message(message_id)
    _check_may_move(message)
    from secondwind.tools.mailroom.actions import archive_mail
    from secondwind.tools.registry import built

    archive_mail(message, built=built(), now=clock.now())
    _do(message)


@click.command()
@message_argument
def restore(message_id: str) -> None:
    """Bring a letter back to where it was."""
    message = _message(message_id)
    _check_may_move(message)
    from secondwind.tools.mailroom.actions import bring_back

    bring_back(message, now=clock.now())
    _do(message)


def _message(message_id: str) -> Any:
    open_house()
    copy_the_day()
    from secondwind.accounts.access import local_person
    from secondwind.record.models import Message

    key = message_id.strip().removeprefix("<").removesuffix(">")
    found = (
        Message.objects.of(local_person(this_zone())).filter(key=key).select_related("application").first()
    )
    if found is None:
        raise NotYoursError(
            "No mail with that Message-ID is kept here.", "The page of its application shows it."
        )
    return found


def _check_may_move(message: Any) -> None:
    """SecondWindError where the letter lies in no mailbox that may be changed."""
    from secondwind.record.mailboxes import copies_of

    boxes = {copy.folder.mailbox for copy in copies_of(message)}
    if not boxes:
        raise SecondWindError(
            "This letter lies in no connected mailbox.", "Its page puts it away inside the program."
        )
    if not any(box.may_move for box in boxes):
        named = min(box.address for box in boxes)
        raise SecondWindError(
            f"Moving letters is not allowed at {named}.", "`secondwind mail allow move` allows it."
        )


def _do(message: Any) -> None:
    """Carry the move out, and say where the letter lies now."""
    open_secrets()
    from secondwind.actions.move_on_server import do_moves
    from secondwind.record.mailboxes import copies_of
    from secondwind.record.models import Move

    rows = Move.objects.of(message.owner).filter(message=message).order_by("id")
    asked = [row for row in rows if row.state in {"waiting", "claimed"}]
    for mailbox in {row.mailbox for row in asked}:
        do_moves(mailbox, now=clock.now())
    for row in asked:
        row.refresh_from_db()
        if row.state == "impossible":
            raise SecondWindError(row.trouble)
        if row.state != "done":
            raise SecondWindError("It is not moved yet.", "`secondwind mail sync` tries again.")
    lies = sorted({copy.folder.name for copy in copies_of(message)})
    click.echo(f"It lies in {', '.join(lies)}." if asked else f"It lies in {', '.join(lies)} already.")


COMMANDS = (fold, archive, restore)
