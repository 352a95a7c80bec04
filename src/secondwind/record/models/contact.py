"""Contact: a person met in the search, or one who supports it."""

from __future__ import annotations

from django.db import models

from .application import Application
from .owned import Owned


class Contact(Owned):
    """`part`: in_the_room, recruiter, agency, wrote or support. `moment` is what you remember of them."""

    application = models.ForeignKey(
        Application, null=True, blank=True, on_delete=models.CASCADE, related_name="contacts"
    )
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=500, blank=True, default="")
    part = models.CharField(max_length=20, default="wrote")
    moment = models.CharField(max_length=500, blank=True, default="")
    noted_at = models.DateTimeField()
