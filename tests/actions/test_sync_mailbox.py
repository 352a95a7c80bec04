"""A mailbox on a server, read into the record: what is new, once, and without a trace there."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta

import pytest

from connected import connected, put, raw, read_there, sync
from dovecot import Dovecot
from secondwind.accounts.models import Person
from secondwind.actions.allow_changes import keep_up
from secondwind.actions.connect_mailbox import connect_mailbox, disconnect_mailbox
from secondwind.actions.tell_letter import tell_letters, tell_what_is_known
from secondwind.actions.undo_import import undo_import
from secondwind.errors import SecondWindError
from secondwind.mail.server.account import SignInError
from secondwind.record.mailboxes import copies_of, letters_come
from secondwind.record.models import (
    Copy,
    Folder,
    Mailbox,
    MailImport,
    Message,
    Plan,
)
from secondwind.record.queries import applications, resting_until
from secondwind.tools.registry import built

from .invented import CHATTER, GOT, NO, NOW, TALK, about, mail

DAY = timedelta(days=1)
Deliver = Callable[..., None]


@pytest.fixture
def seeker(owner: Person) -> Person:
    return owner


def test_a_first_reading_keeps_what_is_about_the_search_and_touches_nothing(
    mailbox: Mailbox,
    dovecot: Dovecot,
) -> None:
    """Applications are found, each mail's place is known, and not a byte, flag or date on the server is another."""
    put(dovecot, about(GOT, "Northwind", at=NOW - 9 * DAY))
    put(dovecot, about(NO, "Northwind", at=NOW - 2 * DAY))
    put(dovecot, mail(CHATTER.format(word="spade"), subject="Saturday", sender="Pat <pat@allotment.example>",
                      at=NOW - DAY, id_="spade@allotment.example"), flags="")  # fmt: skip
    before = dovecot.files()
    read = sync(mailbox)
    assert dovecot.files() == before
    assert read is not None
    assert read.state == "kept"
    (application,) = applications(mailbox.owner)
    assert (application.employer, application.stage) == ("Northwind", "rejected")
    assert Plan.objects.of(mailbox.owner).count() == 1
    assert sorted(copy.uid for copy in Copy.objects.of(mailbox.owner)) == [1, 2]
    assert mailbox.found["kept"] == 2
    assert mailbox.read_at == NOW
    assert mailbox.trouble == ""


def test_a_second_sync_without_news_reads_and_changes_nothing(mailbox: Mailbox, dovecot: Dovecot) -> None:
    """It says None and opens no reading; a newsletter that comes joins the reading before."""
    put(dovecot, about(GOT, "Northwind", at=NOW - 9 * DAY))
    first = sync(mailbox)
    assert sync(mailbox, NOW + DAY) is None
    put(dovecot, mail(CHATTER.format(word="rake"), subject="Rake", sender="Pat <pat@allotment.example>", at=NOW,
                      id_="rake@allotment.example"))  # fmt: skip
    assert sync(mailbox, NOW + 2 * DAY) is None
    assert [row.pk for row in MailImport.objects.of(mailbox.owner)] == [first.pk]
    folder = Folder.objects.of(mailbox.owner).get(name="INBOX")
    assert folder.read_up_to == 2


def test_one_mail_in_three_folders_is_one_message(mailbox: Mailbox, dovecot: Dovecot) -> None:
    """Its places are three."""
    one = about(NO, "Northwind", at=NOW - DAY)
    for folder in ("INBOX", "Archive", "Jobs/Ümläut"):
        put(dovecot, one, folder)
    sync(mailbox)
    (message,) = Message.objects.of(mailbox.owner)
    assert [copy.folder.name for copy in copies_of(message)] == ["INBOX", "Archive", "Jobs/Ümläut"]


def test_trash_junk_and_drafts_are_left_alone(mailbox: Mailbox, dovecot: Dovecot) -> None:
    """And own mail is found in Sent."""
    for folder in ("Trash", "Junk", "Drafts"):
        put(dovecot, about(NO, f"{folder} Works", at=NOW - DAY), folder)
    put(dovecot, about(GOT, "Northwind", at=NOW - 3 * DAY))
    answer = mail("Dear all,\n\nthank you, see you then.\n\nSam\n", subject="Re: Your application",
                  sender=f"Sam <{dovecot.user}>", at=NOW - DAY, id_="mine@okafor.example",
                  to="hiring@northwind.example",
                  answers=str(about(GOT, "Northwind", at=NOW - 3 * DAY)["Message-ID"])[1:-1])  # fmt: skip
    put(dovecot, answer, "Sent")
    sync(mailbox)
    assert [row.employer for row in applications(mailbox.owner)] == ["Northwind"]
    assert Message.objects.of(mailbox.owner).get(is_mine=True).application.employer == "Northwind"


