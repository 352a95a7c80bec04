"""The shipped table of mail providers: whole, safe, in plain words, and found by an address."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondwind.mail.server.account import is_loopback
from secondwind.mail.server.providers import (
    AddressError,
    domain_of,
    is_host_name,
    provider,
    provider_behind,
    provider_of,
    providers,
)
from words.rules import offences_in
from words.said import Said


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("ada@gmail.com", "gmail"),
        ("ada@googlemail.com", "gmail"),
        ("Ada.Example@Hotmail.CO.UK", "outlook"),
        ("ada@live.com", "outlook"),
        ("ada@msn.com", "outlook"),
        ("ada@weaver.onmicrosoft.com", "microsoft365"),
        ("ada@icloud.com", "icloud"),
        ("ada@ymail.com", "yahoo"),
        ("ada@aol.com", "aol"),
        ("ada@fastmail.com", "fastmail"),
        ("ada@gmx.de", "gmx"),
        ("ada@gmx.com", "gmx-com"),
        ("ada@web.de", "webde"),
        ("ada@t-online.de", "t-online"),
        ("ada@freenet.de", "freenet"),
        ("ada@proton.me", "proton"),
        ("ada@zoho.eu", "zoho-eu"),
        ("ada@posteo.net", "posteo"),
        ("ada@mailbox.org", "mailbox-org"),
        ("ada@wanadoo.fr", "orange-fr"),
        ("ada@o2.pl", "o2-pl"),
        ("ada@seznam.cz", "seznam"),
        ("ada@ya.ru", "yandex"),
        ("ada@ik.me", "infomaniak"),
    ],
)
def test_an_address_finds_its_provider(address: str, key: str):
    """The domain says it, whatever its letters look like."""
    found = provider_of(address)
    assert found is not None
    assert found.key == key
    assert provider(key) is found


@pytest.mark.parametrize(
    "address", ["ada@example.org", "ada@gmail.com.example.org", "ada@notgmail.com", "a@yahoo.co.jp"]
)
def test_a_domain_that_merely_looks_alike_finds_none(address: str):
    """A guess would show the password to the wrong people."""
    assert provider_of(address) is None


@pytest.mark.parametrize(
    "address",
    ["", "ada", "ada@", "@gmail.com", "ada@gmail", "ada@-.", "ada@exa mple.org", "a@b@.c", "a@127.0.0.1"],
)
def test_what_is_no_address_is_said_so(address: str):
    """A sentence, before anybody is asked anything."""
    with pytest.raises(AddressError, match="no mail address"):
        provider_of(address)


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_an_address(text: str):
    """Whatever is typed is an address with a proper domain, or a sentence."""
    try:
        domain = domain_of(text)
    except AddressError:
        return
    assert is_host_name(domain)
    assert "." in domain


def test_a_domain_with_other_letters_is_written_for_the_name_service():
    """Umlauts in a domain are asked for as the name service knows them."""
    assert domain_of("ada@Bücher.example") == "xn--bcher-kva.example"


def test_a_domain_of_ones_own_is_known_by_who_receives_its_mail():
    """The machines a domain names for its mail say whose they are; one that merely ends alike does not."""
    behind = provider_behind(["weaver-example.mail.protection.outlook.com."])
    assert behind is not None
    assert behind.key == "microsoft365"
    assert provider_behind(["mx.example.org", "ALT1.ASPMX.L.GOOGLE.COM"]) is provider("gmail")
    assert provider_behind(["mx.notgoogle.com"]) is None
    assert provider_behind([]) is None


def test_no_domain_and_no_key_stands_twice():
    """One answer to every address."""
    for names in (
        chain.from_iterable(each.domains for each in providers()),
        (each.key for each in providers()),
    ):
        assert not [name for name, count in Counter(names).items() if count > 1]


def test_every_entry_is_whole_and_private():
    """TLS or STARTTLS on the ports that are theirs; without IMAP a sentence says so; nothing is dated ahead."""
    ports = {
        ("imap", "tls"): {993},
        ("imap", "starttls"): {143},
        ("smtp", "tls"): {465},
        ("smtp", "starttls"): {587},
    }
    for each in providers():
        assert each.pitfalls, each.key
        assert each.checked_on is None or isinstance(each.checked_on, date)
        assert each.app_password == "" or each.app_password.startswith("https://")
        if each.imap is None:
            assert "no IMAP" in each.pitfalls[0]
            assert each.smtp is None
            continue
        assert each.smtp
        assert each.sign_in
        assert ("oauth" in each.sign_in) == (each.oauth is not None)
        for kind, server in (("imap", each.imap), ("smtp", each.smtp)):
            assert server.security != "plain"
            assert is_loopback(server.host) or server.port in ports[kind, server.security], each.key
            assert is_host_name(server.host)
        for name in (*each.domains, *each.mx):
            assert name == name.lower()


def test_the_ways_of_oauth_are_protected():
    """Every address that sees a token is spoken to over TLS."""
    ways = [each.oauth for each in providers() if each.oauth]
    assert len(ways) >= 3
    for way in ways:
        for address in filter(None, (way.authorize, way.token, way.device)):
            assert address.startswith("https://")
        assert way.redirect in {"127.0.0.1", "localhost"}


def test_the_pitfalls_keep_the_tone():
    """Each is one short sentence in plain words."""
    for each in providers():
        for pitfall in each.pitfalls:
            assert pitfall.endswith(".")
            assert not list(offences_in(Said("providers.toml", 1, 1, pitfall), pitfall)), pitfall


def test_the_local_part_signs_in_where_the_provider_wants_it_so():
    """WEB.DE asks for the name before the @, most others for the whole address."""
    webde = provider_of("ada.weaver@web.de")
    gmx = provider_of("ada.weaver@gmx.de")
    assert webde is not None
    assert gmx is not None
    assert webde.user_of("ada.weaver@web.de") == "ada.weaver"
    assert gmx.user_of("ada.weaver@gmx.de") == "ada.weaver@gmx.de"
