"""Run in a data folder: connect, read, be refused by password and token, and try to send; print every traceback.

On standard input a line each: user, port, password, token, wrong password. Words of its own alone are printed beside.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Callable
from datetime import timedelta

import click

from secondwind.cli.house import open_house

open_house()

from django.conf import settings  # noqa: E402 - Django must be ready before models can be imported

from actions.invented import NOW  # noqa: E402
from secondwind import clock  # noqa: E402
from secondwind.accounts.access import local_person  # noqa: E402
from secondwind.actions.allow_changes import allow  # noqa: E402
from secondwind.actions.connect_mailbox import connect_mailbox  # noqa: E402
from secondwind.actions.open_mailbox import Tokens, packed  # noqa: E402
from secondwind.actions.send_letter import ask_to_send, do_sendings  # noqa: E402
from secondwind.actions.sync_mailbox import sync_mailbox  # noqa: E402
from secondwind.errors import SecondWindError  # noqa: E402
from secondwind.mail.server.account import Server  # noqa: E402
from secondwind.mail.server.signin import Token  # noqa: E402
from secondwind.record.models import Sending  # noqa: E402
from secondwind.tools.registry import built  # noqa: E402

user, port, password, token, wrong = sys.stdin.read().splitlines()
here = Server("127.0.0.1", int(port), "plain")
nobody = Server("127.0.0.1", 1, "plain")
logging.getLogger().setLevel(logging.DEBUG)


class Letters:
    def went(self, *_: object, **__: object) -> None:
        pass

    def stays(self, *_: object, **__: object) -> None:
        pass


def refused(step: str, call: Callable[[], object]) -> None:
    try:
        call()
    except SecondWindError as error:
        click.echo("".join(traceback.format_exception(error)))
        click.echo(f"{error!r} {error.args} {error.__cause__!r} {error.__context__!r}")
        logging.getLogger("django").error("It did not work.", exc_info=error)
        click.echo(step)


person = local_person("Europe/London")
refused(
    "wrong password",
    lambda: connect_mailbox(person, user, imap=here, smtp=None, secret=wrong, now=NOW),
)
held = packed(Tokens(Token(token, clock.now() + timedelta(hours=1), token), token))
refused(
    "wrong token",
    lambda: connect_mailbox(
        person, user, imap=here, smtp=None, secret=held, sign_in="oauth", oauth={"client_id": "us"}, now=NOW
    ),
)
mailbox = connect_mailbox(person, user, imap=here, smtp=nobody, secret=password, now=NOW)
click.echo(f"connected {mailbox!r}")
sync_mailbox(mailbox, built=built(), now=NOW)
click.echo("read")
allow(mailbox, "send")
sending = ask_to_send(
    person, mailbox, 1, raw=b"From: sam@okafor.example\r\nMessage-ID: <1@okafor.example>\r\n\r\nDear Ana\r\n",
    to=["ana@northwind.example"], message_id="1@okafor.example", now=clock.now(), wait=timedelta(0),
)  # fmt: skip
do_sendings(mailbox, letters=Letters(), now=clock.now())
sending = Sending.objects.of(person).get()
if sending.state != "sent":
    click.echo(f"not sent: {sending.state} {sending.trouble}")
for path in settings.DATA.rglob("*"):
    if path.is_file():
        held_there = path.read_bytes()
        for secret in (password, token, wrong):
            if secret.encode() in held_there:
                click.echo(f"LEAK {path.name}")
                raise SystemExit(1)
click.echo("looked")
