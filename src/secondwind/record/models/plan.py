"""Plan and Step: a playbook begun for one application, and one thing on one day."""

from __future__ import annotations

from django.db import models

from .application import Application
from .owned import Owned


class Plan(Owned):
    """A plan keeps the text and version of the playbook it began with, so editing one never changes a week begun.

    `began_at` is when the person knew (UTC). `rest_until` is stored in UTC with the zone it was worked
    out in; travel shifts what is shown and never shortens it. `facts` are what tools have learnt that
    conditions may ask (anger, feedback). `channel` is "" where nobody knows how it was told. `state`: open
    or closed.
    """

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="plan")
    playbook_id = models.CharField(max_length=64)
    playbook_version = models.PositiveIntegerField()
    playbook_text = models.TextField()
    began_at = models.DateTimeField()
    rest_until = models.DateTimeField()
    rest_zone = models.CharField(max_length=64)
    rest_ended_by_hand = models.BooleanField(default=False)
    channel = models.CharField(max_length=20, default="email")
    ghosted = models.BooleanField(default=False)
    brief = models.BooleanField(default=False)
    facts = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=20, default="open", db_index=True)
    paused_until = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    mail_import = models.ForeignKey(
        "record.MailImport", null=True, blank=True, on_delete=models.SET_NULL, related_name="plans"
    )

    class Meta:
        ordering = ["-began_at", "-id"]


class Step(Owned):
    """One step of a plan. `state`: open, done, skipped, not_for_me or impossible (`reason` says why).

    `position` is its place in the playbook file. `not_before` is set by "not today". `result` says
    what exists now that it is done (a letter, a debrief, a role), never that something was read.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="steps")
    template = models.CharField(max_length=64)
    position = models.PositiveIntegerField()
    tool = models.CharField(max_length=64)
    letter = models.CharField(max_length=64, blank=True, default="")
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True, default="")
    why = models.TextField(blank=True, default="")
    day = models.IntegerField()
    minutes = models.PositiveIntegerField()
    after = models.JSONField(default=list)
    sources = models.JSONField(default=list)
    personal = models.BooleanField(default=False)
    state = models.CharField(max_length=20, default="open")
    reason = models.CharField(max_length=60, blank=True, default="")
    not_before = models.DateField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["day", "position"]
        constraints = [models.UniqueConstraint(fields=["plan", "template"], name="one_step_a_template")]
