"""Where a mail server is, how one signs in, and what may go wrong there, each in a sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Literal

from secondwind.errors import SecondWindError

Security = Literal["tls", "starttls", "plain"]
Way = Literal["password", "xoauth2", "oauthbearer"]


@dataclass(frozen=True, slots=True)
class Server:
    """One server: host name or address, port, and how the connection is kept private.

    Raises UnsafeServerError for `plain` anywhere but on this machine.
    """

    host: str
    port: int
    security: Security = "tls"

    def __post_init__(self) -> None:
        if self.security == "plain" and not is_loopback(self.host):
            raise UnsafeServerError(
                f"{self.host} would be spoken to without any protection.",
                "Choose TLS or STARTTLS; an unprotected connection is for a program on this machine alone.",
            )


@dataclass(frozen=True, slots=True)
class Login:
    """Who signs in and with what. `secret` is a password or an access token; it is left out of every repr."""

    user: str
    secret: str = field(repr=False)
    way: Way = "password"


class MailServerError(SecondWindError):
    """The server could not be reached, or did not do what was asked. Trying later may help."""


class SignInError(MailServerError):
    """The server does not let this person in: password, app password or token. Trying again will not help."""


class UnsafeServerError(MailServerError):
    """The connection would not be private, or the server's certificate is not to be trusted."""


class GoneError(MailServerError):
    """What was asked for is not there any more: a folder, or a mail."""


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself."""
    if host.lower().rstrip(".") == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
