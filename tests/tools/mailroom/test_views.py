"""Putting mail away, filing it and bringing it back, through the browser door with a moved clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from doors import MONDAY, a_letter_from, a_plan, an_application
from secondwind.accounts.models import Person
from secondwind.actions.finish_step import finish_step, skip_step
from secondwind.actions.note_no import note_no
from secondwind.record.models import Application, Message, Plan, Step
from secondwind.record.outlook import look_ahead
from secondwind.tools.registry import built

At = Callable[[datetime], datetime]
TUESDAY_9 = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)
WEDNESDAY_9 = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


@pytest.fixture
def application(person: Person) -> Application:
    """Northwind, up to an interview, with an invitation and two mails that say no."""
    row = an_application(person, passed=("applied", "screening", "interview"), now=MONDAY - timedelta(days=9))
    a_letter_from(
        person, row, kind="interview", subject="Tuesday", sent_at=MONDAY - timedelta(days=9), key="invite"
    )
    a_letter_from(
        person,
        row,
        sent_at=MONDAY - timedelta(hours=1),
        key="portal-no",
        sender="No reply <no-reply@northwind.example>",
    )
    a_letter_from(person, row, sent_at=MONDAY, key="letter")
    return row


@pytest.fixture
def plan(person: Person, application: Application, at: At) -> Plan:
    made = a_plan(person, application)
    at(MONDAY + timedelta(hours=1))
    return made


def places(person: Person) -> dict[str, str]:
    return dict(Message.objects.of(person).values_list("key", "place"))


def the(plan: Plan, template: str) -> Step:
    return plan.steps.get(template=template)


def settle_the_reply(plan: Plan, how: str) -> None:
    """The reply sent, skipped, not for me, or not possible at all."""
    reply = the(plan, "reply")
    if how == "done":
        finish_step(reply, result={"letter": 1}, built=built(), now=WEDNESDAY_9)
    elif how == "skipped":
        skip_step(reply, built=built(), now=WEDNESDAY_9)
    else:
        Step.objects.of(plan.owner).filter(pk=reply.pk).update(state=how)


@pytest.mark.row("S2.1")
def test_a_no_leaves_the_inbox_is_kept_whole_and_comes_back_any_time(
    person: Person, inside: Client, plan: Plan, at: At
) -> None:
    """Folded: no mail that says no is in the inbox, none is gone or changed, and each can be brought back."""
    before = list(Message.objects.of(person).order_by("key").values("key", "text", "subject", "kind"))
    inside.post(f"/put-away/fold/{the(plan, 'fold').pk}/")
    assert places(person) == {"invite": "inbox", "portal-no": "folded", "letter": "folded"}
    assert list(Message.objects.of(person).order_by("key").values("key", "text", "subject", "kind")) == before
    assert the(plan, "fold").state == "done"
    at(MONDAY + timedelta(days=200))
    page = inside.get("/put-away/").content.decode()
    assert page.count("Bring it back") == 2
    letter = Message.objects.of(person).get(key="letter")
    inside.post(f"/put-away/bring-back/{letter.pk}/")
    assert places(person) == {"invite": "inbox", "portal-no": "folded", "letter": "inbox"}
    inside.post(inside.session["undo"]["url"])
    assert places(person)["letter"] == "folded"


@pytest.mark.row("S2.4a")
def test_filing_is_never_ready_before_the_reply(person: Person, inside: Client, plan: Plan, at: At) -> None:
    """Through the rest and the days after it waits, and a press that comes early gets a sentence."""
    archive = the(plan, "archive")
    for hours in range(0, 24 * 6, 7):
        now = at(MONDAY + timedelta(hours=hours))
        assert archive.pk not in [item.step for item in look_ahead(person, now).outlook.ready]
        answer = inside.post(f"/put-away/archive/{archive.pk}/")
        assert answer.status_code == 400
        assert "The reply comes first" in answer.content.decode()
    assert set(places(person).values()) == {"inbox"}
    assert the(plan, "archive").state == "open"


@pytest.mark.row("S2.4a")
@pytest.mark.parametrize("how", ["done", "skipped", "not_for_me", "impossible"])
def test_a_settled_reply_lets_the_mail_be_filed(
    person: Person, inside: Client, plan: Plan, at: At, how: str
) -> None:
    """Sent, skipped, not for me and impossible all open it; the no is filed, folded or not."""
    at(WEDNESDAY_9)
    inside.post(f"/put-away/fold/{the(plan, 'fold').pk}/")
    settle_the_reply(plan, how)
    ready = [item.step for item in look_ahead(person, WEDNESDAY_9).outlook.ready]
    assert the(plan, "archive").pk in ready
    assert inside.post(f"/put-away/archive/{the(plan, 'archive').pk}/").status_code == 302
    assert places(person) == {"invite": "inbox", "portal-no": "archived", "letter": "archived"}
    assert the(plan, "archive").state == "done"


def test_undo_puts_each_mail_exactly_where_it_was(person: Person, inside: Client, plan: Plan, at: At) -> None:
    """One was folded and one had been brought back: filing undone leaves one folded and one in the inbox."""
    at(WEDNESDAY_9)
    inside.post(f"/put-away/fold/{the(plan, 'fold').pk}/")
    inside.post(f"/put-away/bring-back/{Message.objects.of(person).get(key='letter').pk}/")
    was = places(person)
    assert was == {"invite": "inbox", "portal-no": "folded", "letter": "inbox"}
    settle_the_reply(plan, "skipped")
    inside.post(f"/put-away/archive/{the(plan, 'archive').pk}/")
    inside.post(inside.session["undo"]["url"])
    assert places(person) == was
    assert the(plan, "archive").state == "open"
    assert the(plan, "fold").state == "done"


def test_folding_undone_leaves_nothing_folded(person: Person, inside: Client, plan: Plan) -> None:
    """The step is open again and every mail is in the inbox."""
    inside.post(f"/put-away/fold/{the(plan, 'fold').pk}/")
    inside.post(inside.session["undo"]["url"])
    assert set(places(person).values()) == {"inbox"}
    assert the(plan, "fold").state == "open"


def test_twice_is_once(person: Person, inside: Client, plan: Plan, at: At) -> None:
    """A second press moves nothing, and the undo of the first still knows where the mail was."""
    fold = the(plan, "fold")
    inside.post(f"/put-away/fold/{fold.pk}/")
    first = the(plan, "fold")
    at(MONDAY + timedelta(hours=2))
    assert inside.post(f"/put-away/fold/{fold.pk}/").status_code == 302
    assert the(plan, "fold").result == first.result
    assert the(plan, "fold").resolved_at == first.resolved_at
    letter = Message.objects.of(person).get(key="letter")
    inside.post(f"/put-away/bring-back/{letter.pk}/")
    inside.post(f"/put-away/bring-back/{letter.pk}/")
    inside.post(f"/put-away/take-back/{fold.pk}/")
    inside.post(f"/put-away/take-back/{fold.pk}/")
    assert set(places(person).values()) == {"inbox"}


def test_without_their_mail_the_person_puts_it_away_and_says_so(
    person: Person, inside: Client, at: At
) -> None:
    """A no noted by hand: pressing asks first, "It is put away" settles it, and that can be taken back."""
    at(MONDAY)
    plan = note_no(person, "Halden Rail", stage="interview", built=built(), now=MONDAY)
    path = f"/put-away/fold/{the(plan, 'fold').pk}/"
    answer = inside.post(path)
    assert (answer.status_code, answer["Location"]) == (302, path)
    page = inside.get(path).content.decode()
    assert "This one is yours to put away." in page
    assert "There is no mail from Halden Rail here. Move it out of sight in your own mail" in page
    assert "It is put away" in page
    assert the(plan, "fold").state == "open"
    inside.post(path, {"put_away": "1"})
    assert the(plan, "fold").result == {"by": "person"}
    inside.post(inside.session["undo"]["url"])
    assert the(plan, "fold").state == "open"
    early = inside.post(f"/put-away/archive/{the(plan, 'archive').pk}/", {"put_away": "1"})
    assert early.status_code == 400
    assert the(plan, "archive").state == "open"


def test_a_page_says_what_pressing_will_do_and_looking_moves_nothing(
    person: Person, inside: Client, plan: Plan
) -> None:
    """GET names the mails and has one filled action; the inbox is as it was."""
    page = inside.get(f"/put-away/fold/{the(plan, 'fold').pk}/").content.decode()
    assert "Put their mail away?" in page
    assert "Ana Lindqvist" in page
    assert page.count('class="act"') == 1
    waits = inside.get(f"/put-away/archive/{the(plan, 'archive').pk}/").content.decode()
    assert "The reply comes first." in waits
    assert '<button class="act"' not in waits
    assert set(places(person).values()) == {"inbox"}


def test_the_list_of_what_is_away_shows_nothing_of_what_the_letters_say(
    person: Person, inside: Client, plan: Plan
) -> None:
    """Names and dates are enough to find a mail; its words and its subject stay folded."""
    inside.post(f"/put-away/fold/{the(plan, 'fold').pk}/")
    page = inside.get("/put-away/").content.decode()
    assert "Ana Lindqvist" in page
    assert "another candidate" not in page
    assert "your visit" not in page
    assert "<title>Put away · Second Wind</title>" in page


def test_an_empty_list_says_so(inside: Client) -> None:
    """Nothing away: one sentence and a way on."""
    assert "Nothing is put away." in inside.get("/put-away/").content.decode()


def test_mail_of_other_people_and_of_other_applications_stays_where_it_is(
    person: Person, inside: Client, plan: Plan
) -> None:
    """One no is folded, not every no; somebody else's step and mail cannot be reached."""
    other = an_application(person, "Quiet Mills", passed=("applied",), now=MONDAY)
    a_letter_from(person, other, key="mills", sender="Jo <jo@mills.example>")
    bo = Person.objects.create(username="bo", zone="Europe/London")
    theirs = a_plan(bo)
    inside.post(f"/put-away/fold/{the(plan, 'fold').pk}/")
    assert places(person)["mills"] == "inbox"
    assert inside.post(f"/put-away/fold/{the(theirs, 'fold').pk}/").status_code == 404
    letter = Message.objects.of(bo).get()
    assert inside.post(f"/put-away/bring-back/{letter.pk}/").status_code == 404
    assert inside.post(f"/put-away/again/{letter.pk}/folded/").status_code == 404
    assert places(bo) == {letter.key: "inbox"}


