"""Signing in with a provider (OAuth 2), with the person's own client id: in the browser, or with a code to type.

`begin_sign_in` is the authorization code with PKCE (RFC 7636) and an answer to this machine (RFC 8252),
`begin_with_code` the device code (RFC 8628), `fresh_token` the next token without the person. Tokens, codes and
secrets are left out of every repr, and of every sentence.
"""

from __future__ import annotations

import html
import re
import secrets
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from types import MappingProxyType, TracebackType
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from authlib.common.security import generate_token
from authlib.oauth2.base import OAuth2Error
from authlib.oauth2.client import OAuth2Client

from .account import MailServerError, SignInError, UnsafeServerError, is_loopback
from .providers import OAuthWay

DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
EARLY = timedelta(minutes=2)
"""So much before its end a token counts as used up: a long reading has begun with it by then."""
PATIENCE = 300.0
"""Seconds a person has in the browser."""
_AGAIN = "Sign in again."
_NO_AUTH = httpx.Auth()  # the client says who it is in the form, as a program without a secret does


@dataclass(frozen=True, slots=True)
class OAuth:
    """A sign-in with one provider, under the person's own client id.

    `client_secret` is what Google gives with a client id for desktop programs: kept with the passwords, "" elsewhere.
    UnsafeServerError where an address is not protected.
    """

    client_id: str
    authorize: str
    token: str
    scope: str
    device: str = ""
    redirect: str = "127.0.0.1"
    extra: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    client_secret: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        for address in filter(None, (self.authorize, self.token, self.device)):
            if not _is_private(address):
                raise UnsafeServerError(
                    "This sign-in would be spoken to without any protection.",
                    "An address to sign in at begins with https.",
                )
        if not is_loopback(self.redirect):
            raise UnsafeServerError(
                "The answer to this sign-in would go to another machine.", "It comes to 127.0.0.1."
            )

    @classmethod
    def at(cls, way: OAuthWay, client_id: str, client_secret: str = "") -> OAuth:
        """The sign-in at a provider of the shipped table."""
        return cls(
            client_id.strip(), way.authorize, way.token, way.scope, way.device, way.redirect, way.extra,
            client_secret.strip(),
        )  # fmt: skip

    @classmethod
    def from_record(cls, kept: Mapping[str, Any], client_secret: str = "") -> OAuth:
        """What `for_record` gave, with the secret from where secrets are."""
        return cls(**{**kept, "client_secret": client_secret})

    def for_record(self) -> dict[str, Any]:
        """What is no secret of it, for JSON."""
        return {
            "client_id": self.client_id, "authorize": self.authorize, "token": self.token, "scope": self.scope,
            "device": self.device, "redirect": self.redirect, "extra": dict(self.extra),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """What lets the program in: `access` until `expires_at` (aware), `refresh` for the next one."""

    access: str = field(repr=False)
    expires_at: datetime
    refresh: str = field(repr=False)

    def is_stale(self, now: datetime) -> bool:
        return now >= self.expires_at - EARLY


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """What the person types where: `user_code` at `page` (`page_with_code` has it filled in, "" where not offered).

    `interval` is how many seconds to wait between two questions, `lasts` how many the code is good for.
    """

    user_code: str
    page: str
    page_with_code: str
    interval: int
    lasts: int
    device_code: str = field(repr=False)


def a_client(timeout: float = 20.0) -> httpx.Client:
    """How this module speaks to a provider; `timeout` is in seconds. Nobody sends it elsewhere."""
    return httpx.Client(timeout=timeout, follow_redirects=False)


# In the browser


class SignIn:
    """A sign-in under way: `address` is the page to open, and `wait` what comes of it. Close it when it is given up.

    The answer comes to a port of this machine that is open for nobody else and takes one answer. Made by
    `begin_sign_in`; a context manager.
    """

    def __init__(self, oauth: OAuth, user: str) -> None:
        self._oauth = oauth
        self._verifier = generate_token(64)
        self._state = secrets.token_urlsafe(24)
        self._answer: dict[str, str] = {}
        self._answered = threading.Event()
        self._server = _Loopback(("127.0.0.1", 0), self._listener())
        self._redirect = f"http://{oauth.redirect}:{self._server.server_address[1]}"
        client = _client(oauth, None, redirect_uri=self._redirect, code_challenge_method="S256")
        extra = {**oauth.extra, **({"login_hint": user} if user else {})}
        self.address: str
        self.address, _ = client.create_authorization_url(
            oauth.authorize, state=self._state, code_verifier=self._verifier, **extra
        )
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True
        ).start()

    def __repr__(self) -> str:
        return f"<SignIn at {urlsplit(self._oauth.authorize).hostname}>"

    def __enter__(self) -> SignIn:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, places: TracebackType | None
    ) -> None:
        self.close()

    @property
    def is_answered(self) -> bool:
        """Whether the browser has come back, with a yes or a no."""
        return self._answered.is_set()

    def close(self) -> None:
        """Stop listening. A second time does nothing."""
        self._server.shutdown()
        self._server.server_close()

    def wait(self, *, fetch: httpx.Client, now: datetime, seconds: float = PATIENCE) -> Token:
        """The token, once the person has said yes in the browser; at most `seconds` from here. Closes the port.

        SignInError for a no or a refusal, MailServerError for a provider out of reach or a person who did not come.
        """
        try:
            if not self._answered.wait(seconds):
                raise MailServerError("No answer came from your browser in time.", _AGAIN)
        finally:
            self.close()
        if error := self._answer.get("error"):
            raise _refusal(error)
        client = _client(self._oauth, fetch, redirect_uri=self._redirect)
        made = _asked(
            self._oauth,
            lambda: client.fetch_token(
                self._oauth.token,
                grant_type="authorization_code",
                code=self._answer.get("code", ""),
                code_verifier=self._verifier,
                auth=_NO_AUTH,
                **_who(self._oauth),
            ),
        )
        return _token(made, now, refresh="")

    def _take(self, query: str) -> bool:
        """Keep the first answer that knows our state; False for every other one."""
        said = {name: values[0] for name, values in parse_qs(query).items()}
        if not secrets.compare_digest(said.get("state", "").encode(), self._state.encode()):
            return False
        if not ("code" in said or "error" in said) or self._answer:
            return False
        self._answer = said
        return True

    def _listener(self) -> type[BaseHTTPRequestHandler]:
        take, answered = self._take, self._answered

        class Listener(BaseHTTPRequestHandler):
            timeout = 10
            server_version = "secondwind"
            sys_version = ""

            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                if parts.path not in ("", "/"):
                    self._say(404, "There is nothing here.")
                elif take(parts.query):
                    try:
                        self._say(200, "Second Wind has its answer. You may close this page.")
                    finally:
                        answered.set()  # after the page is out, for the program may end with this
                else:
                    self._say(
                        400, "This answer belongs to no sign-in that is under way. You may close this page."
                    )

            def log_message(self, *_: object) -> None:
                """Nothing: what is asked here holds the code."""

            def _say(self, status: int, sentence: str) -> None:
                page = (
                    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Second Wind</title>'
                    f"<p>{html.escape(sentence)}</p></html>"
                ).encode()
                self.send_response(status)
                for name, value in _PAGE.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(page)))
                self.end_headers()
                self.wfile.write(page)

        return Listener


