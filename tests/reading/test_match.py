"""Which application a message is about, on invented searches."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondwind.mail.message import Address, Message
from secondwind.reading.clues import compare_roles, employer_key, names_in, same_employer_key, same_role
from secondwind.reading.match import Candidate, Candidates, Match, Outcome, match
from secondwind.reading.reading import Kind, Reading

ENDED = date(2026, 3, 1)


def mail(sender: str = "no-reply@us.greenhouse-mail.io", *, reply_to: str = "", day: int = 10) -> Message:
    return Message(
        "m@test.example",
        "",
        Address("", sender),
        datetime(2026, 3, day, tzinfo=UTC),
        "",
        in_reply_to=reply_to,
    )


def says(kind: Kind, employer: str | None = None, role: str | None = None) -> Reading:
    return Reading(kind, 0.9, ("x",), "v1", employer, role)


POTTER = Candidate(
    1,
    "Northwind Traders",
    "Junior Potter",
    thread=frozenset({"a@n"}),
    domains=frozenset({"northwind.example"}),
)
GLAZIER = Candidate(2, "Northwind Traders", "Glazier", domains=frozenset({"northwind.example"}))
BAKER = Candidate(3, "Fernhill", "Baker")
SEARCH = (POTTER, GLAZIER, BAKER)


def found(message: Message, reading: Reading, *search: Candidate) -> Match:
    return match(message, reading, Candidates(search or SEARCH))


def test_the_thread_wins() -> None:
    """An answer in a thread belongs to that thread's application, whatever else it names."""
    result = found(mail(reply_to="a@n"), says(Kind.REJECTION, "Fernhill", "Baker"))
    assert (result.outcome, result.application) == (Outcome.SAME, 1)
    assert [clue.name for clue in result.clues] == ["thread"]


def test_references_count_as_thread() -> None:
    """A mail deeper in the thread is found by its references."""
    message = replace(mail(), references=("unknown@x", "a@n"))
    assert found(message, says(Kind.OTHER_JOB)).application == 1


def test_employer_and_role_choose() -> None:
    """Two roles at one employer stay apart."""
    assert found(mail(), says(Kind.REJECTION, "northwind traders, inc.", "Glazier")).application == 2
    assert found(mail(), says(Kind.REJECTION, "Northwind Traders", "Jr. Potter")).application == 1


def test_employer_alone_where_one_is_open() -> None:
    """A mail that names no role belongs to the one open application at its employer."""
    assert found(mail(), says(Kind.INTERVIEW, "Fernhill")).application == 3
    ended = replace(GLAZIER, ended_on=ENDED)
    assert found(mail(), says(Kind.REJECTION, "Northwind Traders"), POTTER, ended).application == 1


def test_two_open_roles_and_no_word_which_asks() -> None:
    """Without a role, two open applications at one employer make the program ask, with both as options."""
    result = found(mail(), says(Kind.REJECTION, "Northwind Traders"))
    assert (result.outcome, result.question, result.options) == (Outcome.ASK, "which_application", (1, 2))


def test_another_role_at_a_known_employer_is_new() -> None:
    """A third role at a known employer opens an application of its own."""
    assert (
        found(mail(), says(Kind.APPLICATION_RECEIVED, "Northwind Traders", "Payroll Clerk")).outcome
        is Outcome.NEW
    )


def test_an_unknown_employer_is_new() -> None:
    """A no from an employer nobody noted opens an application, so that the no has a place."""
    assert found(mail(), says(Kind.REJECTION, "Larkspur Council", "Planner")).outcome is Outcome.NEW


def test_a_name_within_a_name_is_another_employer() -> None:
    """Meta is not Metabase, and Fern is not Fernhill."""
    meta = Candidate(9, "Meta", "Engineer")
    assert found(mail(), says(Kind.REJECTION, "Metabase", "Engineer"), meta).outcome is Outcome.NEW
    assert found(mail(), says(Kind.REJECTION, "Fern"), BAKER).outcome is Outcome.NEW


def test_a_relay_tells_nothing() -> None:
    """Two employers on one platform are not mixed by its domain."""
    one = replace(
        BAKER,
        domains=frozenset({"us.greenhouse-mail.io"}),
        addresses=frozenset({"no-reply@us.greenhouse-mail.io"}),
    )
    result = found(mail("no-reply@us.greenhouse-mail.io"), says(Kind.REJECTION), one)
    assert (result.outcome, result.options) == (Outcome.ASK, ())
    assert (
        found(mail("no-reply@us.greenhouse-mail.io"), says(Kind.REJECTION, "Orrery"), one).outcome
        is Outcome.NEW
    )


