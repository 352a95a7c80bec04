"""The look before a letter leaves: one rule a function, each with a reason and a way to mend it.

Numbers are those of the specification's table (section 7); the seam for later rules is `RULES`. What a
rule looks for and says stands in ``<language>/lint.toml``. Nothing here forbids: the caller decides
what a note does, and the person can pass over every one.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from secondwind.letters.anatomy import Anatomy, Span, dissect, without_quotes
from secondwind.letters.compose import greeting_name
from secondwind.letters.letter import EARLY_STAGES, KINDS, Draft, Must, count_words

Severity = Literal["stop-and-look", "suggest"]


@dataclass(frozen=True, slots=True)
class LintContext:
    """What the rules need to know beside the words. `other_names` are employers and people from the rest
    of the search; `moments` the debrief's nouns; `decided` whether a decision has come; `asks_none` that
    the person chose a letter without an ask."""

    kind: str
    own_name: str = ""
    recipient_name: str = ""
    recipient_address: str = ""
    employer: str = ""
    role: str = ""
    other_names: Sequence[str] = ()
    moments: Sequence[str] = ()
    decided: bool = True
    stage: str = ""
    asks_none: bool = False
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to look at. `start` and `end` count characters of the body; both are the same, and `quote`
    is empty, where something is missing. `replacement` is what the quoted stretch becomes when the person
    takes the suggestion ("" takes it out), None where only they can write it."""

    rule: int
    severity: Severity
    start: int
    end: int
    quote: str
    reason: str
    suggestion: str
    replacement: str | None = None


Finding = tuple[Span, str, str, str | None]
"""Where, the reason, the suggestion, the replacement."""