class _Loopback(ThreadingHTTPServer):
    """A server that asks nobody for its own name."""

    daemon_threads = True

    def server_bind(self) -> None:
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "localhost", self.server_address[1]


_PAGE = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'",
    "X-Frame-Options": "DENY",
    "Connection": "close",
}


def begin_sign_in(oauth: OAuth, user: str = "") -> SignIn:
    """Listen for the browser's answer; the caller then shows or opens `address`. `user` is filled in there."""
    return SignIn(oauth, user)


# With a code


def begin_with_code(oauth: OAuth, *, fetch: httpx.Client) -> DeviceCode:
    """A code for the person to type at a page of the provider. SignInError, MailServerError."""
    if not oauth.device:
        raise SignInError(
            "This provider has no codes for mail.", "Sign in with the browser of this machine instead."
        )
    said = _asked(oauth, lambda: _posted(fetch, oauth.device, {"scope": oauth.scope, **_who(oauth)}))
    page = said.get("verification_uri") or said.get("verification_url")
    if not (said.get("device_code") and said.get("user_code") and _is_private(page)):
        raise _nonsense(oauth)
    complete = said.get("verification_uri_complete")
    return DeviceCode(
        user_code=str(said["user_code"]),
        page=str(page),
        page_with_code=str(complete) if _is_private(complete) else "",
        interval=max(1, _number(said.get("interval"), 5)),
        lasts=_number(said.get("expires_in"), 900),
        device_code=str(said["device_code"]),
    )


