"""provider_of: what the shipped table knows of the provider an address belongs to. Nobody is asked for it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

from secondwind.errors import SecondWindError

from .account import Server

SignIn = Literal["password", "oauth"]
UserForm = Literal["address", "local"]


class AddressError(SecondWindError):
    """What was given is no mail address."""


@dataclass(frozen=True, slots=True)
class OAuthWay:
    """Where a provider gives out tokens, and what for. `device` is "" where it has no codes for mail.

    `scope` is what is asked for, parted by spaces; `redirect` the name of this machine the provider accepts;
    `extra` what it wants to be told beside the standard.
    """

    authorize: str
    token: str
    scope: str
    device: str = ""
    redirect: str = "127.0.0.1"
    extra: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Provider:
    """One entry of providers.toml. `imap` is None where mail cannot be read from outside at all.

    `sign_in` are the ways in, the first one offered first; `app_password` the page where a password for programs is
    made or explained, "" where there is none; `checked_on` is None where the figures wait to be checked.
    """

    key: str
    name: str
    domains: tuple[str, ...]
    mx: tuple[str, ...]
    imap: Server | None
    smtp: Server | None
    user: UserForm
    sign_in: tuple[SignIn, ...]
    app_password: str
    pitfalls: tuple[str, ...]
    checked_on: date | None
    oauth: OAuthWay | None

    def user_of(self, address: str) -> str:
        """Who signs in, for the mailbox of this address."""
        return address.rpartition("@")[0] if self.user == "local" else address


def provider_of(address: str) -> Provider | None:
    """The provider of an address by its domain; None for a domain the table does not know. AddressError."""
    domain = domain_of(address)
    return next((each for each in providers() if _is_among(domain, each.domains)), None)


def provider_behind(hosts: Iterable[str]) -> Provider | None:
    """The provider whose machines receive the mail of a domain, by the names of those machines, best first."""
    for host in hosts:
        dotted = "." + host.lower().rstrip(".")
        for each in providers():
            if any(dotted.endswith("." + end) for end in each.mx):
                return each
    return None


def provider(key: str) -> Provider | None:
    """The provider with this key, None for a key that the table does not have (any more)."""
    return next((each for each in providers() if each.key == key), None)


@cache
def providers() -> tuple[Provider, ...]:
    """The shipped table, in its order."""
    table = files("secondwind.mail.server").joinpath("providers.toml").read_text(encoding="utf-8")
    return tuple(_provider(entry) for entry in tomllib.loads(table)["provider"])


def domain_of(address: str) -> str:
    """The domain of an address as the name service writes it, in small letters. AddressError where there is none."""
    local, at, domain = address.strip().rpartition("@")
    try:
        plain = domain.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        plain = ""
    top = plain.rpartition(".")[2]
    if not local or not at or "." not in plain or top.isdigit() or not is_host_name(plain):
        raise AddressError("This is no mail address.", "It has one @, and a domain with a dot after it.")
    return plain


def is_host_name(name: str) -> bool:
    """Whether a name is one a machine on the net may have: letters, digits, hyphens and dots, with nothing else."""
    labels = name.rstrip(".").split(".")
    return len(name) <= 253 and all(
        0 < len(label) <= 63 and label.isascii() and label.replace("-", "").replace("_", "").isalnum()
        for label in labels
    )


def _is_among(domain: str, domains: Iterable[str]) -> bool:
    return any(domain.endswith(each) if each.startswith(".") else domain == each for each in domains)


def _provider(entry: Mapping[str, Any]) -> Provider:
    way = entry.get("oauth")
    return Provider(
        key=entry["key"],
        name=entry["name"],
        domains=tuple(entry["domains"]),
        mx=tuple(entry.get("mx", ())),
        imap=Server(**entry["imap"]) if "imap" in entry else None,
        smtp=Server(**entry["smtp"]) if "smtp" in entry else None,
        user=entry.get("user", "address"),
        sign_in=tuple(entry.get("sign_in", ())),
        app_password=entry.get("app_password", ""),
        pitfalls=tuple(entry["pitfalls"]),
        checked_on=entry.get("checked_on"),
        oauth=OAuthWay(**{**way, "extra": MappingProxyType(way.get("extra", {}))}) if way else None,
    )