def test_an_unread_no_is_not_announced_until_it_is_read_there(
    mailbox: Mailbox,
    dovecot: Dovecot,
    seeker: Person,
) -> None:
    """It ends nothing, starts nothing and stands nowhere; read on the server, it counts from then."""
    put(dovecot, about(GOT, "Northwind", at=NOW - 9 * DAY))
    path = dovecot.deliver(raw(about(NO, "Northwind", at=NOW - DAY)))
    read = sync(mailbox)
    (application,) = applications(seeker)
    assert application.stage == "applied"
    assert not Plan.objects.of(seeker).exists()
    assert read.counts["readings"]["rejection"] == 0
    assert Message.objects.of(seeker).count() == 1
    assert [come.whose for come in letters_come(seeker, NOW)] == ["Northwind"]
    read_there(path)
    later = NOW + DAY
    sync(mailbox, later)
    application.refresh_from_db()
    assert application.stage == "rejected"
    assert Plan.objects.of(seeker).get().began_at == later
    assert letters_come(seeker, later) == []


def test_an_unread_no_is_told_when_the_person_asks(
    mailbox: Mailbox, dovecot: Dovecot, seeker: Person
) -> None:
    """The plan counts from the press; pressing twice opens one plan."""
    put(dovecot, about(NO, "Northwind", at=NOW - DAY), flags="")
    sync(mailbox)
    (come,) = letters_come(seeker, NOW)
    plan = tell_letters([come.message], built=built(), now=NOW + DAY)
    assert plan.began_at == NOW + DAY
    assert tell_letters([come.message], built=built(), now=NOW + DAY) is None
    assert Plan.objects.of(seeker).count() == 1


def test_a_new_no_waits_until_the_rest_ends(mailbox: Mailbox, dovecot: Dovecot, seeker: Person) -> None:
    """An invitation that comes meanwhile is there at once."""
    put(dovecot, about(NO, "Northwind", at=NOW - DAY))
    sync(mailbox)
    until = resting_until(seeker, NOW)
    put(dovecot, about(NO, "Larkfield", at=NOW + timedelta(hours=1)))
    put(dovecot, about(TALK, "Quillmark", at=NOW + timedelta(hours=1)))
    sync(mailbox, NOW + timedelta(hours=2))
    assert {row.employer: row.stage for row in applications(seeker)} == {
        "Northwind": "rejected",
        "Quillmark": "interview",
    }
    assert letters_come(seeker, NOW + timedelta(hours=2)) == []
    assert tell_what_is_known(seeker, built=built(), now=until + timedelta(minutes=1)) == 1
    assert applications(seeker).get(employer="Larkfield").stage == "rejected"
    assert resting_until(seeker, until + timedelta(minutes=1)) is not None


def test_mail_gone_from_the_server_stays_in_the_record(mailbox: Mailbox, dovecot: Dovecot) -> None:
    """Its place is marked gone."""
    put(dovecot, about(GOT, "Northwind", at=NOW - 9 * DAY))
    put(dovecot, about(GOT, "Larkfield", at=NOW - 9 * DAY))
    sync(mailbox)
    (path,) = [each for each in (dovecot.maildir / "cur").iterdir() if b"Larkfield" in each.read_bytes()]
    path.unlink()
    sync(mailbox, NOW + DAY)
    gone = {copy.message.from_name: copy.gone_at for copy in Copy.objects.of(mailbox.owner)}
    assert gone == {"Northwind Hiring": None, "Larkfield Hiring": NOW + DAY}
    assert Message.objects.of(mailbox.owner).count() == 2


def test_a_server_that_is_suddenly_empty_changes_nothing(mailbox: Mailbox, dovecot: Dovecot) -> None:
    """It is said, and forgotten as soon as mail is there again."""
    put(dovecot, about(GOT, "Northwind", at=NOW - 9 * DAY))
    sync(mailbox)
    (path,) = (dovecot.maildir / "cur").iterdir()
    kept = path.read_bytes()
    path.unlink()
    with pytest.raises(SecondWindError, match="no mail at all"):
        sync(mailbox, NOW + DAY)
    mailbox.refresh_from_db()
    assert "no mail at all" in mailbox.trouble
    assert Copy.objects.of(mailbox.owner).get().gone_at is None
    dovecot.deliver(kept, flags="S")
    sync(mailbox, NOW + 2 * DAY)
    assert mailbox.trouble == ""
    assert Message.objects.of(mailbox.owner).count() == 1