def test_an_employers_own_domain_is_a_clue() -> None:
    """Mail from a known employer's own domain finds its application without a name in the text."""
    result = found(mail("ann@mail.northwind.example"), says(Kind.INTERVIEW), POTTER, BAKER)
    assert (result.outcome, result.application) == (Outcome.SAME, 1)
    assert any("northwind.example" in clue.words for clue in result.clues)


def test_a_second_no_joins_the_first() -> None:
    """A no for an ended application joins it; it opens nothing new."""
    ended = replace(BAKER, ended_on=ENDED, stage="rejected")
    for role in ("Baker", None):
        result = found(mail(), says(Kind.REJECTION, "Fernhill", role), ended)
        assert (result.outcome, result.application) == (Outcome.SAME, 3)


@pytest.mark.parametrize("kind", [Kind.INTERVIEW, Kind.APPLICATION_RECEIVED, Kind.OFFER, Kind.ASSESSMENT])
def test_good_news_after_the_end_asks(kind: Kind) -> None:
    """An invitation or receipt after the end asks: reopened, or a new application?"""
    ended = replace(BAKER, ended_on=ENDED)
    result = found(mail(), says(kind, "Fernhill", "Baker"), ended)
    assert (result.outcome, result.question, result.application) == (Outcome.ASK, "reopened_or_new", 3)
    threaded = found(mail(reply_to="t@f"), says(kind), replace(ended, thread=frozenset({"t@f"})))
    assert threaded.question == "reopened_or_new"


def test_older_good_news_read_later_joins() -> None:
    """An invitation dated before the end, read after it, is history of that application."""
    ended = replace(BAKER, ended_on=date(2026, 3, 20))
    assert found(mail(day=10), says(Kind.INTERVIEW, "Fernhill", "Baker"), ended).outcome is Outcome.SAME


def test_a_reopened_role_prefers_the_open_try() -> None:
    """Applied again to the same role: mail belongs to the open try, not to the ended one."""
    ended, again = replace(BAKER, ended_on=ENDED), Candidate(4, "Fernhill", "Baker")
    assert found(mail(), says(Kind.REJECTION, "Fernhill", "Baker"), ended, again).application == 4


@pytest.mark.parametrize("kind", [Kind.RECRUITER_OUTREACH, Kind.JOB_ALERT, Kind.OTHER_JOB, Kind.UNSURE])
def test_other_kinds_open_nothing_and_ask_nothing(kind: Kind) -> None:
    """Outreach, alerts and the rest join an application or stay alone."""
    assert found(mail(), says(kind, "Larkspur", "Planner")).outcome is Outcome.NONE
    assert found(mail(), says(kind, "Northwind Traders")).outcome is Outcome.NONE


def test_not_job_is_about_nothing() -> None:
    """Mail that is not about the search is never joined, even in a thread."""
    assert found(mail(reply_to="a@n"), says(Kind.NOT_JOB)).outcome is Outcome.NONE


def test_seniority_makes_another_role() -> None:
    """A receipt for the senior role asks rather than joining the plain one."""
    analyst = Candidate(5, "Orrery", "Data Analyst")
    result = found(mail(), says(Kind.APPLICATION_RECEIVED, "Orrery", "Senior Data Analyst"), analyst)
    assert (result.outcome, result.options) == (Outcome.ASK, (5,))
    both = (analyst, Candidate(6, "Orrery", "Senior Data Analyst"))
    assert found(mail(), says(Kind.REJECTION, "Orrery", "Sr Data Analyst"), *both).application == 6


def test_replace_and_remove_keep_the_index_true() -> None:
    """After replace the old name finds nothing, after remove neither does the new one."""
    search = Candidates([BAKER])
    search.replace(replace(BAKER, employer="Orrery", thread=frozenset({"z@z"})))
    assert match(mail(), says(Kind.REJECTION, "Fernhill"), search).outcome is Outcome.NEW
    assert match(mail(), says(Kind.REJECTION, "Orrery"), search).application == 3
    assert match(mail(reply_to="z@z"), says(Kind.REJECTION), search).application == 3
    search.remove(3)
    assert match(mail(reply_to="z@z"), says(Kind.REJECTION, "Orrery"), search).outcome is Outcome.NEW
    assert len(search) == 0
    search.remove(3)
    search.add(BAKER)
    with pytest.raises(ValueError, match="indexed already"):
        search.add(BAKER)


