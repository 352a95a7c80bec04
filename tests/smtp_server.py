"""A real SMTP server for the tests (aiosmtpd) on a loopback port of its own, which does as it is told.

`post` is plain, `starttls_post` and `tls_post` have a self-made certificate. Each takes letters from whoever signs in
with PASSWORD, or with what `secrets` says of them (PLAIN, LOGIN), or with TOKEN (XOAUTH2, OAUTHBEARER), counts them by
Message-ID, and can be told to refuse at any command, to put off, and to cut the line before it has read, or after it
has answered, any line.
"""

from __future__ import annotations

import asyncio
import base64
import re
import ssl
import subprocess
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword, auth_mechanism

from secondwind.mail.server.account import Login, Security, Server

USER = "sam@okafor.example"
PASSWORD = "planted-pässword-51c8"
TOKEN = "planted-token-77d0"
WAYS = ("PLAIN", "LOGIN", "XOAUTH2", "OAUTHBEARER")
"""To sign in, unless a test leaves some out."""


@dataclass
class Orders:
    """What the server is to do. Lines are counted from 1, over one connection; None is never. `slowly`: seconds before
    each answer.

    `answers` maps a command (MAIL, RCPT, DATA, END for the end of the letter, AUTH) to what is said instead of doing
    it; `times` how often still (absent: always).
    """

    cut_before_line: int | None = None
    cut_before_end: bool = False
    slowly: float = 0
    cut_after_answer: int | None = None
    cut_before_answer: int | None = None
    answers: dict[str, str] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=dict)

    def said_at(self, command: str) -> bytes | None:
        if self.times.get(command, 1) <= 0 or command not in self.answers:
            return None
        if command in self.times:
            self.times[command] -= 1
        return self.answers[command].encode()


class Post:
    """One running server. `letters` are those it has taken, each as (from, to, bytes)."""

    def __init__(self, security: Security = "plain", certificate: Path | None = None) -> None:
        self.security, self.certificate = security, certificate
        self.orders = Orders()
        self.letters: list[tuple[str, list[str], bytes]] = []
        self.lines: list[bytes] = []
        self.connections = self.answers = 0
        self.ways: tuple[str, ...] = WAYS
        self.secrets = {USER: PASSWORD}
        self._controller: Controller | None = None
        self.port = 0

    @property
    def server(self) -> Server:
        return Server("127.0.0.1" if self.security == "plain" else "localhost", self.port, self.security)

    @property
    def login(self) -> Login:
        return Login(USER, PASSWORD)

    def count(self, message_id: str) -> int:
        """How often a letter of that id (without brackets) was taken."""
        return self.counts()[message_id]

    def counts(self) -> Counter[str]:
        return Counter(mail["Message-ID"].strip("<> ") for mail in self.mails())

    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(raw, policy=policy.default) for _, _, raw in self.letters]  # type: ignore[misc]

    def let_in(self, server: Any, session: Any, envelope: Any, mechanism: str, auth_data: Any) -> AuthResult:
        right = self.secrets.get(auth_data.login.decode(), "").encode() == auth_data.password
        return AuthResult(success=right, handled=False)

    def start(self) -> None:
        context = None
        if self.certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self.certificate, self.certificate.with_name("key.pem"))
        self._controller = _Controller(self, context)
        self._controller.start()
        assert self._controller.server is not None
        self.port = self._controller.server.sockets[0].getsockname()[1]
        self.lines.clear()
        self.connections = 0

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None


class _Controller(Controller):
    def __init__(self, post: Post, context: ssl.SSLContext | None) -> None:
        self._post, self._context = post, context
        tls = context if post.security == "tls" else None
        super().__init__(_Handler(post), hostname="127.0.0.1", port=0, ssl_context=tls)

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        super()._trigger_server()

    def factory(self) -> SMTP:
        # It warns of passwords over a plain line, which is what a loopback address is for.
        warnings.filterwarnings("ignore", module="aiosmtpd", category=UserWarning)
        return _Line(
            self._post,
            self.handler,
            authenticator=self._post.let_in,
            auth_required=bool(self._post.ways),
            auth_require_tls=False,
            auth_exclude_mechanism=set(WAYS) - set(self._post.ways),
            tls_context=self._context if self._post.security == "starttls" else None,
            require_starttls=self._post.security == "starttls",
            timeout=30,
        )


