"""Application: one try for one role at one employer."""

from __future__ import annotations

from django.db import models

from .owned import Owned


class Application(Owned):
    """`stage`, `furthest`, `opened_at`, `ended_at` and `last_at` are cached answers that follow from its events.

    `via`: how it got there: "" (direct), "agency", "referral" or "inside"; `via_name` the agency or person.
    `earlier` is an application to the same employer that this one follows. `merged_into` is set while
    the person says that two were one. Moments are UTC.
    """

    employer = models.CharField(max_length=300, blank=True, default="")
    employer_key = models.CharField(max_length=300, blank=True, default="", db_index=True)
    role = models.CharField(max_length=300, blank=True, default="")
    location = models.CharField(max_length=200, blank=True, default="")
    via = models.CharField(max_length=20, blank=True, default="")
    via_name = models.CharField(max_length=200, blank=True, default="")
    stage = models.CharField(max_length=20, default="noticed", db_index=True)
    furthest = models.CharField(max_length=20, default="noticed")
    opened_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    last_at = models.DateTimeField(null=True, blank=True, db_index=True)
    noted_at = models.DateTimeField()
    by_hand = models.BooleanField(default=False)
    earlier = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="later"
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged"
    )
    not_mine = models.BooleanField(default=False)
    mail_import = models.ForeignKey(
        "record.MailImport", null=True, blank=True, on_delete=models.SET_NULL, related_name="applications"
    )

    class Meta:
        ordering = ["-last_at", "-id"]

    def __str__(self) -> str:
        return f"application {self.pk}"

    @property
    def name(self) -> str:
        """What to call it: the employer, else who it went through, else a plain phrase."""
        return self.employer or self.via_name or "An employer not named"
