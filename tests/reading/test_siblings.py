"""Templates: what is left of a mail without its names and numbers, and when two mails are of one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondwind.mail.message import Address, Message
from secondwind.reading.siblings import are_siblings, likeness, same_sender, same_template, template_of

GOT = (
    "Dear {name},\n\nThank you for applying for the {role} position at {employer}. We have received your "
    "application of {day} and will review it in the coming weeks.\n\nThe {employer} hiring team\n"
)
NO = (
    "Dear {name},\n\nThank you for applying for the {role} position at {employer}. We have decided not to go "
    "ahead with your application of {day}.\n\nThe {employer} hiring team\n"
)
BEWERBUNG = (
    "Guten Tag {name},\n\nvielen Dank für Ihre Bewerbung als {role} bei {employer}. Gerne senden wir Ihnen hiermit "
    "eine {what} für die Stelle und wünschen Ihnen alles Gute für die Zeit danach.\n\n{employer}\n"
)
TALK = {"name": "Sam", "role": "warehouse planner", "employer": "Northwind", "day": "3 November"}
OTHER = {"name": "Robin", "role": "data clerk", "employer": "Halden Rail", "day": "19 October"}


def mail(text: str, sender: str = "noreply@hiring.example", subject: str = "Your application") -> Message:
    return Message("x", subject, Address("", sender), None, text)


def made(text: str, words: dict[str, str], **more: str) -> object:
    return template_of(mail(text.format(**words), **more), (words["employer"], words["role"]))


def test_names_numbers_and_roles_make_no_other_template() -> None:
    """One receipt to two people about two roles is one template, also where a role stands in small letters."""
    assert same_template(made(GOT, TALK), made(GOT, OTHER))


def test_one_sentence_of_its_own_makes_another_template() -> None:
    """A no in the dress of a receipt is not of the receipt's template."""
    assert not same_template(made(GOT, TALK), made(NO, TALK))


def test_a_word_that_turns_the_meaning_makes_another_template() -> None:
    """A single "not" more keeps two mails apart, however long the rest is."""
    foot = "\n\nThis message was sent by a machine. Please send no answer to it.\n" * 20
    yes = "We are happy to go on with your application in the next round of talks." + foot
    no = "We are happy not to go on with your application in the next round of talks." + foot
    assert not same_template(template_of(mail(yes)), template_of(mail(no)))


def test_nouns_of_a_language_that_writes_them_large_are_no_names() -> None:
    """In German an invitation and a no differ in a noun, and are told apart by it."""
    yes = {**TALK, "what": "Einladung"}
    no = {**TALK, "what": "Absage"}
    assert not same_template(made(BEWERBUNG, yes), made(BEWERBUNG, no))
    assert same_template(
        made(BEWERBUNG, yes), made(BEWERBUNG, {**yes, "role": "Köchin", "employer": "Halden Rail"})
    )


def test_a_greeting_is_no_template() -> None:
    """Two mails of a few words are not of one template because both say hello."""
    assert not same_template(
        template_of(mail("Hello Sam,\nthank you\n")), template_of(mail("Hello Sam,\nthank you\n"))
    )


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("noreply@hiring.example", "noreply@hiring.example", True),
        ("noreply@hiring.example", "jobs@mail.hiring.example", True),
        ("noreply@hiring.example", "noreply@other.example", False),
        ("ana@gmail.com", "bea@gmail.com", False),
        ("ana@gmail.com", "ana@gmail.com", True),
        ("", "", False),
    ],
)
def test_who_counts_as_the_same_sender(one: str, other: str, same: bool) -> None:
    """An address, or another of the same house; two people at a free mail house are two senders."""
    assert same_sender(template_of(mail("", one)), template_of(mail("", other))) is same


def test_siblings_are_a_wider_circle() -> None:
    """A receipt with a changed line is a sibling; a mail of other words is none, and neither is a stranger's."""
    changed = GOT.replace("in the coming weeks", "as soon as we can")
    assert are_siblings(made(GOT, TALK), made(changed, OTHER))
    assert not are_siblings(
        made(GOT, TALK), template_of(mail("Your invoice for October is attached as a file."))
    )
    assert not are_siblings(made(GOT, TALK), made(GOT, TALK, sender="noreply@other.example"))


def test_quoted_history_is_left_out() -> None:
    """An answer that quotes the receipt is not of its template."""
    receipt = GOT.format(**TALK)
    quoting = "I have a question about the pay, and the days.\n" + "\n".join(
        f"> {line}" for line in receipt.split("\n")
    )
    assert likeness(template_of(mail(receipt)), template_of(mail(quoting))) < 0.2


@given(st.text(max_size=400), st.text(max_size=400))
def test_likeness_is_a_share_and_the_same_both_ways(one: str, other: str) -> None:
    """Any two texts: 0 to 1, alike from either side, and a text of any words is wholly like itself."""
    a, b = template_of(mail(one)), template_of(mail(other))
    assert 0 <= likeness(a, b) <= 1
    assert likeness(a, b) == likeness(b, a)
    assert likeness(a, a) == (1.0 if a.sentences else 0.0)
    assert same_template(a, b) == same_template(b, a)
