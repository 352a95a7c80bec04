"""What the page of one letter shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from secondwind.letters.compose import registers
from secondwind.letters.letter import KINDS, count_words
from secondwind.letters.recipients import Recipient
from secondwind.record.facts import recipients_of
from secondwind.record.models import Message
from secondwind.ui.dates import clock_words, day_words

from .facts import NUDGES, may_ask, moments_of, own_address, plan_of_letter, their_message
from .leaving import MOVED, ways_of
from .marks import marked
from .models import Letter
from .noticing import Noted, notes_on
from .way import way_of

PAGE = "reply/letter.html"

ASKS = (
    ("advice", "Advice for the search ahead"),
    ("lacked", "What your experience lacked for this role"),
    ("none", "No ask. A thank-you can stand alone"),
)
WHAT_CAME = {
    "rejection": "A no.",
    "interview": "An invitation.",
    "assessment": "A task for you.",
    "application_received": "Your application arrived.",
    "offer": "An offer.",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One recipient to choose; `chosen` marks the one the letter goes to now."""

    who: Recipient
    chosen: bool


def letter_context(letter: Letter, now: datetime, *, look: bool = True) -> dict[str, Any]:
    """Everything the page needs. `look=False` leaves the notes out."""
    recipients = recipients_of(letter.application)
    notes = notes_on(letter, recipients) if look and letter.state == "draft" else ()
    shown = [note for note in notes if note.key not in letter.left_alone]
    leaving = ways_of(letter, now)
    theirs = their_message(letter.application)
    moments = moments_of(letter.application, letter.to_name, letter.to_address)
    low, high = KINDS[letter.kind].words
    return {
        "letter": letter,
        "application": letter.application,
        "plan": plan_of_letter(letter),
        "heading": heading_of(letter),
        "is_nudge": letter.kind in NUDGES,
        "theirs": theirs,
        "evidence": evidence_of(theirs),
        "what_came": WHAT_CAME.get(theirs.kind, "") if theirs else "",
        "recipients": recipients,
        "choices": [Choice(who, _same(who.address, letter.to_address)) for who in recipients],
        "why_them": next((who.why for who in recipients if _same(who.address, letter.to_address)), ""),
        "notes": shown,
        "left": len(notes) - len(shown),
        "all_here": all_here(letter, notes) if look else "",
        "marks": marked(letter.body, [(note.start, note.end) for note in shown if note.end > note.start]),
        "words": count_words(letter.body),
        "low": low,
        "high": high,
        "asks": ASKS if may_ask(letter) else (),
        "moments": moments,
        "first_moment": moments[0] if moments else "",
        "wordings": len(registers(letter.kind, letter.language)),
        "leaving": leaving,
        "way": way_of(letter, now),
        "answers": letter.answers,
        "moved_words": MOVED,
        "held_words": held_words(leaving.until, now, letter.owner.zone) if leaving.until else "",
        "own_address": own_address(letter),
        "step_is_open": letter.step is not None and letter.step.state == "open",
    }


def heading_of(letter: Letter) -> str:
    """ "Answer Ana", or the nearest to it that is known."""
    who = letter.to_name.split(" ")[0] or letter.application.employer
    if letter.kind in NUDGES:
        return f"Ask {who} once how it stands" if who else "Ask once how it stands"
    return f"Answer {who}" if who else "Your answer"


def evidence_of(message: Message | None) -> list[str]:
    """The words of a mail on which the latest reading of it rests."""
    reading = message.readings.order_by("-id").first() if message else None
    return list(reading.evidence) if reading else []


def all_here(letter: Letter, notes: tuple[Noted, ...]) -> str:
    """What was looked for and is there, in one sentence; "" while the look has something to say."""
    if letter.state != "draft" or notes:
        return ""
    if letter.kind in NUDGES:
        return "One question, no blame, the right names: all here."
    return (
        "Thanks, acceptance, one ask: all here."
        if letter.ask != "none"
        else "Thanks and acceptance: all here."
    )


def held_words(until: datetime, now: datetime, zone: str) -> str:
    """ "Write it tonight, leave it tomorrow at 9:00." in the person's zone."""
    there, here = until.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone))
    when = "tonight" if here.hour >= 17 or here.hour < 4 else "now"
    day = day_words(there.date(), here.date(), "near")
    return f"Write it {when}, leave it {'on ' if day[0].isupper() else ''}{day} at {clock_words(there)}."


def _same(one: str, other: str) -> bool:
    return bool(one) and one.casefold() == other.casefold()
