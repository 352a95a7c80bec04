"""The look before a letter leaves: each rule finds its own and leaves the near miss alone."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondwind.letters.anatomy import dissect
from secondwind.letters.compose import compose
from secondwind.letters.letter import KINDS, LetterFacts, count_words
from secondwind.letters.lint import RULES, LintContext, _words, lint

FACTS = LetterFacts(
    own_name="Sam Okafor",
    person="Ana Lindqvist",
    employer="Northwind",
    role="Operations analyst",
    stage="interview",
    channel="email",
    happened_on=date(2026, 11, 17),
    interviewed_on=date(2026, 11, 3),
    moment="your question about the pallet move",
    learned="to ask for the limits first",
    expected_by=date(2026, 11, 12),
)
CONTEXT = LintContext(
    kind="thanks_feedback",
    own_name="Sam Okafor",
    recipient_name="Ana Lindqvist",
    recipient_address="ana@northwind.example",
    employer="Northwind",
    role="Operations analyst",
    other_names=("Harbour Cold Store", "Mia Roth"),
    moments=("pallet move",),
    stage="interview",
)
BODY = compose("thanks_feedback", FACTS).body


def rules(body: str, context: LintContext = CONTEXT) -> set[int]:
    return {note.rule for note in lint(body, context)}


def with_line(line: str) -> str:
    """A sound letter with one more line in its middle."""
    return BODY.replace("\n\nIf you have", f"\n\n{line}\n\nIf you have")


_word = st.sampled_from(["pallet", "dock", "shift", "planning", "cold", "store", "route", "labels"])
_phrases = st.lists(_word, min_size=3, max_size=12).map(" ".join)
_days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
full = st.builds(
    LetterFacts,
    own_name=st.sampled_from(["Sam Okafor", "Jo Brandt"]),
    person=st.sampled_from(["Ana Lindqvist", "Dr. Mbeki", "Lindqvist, Ana"]),
    employer=st.sampled_from(["Northwind", "Merrow & Pike Foods"]),
    role=st.sampled_from(["Planner", "Head of cold store planning"]),
    stage=st.sampled_from(["interview", "final", "offer"]),
    channel=st.sampled_from(["", "email", "portal", "phone", "in_person"]),
    happened_on=_days,
    interviewed_on=_days,
    expected_by=_days,
    moment=_phrases,
    learned=_phrases,
    ask=st.sampled_from(["advice", "lacked", "none"]),
    via=st.sampled_from(["", "Tidewater Talent"]),
    keep_on_file=st.booleans(),
)


@given(st.sampled_from(sorted(KINDS)), full, st.integers(0, 2))
def test_our_own_drafts_pass(kind, facts, variant):
    """With every fact known, no draft of ours, in any kind and register, gets a single note."""
    context = LintContext(
        kind=kind,
        own_name=facts.own_name,
        recipient_name=facts.person,
        employer=facts.employer,
        role=facts.role,
        other_names=("Harbour Cold Store", "Mia Roth"),
        moments=(facts.moment,),
        decided=kind != "ghost_nudge",
        stage=facts.stage,
        asks_none=facts.ask == "none",
    )
    short_without_ask = facts.ask == "none" and kind != "ghost_nudge"
    found = lint(compose(kind, facts, variant), context)
    assert not [note for note in found if not (short_without_ask and note.rule == 11)]


def test_missing_facts_are_named():
    """A letter from a name alone is told what it lacks: the reader's name, the moment and the length."""
    bare = compose("thanks_feedback", LetterFacts("Sam Okafor", stage="interview"))
    assert rules(bare.body) == {5, 6}
    brief = compose("thanks_feedback", LetterFacts("Sam Okafor", stage="interview"), 2)
    assert rules(brief.body) == {5, 6, 11}


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        (1, "Could you perhaps reconsider."),
        (1, "The brief did change the night before, but I understand you had to choose."),
        (1, "I respectfully disagree with what was said about my planning."),
        (1, "The decision is yours, but my results were the best in the group."),
        (1, "You said experience would decide it, yet mine was the longest."),
        (1, "Why did you reject me?"),
        (1, "Why on earth did your panel turn me down?"),
        (1, "I demand feedback."),
        (1, "I must insist on a proper explanation."),
        (2, "You are idiots."),
        (2, "You’re all such a bunch of fools."),
        (2, "You people are so stupid."),
        (2, "Your whole panel is useless."),
        (2, "Idiots."),
        (2, "I read your stupid letter twice."),
        (2, "I feel the process was unfair."),
        (2, "Two days of leave were wasted on it."),
        (2, "Your recruiter never replied to my mails."),
        (3, "I would take any job you have."),
        (3, "My rent is two months behind."),
        (3, "I ask for another chance."),
        (3, "This was my last chance."),
        (4, "I know I was terrible in the second part."),
        (4, "I made a fool of myself at the whiteboard."),
        (4, "People like me never get this far."),
        (12, "I hope the team at Harbour Cold Store does well."),
        (12, "My best to Mia Roth."),
        (13, "I liked the part about [moment]."),
        (13, "I liked the visit on XX November."),
        (13, "We met at , as you know."),
    ],
)
def test_a_line_that_breaks_a_rule_is_pointed_at(rule, line):
    """One such line in a sound letter is found, and what is quoted is in that line and nowhere else."""
    body = with_line(line)
    notes = [note for note in lint(body, CONTEXT) if note.rule == rule]
    assert len(notes) == 1
    assert body[notes[0].start : notes[0].end] == notes[0].quote
    assert notes[0].quote in line
    assert notes[0].severity == "stop-and-look"


