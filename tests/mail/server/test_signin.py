"""Signing in with a provider: in the browser, with a code, and again without the person, at a provider on loopback."""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import secrets
import socket
import threading
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import httpx
import pytest

from secondwind.mail.server.account import MailServerError, SignInError, UnsafeServerError
from secondwind.mail.server.providers import provider
from secondwind.mail.server.signin import (
    EARLY,
    DeviceCode,
    OAuth,
    Token,
    a_client,
    ask_for_token,
    begin_sign_in,
    begin_with_code,
    fresh_token,
    wait_for_code,
)

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
CLIENT = "4711.client.example"
SCOPE = "mail.read mail.send"
SECRETS = {
    "client": "client-secret-GOCSPX-3b1",
    "refresh": "refresh-1//04Planted-9f3c",
    "access": "ya29.access-Planted-77d",
    "device": "device-Planted-5c2",
}


@dataclass
class Provider:
    """An OAuth server: what it gives out, what it was told, and what it says instead when told to."""

    port: int = 0
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    forms: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    instead: list[tuple[int, object]] = field(default_factory=list)
    rotates: bool = False
    lasts: object = 3599
    gives_refresh: bool = True

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def authorize(self, query: dict[str, str]) -> str:
        """The address the browser is sent back to, after the person said yes."""
        code = secrets.token_urlsafe(8) + "~code"
        self.codes[code] = query
        return f"{query['redirect_uri']}/?{urlencode({'code': code, 'state': query['state']})}"

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, object]:
        self.forms.append((path, form))
        if self.instead:
            return self.instead.pop(0)
        if form.get("client_id") != CLIENT or form.get("client_secret") != SECRETS["client"]:
            return 401, {"error": "invalid_client"}
        if path == "/device":
            return 200, {
                "device_code": SECRETS["device"], "user_code": "WXYZ-BCDF", "verification_uri": f"{self.root}/type",
                "expires_in": 30, "interval": 5,
            }  # fmt: skip
        grant = form["grant_type"]
        if not self._holds(grant, form):
            return 400, {"error": "invalid_grant", "error_description": f"bad {form}"}
        made = {"access_token": SECRETS["access"], "token_type": "Bearer", "expires_in": self.lasts}
        if grant != "refresh_token" and self.gives_refresh:
            made["refresh_token"] = SECRETS["refresh"]
        if grant == "refresh_token" and self.rotates:
            made["refresh_token"] = "refresh-2"
        return 200, made

    def _holds(self, grant: str, form: dict[str, str]) -> bool:
        if grant == "authorization_code":
            return self._code_holds(form)
        if grant == "refresh_token":
            return form["refresh_token"] == SECRETS["refresh"]
        return grant.endswith(":device_code") and form["device_code"] == SECRETS["device"]

    def _code_holds(self, form: dict[str, str]) -> bool:
        asked = self.codes.pop(form["code"], None)
        if (
            not asked
            or asked["redirect_uri"] != form["redirect_uri"]
            or asked["code_challenge_method"] != "S256"
        ):
            return False
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=") == asked["code_challenge"]


@pytest.fixture
def at() -> Iterator[Provider]:
    """A provider on loopback."""
    held = Provider()

    class Asked(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
            status, said = held.answer(self.path, dict(parse_qsl(raw)))
            body = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Asked)
    held.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield held
    server.shutdown()
    thread.join(5)
    server.server_close()


@pytest.fixture
def fetch() -> Iterator[httpx.Client]:
    with a_client(timeout=5) as client:
        yield client


def signing_in(at: Provider, **more: object) -> OAuth:
    """The sign-in at that provider, with the person's own client id."""
    return OAuth(
        CLIENT, f"{at.root}/authorize", f"{at.root}/token", SCOPE, f"{at.root}/device",
        client_secret=SECRETS["client"], **more,
    )  # fmt: skip


