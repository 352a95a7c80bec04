"""Sending by SMTP, against a real server: every way to be private and to sign in, every refusal, every cut."""

from __future__ import annotations

import traceback
from datetime import UTC, datetime
from pathlib import Path

import pytest

from secondwind.mail.message import Address
from secondwind.mail.outgoing import as_eml, dated
from secondwind.mail.server.account import Login, Server, SignInError, UnsafeServerError
from secondwind.mail.server.smtp import MaybeSentError, RefusedError, may_send, send
from smtp_server import PASSWORD, TOKEN, USER, Orders, Post, running_post

ANA = "ana.lindqvist@northwind.example"
ID = "a1@okafor.example"
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
BODY = "Dear Ana,\n\nthank you.\n.\n..two dots\n.hidden\n\nwith best wishes,\nSäm\n"


def letter(body: str = BODY) -> bytes:
    return as_eml(
        sender=Address("Sam Okafor", USER), to=[Address("Ana", ANA)], subject="Re: your visit", body=body, date=NOW,
        message_id=ID, in_reply_to="no1@northwind.example", unsent=False,
    )  # fmt: skip


def sent(post: Post, login: Login | None = None, *, to: tuple[str, ...] = (ANA,), timeout: float = 5) -> None:
    send(post.server, login or post.login, USER, to, letter(), timeout=timeout)


def test_a_letter_arrives_word_for_word(post: Post) -> None:
    """What is taken is what was handed over, dots at the beginnings of lines included; nothing marks it as a draft."""
    sent(post)
    ((sender, to, raw),) = post.letters
    assert (sender, to) == (USER, [ANA])
    assert raw == letter()
    (mail,) = post.mails()
    assert mail.get_content().replace("\r\n", "\n") == BODY
    assert mail["X-Unsent"] is None
    assert (mail["In-Reply-To"], mail["References"]) == ("<no1@northwind.example>",) * 2


def test_the_name_of_the_machine_is_not_told(post: Post) -> None:
    """The greeting names the loopback address, which is true of everybody."""
    sent(post)
    assert post.lines[0].strip() == b"ehlo [127.0.0.1]"


@pytest.mark.parametrize("way", ["starttls_post", "tls_post"])
def test_private_lines(way: str, trusted: Path, request: pytest.FixtureRequest) -> None:
    """A letter goes by STARTTLS, and by TLS from the first word."""
    post = request.getfixturevalue(way)
    sent(post)
    assert post.count(ID) == 1


@pytest.mark.parametrize("way", ["starttls_post", "tls_post"])
def test_a_certificate_nobody_vouches_for_is_not_taken(way: str, request: pytest.FixtureRequest) -> None:
    """Neither secret nor letter is said to a server that cannot show who it is."""
    post = request.getfixturevalue(way)
    with pytest.raises(UnsafeServerError, match="certificate of localhost"):
        sent(post)
    assert not any(b"AUTH" in line for line in post.lines)
    assert post.letters == []


def test_without_starttls_nothing_is_said(post: Post) -> None:
    """A server that is to be private and does not offer it gets no sign-in."""
    with pytest.raises(UnsafeServerError, match="does not offer"):
        send(Server("localhost", post.port, "starttls"), post.login, USER, [ANA], letter(), timeout=5)
    assert not any(b"AUTH" in line.upper() for line in post.lines)


def test_tls_to_a_port_that_speaks_none(post: Post) -> None:
    """The wrong port is said to be that."""
    with pytest.raises(UnsafeServerError, match="does not speak TLS"):
        send(Server("localhost", post.port, "tls"), post.login, USER, [ANA], letter(), timeout=5)


def test_plain_is_for_this_machine_alone() -> None:
    """No server elsewhere can be spoken to without protection."""
    with pytest.raises(UnsafeServerError):
        Server("smtp.okafor.example", 25, "plain")


@pytest.mark.parametrize(
    "login", [Login(USER, PASSWORD), Login(USER, TOKEN, "xoauth2"), Login(USER, TOKEN, "oauthbearer")]
)
def test_ways_to_sign_in(post: Post, login: Login) -> None:
    """A password of any letters, and a token both ways."""
    sent(post, login)
    assert post.count(ID) == 1


def test_sign_in_where_only_login_is_offered(post: Post) -> None:
    """AUTH LOGIN serves where PLAIN is not there."""
    post.ways = ("LOGIN",)
    sent(post)
    assert any(line.startswith(b"AUTH LOGIN") for line in post.lines)
    assert post.count(ID) == 1


@pytest.mark.parametrize(
    "login", [Login(USER, "wrong"), Login(USER, "wrong", "xoauth2"), Login(USER, "wrong", "oauthbearer")]
)
def test_a_wrong_secret(post: Post, login: Login) -> None:
    """It is said who is not let in, and nothing is handed over."""
    with pytest.raises(SignInError, match=f"does not let {USER} in"):
        sent(post, login)
    assert post.letters == []
    assert not any(line.upper().startswith(b"MAIL") for line in post.lines)


def test_a_relay_on_this_machine_needs_no_sign_in() -> None:
    """Where a server on the loopback offers none, none is tried."""
    with running_post(ways=()) as post:
        sent(post)
        assert post.count(ID) == 1


