"""Event: one dated fact about an application, append-only."""

from __future__ import annotations

from django.db import models

from .application import Application
from .message import Message
from .owned import Owned


class Event(Owned):
    """`what` is one of stages.WHAT; `happened_at` when it happened, `noted_at` when we learnt of it (UTC).

    Nothing is edited: an event that turns out wrong is answered by another whose `retracts` names it.
    `message` is the mail that told us; `detail` what else belongs to it (a letter's id, a note's words).
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="events")
    what = models.CharField(max_length=30)
    happened_at = models.DateTimeField()
    noted_at = models.DateTimeField()
    message = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="events"
    )
    retracts = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="retraction"
    )
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["happened_at", "id"]
        indexes = [models.Index(fields=["application", "happened_at"])]

    def __str__(self) -> str:
        return f"event {self.pk} {self.what}"
