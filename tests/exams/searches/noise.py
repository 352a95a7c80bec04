"""Mail that belongs to no application: alerts, newsletters, outreach."""

from __future__ import annotations

from datetime import datetime, timedelta

from secondwind.mail.message import Address

from .desk import Desk
from .envelope import Draft, filled, letter
from .words import Language, between, pick

BOARDS = (
    Address("LinkedIn Job Alerts", "jobalerts-noreply@linkedin.com"),
    Address("Indeed", "alert@indeed.com"),
    Address("StepStone", "jobagent@stepstone.de"),
    Address("Jobperle", "alerts@jobperle.example"),
)
PAPERS = (
    Address("The Tuesday Letter", "letter@tuesdayletter.example"),
    Address("Postwren", "service@postwren.example"),
    Address("", "office@verein-ulmenhof.example"),
    Address("Lumobank", "info@lumobank.example"),
)


def noise(desk: Desk) -> None:
    """One mail of no application, somewhere in the weeks of the search."""
    draw = desk.chance.random()
    words = desk.some_words()
    if draw < 0.42:
        alert(desk, words)
    elif draw < 0.68:
        newsletter(desk, words)
    else:
        outreach(desk, words)


def _moment(desk: Desk) -> datetime:
    return desk.begin + timedelta(
        days=between(desk.chance, 0, desk.window + 30), minutes=between(desk.chance, 300, 1200)
    )


def alert(desk: Desk, words: Language) -> None:
    """A list of roles; in half of them stands one the person has applied to."""
    chance, at = desk.chance, _moment(desk)
    lines = [
        f"{pick(chance, words.lists['roles'])} – {pick(chance, words.firms(desk.half)).full}"
        for _ in range(between(chance, 3, 5))
    ]
    known, marks = None, []
    if desk.cases and chance.random() < 0.5:
        known = pick(chance, desk.cases)
        lines.insert(1, f"{known.role} – {known.firm.stem}")
        marks.append("alert_names_application")
    wording = desk.choose(words, "alert")
    role = known.role if known else pick(chance, words.lists["roles"])
    firm = known.firm.stem if known else pick(chance, words.firms(desk.half)).stem
    subject, text = filled(chance, wording, words, at, role=role, employer=firm, list="\n".join(lines))
    board = pick(chance, BOARDS)
    draft = Draft(board, desk.own, subject, text, at, list_id=board.address.replace("@", "."), automatic=True)
    desk.file(draft, None, "alert", marks)


def newsletter(desk: Desk, words: Language) -> None:
    """Daily life and career letters; a firm one has applied to may send its own."""
    chance, at = desk.chance, _moment(desk)
    wording = desk.choose(words, "newsletter")
    marks, sender, firm = [], pick(chance, PAPERS), ""
    if "employer" in wording.slots:
        firm = (pick(chance, desk.cases).firm if desk.cases else pick(chance, words.firms(desk.half))).stem
        sender = Address(firm, f"news@{pick(chance, ('mailing', 'letters'))}.example")
        marks.append("newsletter_of_employer")
    subject, body = filled(chance, wording, words, at, employer=firm)
    text = letter(chance, words, "", body, "")
    draft = Draft(sender, desk.own, subject, text, at, list_id=sender.address.replace("@", "."))
    desk.file(draft, None, "newsletter", marks)


def outreach(desk: Desk, words: Language) -> None:
    """Somebody proposes a role nobody applied for; now and then an agency or a firm that is known already."""
    chance, at, marks = desk.chance, _moment(desk), []
    wording = desk.choose(words, "outreach")
    firm, owner = pick(chance, words.firms(desk.half)), pick(chance, words.lists["agencies"])
    applied = {case.role for case in desk.cases}
    role = pick(
        chance, [role for role in words.lists["roles"] if role not in applied] or words.lists["roles"]
    )
    contact = None
    known = [case for case in desk.cases if bool(case.agency) != ("employer" in wording.slots)]
    if known and chance.random() < 0.4:
        case = pick(chance, known)
        firm, owner, contact = case.firm, case.owner, case.contact if case.agency else None
        marks.append("outreach_from_known_sender")
    elif "employer" in wording.slots:
        owner = firm.stem
    contact = contact or desk.contact(words, owner)
    first = desk.own.name.partition(" ")[0]
    subject, body = filled(chance, wording, words, at, employer=firm.stem, role=role)
    text = letter(chance, words, first, body, contact.name)
    desk.file(Draft(contact, desk.own, subject, text, at, firm, role), None, "outreach", marks)
