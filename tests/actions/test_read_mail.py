"""Reading mail into the record: once, whole, and nothing of what is not about the search."""

from __future__ import annotations

import random
from datetime import timedelta
from email.message import EmailMessage
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from secondwind.accounts.models import Person
from secondwind.actions import read_mail as reading_room
from secondwind.actions.keep_import import keep_import
from secondwind.actions.note_no import note_no
from secondwind.actions.read_mail import begin_import, run_import
from secondwind.actions.undo_import import undo_import
from secondwind.errors import SourceError
from secondwind.playbooks.load import shipped_playbooks
from secondwind.record.models import Application, Event, MailImport, Message, PassedOver, Plan, SourceMark
from secondwind.record.queries import applications
from secondwind.tools.registry import built

from .conftest import Reading
from .dumps import canonical, tables
from .invented import CHATTER, GOT, ME, NO, NOW, TALK, a_search, about, mail, write_mbox

DAY = timedelta(days=1)


def test_a_mailbox_read_twice_changes_nothing(reading: Reading) -> None:
    """The second reading leaves every table but the list of readings as it was, the plan included."""
    mails = a_search(mails=60)
    first = reading(mails)
    before = canonical()
    second = reading(mails)
    assert canonical() == before
    assert first.counts["stored"] > 10
    assert first.counts["plans"] == 1
    assert second.pk != first.pk
    assert (second.counts["seen"], second.counts["stored"], second.counts["plans"]) == (60, 0, 0)
    assert second.counts["readings"]["not_job"] == 0


def _letter(number: int, *, answers: str = "", sender: str = "Pat <pat@lane.example>") -> EmailMessage:
    """A long private mail without a word of any search: the cheap look passes it over."""
    words = "The train was late and we took the bus along the coast to the plum orchard. " * 30
    return mail(words, subject=f"Orchard {number}", sender=sender, at=NOW - 5 * DAY, id_=f"long{number}@lane.example",
                answers=answers)  # fmt: skip


def test_of_mail_passed_over_by_the_look_nothing_is_kept(reading: Reading) -> None:
    """It is counted, and one mark says how far the mailbox was read; a second reading counts it as seen alone."""
    mails = [_letter(1), about(NO, "Northwind", at=NOW - DAY), _letter(2)]
    first = reading(mails)
    assert (first.counts["seen"], first.counts["passed"], first.counts["stored"]) == (3, 2, 1)
    assert first.counts["readings"]["not_job"] == 2
    assert not PassedOver._base_manager.exists()
    told = repr(tables())
    assert "orchard" not in told
    assert "long1@" not in told
    mark = SourceMark._base_manager.get()
    second = try_same(first)
    assert (second.counts["seen"], second.counts["passed"], second.counts["stored"]) == (3, 0, 0)
    assert [row.digest for row in SourceMark._base_manager.all()] == [mark.digest]


def try_same(run: MailImport) -> MailImport:
    """Import the same paths once more, their files untouched."""
    again = begin_import(run.owner, run.paths, look_first=False, now=NOW)
    return run_import(again, built=built(), now=NOW)


def test_an_undone_import_makes_every_mailbox_be_read_anew(reading: Reading) -> None:
    """A mail that two mailboxes hold comes back from the second when the import of the first is undone."""
    no = about(NO, "Northwind", at=NOW - DAY)
    first = reading([no, _letter(1)])
    second = reading([_letter(2), no], "other.mbox")
    assert second.counts["stored"] == 0
    undo_import(first, now=NOW)
    assert not SourceMark._base_manager.exists()
    assert try_same(second).counts["stored"] == 1


def test_a_long_own_answer_in_a_kept_thread_is_kept(reading: Reading, seeker: Person) -> None:
    """Whether it stands before what it answers, in the same mailbox or in one read later."""
    seeker.own_addresses = ["sam@okafor.example"]
    seeker.save()
    talk = about(TALK, "Northwind", at=NOW - 6 * DAY, id_="talk@northwind.example")
    reading([_letter(1, answers="talk@northwind.example", sender=ME), talk, _letter(3)])
    reading([_letter(2, answers="talk@northwind.example", sender=ME), _letter(4)], "sent.mbox")
    mine = Message.objects.of(seeker).filter(is_mine=True)
    assert sorted(mine.values_list("key", flat=True)) == ["long1@lane.example", "long2@lane.example"]
    assert all(message.application is not None for message in mine)


def test_what_could_not_be_read_is_said_again(reading: Reading, tmp_path: Path) -> None:
    """A second import of an unchanged mailbox names the same problems."""
    first = reading([about(NO, "Northwind", at=NOW - DAY)])
    path = Path(first.paths[0])
    path.write_bytes(path.read_bytes() + b"From x@y.example Mon Nov 16 10:00:00 2026\n\0\1\2\n\n")
    second, third = try_same(first), try_same(first)
    assert [row.place for row in third.problems.all()] == [row.place for row in second.problems.all()]
    assert third.counts["problems"] == 1


