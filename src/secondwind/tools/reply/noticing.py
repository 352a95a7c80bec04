"""Notes on a draft, in the shape the page shows them, and what the look is told about the search."""

from __future__ import annotations

from dataclasses import dataclass

from secondwind.letters.lint import LintContext, Note, lint
from secondwind.letters.recipients import Recipient
from secondwind.record.queries import known_names

from .facts import REPLIES, moments_of, plan_of_letter
from .models import Letter

LOOKED_OVER = 8_000
"""Characters up to which a letter is looked over while somebody types: eight times the longest that reads
well. Some rules take time that grows with the square of a sentence's length."""


@dataclass(frozen=True, slots=True)
class Noted:
    """One note. `start` and `end` are places in the body (equal where the note speaks of all of it).

    `key` tells this note from the others of the letter, and is the same while the words it speaks of are.
    `must_look` sets apart what is to be looked at from what is suggested. `replacement` is what the words
    become ("" takes them out), None where only the person can write it.
    """

    key: str
    reason: str
    suggestion: str
    quote: str
    start: int
    end: int
    must_look: bool
    replacement: str | None

    @property
    def first(self) -> str:
        """The first sentence of the reason; what it says is seen at once."""
        return f"{self.reason.partition('. ')[0].rstrip('.')}." if ". " in self.reason else self.reason

    @property
    def rest(self) -> str:
        """What comes after: the rest of the reason, and the suggestion where no button says it already."""
        said = [self.reason.partition(". ")[2], "" if self.takes_out or self.puts_in else self.suggestion]
        return " ".join(part if part.endswith((".", "?")) else f"{part}." for part in said if part)

    @property
    def takes_out(self) -> bool:
        return self.replacement == ""

    @property
    def puts_in(self) -> str:
        """What its button would put there, short enough for a button; "" where it puts nothing."""
        words = " ".join((self.replacement or "").split())
        return words if len(words) <= 40 else f"{words[:38].rstrip()}…"


def notes_on(letter: Letter, recipients: tuple[Recipient, ...]) -> tuple[Noted, ...]:
    """Every note on the letter as it stands, those that were left alone included."""
    if len(letter.body) > LOOKED_OVER:
        return (TOO_LONG,)
    return tuple(_noted(note) for note in lint(letter.body, lint_context(letter, recipients)))


TOO_LONG = Noted(
    key="long",
    reason="This is longer than a letter. It is kept, and not looked over.",
    suggestion="",
    quote="",
    start=0,
    end=0,
    must_look=False,
    replacement=None,
)


def lint_context(letter: Letter, recipients: tuple[Recipient, ...]) -> LintContext:
    """What the rules need to know beside the words, from the record."""
    application = letter.application
    plan = plan_of_letter(letter)
    moments = moments_of(application, letter.to_name, letter.to_address)
    return LintContext(
        kind=letter.kind,
        own_name=letter.owner.signs_as,
        recipient_name=letter.to_name,
        recipient_address=letter.to_address,
        employer=application.employer,
        role=application.role,
        other_names=_other_names(letter, recipients),
        moments=[*([letter.moment] if letter.moment else []), *moments],
        decided=application.ended_at is not None and not (plan is not None and plan.ghosted),
        stage=application.furthest,
        asks_none=letter.kind in REPLIES and letter.ask == "none",
        language=letter.language,
    )


def _other_names(letter: Letter, recipients: tuple[Recipient, ...]) -> list[str]:
    """Names from the rest of the search: everybody known, but nobody who belongs to this application."""
    application = letter.application
    own = {application.employer, application.via_name, letter.to_name}
    own |= set(application.contacts.values_list("name", flat=True)) | {who.name for who in recipients}
    own |= set(application.messages.values_list("from_name", flat=True))
    folded = {name.casefold() for name in own if name}
    return [name for name in known_names(letter.owner) if name.strip() and name.casefold() not in folded]


def _noted(note: Note) -> Noted:
    words = " ".join(note.quote.split())
    return Noted(
        key=f"{note.rule}:{words}"[:400],
        reason=note.reason,
        suggestion=note.suggestion,
        quote=note.quote,
        start=note.start,
        end=note.end,
        must_look=note.severity == "stop-and-look",
        replacement=note.replacement,
    )