Look = Callable[[Anatomy, LintContext, Mapping[str, Any]], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `look` yields what it finds; `source` says where its number or list comes from."""

    number: int
    name: str
    severity: Severity
    look: Look
    source: str


def lint(draft: Draft | str, context: LintContext) -> tuple[Note, ...]:
    """Every note on a draft, or on the body of one, by place and then by rule; () where there is nothing."""
    body = draft.body if isinstance(draft, Draft) else draft
    words = _words(context.language)
    parts = dissect(body, words["shape"])
    notes = [
        Note(rule.number, rule.severity, at.start, at.end, body[at.start : at.end], reason, hint, mended)
        for rule in RULES
        for at, reason, hint, mended in rule.look(parts, context, words)
    ]
    return tuple(sorted(notes, key=lambda note: (note.start, note.end, note.rule)))


@cache
def _words(language: str) -> Mapping[str, Any]:
    text = (files("secondwind.letters") / language / "lint.toml").read_text("utf-8")
    return tomllib.loads(text)


def argues(parts: Anatomy, context: LintContext, words: Mapping[str, Any]) -> Iterator[Finding]:
    """1: the line disputes the decision or asks for another."""
    return _sentences_that_say(parts, context, words["argues"])


def blames(parts: Anatomy, context: LintContext, words: Mapping[str, Any]) -> Iterator[Finding]:
    """2: the line accuses the employer or the way it was done."""
    return _sentences_that_say(parts, context, words["blames"])


def pleads(parts: Anatomy, context: LintContext, words: Mapping[str, Any]) -> Iterator[Finding]:
    """3: the line begs, takes anything, or brings in money."""
    return _sentences_that_say(parts, context, words["pleads"])


def runs_you_down(parts: Anatomy, context: LintContext, words: Mapping[str, Any]) -> Iterator[Finding]:
    """4: the line attacks its own writer."""
    return _sentences_that_say(parts, context, words["self_attack"])


def greets_nobody(parts: Anatomy, context: LintContext, words: Mapping[str, Any]) -> Iterator[Finding]:
    """5: a name is known and the greeting has none."""
    name = greeting_name(context.recipient_name, words["shape"]["titles"])
    if not name or _greeted(parts, context, words["shape"]):
        return
    said, span = words["greeting"], parts.greeting or Span(0, 0, "")
    mended = f"Dear {name}," if parts.greeting else f"Dear {name},\n\n"
    yield span, said["reason"], said["suggestion"].format(name=name), mended


def no_moment(parts: Anatomy, context: LintContext, words: Mapping[str, Any]) -> Iterator[Finding]:
    """6: moments are known and none of them, nor a near form, is in the letter."""
    moments = [moment for moment in context.moments if moment.strip()]
    if not _must(context, "moment") or not moments:
        return
    common = set(words["shape"]["common"]) | set(_tokens(context.role)) | set(_tokens(context.employer))
    if not any(_mentions(parts.main.text, moment, common) for moment in moments):
        said = words["moment"]
        yield _at_end(parts), said["reason"], said["suggestion"].format(moment=moments[0]), None


def not_one_ask(parts: Anatomy, context: LintContext, words: Mapping[str, Any]) -> Iterator[Finding]:
    """7: more than one ask, or none where the kind needs one."""
    said = words["asks"]
    asking = [span for span in parts.sentences for _ in range(_asks(span.text, context, said))]
    if not asking:
        softly = (span for span in parts.sentences if _hits(span.text, said["soft"], said["not_asking"]))
        asking = list(softly)[:1]
    if len(asking) > 1:
        yield (
            asking[1],
            said["reason_many"].format(count=len(asking)),
            said["suggestion_many"],
            "" if asking[1] != asking[0] else None,
        )
    excused = context.asks_none or (context.kind != "ghost_nudge" and context.stage in EARLY_STAGES)
    if not asking and _must(context, "one_ask") and not excused:
        yield _at_end(parts), said["reason_none"], said["suggestion_none"], None


def thanks_late(parts: Anatomy, context: LintContext, words: Mapping[str, Any]) -> Iterator[Finding]:
    """8: no thanks in the first two sentences after the greeting."""
    said = words["thanks"]
    if not _must(context, "thanks"):
        return
    if not any(_hits(span.text, [said["say"]], [said["unless"]]) for span in parts.sentences[:2]):
        place = parts.sentences[0].start if parts.sentences else parts.main.start
        yield Span(place, place, ""), said["reason"], said["suggestion"], None


def no_acceptance(parts: Anatomy, context: LintContext, words: Mapping[str, Any]) -> Iterator[Finding]:
    """9: a decision has come and nothing takes it as it is."""
    said = words["acceptance"]
    if not _must(context, "acceptance") or not context.decided:
        return
    if not any(_hits(span.text, said["say"], said["unless"]) for span in parts.sentences):
        yield _at_end(parts), said["reason"], said["suggestion"], None


def disappointment(parts: Anatomy, context: LintContext, words: Mapping[str, Any]) -> Iterator[Finding]:
    """10: more than one sentence of disappointment, or one that is first or last."""
    said = words["disappointment"]
    low = [span for span in parts.sentences if _is_low(span.text, said)]
    for span in low[1:]:
        yield span, said["reason_many"], said["suggestion_many"], ""
    if low and low[0] in (parts.sentences[0], parts.sentences[-1]):
        edge = said["first" if low[0] == parts.sentences[0] else "last"]
        yield low[0], said["reason_edge"].format(edge=edge), said["suggestion_edge"], None


def wrong_length(parts: Anatomy, context: LintContext, words: Mapping[str, Any]) -> Iterator[Finding]:
    """11: fewer or more words than the kind's range, the whole body counted."""
    if context.kind not in KINDS:
        return
    (low, high), count = KINDS[context.kind].words, count_words(parts.body)
    which = "short" if count < low else "long" if count > high else ""
    if which:
        said = words["length"]
        reason = said[f"reason_{which}"].format(count=count, low=low, high=high)
        yield _at_end(parts), reason, said[f"suggestion_{which}"], None


def wrong_name(parts: Anatomy, context: LintContext, words: Mapping[str, Any]) -> Iterator[Finding]:
    """12: a name from elsewhere in the search, or a greeting that calls the recipient something else."""
    said = words["names"]
    for span, name in _other_names(parts, context, said):
        yield span, said["reason_other"].format(name=name), said["suggestion_other"], None
    greeted = _greeted(parts, context, words["shape"])
    if (
        parts.greeting
        and greeted
        and context.recipient_name
        and not _same_person(greeted, context, words["shape"])
    ):
        name = greeting_name(context.recipient_name, words["shape"]["titles"])
        reason, suggestion = said["reason_recipient"], said["suggestion_recipient"]
        yield (
            parts.greeting,
            reason.format(name=context.recipient_name),
            suggestion.format(name=name),
            f"Dear {name},",
        )


def unfilled(parts: Anatomy, context: LintContext, words: Mapping[str, Any]) -> Iterator[Finding]:
    """13: a gap nobody filled in."""
    said, end = words["placeholder"], 0
    own_words = " ".join(context.moments).casefold()
    found = (hit for say in said["say"] for hit in _compiled(say).finditer(parts.plain))
    for hit in sorted(found, key=lambda hit: (hit.start(), -hit.end())):
        if hit.start() >= end and (not hit[0].strip() or hit[0].casefold() not in own_words):
            end = hit.end()
            yield Span(hit.start(), end, hit[0]), said["reason"], said["suggestion"], None


RULES: tuple[Rule, ...] = (
    Rule(1, "argues", "stop-and-look", argues, "rule 1; rows S1.4d; own list"),
    Rule(2, "blames", "stop-and-look", blames, "rule 2; row S1.3a; own list"),
    Rule(3, "pleads", "stop-and-look", pleads, "rule 3; own list"),
    Rule(4, "runs you down", "stop-and-look", runs_you_down, "rule 4; own list"),
    Rule(5, "greets nobody", "suggest", greets_nobody, "rule 5; own list of titles and groups"),
    Rule(6, "no moment", "suggest", no_moment, "rule 6; the debrief's nouns"),
    Rule(7, "not one ask", "suggest", not_one_ask, "rule 7; row S1.4a: exactly one"),
    Rule(8, "thanks come late", "suggest", thanks_late, "rule 8; row S2.4d: within two sentences"),
    Rule(9, "no acceptance", "suggest", no_acceptance, "rule 9; row S1.3b; own list"),
    Rule(10, "disappointment", "suggest", disappointment, "rule 10; row S1.5c: one, neither first nor last"),
    Rule(11, "length", "suggest", wrong_length, "rule 11; the table of messages"),
    Rule(12, "another name", "stop-and-look", wrong_name, "rule 12; all names of the search"),
    Rule(13, "a gap", "stop-and-look", unfilled, "rule 13; own list"),
)
"""Every rule in the order of its number. Later rules (14-22) are added here and nowhere else."""


def _must(context: LintContext, what: Must) -> bool:
    return context.kind in KINDS and what in KINDS[context.kind].must


def _at_end(parts: Anatomy) -> Span:
    """The empty place after the last sentence, where something missing would go."""
    place = parts.sentences[-1].end if parts.sentences else parts.main.end
    return Span(place, place, "")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.MULTILINE)


