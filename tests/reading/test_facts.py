"""The facts of a mail: when, by when, where to press, why, how far it had come, form letter or not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondwind.mail.message import Address, Message
from secondwind.reading.methods.v2.facts import find_facts
from secondwind.reading.methods.v2.passage import collapse, read_passage
from secondwind.reading.reading import Kind

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=timezone(timedelta(hours=1)))
NAMES = {"when", "deadline", "link", "reason", "stage", "form"}


def mail(
    text: str,
    subject: str = "Your application",
    sent_at: datetime | None = MONDAY,
    sender: Address | None = None,
    calendars: tuple[str, ...] = (),
) -> Message:
    who = sender or Address("Ines Morland", "ines@tern-mill.example")
    return Message("one@invented.example", subject, who, sent_at, text, calendars=calendars)


def facts(message: Message, kind: Kind, *evidence: str) -> dict[str, str]:
    return find_facts(message, read_passage(message.subject, message.text), kind, evidence)


def when(text: str, **more: object) -> str:
    return facts(mail(text, **more), Kind.INTERVIEW).get("when", "")  # type: ignore[arg-type]


def test_an_interview_is_told_with_its_zone() -> None:
    """The day, the hour and the zone the mail names come together."""
    text = "Liebe Frau Ahl,\n\nwir laden Sie zum Gespräch am Dienstag, 24. November um 14:30 Uhr (MEZ) ein."
    assert when(text) == "2026-11-24T14:30[Europe/Berlin]"


def test_a_date_cut_by_its_full_stop_is_put_together() -> None:
    """ "am 3. Dezember" is one date although a sentence seems to end in it; "room 3. Bring ..." is none."""
    text = "Guten Tag,\n\nbitte kommen Sie am 3. Dezember 2026 um 9 Uhr zum Gespräch in Raum 4. Montag ist Ruhetag."
    assert when(text) == "2026-12-03T09:00"


def test_several_offered_times_stand_one_a_line() -> None:
    """Slots to choose from are all told, in the order they stand, six at most."""
    slots = "\n".join(f"- Tuesday 1 December at {hour}:00" for hour in range(9, 17))
    told = when(f"Hi Ola,\n\nwhich of these times suits you for the interview?\n\n{slots}\n").split("\n")
    assert told == [f"2026-12-01T{hour:02d}:00" for hour in range(9, 15)]


def test_a_line_for_the_day_and_one_for_the_hour_are_one_moment() -> None:
    """ "Date: ..." and "Time: ..." below it belong together, and the zone with them."""
    text = "Your interview is confirmed.\n\nDate: Tuesday, December 1, 2026\n\nTime: 10:00 AM Central Time\n"
    assert when(text) == "2026-12-01T10:00[America/Chicago]"


def test_the_calendar_part_comes_first() -> None:
    """What the calendar says outranks the text; one that cancels leaves nothing."""
    event = "BEGIN:VEVENT\nDTSTART;TZID=Europe/Rome:20261201T110000\nEND:VEVENT"
    text = "Colloquio il 24 novembre 2026 alle 9:00."
    assert when(text, calendars=(event,)) == "2026-12-01T11:00[Europe/Rome]"
    assert when(text, calendars=(f"METHOD:CANCEL\n{event}",)) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Your interview on Tuesday 24 November at 10:00 has been moved to Thursday 26 November at 14:00.",
        "We need to reschedule the interview on 24 November at 10:00. New time: Thursday 26 November at 14:00.",
        "I can't make Tuesday 24 November at 10:00. Could you do Thursday 26 November at 14:00 instead?",
        "Ihr Gespräch vom 24. November wird auf den 26. November um 14 Uhr verschoben.",
        "L'entretien du 24 novembre à 10h est reporté au jeudi 26 novembre à 14h.",
        "La entrevista del 24 de noviembre se aplaza al jueves 26 de noviembre a las 14:00.",
        "Il colloquio del 24 novembre alle 10:00 è spostato al 26 novembre alle 14:00.",
        "We verzetten je gesprek van 24 november naar donderdag 26 november om 14.00 uur.",
        "Rozmowę z 24 listopada przenosimy na 26 listopada, godz. 14:00.",
        "Former date: 10:00am - Tuesday, November 24, 2026\nUpdated date: 2:00pm - Thursday, November 26, 2026",
    ],
)
def test_the_new_time_is_told_and_not_the_old_one(text: str) -> None:
    """A meeting that is moved is told with the time it is moved to."""
    assert when(text) == "2026-11-26T14:00"


@pytest.mark.parametrize(
    "text",
    [
        "Unfortunately your interview on 24 November at 10:00 is cancelled.",
        "Das Gespräch am 24. November um 10 Uhr muss leider ausfallen.",
        "Please choose a time for your interview by Friday 27 November.",
        "Could you come in during the week of 7 December for an interview?",
        "Are you free for a call between 10 and 2 on Friday?",
        "We liked your application of 12 November and would like to hear more.",
        "The interview takes 45 minutes, the salary is 21,50 an hour, ring 040 1234-56.",
    ],
)
def test_a_day_that_is_no_meeting_is_not_told(text: str) -> None:
    """Cancelled meetings, last days, weeks, past days and other numbers are no meeting."""
    assert when(text) == ""


def deadline(text: str, kind: Kind = Kind.ASSESSMENT, sent_at: datetime | None = MONDAY) -> str:
    return facts(mail(text, sent_at=sent_at), kind).get("deadline", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Please complete the test before Friday 5pm.", "2026-11-27T17:00"),
        ("Please submit it by 23:59 on 30 November.", "2026-11-30T23:59"),
        ("Bitte senden Sie uns die Aufgabe bis 30.11. zurück.", "2026-11-30"),
        ("Merci de rendre le test avant le 4 décembre 2026.", "2026-12-04"),
        ("Envíanos la prueba antes del 4 de diciembre a las 18:00 h.", "2026-12-04T18:00"),
        ("Você tem até 04/12/2026 para fazer o teste.", "2026-12-04"),
        ("Invii la prova entro il 4 dicembre.", "2026-12-04"),
        ("Stuur de opdracht uiterlijk 4 december in.", "2026-12-04"),
        ("Prosimy o wypełnienie testu do 4 grudnia 2026 r.", "2026-12-04"),
        ("Gör testet senast den 4 december.", "2026-12-04"),
        ("Please complete the test within 7 days.", "2026-11-30"),
        ("The link expires in 48 hours.", "2026-11-25T10:00+01:00"),
    ],
)
def test_the_last_day_for_an_answer_is_told(text: str, expected: str) -> None:
    """A date behind "by" in nine languages, or a span counted from when the mail was sent."""
    assert deadline(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "We will get back to you by 4 December.",
        "Wir melden uns bis zum 4. Dezember bei Ihnen.",
        "The test takes place from 1 until 4 December.",
        "Please complete the test within 5 working days.",
        "Once you start, you have 48 hours to complete it.",
        "The test takes 90 minutes and has 30 questions.",
    ],
)
def test_what_is_no_last_day_is_not_told(text: str) -> None:
    """The employer's own promise, a span, and time that runs from elsewhere are no deadline."""
    assert deadline(text) == ""