@pytest.mark.parametrize(
    "line",
    [
        "You said that labels come before boxes, and I have done so since.",
        "The harbour was foggy; however, the tour went well.",
        "It would be unfair not to mention the night team.",
        "The wasted pallets you weigh on Fridays were new to me.",
        "I was terrible at chess as a child.",
        "The chart you called misleading is on my wall.",
        "The cold store must have been a sad place in the strike.",
        "The post has already been filled, and I see why.",
        "My flat is too small for the plan you drew.",
        "The store manager showed me a mark on the wall.",
        "We laughed until we cried about the forklift.",
        "The line “Why not?” above the dock made me smile.",
        "I had learned to forecast what I demand of a dock, and demand planning was new to me.",
        "I would be glad of another chance when a role closer to my experience opens.",
        "If another post comes up, I would take it as another chance.",
        "It was good to see how you give the trainees another chance.",
        "I hope for another chance to talk about pallets.",
        "You are all so kind, and your dog was not stupid at all.",
        "You were quite right about the labels, and I was slow to see it.",
    ],
)
def test_a_near_miss_is_left_alone(line):
    """Words that look dangerous and are not bring no note."""
    assert rules(with_line(line)) == set()


@pytest.mark.parametrize(
    ("greeting", "rule"),
    [
        ("Hello there,", 5),
        ("Dear Sir or Madam,", 5),
        ("Dear Northwind team,", 5),
        ("Dear {name},", 5),
        ("Dear Mia,", 12),
        ("Dear Anna,", 12),
        ("Dear Ms Lindqvist,", 0),
        ("Ana,", 0),
    ],
)
def test_greetings(greeting, rule):
    """A greeting names the reader; nobody and somebody else are told apart and mended to the name."""
    notes = [note for note in lint(BODY.replace("Dear Ana,", greeting), CONTEXT) if note.rule in {5, 12}]
    assert {note.rule for note in notes} == ({rule} if rule else set())
    assert all(note.replacement == "Dear Ana," and note.quote == greeting for note in notes)


def test_without_a_known_name_no_greeting_is_wrong():
    """Where no name is known a neutral greeting has no note."""
    assert 5 not in rules(BODY.replace("Dear Ana,", "Dear all,"), replace(CONTEXT, recipient_name=""))


def test_asks_are_counted():
    """None and two are noted, one is not; an easy no is none; early letters need none."""
    ask = next(line for line in BODY.split("\n") if "?" in line)
    assert 7 in rules(BODY.replace(ask, "It was a good day."))
    assert 7 in rules(with_line("Could you also look over my new letter?"))
    assert 7 not in rules(BODY.replace(ask, "I would welcome one suggestion from you."))
    assert 7 not in rules(with_line("Please do not feel you have to reply."))
    assert 7 not in rules(BODY.replace(ask, ""), replace(CONTEXT, stage="applied"))
    assert 7 not in rules(BODY.replace(ask, ""), replace(CONTEXT, asks_none=True))


def test_staying_on_file_is_no_second_ask():
    """In the letter that keeps in touch, the one sentence about the file is not counted as an ask."""
    line = "Would you keep my details on file until June?"
    assert 7 in rules(with_line(line))
    assert 7 not in rules(with_line(line), replace(CONTEXT, kind="thanks_feedback_keep"))


def test_thanks_and_acceptance():
    """Thanks after two sentences and a letter that accepts nothing are noted, and not before a decision."""
    late = BODY.replace("Dear Ana,\n\n", "Dear Ana,\n\nYour mail came. I read it twice. ")
    assert rules(late) == {8}
    silent = BODY.replace("I am sorry it is a no, and I accept the decision.", "The day was long.")
    assert 9 in rules(silent)
    assert 9 in rules(silent.replace("The day was long.", "I cannot accept this."))
    assert 9 not in rules(silent, replace(CONTEXT, decided=False))


def test_disappointment_once_and_in_the_middle():
    """A second such sentence is noted, and so is one at the start or the end."""
    assert 10 not in rules(BODY)
    assert 10 in rules(with_line("I was gutted when I read it."))
    assert 10 in rules(BODY.replace("I would be glad to hear", "My heart sank. I would be glad to hear"))
    first = BODY.replace("I am sorry it is a no, and I", "I").replace(
        "Dear Ana,\n\n", "Dear Ana,\n\nI am very sad. "
    )
    (note,) = [note for note in lint(first, CONTEXT) if note.rule == 10]
    assert note.quote == "I am very sad."


