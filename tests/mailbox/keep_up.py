"""Run in a data folder, to be killed: connect a mailbox, sync it, ask for moves, make them, or say what is known.

`connect USER PORT` (the password on standard input), `sync`, `ask FOLDER`, `move`, `say`; several, one after the other.
"""

from __future__ import annotations

import json
import sys

import click

from secondwind.cli.house import open_house

open_house()

from actions.invented import NOW  # noqa: E402 - Django must be ready before models can be imported
from secondwind.accounts.access import local_person  # noqa: E402
from secondwind.actions.allow_changes import allow  # noqa: E402
from secondwind.actions.connect_mailbox import connect_mailbox  # noqa: E402
from secondwind.actions.move_on_server import ask_move, do_moves  # noqa: E402
from secondwind.actions.sync_mailbox import sync_mailbox  # noqa: E402
from secondwind.mail.server.account import Server  # noqa: E402
from secondwind.record.models import Mailbox, MailImport, Message, Move  # noqa: E402
from secondwind.tools.registry import built  # noqa: E402
from told import said, with_rests_over  # noqa: E402


def connect(user: str, port: int, secret: str) -> None:
    server = Server("127.0.0.1", port, "plain")
    mailbox = connect_mailbox(
        local_person("Europe/London"), user, imap=server, smtp=None, secret=secret, now=NOW
    )
    allow(mailbox, "move")


def ready() -> None:
    click.echo("ready")
    sys.stdout.flush()


def say() -> None:
    person = local_person()
    with_rests_over(person, NOW)
    found = said(person)
    click.echo(
        json.dumps(
            {
                "messages": sorted(found.messages.items()),
                "keys": Message.objects.all_of(person).count(),
                "applications": sorted(found.applications.items()),
                "copies": sorted(found.copies.items()),
                "moves": sorted(Move.objects.of(person).values_list("message__fingerprint", "state")),
                "unfinished": MailImport.objects.of(person).exclude(state="kept").count(),
            }
        )
    )


def do(what: str, words: list[str]) -> None:
    if what == "connect":
        connect(words.pop(0), int(words.pop(0)), sys.stdin.read())
        return
    mailbox = Mailbox.objects.of(local_person()).get()
    if what == "sync":
        sync_mailbox(mailbox, built=built(), now=NOW)
    elif what == "ask":
        folder = words.pop(0)
        for message in Message.objects.of(mailbox.owner).filter(copies__folder__name=folder):
            ask_move(message, "folded", now=NOW)
    elif what == "move":
        do_moves(mailbox, now=NOW)
    else:
        say()


def main(words: list[str]) -> None:
    if len(words) == 1:
        ready()
    while words:
        do(words.pop(0), words)


main(sys.argv[1:])