def test_the_end_of_a_contract_is_no_deadline() -> None:
    """In an offer, "until 31 August" may be the contract's end; the answer's last day is told all the same."""
    text = "We offer you a fixed-term contract until 31 March 2027."
    assert deadline(text, Kind.OFFER) == ""
    assert deadline(text + " Please sign and return it by 4 December 2026.", Kind.OFFER) == "2026-12-04"


def test_a_span_is_not_counted_without_the_day_it_starts() -> None:
    """ "Within 7 days" of a mail whose date is unknown is no day."""
    assert deadline("Please complete the test within 7 days.", sent_at=None) == ""


def link(text: str, kind: Kind = Kind.INTERVIEW) -> str:
    return facts(mail(text), kind).get("link", "")


def test_the_link_a_person_would_press_is_told() -> None:
    """The booking page, not the logo, the privacy page or the way out of the list."""
    text = (
        "https://cdn.tern-mill.example/logo.png\n\nHi Ola,\n\nplease pick a time here: "
        "https://cal.tern-mill.example/ines/30?ref=(a).\n\n"
        "Privacy: https://tern-mill.example/privacy\nUnsubscribe: https://tern-mill.example/u/unsubscribe?id=7\n"
        "https://track.tern-mill.example/open/8123\n"
    )
    assert link(text) == "https://cal.tern-mill.example/ines/30?ref=(a)"


def test_a_link_longer_than_a_sentence_is_told_whole() -> None:
    """A long link is verbatim to its last letter, and one the mail itself cut short is none."""
    long = "https://tests.tern-mill.example/start/" + "a1" * 400
    assert link(f"Please start the test: {long} today", Kind.ASSESSMENT) == long
    assert link("Please start the test: https://tests.tern-mill.example/start/…", Kind.ASSESSMENT) == ""


def test_a_mail_without_a_way_to_press_has_no_link() -> None:
    """The employer's own page in the signature is no link to press."""
    assert link("See you on Tuesday.\n\nInes Morland\nhttps://tern-mill.example") == ""


NO = "Unfortunately we cannot offer you the post"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"{NO} because the ferry contract ended in October.", "the ferry contract ended in October"),
        (f"{NO}, as the position has been filled internally.", "the position has been filled internally"),
        (
            "Leider müssen wir Ihnen absagen, weil der Träger\ndie Mittel gestrichen hat.",
            "der Träger die Mittel gestrichen hat",
        ),
        (
            "Nous ne pouvons pas donner suite en raison d'un gel des embauches.",
            "un gel des embauches",
        ),
        ("Helaas kiezen we niet voor jou, omdat het rooster niet past.", "het rooster niet past"),
        (
            "Niestety nie możemy Pani zatrudnić, ponieważ brakuje uprawnień na wózek.",
            "brakuje uprawnień na wózek",
        ),
    ],
)
def test_a_concrete_reason_is_quoted(text: str, reason: str) -> None:
    """The clause that says why is told as it stands, white space as one space."""
    told = facts(mail(text), Kind.REJECTION, collapse(text)).get("reason", "")
    assert told == reason
    assert told in collapse(text)


