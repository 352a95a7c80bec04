"""The review: the most telling mail first, one answer a mail, mails like it offered, and every step taken back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from doors import MONDAY, a_letter_from, an_application
from secondwind.accounts.models import Person
from secondwind.record.mailboxes import notes_waiting
from secondwind.record.models import Correction, MailedNote, Message, Plan, Question
from secondwind.record.review import waiting_in_order

HX = {"HX-Request": "true"}
WORDS = (
    "Dear Sam,\n\nthere is news about the role {n}. We went another way this time, and keep your papers.\n"
)


@pytest.fixture(autouse=True)
def _now(at: Callable) -> None:
    at(MONDAY + timedelta(hours=1))


def unsure(
    person: Person,
    subject: str,
    *,
    sender: str = "",
    back: int = 0,
    evidence: tuple[str, ...] = ("We went",),
    **more: object,
) -> Message:
    sender = sender or f"Desk <desk@{re.sub('[^a-z]', '', subject.lower())}.example>"
    return a_letter_from(
        person, None, kind="unsure", subject=subject, sender=sender, evidence=evidence, key=subject,
        text=more.pop("text", f"Words about {subject}. We went another way."),
        sent_at=MONDAY - timedelta(days=back), **more,
    )  # fmt: skip


def siblings(person: Person, number: int = 4) -> list[Message]:
    sender = "Northwind <desk@northwind.example>"
    return [unsure(person, f"News {n}", sender=sender, back=n, text=WORDS.format(n=n)) for n in range(number)]


def in_hand(page: str) -> str:
    """The subject of the mail a page of the review shows."""
    return re.search(r"“<bdi>(.*?)</bdi>”", page)[1]  # type: ignore[index]


def test_a_likely_no_on_an_open_application_comes_first_then_questions_then_the_rest(
    inside: Client, person: Person
) -> None:
    """Whatever their dates: from an open employer with words for it, a question, other words, no words at all."""
    halden = an_application(person, "Halden Rail", passed=("applied", "interview"))
    a_letter_from(
        person, halden, kind="interview", sender="Ana <ana@halden.example>", subject="Come in", key="a"
    )
    unsure(person, "Nothing said", evidence=())
    unsure(person, "Some words", back=2)
    asked = unsure(person, "A question", back=5)
    Question.objects.of(person).create(message=asked, asks="which_application", options=[halden.pk])
    unsure(person, "From Halden", sender="Desk <desk@halden.example>", back=9)
    order = [Message.objects.of(person).get(pk=pk).subject for pk in waiting_in_order(person)]
    assert order == ["From Halden", "A question", "Some words", "Nothing said"]
    assert in_hand(inside.get("/review/").content.decode()) == "From Halden"


def test_an_application_that_ended_lends_no_weight(person: Person) -> None:
    """Mail from where somebody said no already stands with the others, the latest first."""
    ended = an_application(person, "Halden Rail", end="rejected")
    a_letter_from(
        person, ended, kind="interview", sender="Ana <ana@halden.example>", subject="Come in", key="a"
    )
    old = unsure(person, "From Halden", sender="Desk <desk@halden.example>", back=9)
    new = unsure(person, "Elsewhere", back=1)
    assert waiting_in_order(person) == [new.pk, old.pk]


@pytest.mark.parametrize("headers", [HX, {}])
def test_the_answer_brings_the_next_in_line(inside: Client, person: Person, headers: dict[str, str]) -> None:
    """Also after going on to a later mail first, by script and without: the line goes on from there."""
    rows = [unsure(person, f"File {n}", back=n) for n in range(4)]
    second = inside.get(f"/review/?at={rows[1].pk}").content.decode()
    assert in_hand(second) == "File 1"
    assert f'href="?at={rows[0].pk}"' in second
    then = re.search(r'name="then" value="(\d+)"', second)[1]  # type: ignore[index]
    answer = inside.post(
        f"/review/{rows[1].pk}/", {"answer": "rejection", "then": then}, headers=headers, follow=True
    )
    assert in_hand(answer.content.decode()) == "File 2"
    assert "Take the last one back" in answer.content.decode()
    rows[1].refresh_from_db()
    assert rows[1].kind == "rejection"


def test_the_next_mail_lies_ready(inside: Client, person: Person) -> None:
    """The page holds the mail after this one, out of sight, with its words."""
    unsure(person, "File 0")
    unsure(person, "File 1", back=1)
    page = inside.get("/review/").content.decode()
    assert "“<bdi>File 1</bdi>”" in page.partition("<template data-following>")[2].partition("</template>")[0]


def test_taking_an_answer_back_puts_that_mail_in_hand(inside: Client, person: Person) -> None:
    """Not the first of the line: the one whose answer was taken back."""
    unsure(person, "File 0")
    later = unsure(person, "File 1", back=1)
    inside.post(f"/review/{later.pk}/", {"answer": "not_job"}, headers=HX)
    correction = Correction.objects.of(person).get()
    back = inside.post(f"/corrections/{correction.pk}/back/?from=review", headers=HX, follow=True)
    assert in_hand(back.content.decode()) == "File 1"


@pytest.mark.parametrize("headers", [HX, {}])
def test_more_like_this_are_listed_and_move_when_agreed(
    inside: Client, person: Person, headers: dict[str, str]
) -> None:
    """After an answer the like ones are listed with what is ticked; agreed on, they move; one way back for all."""
    rows = siblings(person)
    other = unsure(person, "Something else", back=20)
    page = inside.post(
        f"/review/{rows[0].pk}/", {"answer": "rejection", "then": other.pk}, headers=headers, follow=True
    )
    said = page.content.decode()
    assert "Three more like the last one" in said
    assert said.count('type="checkbox"') == said.count(" checked>") == 3
    assert Message.objects.of(person).filter(kind="unsure").count() == 4
    correction = Correction.objects.of(person).get()
    done = inside.post(
        f"/review/alike/{correction.pk}/",
        {"mail": [rows[1].pk, rows[2].pk, other.pk, "x"], "then": other.pk}, headers=headers, follow=True,
    ).content.decode()  # fmt: skip
    assert "Two more set right." in done
    assert in_hand(done) == "Something else"
    kinds = [Message.objects.of(person).get(pk=row.pk).kind for row in [*rows, other]]
    assert kinds == ["rejection", "rejection", "rejection", "unsure", "unsure"]
    inside.post(f"/corrections/{correction.pk}/alike/back/?from=review")
    kinds = [Message.objects.of(person).get(pk=row.pk).kind for row in [*rows, other]]
    assert kinds == ["rejection", "unsure", "unsure", "unsure", "unsure"]


def test_a_like_mail_that_was_read_otherwise_is_listed_unticked(inside: Client, person: Person) -> None:
    """What was not the same slip is the person's to tick."""
    rows = siblings(person, 3)
    Message.objects.of(person).filter(pk=rows[2].pk).update(kind="interview")
    page = inside.post(f"/review/{rows[0].pk}/", {"answer": "rejection"}, headers=HX).content.decode()
    assert page.count('type="checkbox"') == 2
    assert page.count(" checked>") == 1