def query_of(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


# In the browser


def test_a_yes_in_the_browser_gives_a_token(at: Provider, fetch: httpx.Client):
    """The page asks for what is needed, the answer comes to this machine, and the code becomes a token with PKCE."""
    with begin_sign_in(signing_in(at, extra={"access_type": "offline"}), "ada@weaver.example") as sign_in:
        asked = query_of(sign_in.address)
        assert sign_in.address.startswith(f"{at.root}/authorize?")
        assert asked["client_id"] == CLIENT
        assert asked["scope"] == SCOPE
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert asked["login_hint"] == "ada@weaver.example"
        assert asked["access_type"] == "offline"
        assert SECRETS["client"] not in sign_in.address
        assert not sign_in.is_answered
        back = httpx.get(at.authorize(asked))
        assert back.status_code == 200
        assert "You may close this page" in back.text
        assert back.headers["Cache-Control"] == "no-store"
        assert back.headers["Referrer-Policy"] == "no-referrer"
        token = sign_in.wait(fetch=fetch, now=NOW, seconds=5)
        assert sign_in.is_answered
    assert token == Token(SECRETS["access"], NOW + timedelta(seconds=3599), SECRETS["refresh"])
    ((path, form),) = at.forms
    assert path == "/token"
    assert form["redirect_uri"] == asked["redirect_uri"]


def test_each_sign_in_has_its_own_port_state_and_proof(at: Provider):
    """Nothing that could be guessed from the one before; the port is this machine's alone, and closes."""
    with begin_sign_in(signing_in(at)) as one, begin_sign_in(signing_in(at, redirect="localhost")) as other:
        first, second = query_of(one.address), query_of(other.address)
        for name in ("state", "code_challenge", "redirect_uri"):
            assert first[name] != second[name]
        assert first["redirect_uri"].startswith("http://127.0.0.1:")
        assert second["redirect_uri"].startswith("http://localhost:")
        assert len(first["state"]) >= 32
        port = urlsplit(first["redirect_uri"]).port
        assert one._server.server_address[0] == "127.0.0.1"
    one.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=2)


def test_an_answer_that_knows_no_state_is_not_taken(at: Provider, fetch: httpx.Client):
    """Another page can neither slip in a code nor end the sign-in; a second answer changes nothing."""
    with begin_sign_in(signing_in(at)) as sign_in:
        asked = query_of(sign_in.address)
        here = asked["redirect_uri"]
        for path in (
            "/?code=evil", "/?code=evil&state=guess", "/?error=access_denied&state=", "/", f"/?state={asked['state']}",
        ):  # fmt: skip
            assert httpx.get(here + path).status_code == 400
        assert httpx.get(f"{here}/favicon.ico").status_code == 404
        assert httpx.post(here, data={"code": "evil", "state": asked["state"]}).status_code == 501
        assert not sign_in.is_answered
        assert httpx.get(at.authorize(asked)).status_code == 200
        assert httpx.get(f"{here}/?code=late&state={asked['state']}").status_code == 400
        assert sign_in.wait(fetch=fetch, now=NOW, seconds=5).access == SECRETS["access"]


def test_a_no_in_the_browser_is_a_sentence(at: Provider, fetch: httpx.Client):
    """The person said no: nothing is asked of the provider, and what the address said is not shown."""
    with begin_sign_in(signing_in(at)) as sign_in:
        asked = query_of(sign_in.address)
        httpx.get(
            f"{asked['redirect_uri']}/?error=access_denied&state={asked['state']}&error_description=<b>x"
        )
        with pytest.raises(SignInError, match="said no to the sign-in"):
            sign_in.wait(fetch=fetch, now=NOW, seconds=5)
    assert not at.forms


def test_nobody_comes_back(at: Provider, fetch: httpx.Client):
    """After the time that was given there is a sentence, and the port is closed."""
    sign_in = begin_sign_in(signing_in(at))
    with pytest.raises(MailServerError, match="No answer came from your browser"):
        sign_in.wait(fetch=fetch, now=NOW, seconds=0.05)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(sign_in._server.server_address, timeout=2)


def test_a_permission_that_does_not_last_is_said_so(at: Provider, fetch: httpx.Client):
    """Without a token to go on with, the mailbox would be lost within the hour."""
    at.gives_refresh = False
    with begin_sign_in(signing_in(at)) as sign_in:
        httpx.get(at.authorize(query_of(sign_in.address)))
        with pytest.raises(SignInError, match="ends within the hour"):
            sign_in.wait(fetch=fetch, now=NOW, seconds=5)


