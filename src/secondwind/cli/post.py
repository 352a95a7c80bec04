"""`secondwind mail draft LETTER` and `mail send LETTER`: a letter goes out by the person's own server."""

from __future__ import annotations

import time
from typing import Any

import click

from secondwind import clock
from secondwind.errors import NotNowError, NotYoursError, SecondWindError

from .house import copy_the_day, open_house, this_zone

BREATH = 0.2
PATIENCE = 400.0
"""Seconds another process is waited for that sends just now."""

SETTLED = frozenset({"sent", "refused", "taken_back", "left"})

letter_argument = click.argument("letter", type=int)
from_option = click.option(
    "--from", "address", default="", metavar="ADDRESS", help="Which mailbox, where there are several."
)


@click.command()
@letter_argument
@from_option
def draft(letter: int, address: str) -> None:
    """Save LETTER (a number of `secondwind letters`) to Drafts, for your own mail program."""
    row = _letter(letter)
    from secondwind.tools.reply import outbox

    mailbox = outbox.mailbox_for(row, address)
    sending = outbox.save_to_drafts(row, mailbox, now=clock.now())
    _until_settled(sending, mailbox)
    if sending.state != "sent":
        raise SecondWindError(
            sending.trouble or "The draft is not saved yet.", "It is tried again while Second Wind runs."
        )
    click.echo(f"It lies in Drafts at {mailbox.address}.")


@click.command()
@letter_argument
@from_option
@click.option("--it-went", is_flag=True, help="It may have been sent, and you found it in Sent.")
@click.option("--it-did-not", is_flag=True, help="It may have been sent, and you know it was not.")
def send(letter: int, address: str, it_went: bool, it_did_not: bool) -> None:
    """Send LETTER (a number of `secondwind letters`). For ten seconds Ctrl+C takes it back."""
    row = _letter(letter)
    if it_went or it_did_not:
        _settle(row, it_went)
        return
    from secondwind.tools.reply import outbox

    mailbox = outbox.mailbox_for(row, address)
    try:
        sending = outbox.put_on_its_way(row, mailbox, now=clock.now())
        click.echo("It leaves in ten seconds. Ctrl+C takes it back.", err=True)
        _until_settled(sending, mailbox)
    except KeyboardInterrupt:
        _taken_back(row)
        return
    _say(sending)


def _letter(number: int) -> Any:
    open_house()
    copy_the_day()
    from secondwind.accounts.access import local_person
    from secondwind.tools.reply.models import Letter

    rows = Letter.objects.of(local_person(this_zone())).select_related("application", "owner", "step")
    row = rows.filter(pk=number).first()
    if row is None:
        raise NotYoursError(f"There is no letter {number}.", "`secondwind letters` lists them.")
    return row


def _settle(row: Any, it_went: bool) -> None:
    from secondwind.tools.reply import outbox

    if not (outbox.say_it_went if it_went else outbox.say_it_did_not)(row, now=clock.now()):
        raise NotNowError("There is no doubt about this letter.", "`secondwind letters` says how it stands.")
    click.echo("Noted as sent." if it_went else "It is a draft again.")


def _until_settled(sending: Any, mailbox: Any) -> None:
    """Do what is due until it is known what came of this one; a Second Wind that runs beside us may do it first."""
    from secondwind.tools.reply.outbox import send_what_waits

    end = time.monotonic() + PATIENCE
    while not (sending.state in SETTLED or sending.trouble) and time.monotonic() < end:
        send_what_waits(mailbox, now=clock.now())
        sending.refresh_from_db()
        if not (sending.state in SETTLED or sending.trouble):
            time.sleep(BREATH)


def _taken_back(row: Any) -> None:
    from secondwind.tools.reply import outbox

    if not outbox.take_back(row, now=clock.now()):
        raise NotNowError("It is leaving already.", "`secondwind letters` says how it stands.")
    click.echo("Taken back. The letter is a draft again.")


def _say(sending: Any) -> None:
    if sending.state == "sent":
        click.echo(f"Sent from {sending.mailbox.address}.")
        if not sending.copied:
            click.echo(
                "The copy for Sent is not there yet. It is tried again while Second Wind runs.", err=True
            )
        return
    if sending.state == "maybe":
        raise SecondWindError(
            "It may have been sent: look in Sent.",
            "Then say `secondwind mail send LETTER --it-went`, or `--it-did-not`.",
        )
    if sending.state == "waiting":
        raise SecondWindError(sending.trouble, "It is tried again while Second Wind runs.")
    raise SecondWindError(sending.trouble or "It was taken back.", "The letter is a draft again.")