def _hits(text: str, say: Iterable[str], unless: Iterable[str]) -> bool:
    """Whether some pattern is found that no excuse overlaps."""
    excuses = [hit.span() for pattern in unless for hit in _compiled(pattern).finditer(text)]
    found = (hit.span() for pattern in say for hit in _compiled(pattern).finditer(text))
    return any(not any(a < end and start < b for a, b in excuses) for start, end in found)


def _sentences_that_say(parts: Anatomy, context: LintContext, said: Mapping[str, Any]) -> Iterator[Finding]:
    names = [name for name in (context.employer, context.role, *context.moments) if len(name) > 3]
    for span in parts.sentences:
        text = without_quotes(_blanked(span.text, names))
        if _hits(text, said["say"], said["unless"]):
            yield span, said["reason"], said["suggestion"], ""


def _blanked(text: str, names: Iterable[str]) -> str:
    """The text without the names of employer, role and moments, which mean nothing by their words.

    A part of a name counts too where it keeps its capitals ("Last Chance" of "Last Chance Saloon")."""
    for name in names:
        text = re.sub(re.escape(name), lambda hit: "_" * len(hit[0]), text, flags=re.IGNORECASE)
        for pair in zip(name.split(), name.split()[1:], strict=False):
            capitals = " ".join(pair)
            if capitals.istitle():
                text = text.replace(capitals, "_" * len(capitals))
    return text


def _greeted(parts: Anatomy, context: LintContext, shape: Mapping[str, Any]) -> list[str]:
    """The words of the greeting that name somebody, folded; [] where it names nobody."""
    if parts.greeting is None:
        return []
    text = re.sub(r"[{\[<(][^}\])>]{0,200}[}\])>]", " ", parts.greeting.text)
    known = set(_tokens(context.recipient_name))
    elsewhere = set(_tokens(context.employer)) - known
    left = set(shape["nobody"]) | set(shape["titles"]) | elsewhere
    tokens = [(word, word.casefold()) for word in re.findall(r"[^\W\d_][\w'-]*", text)]
    return [
        folded for word, folded in tokens if folded in known or (folded not in left and word[0].isupper())
    ]


