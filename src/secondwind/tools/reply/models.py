"""Letter: one letter about one application, while it is written and after it is gone."""

from __future__ import annotations

from django.db import models

from secondwind.record.answers import answers_to
from secondwind.record.models import Application, Event, Message, Owned, Step


class Letter(Owned):
    """`state`: draft, leaving (on its way, see Sending), sent or declined. `sent_how`: "by hand", "file" where a draft
    file was made, or "server" where it was sent from here.

    `written` is what the program last composed, so that what the person changed can be told from it;
    `earlier` are texts that gave way to another, newest last, each with the number it is asked back by.
    `left_alone` are keys of notes the person left. `in_reply_to`, `references` and `message_id` are
    message ids without brackets. `hold_lifted_at` is when the person chose to leave during a rest.
    `event` is the "wrote" on the timeline. Moments are UTC.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="letters")
    step = models.ForeignKey(Step, null=True, blank=True, on_delete=models.SET_NULL, related_name="letters")
    kind = models.CharField(max_length=64)
    variant = models.PositiveIntegerField(default=0)
    ask = models.CharField(max_length=20, default="none")
    moment = models.CharField(max_length=500, blank=True, default="")
    to_name = models.CharField(max_length=200, blank=True, default="")
    to_address = models.CharField(max_length=500, blank=True, default="")
    subject = models.TextField(blank=True, default="")
    body = models.TextField(blank=True, default="")
    written = models.TextField(blank=True, default="")
    earlier = models.JSONField(default=list, blank=True)
    left_alone = models.JSONField(default=list, blank=True)
    in_reply_to = models.CharField(max_length=1000, blank=True, default="")
    references = models.JSONField(default=list, blank=True)
    message_id = models.CharField(max_length=1000, blank=True, default="")
    language = models.CharField(max_length=8, default="en")
    state = models.CharField(max_length=20, default="draft", db_index=True)
    sent_how = models.CharField(max_length=20, blank=True, default="")
    hold_lifted_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    event = models.ForeignKey(Event, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["step"], condition=models.Q(state="draft"), name="one_open_draft_a_step"
            )
        ]

    def __str__(self) -> str:
        return f"letter {self.pk}"

    @property
    def answers(self) -> list[Message]:
        """The mails that answer it, the first one first."""
        return answers_to(self.event) if self.state == "sent" and self.event else []

    @property
    def answer(self) -> Message | None:
        """The first mail that answers it, None while nobody has."""
        return next(iter(self.answers), None)