def test_trying_the_sign_in_hands_nothing_over(post: Post) -> None:
    """Whether one may send can be asked without sending."""
    may_send(post.server, post.login, timeout=5)
    with pytest.raises(SignInError):
        may_send(post.server, Login(USER, "wrong"), timeout=5)
    assert post.letters == []


@pytest.mark.parametrize(
    ("command", "answer", "for_now", "meaning"),
    [
        ("MAIL", "553 5.1.8 Sender rejected", False, "does not take your address as the sender"),
        ("RCPT", "550 5.1.1 <ana> User unknown", False, "There is no mailbox by that address"),
        ("RCPT", "550 nobody here", False, "does not take letters for that address"),
        ("RCPT", "451 4.7.1 Greylisted, come back later", True, "for now"),
        ("RCPT", "452 4.2.2 Over quota", True, "The mailbox there is full"),
        ("DATA", "421 4.3.2 Closing", True, "busy, or closing down"),
        ("DATA", "250 what", False, "does not take the letter"),
        ("END", "554 5.7.1 Looks like spam", False, "rules do not let this letter through"),
        ("END", "451 4.3.0 Queue file write error", True, "cannot do it for now"),
        ("AUTH", "454 4.7.0 Temporary authentication failure", True, "for now"),
    ],
)
def test_refusals_say_what_the_server_means(
    post: Post, command: str, answer: str, for_now: bool, meaning: str
) -> None:
    """Nothing left; a sentence says why."""
    post.orders = Orders(answers={command: answer})
    with pytest.raises(RefusedError, match=meaning) as refused:
        sent(post)
    assert refused.value.for_now is for_now
    assert post.letters == []
    assert refused.value.sentence.endswith(".")


def test_one_recipient_refused_is_nothing_sent(post: Post) -> None:
    """No letter goes to some of those it was for."""
    post.orders = Orders(answers={"RCPT": "550 5.1.1 no"}, times={"RCPT": 1})
    with pytest.raises(RefusedError):
        sent(post, to=("nobody@northwind.example", ANA))
    assert post.letters == []


def test_a_secret_sent_back_is_not_shown(post: Post) -> None:
    """A server that repeats the password does not bring it into a sentence, nor any trouble into a traceback."""
    post.orders = Orders(answers={"MAIL": f"550 hello {PASSWORD}"})
    with pytest.raises(RefusedError) as refused:
        sent(post)
    told = "".join(traceback.format_exception(refused.value)) + repr(post.login)
    assert PASSWORD not in told


def test_nobody_there() -> None:
    """A port at which nobody answers can be tried later."""
    with running_post() as post:
        server = post.server
    with pytest.raises(RefusedError, match="cannot be reached") as refused:
        send(server, Login(USER, PASSWORD), USER, [ANA], letter(), timeout=2)
    assert refused.value.for_now


def _lines_of_a_sending() -> tuple[int, int]:
    """How many lines, and how many answers, one whole sending has."""
    with running_post() as post:
        sent(post)
        return len(post.lines), 12


def _cut(post: Post, orders: Orders) -> str:
    """What is said of a sending that ends there; "maybe" is said only after the border was passed."""
    post.orders = orders
    before_the_end: list[int] = []
    try:
        send(
            post.server, post.login, USER, [ANA], letter(), timeout=5,
            at_the_end=lambda: before_the_end.append(len(post.letters)),
        )  # fmt: skip
    except MaybeSentError:
        return "maybe" if before_the_end == [0] else "maybe, too early"
    except RefusedError as refused:
        return "refused" if refused.for_now else "refused for good"
    return "sent"


@pytest.mark.parametrize("where", ["cut_before_line", "cut_before_answer", "cut_after_answer"])
def test_cut_at_every_line(where: str) -> None:
    """Wherever the line is cut, what is said fits what arrived: refused is never sent, returned is sent once."""
    lines, answers = _lines_of_a_sending()
    seen = set()
    for number in range(1, (lines if where == "cut_before_line" else answers) + 1):
        with running_post() as post:
            said = _cut(post, Orders(**{where: number}))
            arrived = post.count(ID)
        seen.add(said)
        assert arrived in {"sent": (1,), "refused": (0,), "maybe": (0, 1)}[said], (where, number)
    assert seen >= ({"sent", "refused"} if where == "cut_after_answer" else {"maybe", "refused"})


def test_what_is_raised_at_the_end_keeps_the_letter_back(post: Post) -> None:
    """Whoever loses the claim at the border stops the sending there."""

    def lost() -> None:
        raise RuntimeError("somebody else has it")

    with pytest.raises(RuntimeError):
        send(post.server, post.login, USER, [ANA], letter(), timeout=5, at_the_end=lost)
    assert post.letters == []


def test_the_date_is_that_of_leaving() -> None:
    """The letter that waited carries the moment it goes; nothing else of it changes."""
    later = datetime(2026, 11, 24, 10, 15, tzinfo=UTC)
    body = "Date: yesterday\n\nDate: today\n"
    assert dated(letter(body), later) == letter(body).replace(b"09:30:00", b"10:15:00", 1)