def test_a_letter_in_anger_is_seen_for_what_it_is():
    """Insult, demand, plea and disappointment are each pointed at where they stand."""
    angry = (
        "You are idiots. Why did you reject me? I demand feedback and another chance. I am very disappointed."
    )
    found = {(note.rule, note.quote) for note in lint(f"Dear Ana,\n\n{angry}\n\nSam", CONTEXT)}
    assert {
        (1, "Why did you reject me?"),
        (1, "I demand feedback and another chance."),
        (2, "You are idiots."),
        (3, "I demand feedback and another chance."),
        (10, "I am very disappointed."),
    } <= found


@pytest.mark.parametrize("how", ["", "very ", "so "])
def test_a_bare_disappointment_counts(how):
    """ "I am disappointed" is noted as first, as last and as second, and left alone once in the middle."""
    said = f"I am {how}disappointed."
    calm = BODY.replace("I am sorry it is a no, and I", "I")
    first = calm.replace("Dear Ana,\n\n", f"Dear Ana,\n\n{said} ")
    last = calm.replace("\n\nKind regards", f" {said}\n\nKind regards")
    second = BODY.replace("\n\nIf you have", f" {said}\n\nIf you have")
    middle = calm.replace("\n\nIf you have", f" {said}\n\nIf you have")
    assert [10 in rules(body) for body in (first, last, second, middle)] == [True, True, True, False]
    assert said in middle


def test_length_says_the_count_and_the_range():
    """Too short and too long are said in numbers, to the word."""
    exact = BODY + "\n" + " ".join(["word"] * (140 - count_words(BODY)))
    assert 11 not in rules(exact)
    (note,) = [note for note in lint(exact + " more", CONTEXT) if note.rule == 11]
    assert note.reason == "141 words. 60 to 140 reads well."


def test_moments_in_another_form():
    """A moment counts when it appears in a near form, and no moments known means no note."""
    assert 6 not in rules(BODY.replace("the pallet move", "moving pallets"))
    assert 6 in rules(BODY.replace("the pallet move", "the tea"))
    assert 6 not in rules(BODY.replace("the pallet move", "the tea"), replace(CONTEXT, moments=()))


def test_curly_quotes_do_not_shift_places():
    """Typographic apostrophes are read like straight ones, and offsets stay those of the body."""
    line = "I don’t understand why you chose as you did."
    (note,) = [note for note in lint(with_line(line), CONTEXT) if note.rule == 1]
    assert note.quote == line


@given(st.text(max_size=300), st.sampled_from([*KINDS, "linkedin_note"]))
def test_any_text_is_read_and_notes_stay_inside_it(body, kind):
    """Whatever is typed nothing raises, places lie in the body and in order, and it is the same twice."""
    context = replace(CONTEXT, kind=kind)
    notes = lint(body, context)
    assert notes == lint(body, context)
    assert [note.start for note in notes] == sorted(note.start for note in notes)
    for note in notes:
        assert 0 <= note.start <= note.end <= len(body)
        assert note.quote == body[note.start : note.end]
        assert note.reason
        assert note.suggestion


@pytest.mark.parametrize(
    "unit",
    ["i ", "a ", "aa bb ", "my ", "did but ", "stays with me ",
     "you are all such ", "your a ", "another chance role ", "why did you ", "mr. ", "ms. A ", "dear (", "{", "*", "[a",
     "…", ". ", "\n", " "],
)  # fmt: skip
def test_hostile_words_cost_no_seconds(unit: str) -> None:
    """8,000 characters of what tempts the patterns most are looked over within a second of the processor."""
    body = ("Dear Ana,\n\n" + unit * 8_000)[:8_000]
    lint("", CONTEXT)  # the patterns are compiled once, not per letter
    began = time.process_time()
    lint(body, CONTEXT)
    assert time.process_time() - began < 1


def test_a_sentence_without_an_end_is_read_in_pieces() -> None:
    """No stretch the rules see is longer than 600 characters, and no word of the letter is lost by cutting."""
    words = [f"word{number}" for number in range(900)]
    for gap in (" ", "\n", ""):
        spans = dissect(f"Dear Ana,\n{gap.join(words)}.\n", _words("en")["shape"]).sentences
        assert max(len(span.text) for span in spans) <= 600
        assert "".join("".join(span.text for span in spans).split()) == "".join(words) + "."


def test_rules_are_numbered_once_and_say_where_they_come_from():
    """Rules 1 to 13 stand in order, each with a name and a source."""
    assert [rule.number for rule in RULES] == list(range(1, 14))
    assert all(rule.name and rule.source and rule.look.__doc__ for rule in RULES)
