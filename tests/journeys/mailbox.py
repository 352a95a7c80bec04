"""An invented mailbox of sixty mails for the walk: one no after an interview, and everything around it."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from mailbox import mbox
from pathlib import Path

SAM = "Sam Okafor <sam@okafor.example>"
PRIYA = "Priya Nair <priya.nair@northwind.example>"
ANA = "Ana Lindqvist <ana.lindqvist@northwind.example>"
FIRMS = (
    "Ashgill Energy", "Petrel Row", "Quillon Systems", "Osmere Foods", "Sable Yard", "Corrin Freight",
    "Longacre Dairies", "Hobthrush Homes", "Redmire Paper", "Ottery Parcels", "Kilnsey Bakeries",
    "Gannet Mutual", "Dunlin Transit", "Merrow Pharma",
)  # fmt: skip
RECEIPT = "Dear Sam,\n\nWe have received your application for the position of {role} at {firm}. Thank you.\n"
FORM_NO = (
    "Dear Sam,\n\nUnfortunately, we will not be moving forward with your application for {role} at {firm}.\n"
)
INVITATION = (
    "Hello Sam,\n\nWe would like to invite you to an interview for the {role} role at {firm}.\n\nPriya\n"
)
NO = (
    "Dear Sam,\n\nThank you for coming in. After a long discussion we have decided to go ahead with another "
    "candidate for the {role} role at {firm}.\n\nKind regards,\nAna Lindqvist\n"
)


def write_walk_mailbox(path: Path, told_at: datetime) -> Path:
    """Sixty mails up to the no of `told_at` (aware), as an mbox."""
    box = mbox(path)
    try:
        for n, (days, sender, subject, body, answers) in enumerate(_mails()):
            mail = EmailMessage()
            mail["Message-ID"] = f"<walk-{n}@okafor.example>"
            mail["Date"] = format_datetime(told_at - timedelta(days=days))
            mail["From"], mail["To"], mail["Subject"] = sender, SAM, subject
            if answers:
                mail["In-Reply-To"] = mail["References"] = f"<walk-{n - 1}@okafor.example>"
            mail.set_content(body)
            box.add(mail)
    finally:
        box.close()
    return path


def _mails() -> list[tuple[float, str, str, str, bool]]:
    return [*_northwind(), *_receipts(), *_form_noes(), *_nothing()]


def _northwind() -> list[tuple[float, str, str, str, bool]]:
    role, firm = "Operations analyst", "Northwind"
    jobs = "Northwind <jobs@northwind.example>"
    return [
        (30, jobs, f"Application received: {role}", RECEIPT.format(role=role, firm=firm), False),
        (12, PRIYA, f"{role}: an interview", INVITATION.format(role=role, firm=firm), True),
        (0, ANA, f"{role}, your visit", NO.format(role=role, firm=firm), True),
    ]


def _receipts() -> list[tuple[float, str, str, str, bool]]:
    return [
        (
            40 - n,
            _desk(firm),
            f"Application received: Planner at {firm}",
            RECEIPT.format(role="Planner", firm=firm),
            False,
        )
        for n, firm in enumerate(FIRMS)
    ]


def _form_noes() -> list[tuple[float, str, str, str, bool]]:
    return [
        (
            14 - n,
            _desk(firm),
            f"Your application: Planner at {firm}",
            FORM_NO.format(role="Planner", firm=firm),
            False,
        )
        for n, firm in enumerate(FIRMS[:8])
    ]


def _desk(firm: str) -> str:
    return f"{firm} <no-reply@hirelane.example>"


def _nothing() -> list[tuple[float, str, str, str, bool]]:
    return [
        (35 - n, "Pennine Kettles <orders@penninekettles.example>", f"Your order {5500 + n} is on its way",
         f"Hello Sam,\n\nYour parcel number {5500 + n} left our warehouse today.\n", False)
        for n in range(35)
    ]  # fmt: skip
