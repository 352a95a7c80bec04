"""Fold a no's mail away, file it, bring it back. Nothing is ever deleted: a message changes its place."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from secondwind.accounts.models import Person
from secondwind.actions.finish_step import finish_step, reopen_step
from secondwind.errors import NotNowError
from secondwind.playbooks.built import Built
from secondwind.record.models import Application, Message, OwnedQuerySet, Step

INBOX, FOLDED, ARCHIVED = "inbox", "folded", "archived"
AWAY = (FOLDED, ARCHIVED)


def noes_of(application: Application) -> OwnedQuerySet[Message]:
    """The mails of an application that say no."""
    return Message.objects.of(application.owner).filter(
        application=application, kind="rejection", is_mine=False
    )


@transaction.atomic
def fold(step: Step, *, built: Built, now: datetime) -> bool:
    """Fold the no of the step's application: out of the inbox, waiting for the reply. Done once.

    False where the step was settled before; then nothing moves.
    """
    return _put(step, from_places=(INBOX,), to=FOLDED, built=built, now=now)


@transaction.atomic
def archive(step: Step, *, built: Built, now: datetime) -> bool:
    """File the no. Raises NotNowError while a step it waits for (the reply) is open; done once."""
    _reply_first(step)
    return _put(step, from_places=(INBOX, FOLDED), to=ARCHIVED, built=built, now=now)


@transaction.atomic
def note_put_away(step: Step, *, built: Built, now: datetime) -> bool:
    """The person has put the mail away in their own mail program and says so. NotNowError as `archive`."""
    _reply_first(step)
    return finish_step(step, result={"by": "person"}, built=built, now=now)


def waits_for(step: Step) -> list[Step]:
    """The steps that come before this one and are still open."""
    return list(Step.objects.of(step.owner).filter(plan=step.plan, template__in=step.after, state="open"))


@transaction.atomic
def take_back(step: Step, *, built: Built, now: datetime) -> None:
    """Undo: each message goes back to exactly where it was, and the step is open again.

    A message that has been moved again since stays where it was moved to. A step that is not done is left alone.
    """
    if step.state != "done":
        return
    moved: dict[str, str] = step.result.get("moved", {})
    to = step.result.get("to", "")
    for key, was in moved.items():
        Message.objects.of(step.owner).filter(pk=int(key), place=to).update(place=was)
    reopen_step(step, built=built, now=now)


@transaction.atomic
def bring_back(message: Message) -> str:
    """Put a mail back into the inbox, any time. Returns where it was ("folded", "archived" or "inbox")."""
    was = message.place
    Message.objects.of(message.owner).filter(pk=message.pk).update(place=INBOX)
    return was


@transaction.atomic
def put_away_again(message: Message, place: str) -> None:
    """Undo of `bring_back`. ValueError for a place that is not away."""
    if place not in AWAY:
        raise ValueError(f"{place!r} is not a place out of sight")
    Message.objects.of(message.owner).filter(pk=message.pk, place=INBOX).update(place=place)


def mail_away(owner: Person, place: str) -> OwnedQuerySet[Message]:
    """The mail in one of the places out of sight, newest first."""
    return (
        Message.objects.of(owner)
        .filter(place=place)
        .select_related("application")
        .order_by("-sent_at", "-id")
    )


def _reply_first(step: Step) -> None:
    if waits_for(step):
        raise NotNowError(
            "The reply comes first, then their mail can be filed.",
            "Send it, note that you sent it, or skip it. All three count.",
        )


def _put(step: Step, *, from_places: tuple[str, ...], to: str, built: Built, now: datetime) -> bool:
    """Move and finish as one: the step's result remembers where each message was."""
    going = {row.pk: row.place for row in noes_of(step.plan.application).filter(place__in=from_places)}
    result: dict[str, Any] = {"by": "program", "to": to, "moved": {str(pk): was for pk, was in going.items()}}
    if not finish_step(step, result=result, built=built, now=now):
        return False
    Message.objects.of(step.owner).filter(pk__in=going).update(place=to)
    return True