def ask_for_token(
    oauth: OAuth, code: DeviceCode, *, fetch: httpx.Client, now: datetime
) -> Token | DeviceCode:
    """One question whether the person has typed the code: the token, or the code to ask with after its interval.

    SignInError where the person said no, or the code has run out.
    """
    client = _client(oauth, fetch)
    try:
        made = client.fetch_token(
            oauth.token, grant_type=DEVICE_GRANT, device_code=code.device_code, auth=_NO_AUTH, **_who(oauth)
        )
    except OAuth2Error as trouble:
        if trouble.error == "authorization_pending":
            return code
        if trouble.error == "slow_down":
            return replace(code, interval=code.interval + 5)
        raise _refusal(trouble.error) from None
    except httpx.TimeoutException:  # RFC 8628: ask less often, and go on
        return replace(code, interval=code.interval * 2)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, TypeError) as trouble:
        raise _out_of_reach(oauth, trouble) from None
    return _token(made, now, refresh="")


def wait_for_code(
    oauth: OAuth, code: DeviceCode, *, fetch: httpx.Client, now: datetime, sleep: Callable[[float], None]
) -> Token:
    """The token, once the person has typed the code; asks no more often than it may. Errors of `ask_for_token`."""
    waited = 0
    while waited + code.interval <= code.lasts:
        sleep(code.interval)
        waited += code.interval
        answer = ask_for_token(oauth, code, fetch=fetch, now=now + timedelta(seconds=waited))
        if isinstance(answer, Token):
            return answer
        code = answer
    raise _refusal("expired_token")


# The next token


def fresh_token(oauth: OAuth, refresh_token: str, *, fetch: httpx.Client, now: datetime) -> Token:
    """The next token without the person. Its `refresh` may be a new one, which is then the one to keep.

    SignInError where the permission has ended or was taken back, MailServerError where the provider is out of reach.
    """
    client = _client(oauth, fetch)
    made = _asked(
        oauth,
        lambda: client.refresh_token(oauth.token, refresh_token=refresh_token, auth=_NO_AUTH, **_who(oauth)),
    )
    return _token(made, now, refresh=refresh_token)


# Shared


def _client(oauth: OAuth, session: httpx.Client | None, **more: str) -> OAuth2Client:
    """The kept library's protocol client over our own httpx session, which it does not close."""
    return OAuth2Client(session, client_id=oauth.client_id, scope=oauth.scope, **more)


def _who(oauth: OAuth) -> dict[str, str]:
    secret = {"client_secret": oauth.client_secret} if oauth.client_secret else {}
    return {"client_id": oauth.client_id, **secret}


def _posted(fetch: httpx.Client, address: str, form: Mapping[str, str]) -> dict[str, Any]:
    """The JSON a provider answers a form with. OAuth2Error for an error of the protocol, ValueError for nonsense."""
    answer = fetch.post(address, data=dict(form), headers={"Accept": "application/json"})
    if answer.status_code >= 500:
        answer.raise_for_status()
    said = answer.json()
    if not isinstance(said, dict):
        raise ValueError
    if "error" in said:
        raise OAuth2Error(error=said["error"])
    return said