def test_a_proof_that_is_not_ours_is_refused(at: Provider, fetch: httpx.Client):
    """Whoever catches the code on its way cannot use it: the provider here holds PKCE to be binding."""
    with begin_sign_in(signing_in(at)) as sign_in:
        asked = query_of(sign_in.address)
        httpx.get(at.authorize({**asked, "code_challenge": "another"}))
        with pytest.raises(SignInError, match="has ended, or was taken back"):
            sign_in.wait(fetch=fetch, now=NOW, seconds=5)


# With a code


def test_a_code_that_is_typed_gives_a_token(at: Provider, fetch: httpx.Client):
    """Asked at the pace the provider wants, slower where it says so, until the person has typed the code."""
    code = begin_with_code(signing_in(at), fetch=fetch)
    assert (code.user_code, code.page, code.interval, code.lasts) == ("WXYZ-BCDF", f"{at.root}/type", 5, 30)
    assert at.forms[0][1]["scope"] == SCOPE
    at.instead = [(400, {"error": "authorization_pending"}), (400, {"error": "slow_down"})]
    slept: list[float] = []
    token = wait_for_code(signing_in(at), code, fetch=fetch, now=NOW, sleep=slept.append)
    assert slept == [5, 5, 10]
    assert token == Token(SECRETS["access"], NOW + timedelta(seconds=20 + 3599), SECRETS["refresh"])


def test_a_page_can_ask_once_and_come_again(at: Provider, fetch: httpx.Client):
    """One question at a time, for a page that looks again by itself."""
    code = begin_with_code(signing_in(at), fetch=fetch)
    at.instead = [(400, {"error": "authorization_pending"})]
    assert ask_for_token(signing_in(at), code, fetch=fetch, now=NOW) == code
    assert isinstance(ask_for_token(signing_in(at), code, fetch=fetch, now=NOW), Token)


def test_a_code_nobody_types_runs_out(at: Provider, fetch: httpx.Client):
    """It is asked for as long as it is good, and then no more."""
    code = begin_with_code(signing_in(at), fetch=fetch)
    at.instead = [(400, {"error": "authorization_pending"})] * 50
    slept: list[float] = []
    with pytest.raises(SignInError, match="ran out before it was used"):
        wait_for_code(signing_in(at), code, fetch=fetch, now=NOW, sleep=slept.append)
    assert sum(slept) == 30


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        ("expired_token", "ran out before"),
        ("access_denied", "said no"),
        ("invalid_client", "does not know this"),
    ],
)
def test_a_refused_code_is_a_sentence(at: Provider, fetch: httpx.Client, error: str, sentence: str):
    """What the provider says in its own words becomes ours."""
    code = begin_with_code(signing_in(at), fetch=fetch)
    at.instead = [(400, {"error": error, "error_description": SECRETS["device"]})]
    with pytest.raises(SignInError, match=sentence):
        ask_for_token(signing_in(at), code, fetch=fetch, now=NOW)


def test_a_provider_without_codes_is_said_so(fetch: httpx.Client):
    """Google gives no codes for mail; nobody is asked."""
    gmail = provider("gmail")
    assert gmail is not None
    assert gmail.oauth is not None
    with pytest.raises(SignInError, match="no codes for mail"):
        begin_with_code(OAuth.at(gmail.oauth, CLIENT), fetch=fetch)


@pytest.mark.parametrize("page", ["javascript:alert(1)", "http://type.example", None, 7])
def test_a_page_to_type_at_is_a_safe_one(at: Provider, fetch: httpx.Client, page: object):
    """A link that a person is to follow is https."""
    at.instead = [(200, {"device_code": "d", "user_code": "U", "verification_uri": page})]
    with pytest.raises(MailServerError, match="could not be understood"):
        begin_with_code(signing_in(at), fetch=fetch)


# The next token


def test_the_next_token_comes_without_the_person(at: Provider, fetch: httpx.Client):
    """The old permission goes on where no new one is given; a new one is handed back to be kept."""
    token = fresh_token(signing_in(at), SECRETS["refresh"], fetch=fetch, now=NOW)
    assert token == Token(SECRETS["access"], NOW + timedelta(seconds=3599), SECRETS["refresh"])
    assert not token.is_stale(NOW)
    assert token.is_stale(token.expires_at - EARLY)
    at.rotates = True
    assert fresh_token(signing_in(at), SECRETS["refresh"], fetch=fetch, now=NOW).refresh == "refresh-2"
    assert at.forms[-1] == (
        "/token",
        {
            "grant_type": "refresh_token", "refresh_token": SECRETS["refresh"], "scope": SCOPE,
            "client_id": CLIENT, "client_secret": SECRETS["client"],
        },
    )  # fmt: skip


