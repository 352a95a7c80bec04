"""MailedNote: what the person mailed to themselves with `sw:` in the subject, until they say it is right."""

from __future__ import annotations

from django.db import models

from .application import Application
from .event import Event
from .owned import Owned


class MailedNote(Owned):
    """`says`: no or note; `words` what stood after it. Nothing follows from it before the person confirms it.

    `application` is the one that is clearly meant, None where none is. `event` is the note on its timeline.
    `key` knows the mail again, whichever folder it is met in. `settled_at`: confirmed or dropped (`confirmed` says
    which).
    """

    key = models.CharField(max_length=64)
    says = models.CharField(max_length=8)
    words = models.TextField()
    sent_at = models.DateTimeField()
    noted_at = models.DateTimeField()
    application = models.ForeignKey(
        Application, null=True, blank=True, on_delete=models.SET_NULL, related_name="mailed_notes"
    )
    event = models.ForeignKey(Event, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    confirmed = models.BooleanField(default=False)

    class Meta:
        ordering = ["sent_at", "id"]
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="one_note_a_mail")]