class _Line(SMTP):
    """One connection: counts lines and answers, and ends where it was told to."""

    def __init__(self, post: Post, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._post, self._heard, self._answered = post, 0, 0
        self._part = b""

    def connection_made(self, transport: Any) -> None:
        self._post.connections += 1
        super().connection_made(transport)

    def data_received(self, data: bytes) -> None:
        *whole, rest = re.split(rb"(?<=\n)", self._part + data)
        for heard in whole:
            self._heard += 1
            orders = self._post.orders
            if self._heard == orders.cut_before_line or (orders.cut_before_end and heard == b".\r\n"):
                self._abort()
                return
            self._post.lines.append(heard)
        passed = b"".join(whole)[len(self._part) :] + rest if whole else data
        self._part = rest
        super().data_received(passed)

    async def push(self, status: Any) -> None:
        await asyncio.sleep(self._post.orders.slowly)
        self._answered += 1
        self._post.answers += 1
        if self._answered == self._post.orders.cut_before_answer:
            self._abort()
            return
        await super().push(status)
        if self._answered == self._post.orders.cut_after_answer:
            self._abort()

    def _abort(self) -> None:
        if self.transport is not None:
            self.transport.abort()

    async def smtp_AUTH(self, arg: str) -> None:
        said = self._post.orders.said_at("AUTH")
        await (self.push(said) if said else super().smtp_AUTH(arg))

    async def smtp_MAIL(self, arg: str) -> None:
        said = self._post.orders.said_at("MAIL")
        await (self.push(said) if said else super().smtp_MAIL(arg))

    async def smtp_RCPT(self, arg: str) -> None:
        said = self._post.orders.said_at("RCPT")
        await (self.push(said) if said else super().smtp_RCPT(arg))

    async def smtp_DATA(self, arg: str) -> None:
        said = self._post.orders.said_at("DATA")
        await (self.push(said) if said else super().smtp_DATA(arg))


class _Handler:
    """Takes letters, and knows the two ways to sign in with a token."""

    def __init__(self, post: Post) -> None:
        self._post = post

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        said = self._post.orders.said_at("END")
        if said:
            return said.decode()
        self._post.letters.append((envelope.mail_from, list(envelope.rcpt_tos), bytes(envelope.content)))
        return "250 2.0.0 Taken"

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:
        return await _by_token(server, args, f"user={USER}\1auth=Bearer {TOKEN}\1\1")

    @auth_mechanism("OAUTHBEARER")
    async def auth_bearer(self, server: SMTP, args: list[str]) -> AuthResult:
        host = "127.0.0.1" if self._post.security == "plain" else "localhost"
        words = f"n,a={USER},\1host={host}\1port={self._post.port}\1auth=Bearer {TOKEN}\1\1"
        return await _by_token(server, args, words)


async def _by_token(server: SMTP, args: list[str], wanted: str) -> AuthResult:
    if len(args) > 1 and base64.b64decode(args[1]).decode() == wanted:
        return AuthResult(success=True, auth_data=LoginPassword(USER.encode(), b""))
    # As the providers do: why not, as a question; the empty answer to it ends the try.
    await server.challenge_auth('{"status":"401"}')
    return AuthResult(success=False, handled=False)


def self_made_certificate(folder: Path) -> Path:
    """A certificate for localhost that nobody vouches for, with its key.pem beside it."""
    certificate = folder / "certificate.pem"
    make = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    name = ["-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    where = ["-keyout", str(folder / "key.pem"), "-out", str(certificate)]
    subprocess.run([*make, *name, *where], check=True, capture_output=True)
    return certificate


@contextmanager
def running_post(
    security: Security = "plain", certificate: Path | None = None, *, ways: tuple[str, ...] = WAYS
) -> Iterator[Post]:
    post = Post(security, certificate)
    post.ways = ways
    post.start()
    try:
        yield post
    finally:
        post.stop()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return self_made_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The self-made certificate is trusted by this test."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    return certificate


@pytest.fixture
def post() -> Iterator[Post]:
    with running_post() as server:
        yield server


@pytest.fixture
def starttls_post(certificate: Path) -> Iterator[Post]:
    with running_post("starttls", certificate) as server:
        yield server


@pytest.fixture
def tls_post(certificate: Path) -> Iterator[Post]:
    with running_post("tls", certificate) as server:
        yield server
