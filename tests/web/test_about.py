"""Settings: each answer that cannot be kept is asked about in words of our own."""

from __future__ import annotations

import pytest
from django.test import Client

from secondwind.accounts.models import Person

WHOLE = {"zone": "Europe/London", "playbook": "combined", "own_addresses": "", "country": "GB"}


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({"zone": ""}, "A time zone is needed, to know when your morning is."),
        ({"playbook": ""}, "Which playbook do new plans follow?"),
        ({"country": "XX"}, "We know no public holidays for “XX”."),
        ({"country": "7%"}, "We know no public holidays for “7%”."),
        ({"own_addresses": "sam@one@two.example"}, "“sam@one@two.example” is no mail address."),
        ({"own_addresses": "<sam@okafor.example>"}, "is no mail address."),
        ({"own_addresses": "@"}, "is no mail address."),
        (
            {"quiet_weekdays": list("0123456")},
            "A week with no free day has no place for steps. Leave one out.",
        ),
    ],
)
def test_settings_ask_in_words(inside: Client, person: Person, given: dict, asked: str) -> None:
    """The page comes back with a sentence, without the framework's own, and nothing is changed."""
    answer = inside.post("/settings/", {**WHOLE, **given})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert asked in page
    assert "This field is required" not in page
    kept = Person.objects.get(pk=person.pk)
    assert (kept.country, kept.quiet_weekdays, kept.own_addresses) == ("GB", [], ["sam@okafor.example"])


def test_settings_hold_what_is_sound(inside: Client, person: Person) -> None:
    """Six quiet days, no country, and addresses in any order of commas and lines are kept."""
    given = {**WHOLE, "country": "", "quiet_weekdays": list("012345"),
             "own_addresses": "Sam@okafor.example, sam@second.example\nsam@okafor.example"}  # fmt: skip
    assert inside.post("/settings/", given).status_code == 302
    kept = Person.objects.get(pk=person.pk)
    assert (kept.country, kept.quiet_weekdays) == ("", [0, 1, 2, 3, 4, 5])
    assert kept.own_addresses == ["sam@okafor.example", "sam@second.example"]
