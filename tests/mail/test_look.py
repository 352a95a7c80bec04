"""The cheap look: no mail about a search for work is passed over, however it is written."""

from __future__ import annotations

import base64
import re
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondwind.mail.look import SHORT, WINDOW, from_base64, ready_look
from written import FORMS, Form, as_html, written

HOME = Path(__file__).resolve().parent.parent.parent
Job = tuple[str, str, str]
CALM = (
    "The parcel left the depot this morning and arrives tomorrow before noon. Here is the recipe for the plum tart "
    "you asked about. The train was late again, so we took the bus along the coast. "
)
LIST = (("List-Unsubscribe", "<https://shop.example/u/1>"),)


def corpus_jobs() -> list[Job]:
    """Sender, subject and text of each mail of the corpus that is about a search for work."""
    found = []
    for path in sorted((HOME / "tests" / "corpus").glob("*.eml")):
        if 'kind = "not_job"' in path.with_suffix(".toml").read_text(encoding="utf-8"):
            continue
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        body = mail.get_body(("plain", "html"))
        text = re.sub(r"<[^>]*>", " ", body.get_content()) if body else ""
        found.append((str(mail["From"]), str(mail["Subject"]), text))
    return found


def training_jobs() -> list[Job]:
    """The same of the invented mails that the reader learns from."""
    found = []
    for path in sorted((HOME / "training" / "mails").glob("*.txt")):
        for block in re.split(r"^%% ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            kind, _, rest = block.partition("\n")
            head, _, text = rest.partition("\n\n")
            if kind.split("|")[0].strip() != "not_job":
                fields = dict(re.findall(r"^(From|Subject): *(.*)$", head, re.MULTILINE))
                told = re.sub(r"\[\[|\]\]", "", text)
                found.append((fields.get("From", "x@y.example"), fields.get("Subject", ""), told))
    return found


def missed(jobs: list[Job], form: Form) -> list[str]:
    look = ready_look()
    return [
        f"{sender}: {subject}"
        for sender, subject, text in jobs
        if not look.is_worth_reading(written(sender, subject, text, form)[:WINDOW])
    ]


@pytest.mark.parametrize(
    "path", sorted((HOME / "tests" / "corpus").glob("*.eml")), ids=lambda path: path.stem
)
def test_no_mail_of_the_corpus_is_lost_as_it_stands(path: Path) -> None:
    """Whatever the corpus expects to be read as something, the look finds."""
    if 'kind = "not_job"' not in path.with_suffix(".toml").read_text(encoding="utf-8"):
        assert ready_look().is_worth_reading(path.read_bytes()[:WINDOW])


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_no_mail_of_the_corpus_is_lost_in_any_form(form: Form) -> None:
    """Charsets, encodings, HTML, entities, folded heads: the same mails are found."""
    jobs = corpus_jobs()
    assert len(jobs) > 30
    assert missed(jobs, form) == []


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_hardly_any_mail_the_reader_learns_from_is_lost_in_any_form(form: Form) -> None:
    """In nine languages, with and without a word of hiring: of a thousand, most of them hard, three at most."""
    jobs = training_jobs()
    assert len(missed(jobs, form)) <= len(jobs) / 300


def test_mail_to_many_and_long_mail_without_a_sign_is_passed_over() -> None:
    """A newsletter, and a long letter about trains and tarts: else the look would be for nothing."""
    look = ready_look()
    assert not look.is_worth_reading(
        written("News <news@shop.example>", "Tart", CALM * 6, Form(), fields=LIST)
    )
    assert not look.is_worth_reading(written("Pat <pat@lane.example>", "Tart", CALM * 20, Form()))


def test_a_short_mail_of_one_person_is_read_whatever_it_says() -> None:
    """A no needs no word of hiring."""
    raw = written("Maud <maud@bakery.example>", "Saturday", "Sorry love, we have got somebody now.", Form())
    assert ready_look().is_worth_reading(raw)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
@pytest.mark.parametrize(
    "sign",
    ["Vorstellungsgespräch", "Candidature", "Anställning", "życiorys", "selección", "Recruiting", "vacature"],
)
def test_one_firm_word_in_a_newsletters_body_is_enough(sign: str, form: Form) -> None:
    """It is found behind some KB of other text, in every form whose charset can hold its letters."""
    try:
        sign.encode(form.charset)
    except UnicodeEncodeError:
        if not form.entities:
            return
    text = f"{CALM * 20}\n{sign}\n{CALM}"
    raw = written("News <news@shop.example>", "Tart", text, form, fields=LIST)
    assert ready_look().is_worth_reading(raw[:WINDOW])


@pytest.mark.parametrize(
    "subject",
    ["Einladung zum Vorstellungsgespräch am Dienstag um zehn", "Your application for the post of gardener"],
)
def test_an_encoded_and_folded_subject_is_read(subject: str) -> None:
    """The subject of a long newsletter, cut into encoded words in the middle of a word."""
    for form in (FORMS["folded"], FORMS["folded, crlf"]):
        raw = written("News <news@shop.example>", subject, CALM * 30, form, fields=LIST)
        assert subject.encode() not in raw
        assert ready_look().is_worth_reading(raw[:WINDOW])


def test_what_stands_behind_a_long_style_sheet_is_not_passed_over() -> None:
    """Where the window holds style and no text, the mail is read."""
    page = as_html("Nice talking to you").replace("<style>", "<style>" + "a{color:red}" * 4000)
    raw = (
        written("Ana <ana@northwind.example>", "Tuesday", "", Form(is_html=True)).split(b"\n\n")[0]
        + b"\n\n"
        + page.encode()
    )
    assert ready_look().is_worth_reading(raw[:WINDOW])


@given(st.binary(max_size=400), st.integers(0, 400))
def test_base64_cut_off_anywhere_gives_its_beginning(raw: bytes, cut: int) -> None:
    """No more is lost than the last two bytes and the line that was cut."""
    encoded = base64.encodebytes(raw)
    got = from_base64(encoded[:cut])
    assert raw.startswith(got)
    assert len(got) >= min(cut, len(encoded)) * 3 // 4 - 60


@given(st.binary(max_size=3_000))
def test_any_bytes_are_looked_at_without_an_exception(raw: bytes) -> None:
    """Whatever stands there; what does not begin as mail does is worth reading, so that the reading says so."""
    look = ready_look()
    for beginning in (raw, b"Subject: x\nContent-Type: multipart/mixed; boundary=\n\n" + raw,
                      b"Subject: =?utf-8?b?" + raw + b"\nContent-Transfer-Encoding: base64\n\n" + raw):  # fmt: skip
        look.is_worth_reading(beginning)
    assert look.is_worth_reading(b"\0\1\2" + raw)


def test_the_short_rule_counts_what_is_seen() -> None:
    """Markup and encoding do not make a short note long."""
    for form in FORMS.values():
        raw = written("Ana <ana@northwind.example>", "Tuesday", CALM, form)
        assert len(CALM) < SHORT
        assert ready_look().is_worth_reading(raw)
