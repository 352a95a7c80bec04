"""Send one letter by SMTP (RFC 5321), at most once, and say what is known when it does not end well.

Until the end of the letter was handed over nothing has left: a server that has not seen it may deliver nothing (RFC
5321 section 4.1.1.4). From there until its answer nobody can tell. `at_the_end` is called at that very border, so that
whoever keeps the record can write it down first.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from base64 import b64encode
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NoReturn

from .account import Login, MailServerError, Server, SignInError, UnsafeServerError, is_loopback

OURSELVES = "[127.0.0.1]"
"""What we say our name is: the machine's own is nobody's business, and would stand in the letter."""
GOODBYE = 5.0
"""Seconds a server has to answer it."""
PATIENCE = 5
"""Times the timeout that is waited for the last answer, which a server may take its time for (section 4.5.3.2.6)."""

_LINE_END = re.compile(rb"\r\n|\r|\n")
_ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_MEANINGS = {
    (1, 1): "There is no mailbox by that address.",
    (1, 2): "There is no mail server for that address.",
    (1, 3): "The address is not written as an address is.",
    (1, 7): "It does not take your address as the sender.",
    (1, 8): "It does not take your address as the sender.",
    (1, 10): "The address takes no mail.",
    (2, 1): "The mailbox there is closed.",
    (2, 2): "The mailbox there is full.",
    (2, 3): "The letter is larger than the mailbox there takes.",
    (3, 4): "The letter is larger than it takes.",
    (4, 5): "It is busy.",
    (7, 1): "Its rules do not let this letter through.",
    (7, 8): "It does not let you in.",
}
"""What the subject and detail of an enhanced status code mean (RFC 3463, RFC 5248)."""
_BY_CODE = {
    421: "It is busy, or closing down for now.",
    450: "The mailbox there is busy.",
    451: "It cannot do it for now.",
    452: "It has no room for it for now.",
    550: "It does not take letters for that address.",
    551: "It does not take letters for that address.",
    552: "There is no room for the letter.",
    553: "It does not take one of the addresses.",
    554: "It does not take the letter.",
}


class RefusedError(MailServerError):
    """Nothing left. `for_now`: the server may take it later (a 4xx answer, or it could not be reached)."""

    def __init__(self, sentence: str, hint: str = "", *, for_now: bool = False) -> None:
        super().__init__(sentence, hint)
        self.for_now = for_now


class MaybeSentError(MailServerError):
    """Cut off after the end of the letter was handed over, before the server said whether it has it."""


def send(
    server: Server,
    login: Login,
    sender: str,
    to: Sequence[str],
    raw: bytes,
    *,
    timeout: float = 60,
    at_the_end: Callable[[], None] = lambda: None,
) -> None:
    """Hand one letter over; returning means the server has it. `sender` and `to` are bare ASCII addresses.

    `at_the_end` runs when all but the last line is handed over; what it raises comes out, and nothing left.
    One of several recipients refused: nothing left for any. Raises SignInError and UnsafeServerError (nothing
    left), RefusedError (nothing left), MaybeSentError (cut off after the end).
    """
    line = _connected(server, timeout)
    try:
        _sign_in(line, server, login)
        _name_both_ends(line, server, sender, to)
        _hand_over(line, server, raw, at_the_end)
        _say_goodbye(line)
    finally:
        line.close()


def _say_goodbye(line: smtplib.SMTP) -> None:
    """Whatever the server says to it, and be it nothing, the letter is where it is."""
    with suppress(OSError, smtplib.SMTPException):
        if line.sock is not None:
            line.sock.settimeout(GOODBYE)
        line.docmd("QUIT")


def may_send(server: Server, login: Login, *, timeout: float = 60) -> None:
    """Sign in and leave again, handing nothing over. Raises as `send` does."""
    line = _connected(server, timeout)
    try:
        _sign_in(line, server, login)
    finally:
        line.close()


def _connected(server: Server, timeout: float) -> smtplib.SMTP:
    """A line to the server that is private, or to this machine itself."""
    try:
        if server.security == "tls":
            line: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host,
                server.port,
                local_hostname=OURSELVES,
                timeout=timeout,
                context=ssl.create_default_context(),
            )
        else:
            line = smtplib.SMTP(server.host, server.port, local_hostname=OURSELVES, timeout=timeout)
    except (OSError, smtplib.SMTPException) as trouble:
        _not_reached(server, trouble)
    try:
        line.ehlo_or_helo_if_needed()
        if server.security == "starttls":
            _make_private(line, server)
    except (OSError, smtplib.SMTPException) as trouble:
        line.close()
        _not_reached(server, trouble)
    except UnsafeServerError:
        line.close()
        raise
    return line


def _make_private(line: smtplib.SMTP, server: Server) -> None:
    """STARTTLS, or not a word more: a line without it is never spoken over."""
    if not line.has_extn("starttls"):
        raise UnsafeServerError(
            f"{server.host} does not offer to make the connection private.",
            "Try TLS, most often at port 465.",
        )
    line.starttls(context=ssl.create_default_context())
    line.ehlo_or_helo_if_needed()


def _not_reached(server: Server, trouble: Exception) -> NoReturn:
    if isinstance(trouble, ssl.SSLCertVerificationError):
        raise UnsafeServerError(
            f"The certificate of {server.host} is not to be trusted.",
            "Nothing was sent. Look at the name of the server, or ask the provider.",
        ) from None
    if isinstance(trouble, ssl.SSLError):
        raise UnsafeServerError(
            f"{server.host} does not speak TLS at port {server.port}.",
            "Port 465 is for TLS most often, and 587 for STARTTLS.",
        ) from None
    if isinstance(trouble, smtplib.SMTPResponseException) and trouble.smtp_code >= 500:
        raise RefusedError(f"{server.host} takes no letters from here.", "Nothing was sent.") from None
    raise RefusedError(
        f"{server.host} cannot be reached at port {server.port}.",
        "Look at the connection, and whether that is the right server.",
        for_now=True,
    ) from None


def _sign_in(line: smtplib.SMTP, server: Server, login: Login) -> None:
    offered = line.esmtp_features.get("auth", "").upper().split()
    if not offered and is_loopback(server.host):
        return
    try:
        code = _authenticated(line, server, login, offered)
    except (OSError, smtplib.SMTPException):
        raise _cut(server) from None
    if code == 235:
        return
    if 400 <= code < 500:
        raise RefusedError(
            f"{server.host} lets nobody in for now.", "Nothing was sent. Try again later.", for_now=True
        )
    raise SignInError(
        f"{server.host} does not let {login.user} in.",
        "The password, app password or token is another one there. Nothing was sent.",
    )


def _authenticated(line: smtplib.SMTP, server: Server, login: Login, offered: Sequence[str]) -> int:
    """The server's answer to the sign-in. Passwords may be any text: smtplib's own way takes ASCII alone."""
    if login.way == "xoauth2":
        words = f"user={login.user}\1auth=Bearer {login.secret}\1\1"
        return _said_at_once(line, "XOAUTH2", words, "")
    if login.way == "oauthbearer":
        words = f"n,a={login.user},\1host={server.host}\1port={server.port}\1auth=Bearer {login.secret}\1\1"
        return _said_at_once(line, "OAUTHBEARER", words, "\1")
    if "PLAIN" in offered:
        return _said_at_once(line, "PLAIN", f"\0{login.user}\0{login.secret}", "")
    if "LOGIN" in offered:
        code, _ = line.docmd("AUTH", "LOGIN")
        for words in (login.user, login.secret):
            if code == 334:
                code, _ = line.docmd(_in_base64(words))
        return code
    raise SignInError(
        f"{server.host} offers no sign-in with a password here.",
        "Some servers do so on another port, or with TLS alone.",
    )


def _said_at_once(line: smtplib.SMTP, way: str, words: str, after: str) -> int:
    """AUTH with everything in the first line; a question that follows (why it was refused) is answered and over."""
    code, _ = line.docmd("AUTH", f"{way} {_in_base64(words)}")
    if code == 334:
        code, _ = line.docmd(_in_base64(after))
    return code


def _in_base64(words: str) -> str:
    return b64encode(words.encode()).decode("ascii")


def _name_both_ends(line: smtplib.SMTP, server: Server, sender: str, to: Sequence[str]) -> None:
    try:
        _check(server, *line.mail(sender))
        for address in to:
            _check(server, *line.rcpt(address))
    except (OSError, smtplib.SMTPException):
        raise _cut(server) from None


def _hand_over(line: smtplib.SMTP, server: Server, raw: bytes, at_the_end: Callable[[], None]) -> None:
    try:
        code, said = line.docmd("DATA")
        if code != 354:
            _check(server, code if code >= 400 else 550, said)
        line.send(_stuffed(raw))
    except (OSError, smtplib.SMTPException):
        raise _cut(server) from None
    at_the_end()
    try:
        if line.sock is not None:
            line.sock.settimeout((line.timeout or 60) * PATIENCE)
        line.send(b".\r\n")
        code, said = line.getreply()
    except (OSError, smtplib.SMTPException):
        raise MaybeSentError(
            f"The connection to {server.host} ended at the very moment the letter left.",
            "It may have been sent: look in Sent.",
        ) from None
    _check(server, code, said)


def _stuffed(raw: bytes) -> bytes:
    """The letter as it goes over the line: CRLF ends, a dot before a dot (section 4.5.2), the last line ended."""
    lines = _LINE_END.sub(b"\r\n", raw)
    if not lines.endswith(b"\r\n"):
        lines += b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", lines)


def _check(server: Server, code: int, said: bytes) -> None:
    """RefusedError, with what the server means, unless it agreed. Its own words are not repeated: they are anybody's,
    and may hold what it was told."""
    if 200 <= code < 400:
        return
    raise RefusedError(
        f"{server.host} does not take the letter{' for now' if code < 500 else ''}. {_meaning(code, said)}",
        "Nothing was sent.",
        for_now=400 <= code < 500,
    )


def _meaning(code: int, said: bytes) -> str:
    found = _ENHANCED.search(said.decode("utf-8", "replace"))
    known = _MEANINGS.get((int(found[2]), int(found[3]))) if found else None
    return known or _BY_CODE.get(code, "It does not say why in a way we know.")


def _cut(server: Server) -> RefusedError:
    return RefusedError(
        f"The connection to {server.host} ended before the letter was handed over.",
        "Nothing was sent.",
        for_now=True,
    )