def test_odd_addresses_are_answered_with_a_page(inside: Client, plan: Plan, person: Person) -> None:
    """A place that is not away, a step of another tool, a change by GET: nothing moves."""
    letter = Message.objects.of(person).get(key="letter")
    assert inside.post(f"/put-away/again/{letter.pk}/nowhere/").status_code == 404
    assert inside.post(f"/put-away/fold/{the(plan, 'feel').pk}/").status_code == 404
    assert inside.post(f"/put-away/take-back/{the(plan, 'feel').pk}/").status_code == 404
    assert inside.get(f"/put-away/bring-back/{letter.pk}/").status_code == 405
    assert set(places(person).values()) == {"inbox"}


def test_undoing_the_fold_of_mail_that_is_filed_by_now_leaves_it_filed(
    person: Person, inside: Client, plan: Plan, at: At
) -> None:
    """An old undo moves nothing that has been moved on since."""
    at(WEDNESDAY_9)
    fold = the(plan, "fold")
    inside.post(f"/put-away/fold/{fold.pk}/")
    settle_the_reply(plan, "skipped")
    inside.post(f"/put-away/archive/{the(plan, 'archive').pk}/")
    inside.post(f"/put-away/take-back/{fold.pk}/")
    assert places(person) == {"invite": "inbox", "portal-no": "archived", "letter": "archived"}


def test_a_settled_step_says_where_things_stand(person: Person, inside: Client, plan: Plan) -> None:
    """Its page offers the way back and no second press; a step never put away has nothing to take back."""
    path = f"/put-away/fold/{the(plan, 'fold').pk}/"
    inside.post(path)
    page = inside.get(path).content.decode()
    assert "It is put away." in page
    assert "Take it back" in page
    assert f'action="{path}"' not in page
    skip_step(the(plan, "archive"), built=built(), now=MONDAY)
    inside.post(f"/put-away/take-back/{the(plan, 'archive').pk}/")
    assert the(plan, "archive").state == "skipped"