@pytest.mark.parametrize(
    "text",
    [
        f"{NO} because other candidates more closely matched our requirements.",
        f"{NO} due to the high number of applications.",
        "Leider müssen wir Ihnen absagen, da andere Bewerber besser passen.",
        "Nous ne donnons pas suite car d'autres candidats correspondent mieux.",
        "No podemos continuar, ya que otros candidatos se ajustan mejor al perfil.",
        "Helaas, omdat andere kandidaten beter aansluiten op het profiel.",
        f"{NO}. We wish you every success.",
    ],
)
def test_a_formula_is_no_reason(text: str) -> None:
    """ "Others fit better" says nothing a person could use."""
    assert "reason" not in facts(mail(text), Kind.REJECTION, text)


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Thank you for coming to the interview last week. We have chosen someone else.", "interview"),
        ("Nach unserem Gespräch haben wir uns anders entschieden.", "interview"),
        ("Merci pour notre entretien de mardi. Nous avons choisi une autre personne.", "interview"),
        ("You made it to the final round, and it was close. It went to the other finalist.", "final"),
        ("Thank you for the phone interview on Monday. We will not go on.", "screening"),
        ("You have not been shortlisted.", "screening"),
        ("We have to withdraw the offer we made you on the 9th.", "offer"),
        ("Your application has not been successful. We wish you well.", "applied"),
    ],
)
def test_how_far_a_no_came_is_told(text: str, stage: str) -> None:
    """The last thing that was done before the no."""
    assert facts(mail(text), Kind.REJECTION, text)["stage"] == stage


@pytest.mark.parametrize(
    "text",
    [
        "If you are invited to an interview we will tell you. The post is filled.",
        "We are not able to invite you to an interview. The post is filled.",
        "The post went to someone else.",
    ],
)
def test_what_might_have_been_is_no_stage(text: str) -> None:
    """An interview that is only spoken of did not take place."""
    assert facts(mail(text), Kind.REJECTION, text).get("stage") not in ("interview", "final", "offer")


def test_other_kinds_have_their_stage() -> None:
    """An offer is an offer, a test belongs to the screening, a receipt to the application, a call to the screening."""
    assert facts(mail("We offer you the post."), Kind.OFFER)["stage"] == "offer"
    assert facts(mail("Please take the test."), Kind.ASSESSMENT)["stage"] == "screening"
    assert facts(mail("We have your application."), Kind.APPLICATION_RECEIVED)["stage"] == "applied"
    assert facts(mail("Can we have a phone interview?"), Kind.INTERVIEW)["stage"] == "screening"
    assert facts(mail("Come and meet us for an interview."), Kind.INTERVIEW)["stage"] == "interview"


def test_a_form_letter_and_a_letter_differ() -> None:
    """Boilerplate from a machine is a form; "I" and what happened on Tuesday is written for one person."""
    form = (
        "Dear applicant,\n\nThank you for your interest in Tern Mill. After careful consideration we regret to "
        "inform you that your application (Ref 20261) has not been successful on this occasion.\n\n"
        "We wish you every success.\n\n"
        "This is an automated message."
    )
    sender = Address("Tern Mill Careers", "no-reply@jobs.tern-mill.example")
    assert facts(mail(form, sender=sender), Kind.REJECTION)["form"] == "form"
    letter = (
        "Hi Ola,\n\nI kept thinking about your story of the otters. I fought for you, and I lost; my brother wants "
        "his neighbour in the yard. I am sorry. Ring me if I can help.\n\nInes"
    )
    assert facts(mail(letter), Kind.REJECTION)["form"] == "personal"


def test_what_is_no_news_has_no_facts() -> None:
    """Mail about no application of the person's tells nothing."""
    text = "Sale until Friday 27 November at 10:00: https://cal.tern-mill.example/book/7"
    for kind in (Kind.NOT_JOB, Kind.JOB_ALERT, Kind.RECRUITER_OUTREACH, Kind.UNSURE):
        assert facts(mail(text), kind) == {}


AWKWARD = """am um 24 11 2026 14:30 Uhr Friday 31.02. 29/02 http:// https://cal.x/1 because weil der ß ½ . , ? morgen
within 7 days 99999999999 ２４ ١٢ moved to from interview offer withdrawn İ ﬁ METHOD:CANCEL"""
WORDS = st.sampled_from([*AWKWARD.split(), "\n"])


@settings(max_examples=150, deadline=None)
@given(
    st.lists(WORDS, max_size=80).map(" ".join) | st.text(max_size=400),
    st.sampled_from(list(Kind)),
    st.none() | st.datetimes().map(lambda one: one.replace(tzinfo=UTC)),
)
def test_no_mail_makes_it_fail(text: str, kind: Kind, sent_at: datetime | None) -> None:
    """Whatever a mail holds, its facts are known ones, none empty, and quotes stand in the mail."""
    told = facts(mail(text, text[:80], sent_at, calendars=(text,)), kind, text[:200], "")
    assert set(told) <= NAMES
    assert all(told.values())
    assert told.get("link", "") in text
    assert told.get("reason", "") in collapse(text)
