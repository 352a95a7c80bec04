"""Run in a data folder, to be killed: begin N letters, send them one after the other, or settle what is open.

`begin N USER IMAP SMTP` (the password on standard input), `send`, `settle`.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from functools import partial

import click

from secondwind.cli.house import open_house

open_house()

from doors import a_letter_from, an_application  # noqa: E402 - Django must be ready before models can be imported
from secondwind import clock  # noqa: E402
from secondwind.accounts.access import local_person  # noqa: E402
from secondwind.accounts.secrets import keep_secret  # noqa: E402
from secondwind.actions.open_mailbox import secret_name  # noqa: E402
from secondwind.actions.start_plan import start_plan  # noqa: E402
from secondwind.record.models import Mailbox, Plan, Step  # noqa: E402
from secondwind.tools.registry import built  # noqa: E402
from secondwind.tools.reply import outbox  # noqa: E402
from secondwind.tools.reply.actions import name_yourself, open_letter  # noqa: E402
from secondwind.tools.reply.models import Letter  # noqa: E402


def begin(count: int, user: str, imap: int, smtp: int, secret: str) -> None:
    person, then = local_person("Europe/London"), clock.now() - timedelta(days=4)
    name_yourself(person, "Sam Okafor", "sam@okafor.example")
    mailbox = Mailbox.objects.of(person).create(
        address="sam@okafor.example", user=user, imap_host="127.0.0.1", imap_port=imap, imap_security="plain",
        smtp_host="127.0.0.1", smtp_port=smtp, smtp_security="plain", connected_at=then, may_send=True,
    )  # fmt: skip
    keep_secret(secret_name(mailbox), secret)
    for number in range(count):
        application = an_application(person, f"Northwind {number}", passed=("applied", "interview"), now=then)
        a_letter_from(person, application, sender=f"Ana <ana@northwind{number}.example>", sent_at=then)
        plan = start_plan(application, channel="email", built=built(), now=then)
        Plan.objects.of(person).filter(pk=plan.pk).update(rest_until=then)
        open_letter(Step.objects.of(person).get(plan=plan, template="reply"), now=clock.now())


def send() -> None:
    """What was left by a kill first, then every letter that is still a draft, without the ten seconds."""
    person = local_person()
    mailbox = Mailbox.objects.of(person).get()
    outbox.post.ask_to_send = partial(outbox.post.ask_to_send, wait=timedelta(0))
    click.echo("ready")
    sys.stdout.flush()
    outbox.send_what_waits(mailbox, now=clock.now())
    for letter in Letter.objects.of(person).filter(state="draft").select_related("application", "owner"):
        outbox.put_on_its_way(letter, mailbox, now=clock.now())
        outbox.send_what_waits(mailbox, now=clock.now())


def settle() -> None:
    """Every look and every try that the coming days would bring."""
    mailbox = Mailbox.objects.of(local_person()).get()
    for hours in range(0, 60, 5):
        outbox.send_what_waits(mailbox, now=clock.now() + timedelta(hours=hours))


if sys.argv[1] == "begin":
    begin(int(sys.argv[2]), sys.argv[3], int(sys.argv[4]), int(sys.argv[5]), sys.stdin.read())
elif sys.argv[1] == "send":
    send()
else:
    settle()