def test_correcting_elsewhere_leads_to_those_like_it(inside: Client, person: Person) -> None:
    """From an application's page too; from there they move with one button, and back with one."""
    rows = siblings(person)
    answer = inside.post(f"/mail/{rows[0].pk}/correct/", {"kind": "rejection"}, follow=True)
    assert "Three more like this" in answer.content.decode()
    correction = Correction.objects.of(person).get()
    inside.post(f"/corrections/{correction.pk}/alike/", {"mail": [row.pk for row in rows[1:]]})
    assert Message.objects.of(person).filter(kind="rejection").count() == 4
    way_back = inside.session["undo"]["url"]
    assert "No more like this" in inside.get(f"/corrections/{correction.pk}/alike/").content.decode()
    inside.post(way_back)
    assert Message.objects.of(person).filter(kind="rejection").count() == 1
    assert "Three more like this" in inside.get(f"/mail/{rows[0].pk}/").content.decode()


def test_one_key_an_answer(inside: Client, person: Person) -> None:
    """No key stands for two things on one page, whatever is offered on it."""
    rows = siblings(person)
    inside.get("/review/")
    page = inside.post(
        f"/review/{rows[0].pk}/", {"answer": "rejection", "then": rows[2].pk}, headers=HX
    ).content.decode()
    keys = [key for keys in re.findall(r'data-key="([^"]+)"', page) for key in keys.split()]
    assert len(keys) == len(set(keys))
    assert set("nritfoxl12345678jksu") <= set(keys)


def test_a_note_by_mail_is_confirmed_or_let_go_here(inside: Client, person: Person) -> None:
    """Confirmed, a no ends what it is about; let go, nothing follows from it."""
    application = an_application(person, "Northwind")
    for number, (says, words, meant) in enumerate(
        [("no", "Northwind", application), ("note", "the umbrella", None)]
    ):
        MailedNote.objects.of(person).create(
            key=str(number), says=says, words=words, sent_at=MONDAY, noted_at=MONDAY, application=meant
        )
    page = inside.get("/review/").content.decode()
    assert "Your notes" in page
    no, note = notes_waiting(person)
    inside.post(f"/review/notes/{no.pk}/", {"answer": "right"})
    inside.post(f"/review/notes/{note.pk}/", {"answer": "drop"})
    application.refresh_from_db()
    assert application.stage == "rejected"
    assert Plan.objects.of(person).count() == 1
    assert "Your notes" not in inside.get("/review/").content.decode()
