"""Who and what a mail names, in nine languages; and nobody where nobody is named."""

from __future__ import annotations

import time
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondwind.mail.message import Address, Message
from secondwind.reading.methods.v2 import model as trained
from secondwind.reading.methods.v2.candidates import Candidate, candidates_of
from secondwind.reading.methods.v2.names import TAGS, Names, choose, find_names
from secondwind.reading.methods.v2.passage import collapse, read_passage
from secondwind.reading.methods.v2.places import RELAY_NAMES
from secondwind.reading.methods.v2.tagging import (
    house_of,
    key_of,
    look_around,
    stretches_of,
    tag_stretches,
    tokens_of,
)
from secondwind.reading.methods.v2.trades import heads_a_title
from secondwind.reading.reading import Kind
from training.dressed import exchanged, without_sender
from training.invented import Invented


def mail(sender: str, address: str, subject: str, text: str, to: tuple[Address, ...] = ()) -> Message:
    return Message("names@test.example", subject, Address(sender, address), None, text, to=to)


def names(message: Message, kind: Kind = Kind.REJECTION, *, own: bool = False) -> Names:
    passage = read_passage(message.subject, message.text)
    return find_names(message, passage, kind, trained.model().names, own=own)


ORDINARY = [
    (
        mail(
            "Brunnhof Logistik Karriere",
            "karriere@brunnhof-logistik.example",
            "Ihre Bewerbung als Disponent (m/w/d)",
            "Sehr geehrte Frau Kern,\n\nvielen Dank für Ihre Bewerbung als Disponent bei Brunnhof Logistik. "
            "Leider müssen wir Ihnen absagen.\n\nMit freundlichen Grüßen\nIhr Team von Brunnhof Logistik",
        ),
        "Brunnhof Logistik",
        "Disponent",
    ),
    (
        mail(
            "Recrutement Clairval",
            "rh@clairval.example",
            "Votre candidature – chargée de communication",
            "Madame,\n\nNous ne donnerons pas suite à votre candidature au poste de chargée de communication chez "
            "Clairval.\n\nLe service recrutement",
        ),
        "Clairval",
        "chargée de communication",
    ),
    (
        mail(
            "Selección Montealto",
            "empleo@montealto.example",
            "Tu candidatura: Analista de datos",
            "Hola Lucía:\n\nGracias por presentarte al puesto de Analista de datos en Montealto. Finalmente hemos "
            "elegido a otra persona.\n\nUn saludo,\nEquipo de Selección Montealto",
        ),
        "Montealto",
        "Analista de datos",
    ),
    (
        mail(
            "Ufficio Risorse Umane Ferravalle",
            "hr@ferravalle.example",
            "Candidatura: Addetto contabilità",
            "Gentile Anna,\n\nla ringraziamo per la sua candidatura alla posizione di Addetto contabilità presso "
            "Ferravalle. Abbiamo scelto un'altra persona.",
        ),
        "Ferravalle",
        "Addetto contabilità",
    ),
    (
        mail(
            "Werken bij Duinzicht",
            "jobs@duinzicht.example",
            "Je sollicitatie",
            "Beste Noor,\n\nBedankt voor je sollicitatie naar de functie van administratief medewerker bij Duinzicht. "
            "Helaas gaan we niet met je verder.",
        ),
        "Duinzicht",
        "administratief medewerker",
    ),
    (
        mail(
            "Rekrutacja Jasnobor",
            "rekrutacja@jasnobor.example",
            "Rekrutacja na stanowisko Magazynier",
            "Dzień dobry,\n\ndziękujemy za udział w rekrutacji na stanowisko Magazynier w firmie Jasnobor. "
            "Niestety wybraliśmy innego kandydata.",
        ),
        "Jasnobor",
        "Magazynier",
    ),
    (
        mail(
            "Björkdal Rekrytering",
            "jobb@bjorkdal.example",
            "Din ansökan: Projektledare",
            "Hej Elin,\n\nTack för din ansökan till tjänsten som Projektledare hos Björkdal. Vi har valt att gå "
            "vidare med andra kandidater.",
        ),
        "Björkdal",
        "Projektledare",
    ),
    (
        mail(
            "Recrutamento Serrana",
            "vagas@serrana.example",
            "Candidatura: Técnico de Laboratório",
            "Olá Rita,\n\nAgradecemos a sua candidatura à vaga de Técnico de Laboratório na Serrana. Infelizmente "
            "não foi selecionada.",
        ),
        "Serrana",
        "Técnico de Laboratório",
    ),
]


