"""What a step about mail says where there is none."""

from __future__ import annotations

import pytest

from doors import MONDAY, a_plan
from secondwind.accounts.models import Person
from secondwind.actions.note_no import note_no
from secondwind.record.models import Step
from secondwind.tools.registry import built, built_tools

MAILROOM = pytest.mark.parametrize("key", ["mailroom.fold", "mailroom.archive"])


def said_of(person: Person, key: str) -> str | None:
    """What the tool says of the person's step of that key, as Today asks it."""
    words = built_tools()[key].text_for
    assert words is not None
    return words(Step.objects.of(person).select_related("plan__application").get(tool=key))


@MAILROOM
def test_where_their_mail_is_here_the_plans_text_holds(person: Person, key: str) -> None:
    """A no that came as a mail in the record is moved as the plan says."""
    a_plan(person)
    assert said_of(person, key) is None


@MAILROOM
@pytest.mark.parametrize(("channel", "word"), [("email", "your own mail"), ("portal", "a portal")])
def test_where_none_is_here_no_inbox_is_spoken_of(person: Person, key: str, channel: str, word: str) -> None:
    """A no noted by hand says that no mail is here and where it stands; nothing is said to leave an inbox."""
    note_no(person, "Halden Rail", channel=channel, built=built(), now=MONDAY)
    said = said_of(person, key)
    assert said is not None
    assert said.startswith("There is no mail from Halden Rail here.")
    assert word in said
    assert "inbox" not in said


def test_other_tools_leave_the_plans_text(person: Person) -> None:
    """Only the mailroom has a second text."""
    assert {key.partition(".")[0] for key, tool in built_tools().items() if tool.text_for} == {"mailroom"}