@pytest.mark.parametrize("lasts", ["3600", 3600, None, -5, 10**12, True])
def test_an_odd_end_is_taken_as_an_hour_or_less(at: Provider, fetch: httpx.Client, lasts: object):
    """However the provider writes it, the token has an end in reach."""
    at.lasts = lasts
    token = fresh_token(signing_in(at), SECRETS["refresh"], fetch=fetch, now=NOW)
    assert NOW < token.expires_at <= NOW + timedelta(hours=1)


@pytest.mark.parametrize(
    ("said", "kind", "sentence"),
    [
        ((400, {"error": "invalid_grant"}), SignInError, "has ended, or was taken back. Sign in again"),
        ((401, {"error": "invalid_client"}), SignInError, "does not know this client id"),
        ((400, {"error": "invalid_scope"}), SignInError, "ask for mail"),
        ((400, {"error": "unauthorized_client"}), SignInError, "sign in like this"),
        ((400, {"error": "made_up_here"}), SignInError, r"refused the sign-in \(made_up_here\)"),
        ((400, {"error": "<b>evil"}), SignInError, r"\(unknown\)"),
        ((400, {"error": {"a": 1}}), SignInError, r"\(unknown\)"),
        ((400, {"error": "temporarily_unavailable"}), MailServerError, "right now"),
        ((429, {"error": "slow_down"}), MailServerError, "right now"),
        ((200, {"token_type": "Bearer"}), SignInError, "without a token"),
        ((200, {"access_token": ""}), SignInError, "without a token"),
        ((200, {"access_token": 5}), SignInError, "without a token"),
        ((200, {"access_token": "a", "refresh_token": ["r"]}), SignInError, "without a token"),
        ((200, {"access_token": "a", "expires_in": "soon"}), MailServerError, "could not be understood"),
        ((200, {"access_token": "a", "expires_in": [1]}), MailServerError, "could not be understood"),
        ((503, b"<html>busy"), MailServerError, "could not be understood"),
        ((200, b"<html>captive portal"), MailServerError, "could not be understood"),
        ((429, b"slow"), MailServerError, "could not be understood"),
        ((200, [1, 2]), MailServerError, "could not be understood"),
        ((302, b""), MailServerError, "could not be understood"),
    ],
    ids=repr,
)
def test_every_refusal_is_a_sentence(
    at: Provider, fetch: httpx.Client, said: tuple[int, object], kind: type[Exception], sentence: str
):
    """Trying again helps with the one kind, signing in again with the other; nothing else comes out."""
    at.instead = [said]
    with pytest.raises(MailServerError, match=sentence) as caught:
        fresh_token(signing_in(at), SECRETS["refresh"], fetch=fetch, now=NOW)
    assert type(caught.value) is kind


def test_a_provider_out_of_reach_is_a_sentence(at: Provider):
    """Nobody listens, nobody answers in time, or the certificate is not to be trusted."""

    def asked(raises: Callable[[httpx.Request], Exception]) -> MailServerError:
        def handle(request: httpx.Request) -> httpx.Response:
            raise raises(request)

        client = httpx.Client(transport=httpx.MockTransport(handle))
        with client, pytest.raises(MailServerError) as caught:
            fresh_token(signing_in(at), SECRETS["refresh"], fetch=client, now=NOW)
        return caught.value

    assert "could not be reached" in str(asked(lambda request: httpx.ConnectError("no", request=request)))
    assert "could not be reached" in str(asked(lambda request: httpx.ReadTimeout("slow", request=request)))
    with socket.socket() as unused, a_client(2) as client:
        unused.bind(("127.0.0.1", 0))
        nobody = OAuth(CLIENT, at.root, f"http://127.0.0.1:{unused.getsockname()[1]}/token", SCOPE)
        with pytest.raises(MailServerError, match="could not be reached"):
            fresh_token(nobody, "r", fetch=client, now=NOW)
        in_the_clear = OAuth(CLIENT, at.root, f"https://127.0.0.1:{at.port}/token", SCOPE)
        with pytest.raises(UnsafeServerError, match="not to be trusted"):
            fresh_token(in_the_clear, "r", fetch=client, now=NOW)


