"""What a mail says: the invented corpus beside its expected readings, and what holds for any mail at all."""

from __future__ import annotations

import time
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondwind.mail.message import Address, Message
from secondwind.mail.parse import parse_message
from secondwind.reading.methods import CURRENT, METHODS, v1
from secondwind.reading.read import read
from secondwind.reading.reading import Kind, Reading

CORPUS = Path(__file__).parents[1] / "corpus"
SLUGS = sorted(path.stem for path in CORPUS.glob("*.eml"))
ME = frozenset({"robin@ashdown.example"})


def mail(
    text: str, subject: str = "Your application", sender: str = "jobs@northwind.example", name: str = ""
) -> Message:
    return Message("one@test.example", subject, Address(name, sender), None, text)


def expected(slug: str) -> dict[str, Any]:
    return tomllib.loads((CORPUS / f"{slug}.toml").read_text(encoding="utf-8"))


def read_corpus(slug: str) -> tuple[Message, Reading]:
    message = parse_message((CORPUS / f"{slug}.eml").read_bytes())
    return message, v1.read(message, own_addresses=frozenset(expected(slug).get("own_addresses", ())))


def is_verbatim(quote: str, message: Message) -> bool:
    return quote in " ".join(message.subject.split()) or quote in " ".join(message.text.split())


def test_corpus_covers_every_kind() -> None:
    """The corpus holds mail of every kind, and every mail stands beside its expected reading."""
    assert {expected(slug)["kind"] for slug in SLUGS} == {str(kind) for kind in Kind}
    assert len(SLUGS) >= 45
    assert {path.stem for path in CORPUS.glob("*.toml")} == set(SLUGS)


@pytest.mark.parametrize("slug", SLUGS)
def test_corpus_is_read_as_expected(slug: str) -> None:
    """Each invented mail gives its expected kind, employer, role and facts."""
    wanted = expected(slug)
    _, reading = read_corpus(slug)
    assert reading.kind == wanted["kind"], reading.evidence
    for name in ("employer", "role"):
        if name in wanted:
            assert getattr(reading, name) == wanted[name]
    for name, value in wanted.get("facts", {}).items():
        assert reading.facts.get(name) == value
    assert reading.method == v1.NAME


@pytest.mark.parametrize("slug", SLUGS)
def test_corpus_is_quoted_verbatim(slug: str) -> None:
    """Every kind but not_job quotes the mail, word for word, and a no is never claimed without a quote."""
    message, reading = read_corpus(slug)
    assert all(is_verbatim(quote, message) for quote in reading.evidence)
    assert bool(reading.evidence) is (reading.kind is not Kind.NOT_JOB)


NOES = (
    "Unfortunately, we will not be moving forward with your application for the Potter role.",
    "We have decided to proceed with other candidates for the Potter position.",
    "The Potter position you applied for has been filled.",
    "You have not been selected for the Potter role.",
    "We regret to inform you that your application for the post of Potter was unsuccessful.",
    "We chose someone whose portfolio is closer to the Potter role you applied for.",
    "We must withdraw our offer of employment for the Potter position.",
    "We are unable to offer you the position of Potter.",
)


@pytest.mark.parametrize("no", NOES)
def test_a_plain_no_is_seen_and_pointed_at(no: str) -> None:
    """A plain no is a rejection and the sentence itself is quoted."""
    reading = read(mail(f"Dear Robin,\n\n{no}\n\nKind regards,\nNorthwind"))
    assert reading.kind is Kind.REJECTION
    assert no in reading.evidence


@pytest.mark.parametrize("no", NOES)
def test_own_mail_is_never_a_new_no(no: str) -> None:
    """Mail from the person's own address is never a rejection, whatever it says."""
    reading = read(mail(f"Hello,\n\n{no}", sender="robin@ashdown.example"), own_addresses=ME)
    assert reading.kind in (Kind.OTHER_JOB, Kind.NOT_JOB)


QUOTED = (
    "On Tue, 3 Mar 2026 at 09:12, Northwind <jobs@northwind.example> wrote:\n> {no}",
    "On Tue, 3 Mar 2026 at 09:12, Northwind\n<jobs@northwind.example> wrote:\n\n> {no}",
    "-----Original Message-----\nFrom: Northwind\nSent: Tuesday\nSubject: Potter\n\n{no}",
    "________________________________\nFrom: Northwind\nSent: Tuesday\nTo: Robin\nSubject: Potter\n\n{no}",
    "From: Northwind <jobs@northwind.example>\nDate: Tuesday\nSubject: Potter\n\n{no}",
)


@pytest.mark.parametrize("frame", QUOTED)
@pytest.mark.parametrize("no", NOES)
def test_a_quoted_no_under_a_reply_is_no_new_no(frame: str, no: str) -> None:
    """A no that stands only in the quoted history is not read again, also where the sender is not known."""
    text = "Thank you for the quick answer. I will send the form tomorrow.\n\n" + frame.format(no=no)
    assert (
        read(mail(text, subject="Re: Potter", sender="somebody@elsewhere.example")).kind is not Kind.REJECTION
    )


