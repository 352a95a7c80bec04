"""A letter's way out against a real IMAP and SMTP server: at most once, and its state is what is known of it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from filelock import FileLock

from doors import MONDAY
from dovecot import Dovecot
from secondwind import clock
from secondwind.accounts.models import Person
from secondwind.accounts.secrets import LockedError
from secondwind.actions import send_letter
from secondwind.actions.open_mailbox import opened
from secondwind.actions.save_draft import ask_to_save, same_words
from secondwind.actions.send_letter import ask_to_send, do_sendings, say_it_did_not, say_it_went, take_back
from secondwind.errors import NotNowError, SecondWindError
from secondwind.mail.message import Address
from secondwind.mail.outgoing import as_eml
from secondwind.record.models import Mailbox, Message, Sending
from smtp_server import Orders, Post

NOW = MONDAY.replace(day=24, hour=10)
ANA = "ana.lindqvist@northwind.example"
LETTER = 7
ID = "letter7@okafor.example"
SECOND = timedelta(seconds=1)


class Told:
    """Stands in for the tool that wrote the letter, and remembers what it was told."""

    def __init__(self) -> None:
        self.went_, self.stays_ = 0, 0

    def went(self, sending: Sending, *, now: datetime) -> None:
        self.went_ += 1

    def stays(self, sending: Sending, *, now: datetime) -> None:
        self.stays_ += 1

    @property
    def both(self) -> tuple[int, int]:
        return self.went_, self.stays_


@pytest.fixture
def told() -> Told:
    return Told()


def a_letter(body: str = "Dear Ana,\n\nthank you.\n\nSam\n", message_id: str = ID, **more: object) -> bytes:
    return as_eml(
        sender=Address("Sam Okafor", "sam@okafor.example"), to=[Address("Ana", ANA)], subject="Re: your visit",
        body=body, date=NOW, message_id=message_id, unsent=False, **more,
    )  # type: ignore[arg-type]  # fmt: skip


def asked(postbox: Mailbox, now: datetime = NOW, letter: int = LETTER) -> Sending:
    return ask_to_send(
        postbox.owner, postbox, letter, raw=a_letter(), to=[ANA], message_id=ID, now=now
    )  # fmt: skip


def look(postbox: Mailbox, told: Told, now: datetime) -> Sending:
    do_sendings(postbox, letters=told, now=now)
    return Sending.objects.of(postbox.owner).get(letter=LETTER, what="send")


def in_folder(postbox: Mailbox, name: str) -> list[bytes]:
    """The mails that lie in a folder of the server."""
    with opened(postbox) as connection:
        connection.examine(name)
        return [raw for _, raw in connection.whole(connection.uids())]


def test_ten_seconds_to_take_it_back(postbox: Mailbox, post: Post, told: Told) -> None:
    """Nothing leaves before they are over; taken back in time it never does."""
    sending = asked(postbox)
    assert look(postbox, told, NOW + 9 * SECOND).state == "waiting"
    assert post.connections == 0
    assert take_back(sending, letters=told, now=NOW + 9 * SECOND)
    assert not take_back(sending, letters=told, now=NOW + 9 * SECOND)
    assert look(postbox, told, NOW + 60 * SECOND).state == "taken_back"
    assert (post.letters, told.both) == ([], (0, 1))


def test_it_leaves_once_with_a_copy_in_sent(
    postbox: Mailbox, post: Post, told: Told, dovecot: Dovecot
) -> None:
    """After ten seconds it goes, dated when it goes; the very bytes lie in Sent, read; looking again does nothing."""
    sending = asked(postbox)
    settled = look(postbox, told, NOW + 10 * SECOND)
    assert (settled.state, settled.copied, told.both) == ("sent", True, (1, 0))
    ((sender, to, raw),) = post.letters
    assert (sender, to) == ("sam@okafor.example", [ANA])
    assert b"Date: Tue, 24 Nov 2026 10:40:10" in raw
    assert in_folder(postbox, "Sent") == [raw]
    assert [flags for flags, _, _ in dovecot.files().values()] == ["S"]
    assert not take_back(sending, letters=told, now=NOW + 11 * SECOND)
    look(postbox, told, NOW + timedelta(hours=1))
    assert (post.count(ID), len(in_folder(postbox, "Sent")), told.both) == (1, 1, (1, 0))


def test_one_way_out_a_letter(postbox: Mailbox, told: Told) -> None:
    """A letter that is on its way, or gone, is not put on its way again; one taken back is."""
    sending = asked(postbox)
    with pytest.raises(NotNowError):
        asked(postbox)
    take_back(sending, letters=told, now=NOW)
    asked(postbox)
    do_sendings(postbox, letters=told, now=NOW + 10 * SECOND)
    with pytest.raises(NotNowError):
        asked(postbox)


def test_only_as_allowed(postbox: Mailbox, post: Post, told: Told) -> None:
    """Neither the asking nor what waits already goes out by a mailbox that may not send (any more)."""
    asked(postbox)
    postbox.may_send = postbox.may_save_drafts = False
    postbox.save()
    settled = look(postbox, told, NOW + 10 * SECOND)
    assert (settled.state, post.connections, told.both) == ("refused", 0, (0, 1))
    with pytest.raises(SecondWindError, match="not allowed yet"):
        asked(postbox)
    with pytest.raises(SecondWindError, match="not allowed yet"):
        ask_to_save(postbox.owner, postbox, LETTER, raw=a_letter(), message_id=ID, now=NOW)


def test_nothing_leaves_on_a_moved_clock(
    postbox: Mailbox, post: Post, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither what waits, nor a new one."""
    asked(postbox)
    monkeypatch.setenv(clock.ENV, "3600")
    assert look(postbox, told, NOW + timedelta(hours=1)).state == "waiting"
    with pytest.raises(NotNowError):
        asked(postbox, letter=8)
    assert post.connections == 0