@pytest.mark.parametrize(("message", "employer", "role"), ORDINARY, ids=[one[1] for one in ORDINARY])
def test_an_ordinary_answer_names_employer_and_role(message: Message, employer: str, role: str) -> None:
    """A plain answer in each language gives employer and role as they are written, desk words aside."""
    found = names(message)
    assert (found.employer, found.role) == (employer, role)


def test_a_platform_that_carries_mail_is_not_the_employer() -> None:
    """ "Ardent Robotics via Greenhouse" is Ardent Robotics."""
    found = names(
        mail(
            "Ardent Robotics via Greenhouse",
            "no-reply@greenhouse.io",
            "Your application to Ardent Robotics",
            "Hi Sam,\n\nThank you for applying for the Mechanical Engineer role at Ardent Robotics. We have decided "
            "to move forward with other candidates.\n\nArdent Robotics Recruiting",
        )
    )
    assert (found.employer, found.role) == ("Ardent Robotics", "Mechanical Engineer")


@pytest.mark.parametrize(
    "platform", ["LinkedIn", "Workday", "Greenhouse", "Indeed", "InfoJobs", "StepStone", "Gupy"]
)
def test_a_platform_is_never_named(platform: str) -> None:
    """Where a platform writes and names nobody, there is no employer."""
    address = f"no-reply@{platform.lower()}.com"
    found = names(
        mail(platform, address, "Application update", f"There is an update.\n\nThe {platform} Team")
    )
    assert found.employer is None or key_of(found.employer) not in RELAY_NAMES
    assert house_of(f"{platform.lower()}.com") == "relay"


def test_own_mail_is_about_whoever_it_goes_to() -> None:
    """In mail the person wrote, the employer is quoted or behind the address it goes to; never the person."""
    found = names(
        mail(
            "Sam Field",
            "sam.field@gmail.com",
            "Re: Interview for Mechanical Engineer",
            "Dear Ms Lowe,\n\nI would like to withdraw my application for the Mechanical Engineer role.\n\nSam\n\n"
            "> Dear Sam, thank you for applying to Ardent Robotics.",
            to=(Address("Dana Lowe", "dana.lowe@ardentrobotics.example"),),
        ),
        Kind.OTHER_JOB,
        own=True,
    )
    assert found.role == "Mechanical Engineer"
    assert found.employer in ("Ardent Robotics", None)


def test_nobody_is_better_than_somebody_wrong() -> None:
    """A note from a friend names no employer and no role."""
    found = names(mail("Mum", "mum@gmail.com", "dinner", "See you at eight, love Mum"), Kind.UNSURE)
    assert (found.employer, found.role, found.agency) == (None, None, None)


@pytest.mark.parametrize("kind", [Kind.NOT_JOB, Kind.JOB_ALERT])
def test_mail_about_no_job_or_many_names_nobody(kind: Kind) -> None:
    """Neither a mail that is about no job nor a list of jobs is given an employer."""
    assert names(ORDINARY[0][0], kind) == Names()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=400))
def test_what_is_told_is_written_in_the_mail(sender: str, subject: str, text: str) -> None:
    """Any mail at all can be looked at, and every name stands in it."""
    found = names(mail(sender, "x@brunnhof.example", subject, text))
    written = collapse(f"{sender}\n{subject}\n{text}\nbrunnhof")
    for name in (found.employer, found.role, found.agency, found.contact, found.location):
        assert name is None or collapse(name) in written or key_of(name) in key_of(written)