def test_a_renumbered_folder_is_read_anew_and_doubles_nothing(mailbox: Mailbox, dovecot: Dovecot) -> None:
    """The old numbers are gone, the new ones known."""
    old, new = about(GOT, "Northwind", at=NOW - 9 * DAY), about(NO, "Northwind", at=NOW - DAY)
    put(dovecot, old, "Jobs")
    sync(mailbox)
    before = Folder.objects.of(mailbox.owner).get(name="Jobs").uidvalidity
    shutil.rmtree(dovecot.folder("Jobs"))
    put(dovecot, new, "Jobs")
    put(dovecot, old, "Jobs")
    sync(mailbox, NOW + DAY)
    assert Message.objects.of(mailbox.owner).count() == 2
    alive = Copy.objects.of(mailbox.owner).filter(gone_at=None)
    assert before not in {copy.uidvalidity for copy in alive}
    assert alive.count() == 2


def test_older_mail_of_a_thread_is_found_when_the_thread_turns_out_to_matter(
    mailbox: Mailbox,
    dovecot: Dovecot,
    seeker: Person,
) -> None:
    """A long private mail, passed over last week, is kept once an answer to it speaks of the search."""
    words = "The train was late and we took the bus along the coast to the plum orchard. " * 40
    ana = "Ana <ana@northwind.example>"
    put(dovecot, mail(words, subject="Orchard", sender=ana, at=NOW - 5 * DAY, id_="long@northwind.example"))
    sync(mailbox)
    assert not Message.objects.of(seeker).exists()
    no = about(NO, "Northwind", at=NOW - DAY)
    no["In-Reply-To"] = "<long@northwind.example>"
    put(dovecot, no)
    sync(mailbox, NOW + DAY)
    fresh = {row.key for row in Message.objects.of(seeker)}
    undo_import(MailImport.objects.of(seeker).latest("pk"), built=built(), now=NOW)
    for row in MailImport.objects.of(seeker).exclude(state="undone"):
        undo_import(row, built=built(), now=NOW)
    sync(mailbox, NOW + DAY)
    assert {row.key for row in Message.objects.of(seeker)} == fresh


def test_a_wrong_password_keeps_nothing(seeker: Person, dovecot: Dovecot) -> None:
    """Neither row nor secret."""
    with pytest.raises(SignInError):
        connect_mailbox(seeker, dovecot.user, imap=dovecot.server, smtp=None, secret="wrong-5521", now=NOW)
    assert not Mailbox.objects.of(seeker).exists()


def test_a_server_out_of_reach_is_said_until_it_answers(mailbox: Mailbox, dovecot: Dovecot) -> None:
    """The sentence stands with the mailbox, and goes with the next good sync."""
    port = mailbox.imap_port
    Mailbox.objects.of(mailbox.owner).update(imap_port=1)
    with pytest.raises(SecondWindError):
        sync(mailbox)
    mailbox.refresh_from_db()
    assert mailbox.trouble
    Mailbox.objects.of(mailbox.owner).update(imap_port=port)
    sync(mailbox)
    mailbox.refresh_from_db()
    assert mailbox.trouble == ""


def test_disconnecting_keeps_the_mail_and_forgets_the_secret(
    mailbox: Mailbox, dovecot: Dovecot, seeker: Person
) -> None:
    """Connected again, nothing is doubled and every place is known again."""
    put(dovecot, about(GOT, "Northwind", at=NOW - 9 * DAY))
    sync(mailbox)
    disconnect_mailbox(mailbox)
    assert not Mailbox.objects.of(seeker).exists()
    assert Message.objects.of(seeker).count() == 1
    again = connected(seeker, dovecot)
    sync(again)
    assert Message.objects.of(seeker).count() == 1
    assert Copy.objects.of(seeker).count() == 1


def test_the_address_applied_with_is_learnt_beside_that_of_the_mailbox(
    mailbox: Mailbox, dovecot: Dovecot, seeker: Person
) -> None:
    """Mail that is forwarded there names another address; undoing the reading forgets that one alone."""
    for name in ("Northwind", "Larkfield", "Quillmark"):
        put(dovecot, about(GOT, name, at=NOW - 9 * DAY))
    read = sync(mailbox)
    seeker.refresh_from_db()
    assert seeker.own_addresses == [dovecot.user, "sam@okafor.example"]
    undo_import(read, built=built(), now=NOW)
    seeker.refresh_from_db()
    assert seeker.own_addresses == [dovecot.user]


def test_a_reading_taken_back_is_not_read_again_by_itself(mailbox: Mailbox, dovecot: Dovecot) -> None:
    """Not before the person says so; then it comes back whole."""
    keep_up(mailbox, True)
    put(dovecot, about(GOT, "Northwind", at=NOW - 9 * DAY))
    undo_import(sync(mailbox), built=built(), now=NOW)
    mailbox.refresh_from_db()
    assert not mailbox.keeps_up
    assert not Copy.objects.of(mailbox.owner).exists()
    sync(mailbox)
    assert Copy.objects.of(mailbox.owner).count() == 1