def _asked(oauth: OAuth, question: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The provider's answer. What it says went wrong, and what goes wrong on the way, becomes a sentence.

    `from None` keeps the request, which holds tokens, out of the traceback.
    """
    try:
        return question()
    except OAuth2Error as trouble:
        raise _refusal(trouble.error) from None
    except (
        httpx.HTTPError,
        httpx.InvalidURL,
        ValueError,
        TypeError,
    ) as trouble:  # the library counts with what it gets
        raise _out_of_reach(oauth, trouble) from None


def _token(made: Mapping[str, Any], now: datetime, *, refresh: str) -> Token:
    access = made.get("access_token")
    kept = made.get("refresh_token") or refresh
    if not isinstance(access, str) or not access or not isinstance(kept, str):
        raise SignInError("The sign-in came back without a token.", _AGAIN)
    if not kept:
        raise SignInError(
            "The permission you gave ends within the hour: the provider gave none that lasts.",
            "Take the permission back in your account there, then sign in again.",
        )
    return Token(access, now + timedelta(seconds=_number(made.get("expires_in"), 3600)), kept)


_REFUSALS = {
    "access_denied": (
        "You, or your provider, said no to the sign-in.",
        "Sign in again if you want to allow it.",
    ),
    "invalid_grant": ("The permission you gave has ended, or was taken back.", _AGAIN),
    "expired_token": ("The code ran out before it was used.", "Ask for a new code."),
    "invalid_client": (
        "The provider does not know this client id, or its secret is another one.",
        "Look at both in the provider's pages; docs/mailbox.md says where they stand.",
    ),
    "unauthorized_client": (
        "The provider does not let this client id sign in like this.",
        "docs/mailbox.md says how it is set up.",
    ),
    "invalid_scope": (
        "The provider does not let this client id ask for mail.",
        "docs/mailbox.md says which permissions it needs.",
    ),
    "interaction_required": ("Your provider wants to see you again.", _AGAIN),
    "consent_required": (
        "Your provider, or its administrator, has not allowed this.",
        "Ask them, then sign in again.",
    ),
}
_PASSING = {"temporarily_unavailable", "server_error", "slow_down"}


def _refusal(error: object) -> MailServerError:
    """The sentence for an error of the protocol. What else the provider wrote is let go: it may quote a token."""
    name = error if isinstance(error, str) and re.fullmatch(r"[a-z_]{1,40}", error) else "unknown"
    if name in _PASSING:
        return MailServerError("The provider cannot sign you in right now.", "Try again in a few minutes.")
    if name in _REFUSALS:
        return SignInError(*_REFUSALS[name])
    return SignInError(
        f"The provider refused the sign-in ({name}).", "docs/mailbox.md says how it is set up."
    )


def _out_of_reach(oauth: OAuth, trouble: Exception) -> MailServerError:
    host = urlsplit(oauth.token).hostname
    if _is_about_certificates(trouble):
        return UnsafeServerError(
            f"The certificate of {host} is not to be trusted.",
            "Nothing was sent there. Try again in another network.",
        )
    if isinstance(trouble, httpx.TransportError):
        return MailServerError(
            f"{host} could not be reached.", "Look whether you are online, then try again."
        )
    return _nonsense(oauth)


def _nonsense(oauth: OAuth) -> MailServerError:
    host = urlsplit(oauth.token).hostname
    return MailServerError(
        f"{host} gave an answer that could not be understood.", "Try again in a few minutes."
    )


def _is_about_certificates(trouble: BaseException | None) -> bool:
    while trouble is not None:
        if isinstance(trouble, ssl.SSLError):
            return True
        trouble = trouble.__cause__ or trouble.__context__
    return False


def _is_private(address: object) -> bool:
    """Whether an address is https, or on this machine."""
    try:
        parts = urlsplit(address) if isinstance(address, str) else urlsplit("")
        host = parts.hostname or ""
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host)))


def _number(said: object, otherwise: int) -> int:
    """Seconds, as a number or as its digits; whatever else a provider says counts as not said."""
    try:
        seconds = int(str(said))
    except ValueError:
        return otherwise
    return seconds if 0 < seconds < 10**7 else otherwise