def test_a_code_is_asked_for_less_often_where_nobody_answers(at: Provider):
    """A slow provider is not pressed."""

    def handle(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("slow", request=request)

    code = DeviceCode("U", "https://type.example", "", 5, 60, "d")
    with httpx.Client(transport=httpx.MockTransport(handle)) as client:
        again = ask_for_token(signing_in(at), code, fetch=client, now=NOW)
    assert isinstance(again, DeviceCode)
    assert again.interval == 10


# What is kept, and what is hidden


@pytest.mark.parametrize(
    "odd",
    [
        {"authorize": "http://accounts.example/auth"},
        {"token": "http://accounts.example/token"},
        {"token": "ftp://accounts.example/token"},
        {"device": "accounts.example/device"},
        {"token": "https://[broken"},
        {"redirect": "other.example"},
    ],
    ids=repr,
)
def test_a_sign_in_that_is_not_private_is_refused(odd: dict[str, str]):
    """Tokens go over TLS, and the answer comes to this machine."""
    whole = {
        "authorize": "https://accounts.example/auth", "token": "https://accounts.example/token", "scope": SCOPE,
    }  # fmt: skip
    OAuth(CLIENT, **whole)
    with pytest.raises(UnsafeServerError):
        OAuth(CLIENT, **{**whole, **odd})


def test_the_record_keeps_what_is_no_secret(at: Provider):
    """What is written down can be made whole again with the secret, and does not hold it."""
    outlook = provider("outlook")
    assert outlook is not None
    assert outlook.oauth is not None
    for oauth in (signing_in(at, extra={"prompt": "consent"}), OAuth.at(outlook.oauth, f" {CLIENT} ", "s ")):
        kept = json.dumps(oauth.for_record())
        assert "secret" not in kept
        assert OAuth.from_record(json.loads(kept), oauth.client_secret) == oauth
    assert oauth.client_id == CLIENT
    assert oauth.client_secret == "s"


def test_a_planted_secret_is_nowhere_to_be_seen(
    at: Provider, fetch: httpx.Client, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
):
    """Not in a log at its most talkative, on the screen, in a repr, a sentence or a traceback."""
    caplog.set_level(logging.DEBUG)
    oauth = signing_in(at)
    sign_in = begin_sign_in(oauth)
    said = [repr(sign_in), repr(vars(sign_in))]
    back = at.authorize(query_of(sign_in.address))
    with socket.create_connection(("127.0.0.1", sign_in._server.server_address[1])) as browser:
        browser.sendall(f"GET /?{urlsplit(back).query} HTTP/1.0\r\n\r\n".encode())
        while browser.recv(4096):
            pass
    token = sign_in.wait(fetch=fetch, now=NOW, seconds=5)
    code = begin_with_code(oauth, fetch=fetch)
    said += [repr(oauth), repr(token), repr(code), str(token)]
    answers: list[tuple[int, object]] = [
        (400, {"error": "invalid_grant", "error_description": " ".join(SECRETS.values())}),
        (500, " ".join(SECRETS.values()).encode()),
        (200, f"<{' '.join(SECRETS.values())}".encode()),
    ]
    for answer in answers:
        for attempt in (
            lambda: fresh_token(oauth, SECRETS["refresh"], fetch=fetch, now=NOW),
            lambda: ask_for_token(oauth, code, fetch=fetch, now=NOW),
            lambda: begin_with_code(oauth, fetch=fetch),
        ):
            at.instead = [answer]
            try:
                attempt()
            except MailServerError as trouble:
                said += traceback.format_exception(trouble)
                said.append(repr(trouble))
    screen = capfd.readouterr()
    told = "\n".join([*said, caplog.text, screen.out, screen.err])
    assert "MailServerError" in told
    assert "HTTP Request: POST" in caplog.text
    for name, secret in {**SECRETS, "code": query_of(back)["code"]}.items():
        assert secret not in told, name
