"""Open a mailbox on its server: the one place where a row, its secret and the network meet."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import httpx

from secondwind import clock
from secondwind.accounts.secrets import keep_secret, secret_of
from secondwind.mail.server.account import Login, Server, SignInError
from secondwind.mail.server.imap import Connection, open_mailbox
from secondwind.mail.server.signin import EARLY, OAuth, Token, fresh_token
from secondwind.record.models import Mailbox

TIMEOUT = 30.0
"""Seconds a server may keep silent."""


def opened(mailbox: Mailbox, *, timeout: float = TIMEOUT) -> Connection:
    """A connection to be used in a `with`. MailServerError and its children where there is none, LockedError where
    the secret cannot be seen. Never inside a transaction."""
    return opened_at(imap_server(mailbox), login_of(mailbox), timeout=timeout)


def opened_at(server: Server, login: Login, *, timeout: float = TIMEOUT) -> Connection:
    """The same where there is no row yet."""
    return open_mailbox(server, login, timeout=timeout)


def imap_server(mailbox: Mailbox) -> Server:
    return Server(mailbox.imap_host, mailbox.imap_port, mailbox.imap_security)


def smtp_server(mailbox: Mailbox) -> Server:
    return Server(mailbox.smtp_host, mailbox.smtp_port, mailbox.smtp_security)


def secret_name(mailbox: Mailbox) -> str:
    """Under what its password or tokens are kept (secondwind.accounts.secrets)."""
    return f"mailbox:{mailbox.pk}:imap"


def login_of(mailbox: Mailbox) -> Login:
    """Who signs in and with what; for a sign-in with a provider with a token that still holds, fetched if need be."""
    secret = secret_of(secret_name(mailbox))
    if mailbox.sign_in != "oauth":
        return Login(mailbox.user, secret)
    kept = unpacked(secret)
    now = clock.now()
    if kept.token.expires_at - EARLY <= now:
        kept = _refreshed(mailbox, kept, now)
    return Login(mailbox.user, kept.token.access, way_of(mailbox.oauth))


def way_of(oauth: dict[str, Any]) -> Any:
    """How a token is shown to the server: xoauth2, unless the mailbox was connected otherwise."""
    return oauth.get("way", "xoauth2")


class Tokens:
    """What is kept of a sign-in with a provider: its token, and the client's secret where it has one."""

    def __init__(self, token: Token, client_secret: str = "") -> None:
        self.token, self.client_secret = token, client_secret


def packed(kept: Tokens) -> str:
    """Tokens as the one secret they are kept as."""
    token = kept.token
    return json.dumps(
        {
            "access": token.access,
            "expires_at": token.expires_at.isoformat(),
            "refresh": token.refresh,
            "client_secret": kept.client_secret,
        }
    )


def unpacked(secret: str) -> Tokens:
    """What `packed` gave. SignInError for anything else."""
    try:
        said = json.loads(secret)
        token = Token(said["access"], datetime.fromisoformat(said["expires_at"]), said["refresh"])
        return Tokens(token, said["client_secret"])
    except (ValueError, KeyError, TypeError):
        raise SignInError("What is kept of your sign-in cannot be read.", "Sign in again.") from None


def _refreshed(mailbox: Mailbox, kept: Tokens, now: datetime) -> Tokens:
    known = {name: value for name, value in mailbox.oauth.items() if name != "way"}
    oauth = OAuth.from_record(known, kept.client_secret)
    with httpx.Client(timeout=TIMEOUT) as fetch:
        token = fresh_token(oauth, kept.token.refresh, fetch=fetch, now=now)
    fresh = Tokens(token, kept.client_secret)
    keep_secret(secret_name(mailbox), packed(fresh))
    return fresh