@pytest.mark.parametrize(
    "hedge",
    [
        "If you are not selected for this role, we will keep your CV on file.",
        "Should your application not be successful, you will hear from us by mail.",
        "In the event that the position has been filled, we will let you know.",
        "Only shortlisted candidates will be contacted; unsuccessful applicants will not be considered further.",
        "Unfortunately we need to reschedule your interview for the role.",
        "We have not yet selected anyone for the role.",
        "Are you worried that you were not selected for the job?",
    ],
)
def test_a_hedged_sentence_alone_is_no_rejection(hedge: str) -> None:
    """An if, a not-yet, a moved meeting or a question is not a no."""
    text = f"Dear Robin,\n\nThank you for applying for the Potter role. We have received your application. {hedge}"
    assert read(mail(text)).kind is not Kind.REJECTION


@given(st.text(max_size=400), st.text(max_size=2000), st.text(max_size=40))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_without_a_crash(subject: str, text: str, name: str) -> None:
    """Reading never raises, and what it quotes stands in the mail."""
    message = mail(text, subject, name=name)
    reading = read(message)
    assert 0 <= reading.confidence <= 1
    assert all(is_verbatim(quote, message) for quote in reading.evidence)


PIECES = st.sampled_from(
    [
        *NOES,
        "Thank you for your interest in Northwind.",
        "> Unfortunately",
        "\n\n",
        "\n",
        " \t ",
        "\u00a0",
        "\u200b",
        "If you are not selected,",
        "We’d like to invite you to an interview on Tuesday at 10:00.",
        "Please complete the coding challenge by Friday.",
        "We are pleased to offer you the position of Potter.",
        "On Monday, 2 March 2026 Ann wrote:",
        "---------- Forwarded message ---------",
        "-- \nRobin",
        "“Unfortunately, the position has been filled.”",
        "İstanbul office: the role has been filled. ",
        "Regards,\r\nAnn Lee",
        "• Analyst at Bellwether",
    ]
)


@given(st.lists(PIECES, max_size=14), st.lists(PIECES, max_size=2))
@settings(max_examples=250, deadline=None)
def test_evidence_is_verbatim_in_any_mixture(pieces: list[str], title: list[str]) -> None:
    """However sentences, breaks, quotes and odd spaces are mixed: quotes are verbatim, and owed ones are there."""
    message = mail(" ".join(pieces), "".join(title))
    reading = read(message)
    assert all(is_verbatim(quote, message) for quote in reading.evidence)
    if reading.kind not in (Kind.NOT_JOB, Kind.UNSURE):
        assert reading.evidence
    assert read(message) == reading


@given(st.lists(PIECES, min_size=1, max_size=10))
@settings(max_examples=100, deadline=None)
def test_own_mixtures_are_never_news(pieces: list[str]) -> None:
    """Whatever the person writes or quotes, it is other_job or not_job."""
    message = replace(mail("\n".join(pieces)), sender=Address("Robin", "robin@ashdown.example"))
    assert read(message, own_addresses=ME).kind in (Kind.OTHER_JOB, Kind.NOT_JOB)


def test_shared_platforms_never_name_the_employer() -> None:
    """A platform's domain is nobody's name: without another sign the employer is None."""
    for domain in (
        "us.greenhouse-mail.io",
        "hire.lever.co",
        "myworkday.com",
        "smartrecruiters.com",
        "indeed.com",
        "gmail.com",
    ):
        reading = read(
            mail(
                "We have decided not to move forward with your application for the role.",
                sender=f"no-reply@{domain}",
            )
        )
        assert reading.kind is Kind.REJECTION
        assert reading.employer is None


@pytest.mark.parametrize(
    ("name", "sender", "employer"),
    [
        ("Bellwether Careers", "no-reply@us.greenhouse-mail.io", "Bellwether"),
        ("Ann Lee from Bellwether", "x@smartrecruiters.com", "Bellwether"),
        ("Workday@Bellwether", "x@myworkday.com", "Bellwether"),
        ("", "bellwether@myworkday.com", "Bellwether"),
        ("Ann Lee", "ann.lee@careers.bellwether.co.uk", "Bellwether"),
        ("Ann Lee", "ann.lee@gmail.com", None),
    ],
)
def test_the_employer_is_found_in_the_sender(name: str, sender: str, employer: str | None) -> None:
    """Display name, local part at a platform, or an own domain name the employer; free mail does not."""
    text = "Unfortunately we have decided not to move forward with your application."
    assert v1.read(mail(text, "Update", sender, name)).employer == employer


def test_the_current_method_is_registered() -> None:
    """The method in force is in the registry and signs its readings."""
    assert METHODS[CURRENT](mail("hello"), own_addresses=frozenset()).method == CURRENT


@pytest.mark.parametrize(
    "filler",
    [
        "-",
        "'",
        "a-",
        "a ",
        "a' ",
        "x.",
        ", ",
        "not ",
        "offer ",
        "“a ",
        "role to ",
        "On Mon ",
        "> ",
        "if ",
        "A ",
        "A. ",
        "\n",
        "/&-'",
    ],
)
def test_hostile_repetition_costs_no_seconds(filler: str) -> None:
    """Long runs of one thing, behind the words that wake the patterns, are read in well under a second or two."""
    long = filler * (20_000 // len(filler))
    text = f"Your application for the role: we have decided not {long} moving"
    started = time.perf_counter()
    for message in (mail(text), mail("the role " + long, subject=long, name=long), mail(f"{long}\n" + text)):
        read(message)
    assert time.perf_counter() - started < 6