def _same_person(greeted: Sequence[str], context: LintContext, shape: Mapping[str, Any]) -> bool:
    names = [token for token in _tokens(context.recipient_name) if token not in shape["titles"]]
    return not names or any(
        _same_name(word, name, shape["short_names"]) for word in greeted for name in names
    )


def _same_name(word: str, name: str, short_names: Sequence[str]) -> bool:
    word, name = _bare_letters(word), _bare_letters(name)
    if word == name or word in name.split("-"):
        return True
    if min(len(word), len(name)) >= 3 and (name.startswith(word) or word.startswith(name)):
        return abs(len(word) - len(name)) >= 2
    return any(word == line.split()[0] and name in line.split()[1:] for line in short_names)


def _bare_letters(text: str) -> str:
    """The text without accents: "Åsa" and "Asa" are one name."""
    return "".join(
        letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter)
    )


def _tokens(text: str) -> list[str]:
    return [word.casefold() for word in re.findall(r"[^\W_][\w'-]*", text.replace("’", "'"))]


def _mentions(text: str, moment: str, common: set[str]) -> bool:
    """Whether the text names the moment, or in another form at least half of what is particular to it."""
    if moment.casefold() in text.casefold():
        return True
    wanted = [
        part for token in _tokens(moment) for part in token.split("-") if part not in common and len(part) > 2
    ]
    there = {part for token in _tokens(text) for part in token.split("-")}
    met = [word for word in wanted if any(_same_stem(word, other) for other in there)]
    return bool(wanted) and 2 * len(met) >= len(wanted)


def _same_stem(one: str, other: str) -> bool:
    """Whether two words differ in their ending alone ("sequenced", "sequencing")."""
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    return shared >= 3 and shared >= max(len(one), len(other)) - 3 and shared >= min(len(one), len(other)) - 2


def _asks(text: str, context: LintContext, said: Mapping[str, Any]) -> int:
    """How many asks a sentence holds: question marks outside quotation marks, else a request without one."""
    bare = without_quotes(text)
    marks = bare.count("?")
    keeps = bool(_compiled(said["keep"]).search(bare))
    if keeps and (not marks or context.kind == "thanks_feedback_keep"):
        return 0
    if marks:
        twice = len(_compiled(said["modal"]).findall(bare)) if " and " in bare else 1
        return max(marks, twice, 2 if _compiled(said["also"]).search(bare) else 1)
    if _compiled(said["opens"]).search(bare):
        return 1
    return int(_hits(bare, said["indirect"], said["not_asking"]))


def _is_low(text: str, said: Mapping[str, Any]) -> bool:
    bare = without_quotes(text)
    return bool(_compiled(said["self"]).search(bare)) and _hits(bare, said["say"], said["unless"])


def _other_names(parts: Anatomy, context: LintContext, said: Mapping[str, Any]) -> Iterator[tuple[Span, str]]:
    mine = " ".join(
        [context.employer, context.recipient_name, context.own_name, context.role, *context.moments]
    )
    own = set(_tokens(mine))
    for name in context.other_names:
        if not name.strip() or name.casefold() in mine.casefold():
            continue
        hit = _full_name(parts.plain, name) or _part_of_name(parts.plain, name, own, said)
        if hit:
            yield Span(*hit.span(), hit[0]), name


def _full_name(text: str, name: str) -> re.Match[str] | None:
    """The whole name; without regard to case where it has more than one word."""
    flags = re.IGNORECASE if " " in name.strip() else 0
    return re.search(rf"(?<!\w){re.escape(name.strip())}(?!\w)", text, flags)


def _part_of_name(text: str, name: str, own: set[str], said: Mapping[str, Any]) -> re.Match[str] | None:
    """Its first word with a capital, where a name stands: after "at", "for", "Dear", "Ms"."""
    word = re.sub(r"^The\s+", "", name).partition(" ")[0]
    known_otherwise = word.casefold() in own or word.casefold() in said["calendar"]
    if len(word) < 4 or not word[0].isupper() or known_otherwise or word == name:
        return None
    before = f"(?i:\\b(?:{said['before_company']}|{said['before_person']}))"
    return re.search(rf"{before} ({re.escape(word)})(?=[\s,.'?!]|$)(?! [A-Z&])", text)
