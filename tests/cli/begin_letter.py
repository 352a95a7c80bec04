"""Run in a data folder: begin a letter to Ana and connect Sam's mailbox, or ("allow") let it send and save drafts.

Arguments: the user and the IMAP and SMTP ports on the loopback; the password comes on standard input.
"""

from __future__ import annotations

import sys
from datetime import timedelta

from secondwind.cli.house import open_house

open_house()

from secondwind import clock  # noqa: E402 - Django must be ready before models can be imported
from secondwind.accounts.access import local_person  # noqa: E402
from secondwind.accounts.secrets import keep_secret  # noqa: E402
from secondwind.actions.note_no import note_no  # noqa: E402
from secondwind.actions.open_mailbox import secret_name  # noqa: E402
from secondwind.record.models import Mailbox, Plan, Step  # noqa: E402
from secondwind.tools.registry import built  # noqa: E402
from secondwind.tools.reply.actions import choose_recipient, keep_words, name_yourself, open_letter  # noqa: E402

WORDS = "Dear Ana,\n\nThank you for writing to me yourself.\n\nWith best wishes\nSam Okafor\n"


def begin(user: str, imap: int, smtp: int, secret: str) -> None:
    person, now = local_person("Europe/London"), clock.now()
    name_yourself(person, "Sam Okafor", "sam@okafor.example")
    plan = note_no(person, "Northwind", stage="interview", built=built(), now=now - timedelta(days=4))
    Plan.objects.of(person).update(rest_until=now - timedelta(days=2))
    letter = open_letter(Step.objects.of(person).get(plan=plan, template="reply"), now=now)
    choose_recipient(letter, name="Ana Lindqvist", address="ana.lindqvist@northwind.example", now=now)
    keep_words(letter, body=WORDS, subject="Your decision", now=now)
    mailbox = Mailbox.objects.of(person).create(
        address="sam@okafor.example", user=user, imap_host="127.0.0.1", imap_port=imap, imap_security="plain",
        smtp_host="127.0.0.1", smtp_port=smtp, smtp_security="plain", connected_at=now,
    )  # fmt: skip
    keep_secret(secret_name(mailbox), secret)


if sys.argv[1] == "allow":
    Mailbox.objects.of(local_person()).update(may_send=True, may_save_drafts=True)
else:
    begin(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.stdin.read())
