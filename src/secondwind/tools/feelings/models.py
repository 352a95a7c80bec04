"""CheckIn: a word or two for a feeling, at one moment. Private: it goes into nothing that leaves."""

from __future__ import annotations

from django.db import models

from secondwind.record.models import Owned, Plan, Step

from .words import energy_of, pleasantness_of


class CheckIn(Owned):
    """`words` are up to two of words.WORDS, or none; `strength` is 1 to 10, None where it was not said.

    `plan` and `step` are those it was asked for, None for one a person began alone. `line` is theirs and is
    looked at by nothing. `made_at` is UTC. Taking it back deletes the row.
    """

    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.SET_NULL, related_name="check_ins")
    step = models.ForeignKey(Step, null=True, blank=True, on_delete=models.SET_NULL, related_name="check_ins")
    words = models.JSONField(default=list, blank=True)
    strength = models.PositiveSmallIntegerField(null=True, blank=True)
    line = models.TextField(blank=True, default="")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"check-in {self.pk}"

    @property
    def energy(self) -> tuple[int, ...]:
        """1 (little) to 5 (much) for each word; empty without words."""
        return tuple(energy_of(word) for word in self.words)

    @property
    def pleasantness(self) -> tuple[int, ...]:
        """1 to 4 for each word; empty without words."""
        return tuple(pleasantness_of(word) for word in self.words)
