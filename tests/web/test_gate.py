"""The entry gate: this machine, by its own name, with a link that is opened once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from secondwind.accounts.access import new_entry_link
from secondwind.accounts.models import Person
from secondwind.clock import now


def addresses(patterns: list, so_far: str = "") -> Iterator[str]:
    """Every address of the resolver with something put in for what it asks."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, so_far + str(one.pattern))
        elif isinstance(one, URLPattern):
            words = str(one.pattern)
            for name, converter in one.pattern.converters.items():
                kind = type(converter).__name__.removesuffix("Converter").lower()
                given = "1" if kind == "int" else "x"
                kind = "str" if kind == "string" else kind
                words = words.replace(f"<{kind}:{name}>", given).replace(f"<{name}>", given)
            yield "/" + so_far + words


ALL = sorted(set(addresses(get_resolver().url_patterns)))


@pytest.fixture
def outside(db: object) -> Client:
    return Client(SERVER_NAME="127.0.0.1", REMOTE_ADDR="127.0.0.1")


def test_there_are_addresses_to_try() -> None:
    """The walk over the resolver finds the pages of the web door and of the tools."""
    assert len(ALL) > 40
    assert {"/", "/applications/", "/review/", "/settings/", "/mail/1/"} <= set(ALL)


@pytest.mark.parametrize("address", [one for one in ALL if not one.startswith("/enter/")])
def test_nobody_is_let_in_without_a_link(outside: Client, address: str) -> None:
    """Every address tells a stranger how to come in, and nothing else."""
    for answer in (outside.get(address), outside.post(address)):
        assert answer.status_code == 403
        assert b"This door opens with a link." in answer.content


def test_a_link_works_once(outside: Client, person: Person) -> None:
    """The first to open a link is in; for everyone after, it is used."""
    token = new_entry_link(person, now())
    assert outside.get(f"/enter/{token}").status_code == 302
    assert outside.get(reverse("help")).status_code == 200
    second = Client(SERVER_NAME="127.0.0.1", REMOTE_ADDR="127.0.0.1")
    refused = second.get(f"/enter/{token}")
    assert refused.status_code == 403
    assert b"That link was used before." in refused.content
    assert second.get(reverse("help")).status_code == 403


def test_an_invented_link_opens_nothing(outside: Client, person: Person) -> None:
    """A token nobody made lets nobody in."""
    assert outside.get("/enter/not-a-token").status_code == 403
    assert outside.get(reverse("help")).status_code == 403


@pytest.mark.parametrize("host", ["second-wind.example", "127.0.0.1.evil.example", "192.168.1.20"])
def test_another_name_for_this_machine_is_refused(inside: Client, host: str) -> None:
    """A rebound name never reaches a page, even with a session."""
    answer = inside.get("/help/", headers={"host": host})
    assert answer.status_code == 400
    assert b"People who answer" not in answer.content


@pytest.mark.parametrize("address", ["192.168.1.20", "10.0.0.1", "::ffff:10.0.0.1", "", "nonsense"])
def test_another_machine_is_refused(inside: Client, address: str) -> None:
    """A request from elsewhere is turned away before anything is read."""
    assert inside.get("/help/", REMOTE_ADDR=address).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_page_of_another_site_changes_nothing(
    inside: Client, person: Person, headers: dict[str, str]
) -> None:
    """A form that another site, or another program on this machine, sends here is refused."""
    answer = inside.post("/settings/", _settings(person), headers=headers)
    assert answer.status_code == 403
    assert Person.objects.get(pk=person.pk).zone == "Europe/London"


def test_our_own_page_may(inside: Client, person: Person) -> None:
    """The same form from a page of ours is kept: the refusals above were not for its words."""
    headers = {"Origin": "http://127.0.0.1", "Sec-Fetch-Site": "same-origin"}
    assert inside.post("/settings/", _settings(person), headers=headers).status_code == 302
    assert Person.objects.get(pk=person.pk).zone == "Europe/Berlin"


def test_a_form_without_its_token_is_refused(person: Person) -> None:
    """Django's own token is asked for too, and its refusal is a page in plain words."""
    client = Client(enforce_csrf_checks=True, SERVER_NAME="127.0.0.1", REMOTE_ADDR="127.0.0.1")
    client.force_login(person)
    answer = client.post("/settings/", _settings(person))
    assert answer.status_code == 403
    assert b"This page was open too long." in answer.content


def _settings(person: Person) -> dict[str, object]:
    return {
        "zone": "Europe/Berlin",
        "playbook": person.playbook,
        "own_addresses": "",
        "letter_name": "Sam",
        "country": "GB",
    }


def test_files_are_for_this_origin(outside: Client) -> None:
    """Style, script and fonts are not offered to the pages of other sites."""
    answer = outside.get("/static/secondwind/css/tokens.css")
    assert answer.status_code == 200
    assert "Access-Control-Allow-Origin" not in answer.headers
