"""Person (who owns every row), and EntryLink (the one-time way in on this machine)."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models


class Person(AbstractUser):
    """Somebody who looks for work. On a machine of one's own there is exactly one.

    `zone` is an IANA name; `country` an ISO 3166 code for public holidays ("" skips weekends alone).
    `own_addresses` are the person's mail addresses, lower-cased. `quiet_weekdays` are the days with
    nothing planned, Monday being 0.
    """

    zone = models.CharField(max_length=64, default="UTC")
    country = models.CharField(max_length=2, blank=True, default="")
    letter_name = models.CharField(max_length=200, blank=True, default="")
    own_addresses = models.JSONField(default=list, blank=True)
    quiet_weekdays = models.JSONField(default=list, blank=True)
    playbook = models.CharField(max_length=64, default="combined")

    @property
    def signs_as(self) -> str:
        """The name under a letter; empty until the person has said it."""
        return self.letter_name or self.get_full_name()


class EntryLink(models.Model):
    """A one-time link into the program from this machine. The token itself is never stored.

    `token_hash` is SHA-256 in hex; `used_at` is set by the one conditional UPDATE that lets somebody in.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