def test_a_newer_method_reads_everything_again(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mark is good for the method that read the rest."""
    first = reading([about(NO, "Northwind", at=NOW - DAY), _letter(1)])
    monkeypatch.setattr(reading_room, "CURRENT", "v99")
    assert try_same(first).counts["passed"] == 1


def test_one_mail_in_two_files_or_under_two_labels_is_one(reading: Reading) -> None:
    """A mail met again in another file, or in the same with another label and route, is the same mail."""
    no = about(NO, "Northwind", at=NOW - DAY)
    again = about(NO, "Northwind", at=NOW - DAY)
    again["X-Gmail-Labels"] = "Jobs"
    again["Received"] = "from elsewhere by here; Mon, 16 Nov 2026 10:00:00 +0000"
    chat = mail(
        CHATTER, subject="Cake", sender="Pat <pat@allotment.example>", at=NOW, id_="cake@allotment.example"
    )
    chat_again = mail(
        CHATTER, subject="Cake", sender="Pat <pat@allotment.example>", at=NOW, id_="cake@allotment.example"
    )
    chat_again["X-Gmail-Labels"] = "Inbox"
    reading([no, again, chat, chat_again])
    reading([chat_again, again], "other.mbox")
    assert Message._base_manager.count() == 1
    assert PassedOver._base_manager.count() == 1
    assert Event._base_manager.filter(what="rejected").count() == 1


def test_two_mails_with_one_id_are_both_kept(reading: Reading) -> None:
    """A Message-ID that two different mails share costs neither its place."""
    one = about(NO, "Northwind", at=NOW - 2 * DAY, id_="same@relay.example")
    two = about(NO, "Larkfield", at=NOW - DAY, id_="same@relay.example")
    reading([one, two])
    reading([two, one], "turned.mbox")
    assert {row.employer for row in Application._base_manager.all()} == {"Northwind", "Larkfield"}
    keys = sorted(Message._base_manager.values_list("key", flat=True))
    assert keys[0] == "same@relay.example"
    assert keys[1].startswith("sha256:")
    assert len(keys) == 2


def test_of_other_mail_nothing_is_kept_but_a_keyed_hash(reading: Reading) -> None:
    """A mail that is not about the search leaves one row: a hash nobody can work out from the mail, and the method."""
    chat = mail(CHATTER.format(word="wheelbarrow"), subject="Saturday", sender="Pat <pat@allotment.example>", at=NOW,
                id_="allotment-saturday@allotment.example")  # fmt: skip
    reading([chat])
    row = PassedOver._base_manager.get()
    assert len(row.hashed_id) == 64
    told = repr(tables())
    for word in ("wheelbarrow", "allotment", "Saturday", "Pat"):
        assert word not in told


def test_where_mails_stand_in_the_file_makes_no_difference(reading: Reading, seeker: Person) -> None:
    """The same mails in another order give the same record."""
    mails = a_search(mails=80)
    first = reading(mails)
    before = canonical()
    undo_import(first, now=NOW)
    random.Random(3).shuffle(mails)
    reading(mails, "shuffled.mbox")
    assert canonical() == before


_FIVE = (
    about(NO, "Larkfield", at=NOW - 9 * DAY),
    about(GOT, "Northwind", at=NOW - 30 * DAY),
    about(TALK, "Northwind", at=NOW - 20 * DAY),
    mail(CHATTER, subject="Cake", sender="Pat <pat@allotment.example>", at=NOW, id_="cake@allotment.example"),
    about(NO, "Northwind", at=NOW - 2 * DAY),
)


@pytest.mark.django_db(transaction=True)
def test_a_fault_at_any_transaction_leaves_what_can_be_finished(
    seeker: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped at the k-th write of the import, for every k, the next run ends at the record of an undisturbed one."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    monkeypatch.setattr(reading_room, "BATCH", 2)
    monkeypatch.setattr("secondwind.actions.settle_mail.CHUNK", 2)
    # The six playbooks are files that no import changes; read once, the many imports of this test are quick.
    monkeypatch.setattr("secondwind.actions.start_plan.shipped_playbooks", cache(shipped_playbooks))
    path = write_mbox(tmp_path / "all.mbox", _FIVE)
    run = begin_import(seeker, [str(path)], look_first=False, now=NOW)
    with _StopAt(-1) as counting:
        run = run_import(run, built=built(), now=NOW)
    wanted = canonical()
    assert wanted["Plan"]
    for k in range(counting.writes):
        undo_import(run, now=NOW)
        with _StopAt(k), pytest.raises(_StopError):
            run_import(begin_import(seeker, [str(path)], look_first=False, now=NOW), built=built(), now=NOW)
        run = run_import(begin_import(seeker, [str(path)], look_first=False, now=NOW), built=built(), now=NOW)
        assert canonical() == wanted, f"stopped at write {k}"
        assert not MailImport.objects.of(seeker).exclude(state__in=["kept", "undone"]).exists()


class _StopError(Exception):
    pass


class _StopAt:
    """Raises at the k-th statement that writes, as a kill would stop there."""

    def __init__(self, k: int) -> None:
        self.k, self.writes = k, 0

    def __enter__(self) -> _StopAt:
        self.wrapped = connection.execute_wrapper(self)
        self.wrapped.__enter__()
        return self

    def __exit__(self, *trouble: object) -> None:
        self.wrapped.__exit__(*trouble)

    def __call__(self, execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        if sql.split(" ", 1)[0] in {"INSERT", "UPDATE", "DELETE"}:
            if self.writes == self.k:
                raise _StopError
            self.writes += 1
        return execute(sql, params, many, context)


# ---- taking it back


def test_an_import_undone_leaves_no_trace(reading: Reading, seeker: Person) -> None:
    """After the undo every table is what it was, but for the row of the import itself."""
    by_hand = note_no(seeker, "Lodestar Maps", stage="screening", channel="phone", happened_at=NOW - 3 * DAY,
                      built=built(), now=NOW).application  # fmt: skip
    before = tables()
    first = reading([*a_search(mails=60), about(NO, "Lodestar Maps", role="Data clerk", at=NOW - 2 * DAY)])
    seeker.refresh_from_db()
    by_hand.refresh_from_db()
    assert seeker.own_addresses == ["sam@okafor.example"]
    assert by_hand.role == "Data clerk"
    undo_import(first, built=built(), now=NOW)
    after = tables()
    assert [row.state for row in MailImport._base_manager.all()] == ["undone"]
    changed = [name for name in before if after[name] != before[name]]
    assert changed == ["record_mailimport"]
    kept = MailImport._base_manager.get()
    undo_import(first, now=NOW + DAY)
    assert MailImport._base_manager.get().finished_at == kept.finished_at


def test_what_the_person_added_stays_when_an_import_is_undone(reading: Reading, seeker: Person) -> None:
    """A note, a letter, a step done: their applications and plans stay, without the mail."""
    run = reading([about(NO, "Northwind", at=NOW - DAY), about(GOT, "Larkfield", at=NOW - 4 * DAY),
                   about(GOT, "Elmscott", at=NOW - 5 * DAY)])  # fmt: skip
    noted = Application.objects.of(seeker).get(employer="Larkfield")
    letter = noted.letters.create(owner=seeker, kind="thanks_feedback", made_at=NOW, changed_at=NOW)
    undo_import(run, now=NOW)
    assert [row.employer for row in applications(seeker)] == ["Larkfield"]
    letter.refresh_from_db()
    assert Message._base_manager.count() == 0


def test_an_import_undone_can_be_read_again(reading: Reading) -> None:
    """After an undo the same mailbox gives the same record as the first time."""
    mails = a_search(mails=60)
    first = reading(mails)
    before = canonical()
    undo_import(first, now=NOW)
    again = reading(mails)
    assert canonical() == before
    assert again.counts["plans"] == 1


def test_an_import_undone_while_it_is_read_stays_undone(
    seeker: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reading that goes on meanwhile notices, stores nothing more, and leaves nothing behind."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    monkeypatch.setattr(reading_room, "BATCH", 5)
    path = write_mbox(tmp_path / "all.mbox", a_search(mails=40))
    run = begin_import(seeker, [str(path)], look_first=False, now=NOW)
    told = []

    def undo_in_between(current: MailImport) -> None:
        told.append(current.state)
        if len(told) == 3:
            undo_import(MailImport.objects.of(seeker).get(pk=current.pk), now=NOW)

    run_import(run, built=built(), now=NOW, report=undo_in_between)
    assert MailImport.objects.of(seeker).get().state == "undone"
    assert not Message.objects.of(seeker).exists()
    assert not PassedOver.objects.of(seeker).exists()
    keep_import(MailImport.objects.of(seeker).get(), built=built(), now=NOW)
    assert MailImport.objects.of(seeker).get().state == "undone"


def test_one_import_does_not_settle_the_mail_of_another(reading: Reading, seeker: Person) -> None:
    """What a cut-off import has stored waits for that import, and its applications belong to it."""
    cut_off = MailImport.objects.of(seeker).create(paths=["/gone"], began_at=NOW, state="reading")
    waiting = Message.objects.of(seeker).create(
        key="w", fingerprint="w", mail_import=cut_off, kind="rejection"
    )
    reading([about(NO, "Northwind", at=NOW - DAY)])
    waiting.refresh_from_db()
    assert not waiting.settled


def test_a_missing_mailbox_is_said_before_anything_is_stored(seeker: Person, tmp_path: Path) -> None:
    """A path with nothing at it raises with a sentence, and no import begins."""
    with pytest.raises(SourceError):
        begin_import(seeker, [str(tmp_path / "nothing.mbox")], look_first=False, now=NOW)
    assert not MailImport.objects.of(seeker).exists()


# ---- the latest no


def test_the_latest_no_alone_gets_a_plan_counted_from_the_import(reading: Reading) -> None:
    """Of several noes, two of them on one day, the last one becomes the plan; its rest counts from now."""
    reading([about(NO, "Larkfield", at=NOW - 9 * DAY), about(NO, "Northwind", at=NOW - 2 * DAY),
             about(NO, "Elmscott", at=NOW - 2 * DAY + timedelta(hours=1))])  # fmt: skip
    plan = Plan._base_manager.get()
    assert plan.application.employer == "Elmscott"
    assert plan.began_at == NOW
    assert plan.rest_until > NOW


@pytest.mark.parametrize(("days", "plans"), [(29, 1), (31, 0)])
def test_a_no_over_thirty_days_old_is_offered(reading: Reading, days: int, plans: int) -> None:
    """Up to 30 days a plan opens; after that it is offered and nothing opens by itself."""
    run = reading([about(NO, "Northwind", at=NOW - days * DAY)])
    assert Plan._base_manager.count() == plans == run.counts["plans"]
    assert (run.offered is not None) == (plans == 0)


def test_a_mail_from_the_future_never_wins(reading: Reading, seeker: Person) -> None:
    """A no dated years ahead by a wrong clock takes the plan from none, and does not stay the latest."""
    reading([about(NO, "Northwind", at=NOW - 2 * DAY), about(NO, "Larkfield", at=NOW + 4000 * DAY)])
    assert Plan._base_manager.get().application.employer == "Northwind"
    assert all(row.last_at <= NOW for row in applications(seeker) if row.last_at)


@pytest.mark.parametrize("at", [None, NOW + 4000 * DAY])
def test_a_no_whose_day_is_unknown_is_offered_alone(reading: Reading, at: object) -> None:
    """Without a date that can be believed nobody knows how old a no is: the plan is offered."""
    run = reading([about(NO, "Northwind", at=at)])  # type: ignore[arg-type]
    assert Plan._base_manager.count() == 0
    assert run.offered is not None
    assert Application._base_manager.get().stage == "rejected"


def test_a_no_told_before_by_hand_opens_no_second_plan(reading: Reading, seeker: Person) -> None:
    """The mail of a no that was told by phone joins it, and no older no of the mailbox takes its place."""
    plan = note_no(seeker, "Northwind", channel="phone", stage="applied", happened_at=NOW - DAY, built=built(),
                   now=NOW - DAY)  # fmt: skip
    until = plan.rest_until
    reading([about(NO, "Larkfield", at=NOW - 9 * DAY), about(NO, "Northwind", at=NOW - timedelta(hours=3))])
    only = Plan._base_manager.get()
    assert (only.pk, only.rest_until) == (plan.pk, until)
    assert only.application.ended_at == NOW - DAY


def test_mail_tells_a_running_plan_how_far_it_went(reading: Reading, seeker: Person) -> None:
    """A plan begun by hand learns of an interview from the mail: its rest grows, a reply is offered."""
    plan = note_no(seeker, "Northwind", channel="portal", stage="applied", happened_at=NOW - timedelta(hours=1),
                   built=built(), now=NOW)  # fmt: skip
    assert plan.brief
    reading([about(TALK, "Northwind", at=NOW - 9 * DAY), about(NO, "Northwind", at=NOW)])
    fresh = Plan._base_manager.get()
    assert fresh.application.furthest == "interview"
    assert fresh.rest_until >= plan.rest_until
    assert fresh.steps.filter(tool="reply.compose", state="open").exists()


def test_an_older_mailbox_opens_no_plan_beside_a_later_no(reading: Reading) -> None:
    """A mailbox whose noes are all older than one the record knows is history."""
    reading([about(NO, "Northwind", at=NOW - 2 * DAY)])
    run = reading([about(NO, "Larkfield", at=NOW - 12 * DAY)], "older.mbox")
    assert Plan._base_manager.get().application.employer == "Northwind"
    assert run.offered is None