@pytest.mark.parametrize(
    "answers",
    [{"RCPT": "550 5.1.1 no"}, {"END": "554 5.7.1 spam"}, {"AUTH": "535 5.7.8 no"}, {"MAIL": "553 no"}],
)
def test_refused_is_a_draft_again(postbox: Mailbox, post: Post, told: Told, answers: dict[str, str]) -> None:
    """A no of the server, also after the end of the letter: nothing left, and a sentence says why."""
    post.orders = Orders(answers=answers)
    asked(postbox)
    settled = look(postbox, told, NOW + 10 * SECOND)
    assert (settled.state, told.both, post.letters) == ("refused", (0, 1), [])
    assert settled.trouble.endswith(".")
    post.orders = Orders()
    asked(postbox)
    do_sendings(postbox, letters=told, now=NOW + 20 * SECOND)
    assert (post.count(ID), told.both) == (1, (1, 1))


@pytest.mark.parametrize("where", ["RCPT", "DATA", "END"])
def test_greylisted_comes_again(postbox: Mailbox, post: Post, told: Told, where: str) -> None:
    """Put off once it waits some minutes, and can be taken back meanwhile; then it goes, once."""
    post.orders = Orders(answers={where: "451 4.7.1 Come back later"}, times={where: 1})
    asked(postbox)
    settled = look(postbox, told, NOW + 10 * SECOND)
    assert (settled.state, settled.tries, settled.leaves_at) == (
        "waiting",
        1,
        NOW + 10 * SECOND + timedelta(minutes=5),
    )
    assert settled.trouble
    assert look(postbox, told, NOW + timedelta(minutes=4)).state == "waiting"
    assert post.connections == 1
    assert look(postbox, told, NOW + timedelta(minutes=6)).state == "sent"
    assert (post.count(ID), told.both) == (1, (1, 0))


def test_three_tries_and_no_more(postbox: Mailbox, post: Post, told: Told) -> None:
    """A server that puts it off every time has it three times; then the letter is a draft again."""
    post.orders = Orders(answers={"RCPT": "450 4.2.0 busy"})
    asked(postbox)
    for hours in (1, 2, 3, 4, 5):
        settled = look(postbox, told, NOW + timedelta(hours=hours))
    assert (settled.state, post.connections, told.both) == ("refused", 3, (0, 1))


def test_nobody_answers(postbox: Mailbox, post: Post, told: Told) -> None:
    """A server that cannot be reached is tried again: nothing left."""
    post.stop()
    asked(postbox)
    settled = look(postbox, told, NOW + 10 * SECOND)
    assert (settled.state, told.both) == ("waiting", (0, 0))
    assert "cannot be reached" in settled.trouble
    post.start()
    postbox.smtp_port = post.port
    postbox.save()
    assert look(postbox, told, NOW + timedelta(minutes=6)).state == "sent"