def test_many_applications_are_matched_quickly() -> None:
    """3,000 mails against 3,000 applications take seconds at most: no look-up walks them all."""
    search = Candidates(
        Candidate(n, f"Firm{n:04d} Works", "Baker", thread=frozenset({f"{n}@t"})) for n in range(3000)
    )
    started = time.perf_counter()
    for n in range(3000):
        assert match(mail(), says(Kind.REJECTION, f"Firm{n:04d} Works", "Baker"), search).application == n
    assert time.perf_counter() - started < 15


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The Northwind Traders, Inc.", "northwind traders"),
        ("Northwind Careers", "Northwind GmbH"),
        ("Café Möbius Ltd", "Cafe Mobius"),
        ("DriveWell", "Drive Well"),
        ("Smith & Co.", "Smith"),
        ("Larkspurr Council", "Larkspur Council"),
    ],
)
def test_names_of_one_employer(a: str, b: str) -> None:
    """Case, accents, legal forms, desks, spaces and one slip do not make another employer."""
    assert same_employer_key(employer_key(a), employer_key(b))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Meta", "Metabase"),
        ("Northwind", "Northwind Energy"),
        ("Bank 1", "Bank 2"),
        ("Acme", "Acne"),
        ("", ""),
        ("Firm0001", "Firm0002"),
    ],
)
def test_names_of_two_employers(a: str, b: str) -> None:
    """Parts of names, numbers and short look-alikes are other employers."""
    assert not same_employer_key(employer_key(a), employer_key(b))


def test_a_name_of_desk_words_alone_stays() -> None:
    """A firm called Talent Co keeps its name, and an empty name has no key."""
    assert employer_key("Talent Co") == "talent"
    assert employer_key("  ") == ""


def test_roles_compare() -> None:
    """Order, brackets and short forms do not matter; seniority does."""
    assert same_role("Software Engineer (m/f/d)", "Engineer, Software")
    assert same_role("Sr. Backend Developer", "Senior Back End Developer")
    assert not same_role("Software Engineer", "Senior Software Engineer")
    assert not same_role("Engineer II", "Engineer III")
    assert not same_role("", "")
    assert compare_roles("Data Analyst, Leeds", "Data Analyst") == "near"


NAMES = st.sampled_from(["Northwind", "Northwind Traders", "Fernhill", "Meta", "Metabase", "Orrery", ""])
ROLES = st.sampled_from(["Baker", "Senior Baker", "Data Analyst", "Data Analyst, Leeds", ""])
CANDIDATE = st.tuples(NAMES, ROLES, st.sampled_from([None, ENDED]), st.sampled_from(["", "a@t", "b@t"]))


MAILS = st.tuples(st.sampled_from(list(Kind)), NAMES, ROLES, st.sampled_from(["", "a@t", "b@t"]))


@given(st.lists(CANDIDATE, max_size=6), MAILS, st.randoms())
@settings(max_examples=200, deadline=None)
def test_match_is_stable(
    rows: list[tuple[str, str, date | None, str]], about: tuple[Kind, str, str, str], chance: Random
) -> None:
    """The same mail gives the same match whatever the order of indexing, and the parts of a match agree."""
    search = [
        Candidate(n, e, r, ended_on=end, thread=frozenset({t} if t else ()))
        for n, (e, r, end, t) in enumerate(rows)
    ]
    shuffled = list(search)
    chance.shuffle(shuffled)
    kind, name, role, reply = about
    reading = says(kind, name or None, role or None)
    result = match(mail(reply_to=reply), reading, Candidates(search))
    assert result == match(mail(reply_to=reply), reading, Candidates(shuffled))
    assert (result.application is not None) == (
        result.outcome is Outcome.SAME or result.question == "reopened_or_new"
    )
    assert bool(result.question) == (result.outcome is Outcome.ASK)
    assert set(result.options) <= {candidate.id for candidate in search}


def test_the_platform_in_a_senders_name_is_no_employer() -> None:
    """Two firms that write by way of one platform share nothing by it."""
    assert names_in("Northwind via Hirelane") == ["northwind"]
    assert "hirelane" not in names_in("Tarnhow Instruments via Hirelane")