@pytest.mark.parametrize(
    ("sender", "subject", "text"),
    [
        ("Acme Careers " * 20_000, "a", "b"),
        ("(" * 100_000, "(" * 5_000, "[" * 50_000),
        ("A" * 100_000, "„" * 5_000, "Poste : " * 5_000),
        ("a", "Re: " * 5_000, "Re: " * 5_000),
        ("x at " * 5_000, "bewerbung als " * 500, "„A" * 4_000),
        ("a", "engineer " * 900, "\n".join(["Lead Engineer - Lead Engineer"] * 900)),
    ],
)
def test_hostile_mail_is_fast(sender: str, subject: str, text: str) -> None:
    """A name, subject or text made to take long takes less than half a second."""
    begun = time.process_time()
    names(mail(sender, "x@acme.example", subject, text))
    assert time.process_time() - begun < 0.5


def test_a_title_is_known_by_its_head() -> None:
    """Heads of titles are known in all genders and at the end of longer words; words that look like them are not."""
    for word in (
        "krankenpflegerin",
        "vendeuse",
        "magazzinieri",
        "projektledare",
        "kierowniczka",
        "softwareentwickler",
    ):
        assert heads_a_title(word), word
    for word in ("interview", "interesse", "recruitment", "office", "september", "unfortunately"):
        assert not heads_a_title(word), word


def test_gender_marks_and_elided_articles_are_words_of_their_own() -> None:
    """ "d'éducatrice" is two words, "(m/w/d)" one."""
    words = [token.word.text for token in tokens_of("poste d'éducatrice, Disponent (m/w/d)")]
    assert words == ["poste", "d'", "éducatrice", ",", "Disponent", "(m/w/d)"]


# ---- choosing


def candidates(*texts: str) -> list[Candidate]:
    return [Candidate(text, key_of(text), [token.word for token in tokens_of(text)]) for text in texts]


def for_tag(tag: str, *scores: float) -> list[list[float]]:
    """A row of scores for each candidate, those of other tags far too low to be told."""
    return [[score if name == tag else -30.0 for name in TAGS] for score in scores]


def test_ways_to_write_one_name_share_what_speaks_for_it() -> None:
    """Two ways to write one employer together outweigh another that has more than each of them."""
    met = candidates("Ardent Robotics Ltd", "Ardent Robotics", "Kirk Lane")
    found = choose(met, [0.0] * len(TAGS), for_tag("employer", 2.0, 1.9, 2.1))
    assert found.employer == "Ardent Robotics Ltd"


def test_where_nobody_is_likelier_nobody_is_told() -> None:
    """A name is told from the share in `LEAST` on, and not where naming nobody is likelier by far."""
    met = candidates("Kirk Lane")
    assert choose(met, [0.0] * len(TAGS), for_tag("employer", 1.0)).employer == "Kirk Lane"
    assert choose(met, [4.0] * len(TAGS), for_tag("employer", 1.0)).employer is None
    assert choose([], [0.0] * len(TAGS), []) == Names()


def test_one_name_is_told_as_one_thing() -> None:
    """What is most likely the agency is not told as the employer too; the next likely is."""
    met = candidates("Kirk Lane Staffing", "Ardent Robotics")
    rows = [[-30.0] * len(TAGS) for _ in met]
    rows[0][TAGS.index("agency")], rows[0][TAGS.index("employer")] = 9.0, 5.0
    rows[1][TAGS.index("employer")] = 5.0
    found = choose(met, [0.0] * len(TAGS), rows)
    assert (found.agency, found.employer) == ("Kirk Lane Staffing", "Ardent Robotics")


# ---- where names are looked for


def found_in(sender: str, subject: str, text: str) -> list[str]:
    """The texts of all candidates of a mail."""
    message = mail(sender, "post@letters.example", subject, text)
    passage = read_passage(message.subject, message.text)
    stretches = stretches_of(message, passage)
    around = look_around(message, stretches, passage.language)
    tagged = tag_stretches(stretches, around, trained.model().names)
    return [one.text for one in candidates_of(tagged, message, around)]


