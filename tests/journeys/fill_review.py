"""Fills a data folder (SECONDWIND_DATA) with an invented search: 60 applications, 200 read mails, 100 unsure ones.

Run as `python fill_review.py`; the program that is started there afterwards finds them in its review.
"""

from __future__ import annotations

from datetime import timedelta

from secondwind import clock
from secondwind.cli.house import open_house, this_zone

open_house()

from secondwind.accounts.access import local_person  # noqa: E402 - models can be imported once the house is open
from secondwind.reading.clues import employer_key  # noqa: E402
from secondwind.record.models import Application, Message, Reading  # noqa: E402
from secondwind.record.timeline import append  # noqa: E402

APPLICATIONS, READ, UNSURE, DESKS = 60, 200, 100, 20
TEXT = (
    "Dear Sam,\n\nThank you for your patience. There is news about your application as {role} at {firm}, reference "
    "{n}. The team has met many people in the past weeks and went another way with parts of the role. We keep your "
    "papers until the end of the year and come back to you where something fits.\n\nThe desk at {firm}\n"
)
"""Words nobody could be sure about."""


def fill() -> None:
    now, owner = clock.now(), local_person(this_zone())
    rows = []
    for n in range(APPLICATIONS):
        firm = f"Firm {chr(65 + n % 26)}{n} Works"
        row = Application.objects.of(owner).create(
            employer=firm, employer_key=employer_key(firm), role="Planner", noted_at=now
        )
        append(row, "applied", happened_at=now - timedelta(days=90 - n), now=now)
        rows.append(row)
    mails = [
        Message(
            owner=owner, key=f"m{n}", fingerprint=f"m{n}", subject=f"News, reference {n}",
            from_name=f"Desk {n % DESKS}", from_address=f"desk@works{n % DESKS}.example",
            text=TEXT.format(role="Planner", firm=rows[n % APPLICATIONS].employer, n=n),
            sent_at=now - timedelta(hours=n), settled=True, kind="interview" if n < READ else "unsure",
            application=rows[n % APPLICATIONS] if n < READ else None,
        )
        for n in range(READ + UNSURE)
    ]  # fmt: skip
    Message.objects.of(owner).bulk_create(mails)
    Reading.objects.of(owner).bulk_create(
        Reading(
            owner=owner, message=mail, method="v1", kind=mail.kind, confidence=0.4,
            employer=mail.application.employer if mail.application else "",
            evidence=["went another way with parts of the role"],
        )
        for mail in mails
    )  # fmt: skip


if __name__ == "__main__":
    fill()
