"""Put a role on the shelf, choose it, keep it, let it go, note that you applied, and take any of that back.

Every action answers with the Change that undoes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from secondwind.accounts.models import Person
from secondwind.actions.add_application import add_application
from secondwind.actions.correct_application import disown
from secondwind.actions.finish_step import finish_step, reopen_step
from secondwind.errors import NotNowError
from secondwind.playbooks.built import Built
from secondwind.reading.clues import employer_key
from secondwind.record.models import Step

from .models import Change, Posting, ShelfSettings
from .queries import rests

KEY = "shelf.triage"
RESTORED = (
    "title", "employer", "employer_key", "location", "url", "closes_on", "words", "excitement", "why", "state",
    "chosen_at", "plan_when", "plan_where", "obstacle", "shelved_in_rest", "asked_low", "application_id",
)  # fmt: skip
"""What a Change remembers of a posting."""


@dataclass(frozen=True, slots=True)
class Intention:
    """When (aware), where, and one line for what may come between."""

    when: datetime
    where: str
    obstacle: str = ""


@transaction.atomic
def add_posting(owner: Person, said: Mapping[str, Any], *, now: datetime) -> Change:
    """A role seen, added by hand. In a rest it lands on tomorrow's shelf. Nothing is fetched.

    `said`: title, employer, location, url (http or https, checked by the form), closes_on, words.
    """
    posting = Posting(owner=owner, found_at=now, state="let_go")
    before = _snapshot(posting)
    _describe(posting, said)
    posting.state = "on_shelf"
    posting.shelved_in_rest = rests(posting, now)
    posting.save()
    return _note(posting, "added", before, now)


@transaction.atomic
def correct_posting(posting: Posting, said: Mapping[str, Any], *, now: datetime) -> Change:
    """The facts of a role, said again."""
    before = _snapshot(posting)
    _describe(posting, said)
    posting.save()
    return _note(posting, "corrected", before, now)


@transaction.atomic
def choose(
    posting: Posting,
    *,
    excitement: int | None,
    why: str,
    intention: Intention,
    step: Step | None,
    built: Built,
    now: datetime,
) -> Change:
    """It leaves the shelf on purpose, dated and placed; the step that asked for it is done with that.

    Without a step, the open one of this kind is: what exists makes it done. A rest does not stop this;
    whoever asks during one has said so.
    """
    before = _snapshot_unapplied(posting)
    posting.excitement, posting.why = excitement, why
    posting.state, posting.chosen_at, posting.shelved_in_rest = "chosen", now, False
    posting.plan_when, posting.plan_where, posting.obstacle = (
        intention.when,
        intention.where,
        intention.obstacle,
    )
    posting.save()
    return _note(
        posting, "chosen", before, now, _finish(step or waiting_step(posting.owner), posting, built, now)
    )


@transaction.atomic
def keep(posting: Posting, *, excitement: int | None, why: str, now: datetime) -> Change:
    """Keep it on the shelf; in a rest, on tomorrow's, from where it comes back to the front."""
    before = _snapshot_unapplied(posting)
    posting.excitement, posting.why, posting.state = excitement, why, "on_shelf"
    posting.shelved_in_rest = rests(posting, now)
    posting.save()
    return _note(posting, "kept", before, now)


@transaction.atomic
def let_go(posting: Posting, *, excitement: int | None, why: str, now: datetime) -> Change:
    """Let it go; it stays findable."""
    before = _snapshot_unapplied(posting)
    posting.excitement, posting.why = excitement, why
    posting.state, posting.shelved_in_rest = "let_go", False
    posting.save()
    return _note(posting, "let go", before, now)


@transaction.atomic
def put_back(posting: Posting, *, now: datetime) -> Change:
    """Back on the shelf, whether it was chosen or let go. The week's count follows."""
    before = _snapshot_unapplied(posting)
    posting.state, posting.chosen_at, posting.plan_when = "on_shelf", None, None
    posting.save()
    return _note(posting, "put back", before, now)


@transaction.atomic
def note_applied(posting: Posting, *, now: datetime) -> Change:
    """The person applied today: an application begins in the record, applied."""
    before = _snapshot_unapplied(posting)
    posting.application = add_application(
        posting.owner, posting.employer, role=posting.title, happened_at=now, now=now
    )
    posting.state = "applied"
    posting.save()
    return _note(posting, "applied", before, now)


@transaction.atomic
def mark_asked(posting: Posting) -> None:
    """The one question about a choice without a why or a 4 was put; it is not put again."""
    Posting.objects.of(posting.owner).filter(pk=posting.pk).update(asked_low=True)


@transaction.atomic
def take_back(change: Change, *, built: Built, now: datetime) -> None:
    """Undo: the role is as it was before, its step open again, its application out of sight.

    Twice changes nothing. NotNowError where something else was done with the role since.
    """
    rows = Change.objects.of(change.owner)
    if rows.filter(posting=change.posting, undone_at=None, pk__gt=change.pk).exists():
        raise NotNowError("Something else was done with this role since.", "The shelf shows where it stands.")
    if not rows.filter(pk=change.pk, undone_at=None).update(undone_at=now):
        return
    posting = change.posting
    if change.what == "applied" and posting.application is not None:
        disown(posting.application, now=now)
    for name, value in change.before.items():
        setattr(posting, name, Posting._meta.get_field(name).to_python(value))
    posting.save()
    step = change.step
    if step is not None and step.state == "done" and step.result.get("posting") == posting.pk:
        reopen_step(step, built=built, now=now)


@transaction.atomic
def set_cap(owner: Person, cap: int) -> int:
    """How many roles a week; returns what it was."""
    settings, _ = ShelfSettings.objects.of(owner).get_or_create(owner=owner)
    was, settings.weekly_cap = settings.weekly_cap, cap
    settings.save(update_fields=["weekly_cap"])
    return was


def waiting_step(owner: Person) -> Step | None:
    """The open step that asks for one chosen role. The one about more sources writes a letter; it is another."""
    steps = Step.objects.of(owner).filter(tool=KEY, letter="", state="open", plan__state="open")
    return steps.order_by("-plan__began_at", "position").first()


def _finish(step: Step | None, posting: Posting, built: Built, now: datetime) -> Step | None:
    """Finish the step with what exists now; None where there was nothing to finish."""
    if step is None or posting.plan_when is None:
        return None
    result = {
        "posting": posting.pk,
        "when": posting.plan_when.isoformat(),
        "where": posting.plan_where,
        "intentional": posting.is_intentional,
    }
    return step if finish_step(step, result=result, built=built, now=now) else None


def _describe(posting: Posting, said: Mapping[str, Any]) -> None:
    posting.title, posting.employer = said["title"], said["employer"]
    posting.employer_key = employer_key(posting.employer)[:300]
    posting.location, posting.url = said.get("location", ""), said.get("url", "")
    closes_on: date | None = said.get("closes_on")
    posting.closes_on, posting.words = closes_on, said.get("words", "")


def _snapshot(posting: Posting) -> dict[str, Any]:
    return {name: getattr(posting, name) for name in RESTORED}


def _snapshot_unapplied(posting: Posting) -> dict[str, Any]:
    """What stood before; NotNowError for a role that has left the shelf for good."""
    if posting.state == "applied":
        raise NotNowError("You have applied for this one already.", "It stands among your applications.")
    return _snapshot(posting)


def _note(
    posting: Posting, what: str, before: dict[str, Any], now: datetime, step: Step | None = None
) -> Change:
    return Change.objects.of(posting.owner).create(
        posting=posting, what=what, before=before, step=step, made_at=now
    )