def test_names_are_looked_for_in_signatures_quotes_and_what_was_sent_on() -> None:
    """A name below "-- ", in quoted lines or below a forward mark is among the candidates."""
    below = found_in(
        "Dana", "Hello", "Hi Sam,\n\nwe chose somebody else.\n\n-- \nDana Lowe\nArdent Robotics Ltd"
    )
    quoted = found_in(
        "Dana", "Re: Hello", "Sorry, no.\n\n> Hello, I would like to be a Hut Warden at Glen Affray."
    )
    sent_on = found_in(
        "Mum", "Fwd", "This came.\n\n---------- Forwarded message ---------\nPost: Ticket Office Assistant"
    )
    assert "Ardent Robotics Ltd" in below
    assert "Hut Warden" in quoted
    assert "Ticket Office Assistant" in sent_on


def test_a_head_of_a_title_is_tried_with_the_words_around_it() -> None:
    """ "responsable de los servicios educativos" is tried short and long, as a tagger cannot tell where it ends."""
    found = found_in("", "", "El puesto de responsable de servicios educativos queda vacante.")
    assert {"responsable", "responsable de servicios educativos"} <= set(found)


def test_what_stands_where_a_title_stands_is_a_candidate() -> None:
    """The words between "the" and "position", and those behind "Stelle als", whatever they are."""
    assert "Entry Level Widget Lead" in found_in(
        "", "", "Thank you for applying to the Entry Level Widget Lead position."
    )
    assert "Holzrücker" in found_in(
        "", "", "vielen Dank für Ihre Bewerbung auf die Stelle als Holzrücker bei uns"
    )


def test_whom_the_mail_is_for_is_nobody_it_names() -> None:
    """ "Sam Field" of "Hi Sam," is neither employer nor contact; in mail of one's own the one greeted may be."""
    assert "Sam Field" not in found_in("", "Sam Field - Application", "Hi Sam,\n\nwe chose somebody else.")
    assert "We've" not in found_in("", "We've received it", "Hi Sam,\n\nwe chose somebody else.")


# ---- what is learned from


def invented(employer: str, role: str, text: str) -> Invented:
    message = mail(f"{employer} Careers", "jobs@brunnhof.example", f"Your application: {role}", text)
    return Invented(
        "en-1", "en", "rejection", frozenset(), message, facts={"employer": employer, "role": role}
    )


def test_a_mail_with_names_exchanged_tells_the_other_names_everywhere() -> None:
    """Sender, subject, text, address and facts name the other employer and role; nothing of the first is left."""
    one = invented("Brunnhof", "Head Gardener", "Thank you for applying to Brunnhof as head gardener.")
    other = invented("Kirk Lane", "Night Porter", "")
    dressed_up = exchanged(one, [other], Random(1))
    assert dressed_up is not None
    assert dressed_up.facts == {"employer": "Kirk Lane", "role": "Night Porter"}
    assert dressed_up.message.sender == Address("Kirk Lane Careers", "jobs@kirklane.example")
    assert dressed_up.message.text == "Thank you for applying to Kirk Lane as Night Porter."


def test_a_name_that_is_also_written_short_is_not_exchanged() -> None:
    """Where a short form of the employer would be left behind, the mail would say two things: it is left alone."""
    one = invented(
        "Brunnhof Logistik", "Cook", "Brunnhof thanks you for applying to Brunnhof Logistik as cook."
    )
    other = invented("Kirk Lane", "Porter", "")
    dressed_up = exchanged(one, [other], Random(1))
    assert dressed_up is not None
    assert dressed_up.facts == {"employer": "Brunnhof Logistik", "role": "Porter"}


def test_without_its_sender_a_mail_tells_what_its_text_tells() -> None:
    """The employer that stood in the sender's name alone is no fact of the mail any more."""
    told = without_sender(invented("Brunnhof", "Head Gardener", "We chose somebody else."))
    assert told.facts == {"role": "Head Gardener"}
