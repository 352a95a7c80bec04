"""Debrief and Answer: a look back in writing, and what it holds, question by question."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from secondwind.record.models import Application, Owned, Step

PROMPTS = ("keep", "improve", "stumped", "worry", "doubt")
"""The five prompts in the order they are asked; an Answer's `prompt` is one of them."""
BY_QUESTION = frozenset({"keep", "improve", "stumped"})
"""Prompts whose answer is a list of questions: each line of it is kept as a row of its own."""
ENOUGH = 3
"""So many prompts answered make a look back done (row S0.4b)."""


class Debrief(Owned):
    """One look back at one application, begun on the day of the interview or after the outcome.

    `began_at`: first opened; `sat_down_at`: when this sitting began; `minutes_before`: what earlier
    sittings took; `saved_at`: last saved; `finished_at`: called done by the person (all UTC). `moment` is
    the one moment they would mention to those they met. `by_name`: ask in the third person.
    """

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="debrief")
    step = models.ForeignKey(Step, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    began_at = models.DateTimeField()
    sat_down_at = models.DateTimeField()
    minutes_before = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    moment = models.CharField(max_length=500, blank=True, default="")
    by_name = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"look back {self.pk}"

    @property
    def minutes(self) -> int:
        """Minutes written for so far, up to the last save."""
        return self.minutes_at(self.saved_at or self.sat_down_at)

    def minutes_at(self, now: datetime) -> int:
        """Minutes spent over all sittings when the clock reads `now`."""
        return self.minutes_before + max(0, int((now - self.sat_down_at).total_seconds() // 60))


class Answer(Owned):
    """One row of a look back: `prompt` is its verdict (PROMPTS), `text` the person's own words.

    A question kept over several saves keeps its row, so that what is made of it later can point here.
    """

    debrief = models.ForeignKey(Debrief, on_delete=models.CASCADE, related_name="answers")
    prompt = models.CharField(max_length=20)
    position = models.PositiveIntegerField(default=0)
    text = models.TextField()

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"answer {self.pk} {self.prompt}"
