"""Change what the program knows about its person."""

from __future__ import annotations

from django.db import transaction

from secondwind.accounts.models import Person
from secondwind.record.models import Message


@transaction.atomic
def change_preferences(
    owner: Person,
    *,
    letter_name: str,
    own_addresses: list[str],
    zone: str,
    country: str,
    quiet_weekdays: list[int],
    playbook: str,
) -> None:
    """Keep them. Mail from an address that is now known as the person's own counts as theirs from here on."""
    owner.letter_name, owner.own_addresses, owner.zone = letter_name, own_addresses, zone
    owner.country, owner.quiet_weekdays, owner.playbook = country, quiet_weekdays, playbook
    owner.save()
    Message.objects.of(owner).filter(from_address__in=own_addresses).update(is_mine=True)
