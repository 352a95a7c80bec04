"""Fold a no's mail away, file it, bring it back. Nothing is ever deleted: a message changes its place.

Where its mailbox is connected and moving is allowed, the server is asked for the same (actions.move_on_server).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from secondwind.accounts.models import Person
from secondwind.actions.finish_step import finish_step, reopen_step
from secondwind.actions.move_on_server import ask_move
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
    for message in Message.objects.of(step.owner).filter(pk__in=[int(key) for key in moved], place=to):
        _place(message, moved[str(message.pk)], now)
    reopen_step(step, built=built, now=now)


@transaction.atomic
def bring_back(message: Message, *, now: datetime) -> str:
    """Put a mail back into the inbox, any time. Returns where it was ("folded", "archived" or "inbox")."""
    was = message.place
    _place(message, INBOX, now)
    return was


@transaction.atomic
def put_away_again(message: Message, place: str, *, now: datetime) -> None:
    """Undo of `bring_back`. ValueError for a place that is not away."""
    if place not in AWAY:
        raise ValueError(f"{place!r} is not a place out of sight")
    if Message.objects.of(message.owner).filter(pk=message.pk, place=INBOX).exists():
        _place(message, place, now)


@transaction.atomic
def fold_mail(message: Message, *, built: Built, now: datetime) -> None:
    """Fold one mail. Where it is the no of a plan whose step that is, the step is done by it."""
    step = _step_for(message, "mailroom.fold")
    if step is None or step.state != "open" or not fold(step, built=built, now=now):
        _place(message, FOLDED, now)


@transaction.atomic
def archive_mail(message: Message, *, built: Built, now: datetime) -> None:
    """File one mail, in the same order as on its page: NotNowError for the no of a plan while the reply is open."""
    step = _step_for(message, "mailroom.archive")
    if step is not None:
        _reply_first(step)
    if step is None or step.state != "open" or not archive(step, built=built, now=now):
        _place(message, ARCHIVED, now)


def _step_for(message: Message, tool: str) -> Step | None:
    """The step that puts this mail away, None where it is no plan's no."""
    if message.application is None or not noes_of(message.application).filter(pk=message.pk).exists():
        return None
    return Step.objects.of(message.owner).filter(plan__application=message.application_id, tool=tool).first()


def _place(message: Message, place: str, now: datetime) -> None:
    """The record's place of a mail, and the same asked of its mailbox."""
    Message.objects.of(message.owner).filter(pk=message.pk).update(place=place)
    message.place = place
    ask_move(message, place, now=now)


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
    for message in Message.objects.of(step.owner).filter(pk__in=going):
        _place(message, to, now)
    return True
