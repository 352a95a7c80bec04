"""Posting, Change and ShelfSettings: roles seen, what was done with each, and how many a week."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from secondwind.record.models import Application, Owned, Step

ENOUGH = 4
"""From this excitement on, with a why, a choice counts as intentional (row S0.5d)."""
USUAL_CAP = 3


class Posting(Owned):
    """A role seen, waiting on the shelf until it is chosen on purpose.

    `state`: on_shelf, chosen, applied or let_go. `closes_on` is a date where the person lives. `excitement`
    is 1 to 5. `plan_when` (UTC), `plan_where` and `obstacle` say when and where it is written, and what if
    something comes between. `shelved_in_rest`: parked while a rest held cold applications back.
    `asked_low`: the one question about a choice without a why or a 4 has been put.
    """

    title = models.CharField(max_length=300)
    employer = models.CharField(max_length=300)
    employer_key = models.CharField(max_length=300, blank=True, default="", db_index=True)
    location = models.CharField(max_length=200, blank=True, default="")
    url = models.CharField(max_length=2000, blank=True, default="")
    closes_on = models.DateField(null=True, blank=True)
    words = models.TextField(blank=True, default="")
    source = models.CharField(max_length=20, default="hand")
    found_at = models.DateTimeField()
    excitement = models.PositiveSmallIntegerField(null=True, blank=True)
    why = models.TextField(blank=True, default="")
    state = models.CharField(max_length=20, default="on_shelf", db_index=True)
    chosen_at = models.DateTimeField(null=True, blank=True)
    plan_when = models.DateTimeField(null=True, blank=True)
    plan_where = models.CharField(max_length=200, blank=True, default="")
    obstacle = models.CharField(max_length=500, blank=True, default="")
    shelved_in_rest = models.BooleanField(default=False)
    asked_low = models.BooleanField(default=False)
    application = models.ForeignKey(
        Application, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self) -> str:
        return f"posting {self.pk}"

    @property
    def link_words(self) -> str:
        """The web address as it is shown: whose it is first, without the scheme."""
        return self.url.partition("://")[2].removeprefix("www.").rstrip("/")

    @property
    def is_intentional(self) -> bool:
        """Chosen with a why and an excitement of ENOUGH or more."""
        return has_why(self.why) and (self.excitement or 0) >= ENOUGH


class Change(Owned):
    """One thing the person did with a posting (`what`), and how it was `before`, to take it back."""

    posting = models.ForeignKey(Posting, on_delete=models.CASCADE, related_name="changes")
    what = models.CharField(max_length=20)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    step = models.ForeignKey(Step, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"change {self.pk} {self.what}"


class ShelfSettings(Owned):
    """How many roles leave the shelf in a week; the person's to change."""

    weekly_cap = models.PositiveSmallIntegerField(default=USUAL_CAP)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner"], name="one_shelf_a_person")]

    def __str__(self) -> str:
        return f"shelf of {self.owner_id}"


def has_why(words: str) -> bool:
    """Whether a why says anything: a letter or a digit stands in it."""
    return any(char.isalnum() for char in words)
