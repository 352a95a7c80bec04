"""Every address of every tool: a stranger's rows are not there, looking changes nothing, a forged post is refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, reverse

from doors import MONDAY, a_letter_from, a_plan, an_application
from secondwind.accounts.models import Person
from secondwind.letters.letter import KINDS
from secondwind.record.models import Owned, Step
from secondwind.tools.feelings.actions import save_check_in
from secondwind.tools.lookback.actions import begin_debrief
from secondwind.tools.registry import TOOL_APPS, built
from secondwind.tools.reply.actions import open_letter
from secondwind.tools.shelf.actions import add_posting

NOW = MONDAY + timedelta(hours=1)
PASSES_OVER = {"take-rest-back", "take-check-in-back"}
"""Undos that pass over what is not there (any more) instead of saying so: a press that came twice ends on Today."""
BEGINS = {"reply": "letter", "look-back": "debrief", "look-back-at": "debrief"}
"""Addresses that begin a draft when they are first opened; opening them again begins nothing."""


def _addresses() -> list[URLPattern]:
    return [one for app in TOOL_APPS for one in import_module(f"{app}.urls").urlpatterns]


ALL = pytest.mark.parametrize("address", _addresses(), ids=lambda one: one.name)
WITH_IDS = pytest.mark.parametrize(
    "address", [one for one in _addresses() if one.pattern.converters], ids=lambda one: one.name
)


ANY: dict[str, list[Any]] = defaultdict(lambda: [1], place=["folded"])


def everything(owner: Person) -> dict[str, list[Any]]:
    """One row of everything the tools keep, and what may stand in each part of an address."""
    plan = a_plan(owner)
    steps = Step.objects.of(owner).select_related("plan__application", "owner")
    letter = open_letter(steps.filter(letter__in=KINDS).first(), now=NOW)
    begin_debrief(plan.application, steps.filter(tool="lookback.debrief").first(), now=NOW)
    kept = save_check_in(owner, words=["sad"], strength=4, line="Mine.", step=None, built=built(), now=NOW)
    change = add_posting(owner, {"title": "Planner", "employer": "Halden Rail"}, now=NOW)
    folded = a_letter_from(
        owner, an_application(owner, "Redmire"), subject="Away", key=f"away-{owner.pk}", place="folded"
    )
    return {
        "step_id": list({step.tool: step.pk for step in steps}.values()),
        "letter_id": [letter.pk],
        "number": [1],
        "check_in_id": [kept.pk],
        "application_id": [plan.application_id],
        "message_id": [folded.pk],
        "place": ["folded"],
        "posting_id": [change.posting_id],
        "change_id": [change.pk],
        "plans": [str(plan.pk)],
    }


def _paths(address: URLPattern, ids: dict[str, list[Any]]) -> list[str]:
    """The address with each id that fits it; the parts beside the first id take the first there is."""
    asked = list(address.pattern.converters)
    if not asked:
        return [reverse(address.name)]
    rest = {name: ids[name][0] for name in asked[1:]}
    return [reverse(address.name, kwargs={asked[0]: one, **rest}) for one in ids[asked[0]]]


def _state(owner: Person) -> dict[str, list[dict[str, Any]]]:
    kept = [model for model in apps.get_models() if issubclass(model, Owned)]
    rows = {model._meta.label_lower: list(model.objects.of(owner).order_by("pk").values()) for model in kept}
    return {**rows, "person": list(Person.objects.filter(pk=owner.pk).values())}


@pytest.fixture
def bob(db: object, at: Callable) -> Person:
    at(NOW)
    return Person.objects.create(
        username="bob", first_name="Bob", zone="Europe/London", own_addresses=["bob@bob.example"]
    )


@WITH_IDS
def test_a_strangers_rows_are_not_there(inside: Client, bob: Person, address: URLPattern) -> None:
    """Asked for or posted to with another person's ids every address answers 404, and nothing of theirs changes."""
    ids = everything(bob)
    before = _state(bob)
    for path in _paths(address, ids):
        said = {"put_away": "", "do": "keep", "body": "Not yours.", "name": "Mallory", "cap": "3"}
        answers = [inside.get(path), inside.post(path, said)]
        codes = {answer.status_code for answer in answers}
        assert 302 in codes if address.name in PASSES_OVER else 404 in codes, path
        assert codes <= {404, 405, 302 if address.name in PASSES_OVER else 404}, path
        assert not any(b"Northwind" in answer.content or b"Halden" in answer.content for answer in answers)
    assert _state(bob) == before


@ALL
def test_looking_changes_nothing(inside: Client, person: Person, at: Callable, address: URLPattern) -> None:
    """A page opened twice is as it was after the first time; the first time begins a draft at the most."""
    at(NOW)
    ids = everything(person)
    before = _state(person)
    for path in _paths(address, ids):
        inside.get(path)
    once = _state(person)
    for path in _paths(address, ids):
        inside.get(path)
    assert _state(person) == once
    if address.name not in BEGINS:
        assert once == before


@ALL
def test_a_forged_post_is_refused(person: Person, address: URLPattern) -> None:
    """Without the token of its own page a post is refused everywhere, before anything is looked up."""
    forged = Client(SERVER_NAME="127.0.0.1", REMOTE_ADDR="127.0.0.1", enforce_csrf_checks=True)
    forged.force_login(person)
    assert forged.post(_paths(address, ANY)[0], {"do": "keep"}).status_code == 403


@ALL
def test_other_methods_are_refused(inside: Client, address: URLPattern) -> None:
    """A page is looked at or posted to; any other method is answered with 405."""
    path = _paths(address, ANY)[0]
    assert {inside.put(path).status_code, inside.delete(path).status_code} == {405}