def test_a_locked_secret_waits(
    postbox: Mailbox, post: Post, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the password cannot be seen, the letter waits, however often that is."""

    def locked(_: Mailbox) -> None:
        raise LockedError("The passwords are locked.", "Unlock them.")

    asked(postbox)
    with monkeypatch.context() as patch:
        patch.setattr(send_letter, "login_of", locked)
        for minutes in range(1, 6):
            settled = look(postbox, told, NOW + timedelta(minutes=2 * minutes))
    assert (settled.state, settled.trouble) == ("waiting", "The passwords are locked. Unlock them.")
    assert look(postbox, told, NOW + timedelta(hours=1)).state == "sent"


@pytest.fixture
def maybe(postbox: Mailbox, post: Post, told: Told) -> Sending:
    """A letter that was cut off between its end and the server's answer."""
    post.orders = Orders(answers={}, cut_before_answer=_last_answer(postbox, post))
    asked(postbox)
    do_sendings(postbox, letters=told, now=NOW + 10 * SECOND)
    post.orders = Orders()
    sending = Sending.objects.of(postbox.owner).get(letter=LETTER)
    assert (sending.state, told.both) == ("maybe", (0, 0))
    return sending


def _last_answer(postbox: Mailbox, post: Post) -> int:
    """The number of the answer to the end of the letter: greeting, EHLO's lines, AUTH, MAIL, RCPT, DATA, it."""
    told = Told()
    asked(postbox, letter=99)
    post.answers = 0
    do_sendings(postbox, letters=told, now=NOW + 10 * SECOND)
    Sending.objects.of(postbox.owner).filter(letter=99).delete()
    post.letters.clear()
    with opened(postbox) as connection:
        connection.examine("Sent")
        (uid,) = connection.find(ID)
        connection.move(uid, "Trash")
    return post.answers - 1


def test_cut_off_after_the_end_is_never_sent_again(
    postbox: Mailbox, post: Post, told: Told, maybe: Sending
) -> None:
    """It did arrive here. It is not in Sent, which says nothing: it stays "maybe", and is looked for a few times."""
    assert "may have been sent" in maybe.trouble
    for minutes in (1, 2, 15, 90, 600, 6000):
        assert look(postbox, told, NOW + timedelta(minutes=minutes)).state == "maybe"
    assert (post.count(ID), told.both) == (1, (0, 0))
    with pytest.raises(NotNowError):
        asked(postbox)


def test_found_in_sent_it_went(postbox: Mailbox, told: Told, maybe: Sending, post: Post) -> None:
    """Where the provider has put it into Sent, it went; no second copy is laid there."""
    with opened(postbox) as connection:
        connection.append("Sent", bytes(maybe.raw), (r"\Seen",), NOW)
    settled = look(postbox, told, NOW + timedelta(minutes=2))
    assert (settled.state, settled.copied, told.both) == ("sent", True, (1, 0))
    assert (len(in_folder(postbox, "Sent")), post.count(ID)) == (1, 1)


def test_answered_it_went(postbox: Mailbox, told: Told, maybe: Sending, person: Person) -> None:
    """Somebody who names its id has it; then the copy is laid in Sent."""
    Message.objects.of(person).create(key="b1", fingerprint="b1", references=["x", ID], from_address=ANA)
    settled = look(postbox, told, NOW + timedelta(minutes=2))
    assert (settled.state, settled.copied, told.both) == ("sent", True, (1, 0))
    assert len(in_folder(postbox, "Sent")) == 1


def test_the_person_says_it_went(postbox: Mailbox, told: Told, maybe: Sending) -> None:
    """Said once, it is settled; a copy is laid in Sent."""
    assert say_it_went(maybe, letters=told, now=NOW + timedelta(minutes=1))
    assert not say_it_went(maybe, letters=told, now=NOW + timedelta(minutes=1))
    assert not say_it_did_not(maybe, letters=told, now=NOW + timedelta(minutes=1))
    assert look(postbox, told, NOW + timedelta(minutes=2)).copied
    assert told.both == (1, 0)


def test_the_person_says_it_did_not(postbox: Mailbox, told: Told, maybe: Sending, post: Post) -> None:
    """It is a draft again, and goes again when the person says so, under the same id."""
    assert say_it_did_not(maybe, letters=told, now=NOW + timedelta(minutes=1))
    do_sendings(postbox, letters=told, now=NOW + timedelta(hours=1))
    assert (post.count(ID), told.both) == (1, (0, 1))
    asked(postbox, now=NOW + timedelta(hours=1))
    do_sendings(postbox, letters=told, now=NOW + timedelta(hours=2))
    assert post.count(ID) == 2


def test_what_a_kill_left_claimed_has_not_left(postbox: Mailbox, told: Told, post: Post) -> None:
    """The border is written before it is crossed, so a claim alone says that nothing left: it goes, once."""
    asked(postbox)
    Sending.objects.of(postbox.owner).update(state="claimed", claimed_at=NOW)
    assert look(postbox, told, NOW + 20 * SECOND).state == "sent"
    assert (post.count(ID), told.both) == (1, (1, 0))


def test_what_a_kill_left_at_the_border_is_asked_after(postbox: Mailbox, told: Told, post: Post) -> None:
    """Nobody saw what became of it: it is said so, and it is not sent."""
    asked(postbox)
    Sending.objects.of(postbox.owner).update(state="maybe", claimed_at=NOW)
    settled = look(postbox, told, NOW + 20 * SECOND)
    assert (settled.state, post.connections) == ("maybe", 0)
    assert "look in Sent" in settled.trouble


def test_a_lost_claim_sends_nothing(
    postbox: Mailbox, told: Told, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else took it in hand meanwhile: this one stops before the end of the letter."""
    ours = send_letter._write_maybe

    def late(sending: Sending, now: datetime) -> None:
        Sending.objects.of(postbox.owner).filter(pk=sending.pk).update(claimed_at=now + SECOND)
        ours(sending, now)

    monkeypatch.setattr(send_letter, "_write_maybe", late)
    asked(postbox)
    assert look(postbox, told, NOW + 10 * SECOND).state == "claimed"
    assert (post.letters, told.both) == ([], (0, 0))


def test_a_mistake_of_ours_after_the_border_sends_nothing_twice(
    postbox: Mailbox, told: Told, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever goes wrong when it is settled, a letter that has left stays one that may have been sent."""

    def broken(sending: Sending, *, now: datetime) -> None:
        raise ValueError("a mistake")

    asked(postbox)
    with monkeypatch.context() as patch:
        patch.setattr(told, "went", broken)
        with pytest.raises(ValueError, match="a mistake"):
            do_sendings(postbox, letters=told, now=NOW + 10 * SECOND)
    settled = look(postbox, told, NOW + timedelta(minutes=10))
    assert (settled.state, post.count(ID)) == ("maybe", 1)


def test_a_copy_that_could_not_be_laid_is_tried_again(
    postbox: Mailbox, told: Told, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The letter is sent all the same, and never twice for the sake of its copy."""
    right = postbox.imap_port
    postbox.imap_port = 1
    postbox.save()
    asked(postbox)
    settled = look(postbox, told, NOW + 10 * SECOND)
    assert (settled.state, settled.copied, settled.tries) == ("sent", False, 1)
    postbox.imap_port = right
    postbox.save()
    assert not look(postbox, told, NOW + 30 * SECOND).copied
    assert look(postbox, told, NOW + timedelta(minutes=3)).copied
    assert (post.count(ID), len(in_folder(postbox, "Sent")), told.both) == (1, 1, (1, 0))


@pytest.mark.parametrize("known_by", [{"provider": "gmail"}, {"smtp_host": "smtp.office365.com"}])
def test_providers_that_keep_a_copy_get_none(
    postbox: Mailbox, told: Told, post: Post, monkeypatch: pytest.MonkeyPatch, known_by: dict[str, str]
) -> None:
    """Gmail and Microsoft 365 put sent mail into Sent themselves."""
    server = post.server
    Mailbox.objects.of(postbox.owner).update(**known_by)
    monkeypatch.setattr(send_letter, "smtp_server", lambda _: server)
    asked(postbox)
    settled = look(postbox, told, NOW + 10 * SECOND)
    assert (settled.state, settled.copied) == ("sent", True)
    assert in_folder(postbox, "Sent") == []


def test_sent_is_known_by_its_name_too(postbox: Mailbox, told: Told, weak_dovecot: Dovecot) -> None:
    """Where the server does not say which folder is for what, the copy finds its way all the same."""
    postbox.imap_port, postbox.user = weak_dovecot.server.port, weak_dovecot.user
    postbox.save()
    sending = asked(postbox)
    Sending.objects.of(postbox.owner).update(state="sent", claimed_at=NOW)
    assert look(postbox, told, NOW + 10 * SECOND).copied
    assert in_folder(postbox, "Sent") == [bytes(sending.raw)]


# Drafts


def saved(postbox: Mailbox, told: Told, raw: bytes, now: datetime, message_id: str) -> list[str]:
    ask_to_save(postbox.owner, postbox, LETTER, raw=raw, message_id=message_id, now=now)
    do_sendings(postbox, letters=told, now=now)
    return list(Sending.objects.of(postbox.owner).order_by("id").values_list("state", flat=True))


def test_a_draft_lies_in_drafts_once(postbox: Mailbox, told: Told, post: Post, dovecot: Dovecot) -> None:
    """Flagged as a draft, in its thread; a second press of the same words lays no second one; nothing is sent."""
    raw = a_letter(message_id="d1@okafor.example", in_reply_to="no1@northwind.example")
    assert saved(postbox, told, raw, NOW, "d1@okafor.example") == ["sent"]
    again = a_letter(message_id="d2@okafor.example", in_reply_to="no1@northwind.example")
    assert same_words(raw, again)
    assert saved(postbox, told, again, NOW + timedelta(hours=1), "d2@okafor.example") == ["sent"]
    (lies,) = in_folder(postbox, "Drafts")
    assert b"In-Reply-To: <no1@northwind.example>" in lies
    assert [flags for flags, _, _ in dovecot.files().values()] == ["DS"]
    assert (post.connections, told.both) == (0, (0, 0))


def test_a_draft_thrown_away_is_saved_again(postbox: Mailbox, told: Told) -> None:
    """Pressing again where it does not lie there any more lays it there again."""
    saved(postbox, told, a_letter(), NOW, ID)
    with opened(postbox) as connection:
        connection.examine("Drafts")
        (uid,) = connection.find(ID)
        connection.move(uid, "Trash")
    assert saved(postbox, told, a_letter(), NOW + timedelta(hours=1), ID) == ["sent"]
    assert len(in_folder(postbox, "Drafts")) == 1


def test_other_words_are_a_fresh_draft(postbox: Mailbox, told: Told) -> None:
    """The earlier one is left where it is."""
    saved(postbox, told, a_letter(message_id="d1@okafor.example"), NOW, "d1@okafor.example")
    fresh = a_letter("Dear Ana,\n\nother words.\n", message_id="d2@okafor.example")
    assert saved(postbox, told, fresh, NOW + SECOND, "d2@okafor.example") == ["left", "sent"]
    assert len(in_folder(postbox, "Drafts")) == 2


def test_a_draft_killed_in_hand_is_laid_once(postbox: Mailbox, told: Told) -> None:
    """Left claimed by a kill before or after it was laid there, it lies there once."""
    ask_to_save(postbox.owner, postbox, LETTER, raw=a_letter(), message_id=ID, now=NOW)
    for _ in range(2):
        Sending.objects.of(postbox.owner).update(state="claimed", claimed_at=NOW)
        do_sendings(postbox, letters=told, now=NOW + SECOND)
    assert len(in_folder(postbox, "Drafts")) == 1


def test_a_full_mailbox_says_so(
    postbox: Mailbox, told: Told, monkeypatch: pytest.MonkeyPatch, dovecot: Dovecot
) -> None:
    """A server that cannot take the draft is asked three times, and what it means is kept."""
    full = dovecot.on.mailbox(f"full-{dovecot.user}")
    postbox.user = full.user
    postbox.save()
    raw = a_letter("a long letter\n" * 3000)
    ask_to_save(postbox.owner, postbox, LETTER, raw=raw, message_id=ID, now=NOW)
    for hours in range(4):
        do_sendings(postbox, letters=told, now=NOW + timedelta(hours=hours))
    row = Sending.objects.of(postbox.owner).get(letter=LETTER)
    assert (row.state, "full" in row.trouble) == ("refused", True)


def test_two_at_once(postbox: Mailbox, told: Told, post: Post) -> None:
    """While one process sends, another finds it at work and leaves."""
    asked(postbox)
    with FileLock(settings.DATA / "sending.lock"):
        assert do_sendings(postbox, letters=told, now=NOW + 10 * SECOND) is False
    assert post.connections == 0
    assert look(postbox, told, NOW + 10 * SECOND).state == "sent"
