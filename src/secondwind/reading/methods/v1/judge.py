# ruff: noqa: E501  (a pattern on one line; broken up it cannot be read)
"""Decides what a mail says. `weigh` collects which families of phrases stand in it; the rules below choose.

A false no hurts a person and a missed one is found in review, so a no needs a plain sentence of its own,
outside of any if-clause, quotation, newsletter or other person's mouth. Where signs disagree: unsure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from secondwind.mail.message import Message
from secondwind.reading.methods.v1 import families as f
from secondwind.reading.methods.v1.naming import name_parties
from secondwind.reading.methods.v1.passage import Passage, Sentence, collapse, lowered, read_passage
from secondwind.reading.methods.v1.places import is_relay
from secondwind.reading.reading import Kind, Reading

NAME = "v1"
MOST_QUOTES = 3
SHORT_MAIL = 1200
"""Characters. A note this short that names a job is about one; a longer text may only mention jobs in passing."""


@dataclass(slots=True)
class Signs:
    """What was found: sentences by family, and counts of words of hiring and of other lives."""

    hits: dict[str, list[Sentence]] = field(default_factory=dict)
    hiring: int = 0
    firm: int = 0
    foreign_life: int = 0
    news: int = 0
    addressed: bool = False
    short: bool = False
    personal: bool = False

    def add(self, family: str, sentence: Sentence) -> None:
        self.hits.setdefault(family, []).append(sentence)

    def __contains__(self, family: str) -> bool:
        return family in self.hits

    def quotes(self, *names: str) -> list[Sentence]:
        return [sentence for name in names for sentence in self.hits.get(name, ())]


@dataclass(frozen=True, slots=True)
class Verdict:
    kind: Kind
    confidence: float
    sentences: tuple[Sentence, ...]


def _verdict(kind: Kind, confidence: float, sentences: Iterable[Sentence]) -> Verdict:
    return Verdict(kind, confidence, tuple(dict.fromkeys(sentences)))


_NOTHING = Verdict(Kind.NOT_JOB, 0.8, ())


# ---- weighing one sentence ---------------------------------------------------------------------------------


def _open_condition(low: str, match: re.Match[str]) -> bool:
    """Whether what was found hangs on an "if", "once" or "only those who" that stands before it, or is a question."""
    condition = f.CONDITIONAL.search(low)
    return (condition is not None and condition.start() < match.end() - 3) or low.rstrip().endswith("?")


def _in_quotation(low: str, match: re.Match[str]) -> bool:
    if '"' not in low and "'" not in low:
        return False
    return any(q.start() <= match.start() and match.end() <= q.end() for q in f.QUOTED_SPEECH.finditer(low))


def _plain(pattern: re.Pattern[str], low: str) -> bool:
    """The pattern stands in the sentence, said outright: no if-clause, no question, no quotation."""
    match = pattern.search(low)
    return match is not None and not _open_condition(low, match) and not _in_quotation(low, match)


def _has(name: str, low: str) -> bool:
    """The cheap look: whether any of a family's words stands in the text at all."""
    return any(needle in low for needle in f.NEEDLES[name])


_NO_FAMILIES = (
    ("negation", f.DECIDED_NOT),
    ("status_no", f.STATUS_NO),
    ("closed", f.CLOSED),
    ("passed", f.PASSED),
    ("fit", f.FIT_NO),
)


def _says_no(low: str) -> bool:
    if any(_has(name, low) and _plain(pattern, low) for name, pattern in _NO_FAMILIES):
        return True
    others = f.OTHERS_CHOSEN.search(low) if _has("others", low) else None
    return bool(
        others
        and not f.OTHERS_OPEN.search(low)
        and not _open_condition(low, others)
        and not _in_quotation(low, others)
    )


_THEIR_CHOICE = re.compile(r"\byou(?:'ve| have)? (?:chosen|decided|opted) (?:not|to|against)\b")


def _is_about_a_try(low: str, signs: Signs) -> bool:
    """Whether the sentence speaks of somebody's try: it names one, or the mail does and this speaks to "you"."""
    if not signs.personal:
        return False
    return (
        signs.short
        or " you" in low
        or low.startswith("you")
        or "applic" in low
        or f.HIRING.search(low) is not None
    )


def _weigh_no(sentence: Sentence, signs: Signs) -> None:
    low = sentence.low
    if not any(needle in low for needle in f.NO_NEEDLES):
        return
    if _THEIR_CHOICE.search(low):
        return
    moved = f.RESCHEDULE.search(low) is not None or f.NOT_YET.search(low) is not None
    if ("offer" in low or "invitation" in low) and _plain(f.OFFER_GONE, low):
        signs.add("offer_gone", sentence)
    elif not moved and _says_no(low):
        signs.add("no" if _is_about_a_try(low, signs) else "bare_no", sentence)
    elif ("cancel" in low or "call" in low or "no longer" in low) and not moved and _plain(f.CALLED_OFF, low):
        signs.add("called_off", sentence)
    elif ("hold" in low or "paus" in low) and _plain(f.ON_HOLD, low):
        signs.add("on_hold", sentence)


_PLAIN_FAMILIES: tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...] = tuple(
    (name, f.NEEDLES[name], pattern)
    for name, pattern in (
        ("received", f.RECEIVED),
        ("thanks", f.THANKS_APPLY),
        ("unfinished", f.UNFINISHED),
        ("status", f.STATUS_NOTICE),
        ("survey", f.SURVEY),
        ("account", f.ACCOUNT),
        ("referee", f.REFEREE),
        ("interview", f.INTERVIEW),
        ("assessment", f.ASSESSMENT),
        ("offer", f.OFFER),
        ("outreach", f.OUTREACH),
        ("alert", f.ALERT),
    )
)
_AROUND_FAMILIES = (
    ("lead", f.LEAD),
    ("soft", f.SOFT),
    ("pending", f.PENDING),
    ("holding", f.HOLDING),
    ("met", f.ALREADY_MET),
)


def _weigh_rest(sentence: Sentence, signs: Signs) -> None:
    low = sentence.low
    for family, needles, pattern in _PLAIN_FAMILIES:
        for needle in needles:
            if needle in low:
                if pattern.search(low):
                    _keep(family, pattern, sentence, signs)
                break
    for family, pattern in _AROUND_FAMILIES:
        for needle in f.NEEDLES[family]:
            if needle in low:
                if pattern.search(low):
                    signs.add(family, sentence)
                break


def _keep(family: str, pattern: re.Pattern[str], sentence: Sentence, signs: Signs) -> None:
    """Some families count only when said outright: an interview "if selected" is no interview."""
    low = sentence.low
    if family in (
        "thanks",
        "status",
        "survey",
        "outreach",
        "alert",
        "account",
        "unfinished",
        "referee",
        "received",
    ):
        signs.add(family, sentence)
        return
    if not _plain_invitation(pattern, low) or (family == "offer" and not _offers_a_job(low)):
        return
    signs.add(family, sentence)


_INVITED_IF = re.compile(
    r"\b(?:if (?:your|you are|you're|selected|successful|there|we|it)|should (?:your|you be|we)|may (?:include|be|involve|invite|ask)|might|could include"
    r"|typically|usually|candidates (?:who|will|may)|applicants|process (?:includes|consists|involves)|in case)\b"
)


def _plain_invitation(pattern: re.Pattern[str], low: str) -> bool:
    """Said outright. "If this time does not suit" follows an invitation; "if selected" goes before one that is none."""
    match = pattern.search(low)
    if match is None or _in_quotation(low, match):
        return False
    condition = _INVITED_IF.search(low)
    return condition is None or condition.start() > match.end()


def _offers_a_job(low: str) -> bool:
    return not f.OFFER_ELSEWHERE.search(low) and not re.search(
        r"\b(?:not|n't|unable|cannot|unfortunately)\b|n't\b", low
    )


# ---- weighing the whole ------------------------------------------------------------------------------------


def weigh(passage: Passage, desk: bool = False) -> Signs:
    """All signs in the subject and the sender's own sentences. `desk`: the sender's name speaks of hiring."""
    signs = Signs()
    low = passage.low
    signs.hiring = len(f.HIRING.findall(low)) + desk
    signs.firm = len(set(f.HIRING_FIRM.findall(low))) + desk
    signs.foreign_life = len(f.NOT_A_JOB.findall(low))
    signs.news = len(set(f.NEWSLETTER.findall(low)))
    signs.addressed = f.ADDRESSED.search(low) is not None
    signs.short = len(low) < SHORT_MAIL
    signs.personal = desk or signs.addressed or (signs.short and signs.firm > 0)
    if signs.hiring == 0 and not signs.addressed and "applic" not in low:
        return signs
    for sentence in (passage.subject, *passage.sentences):
        if not sentence.raw:
            continue
        _weigh_no(sentence, signs)
        _weigh_rest(sentence, signs)
    return signs


# ---- the rules, in order ------------------------------------------------------------------------------------

Rule = Callable[[Passage, Signs, Message], Verdict | None]
"""A rule looks at what was found and answers, or passes on with None."""


def _scam(passage: Passage, signs: Signs, message: Message) -> Verdict | None:
    if not _has("scam", passage.low):
        return None
    marks = set(f.SCAM.findall(passage.low))
    if f.SCAM_FIRM.search(passage.low) and (len(marks) >= 2 or "offer" in signs or "no" not in signs):
        return _NOTHING
    return _NOTHING if len(marks) >= 3 and "no" not in signs else None


def _another_life(passage: Passage, signs: Signs, message: Message) -> Verdict | None:
    """Loans, visas, papers, flats: not a job unless the words of hiring clearly outweigh them."""
    if not signs.foreign_life:
        return None
    if signs.firm == 0 or (signs.foreign_life > signs.hiring):
        return _NOTHING
    says_no = signs.quotes("no", "bare_no")
    if says_no and signs.foreign_life * 2 >= signs.hiring and not f.THANKS_APPLY.search(passage.low):
        return _verdict(Kind.UNSURE, 0.4, says_no)
    return None


_VOICES = (
    ("candidate_voice", f.CANDIDATE_VOICE),
    ("friend_voice", f.FRIEND_VOICE),
    ("employer_side", f.EMPLOYER_SIDE),
)


def _other_voice(passage: Passage, signs: Signs, message: Message) -> Verdict | None:
    """The person's own words, a friend's news, or mail to somebody who hires."""
    low = passage.low
    if signs.hiring == 0 and not signs.addressed:
        return None
    for name, pattern in _VOICES:
        match = pattern.search(low) if _has(name, low) else None
        if match and not _newsletter(signs, message):
            return _verdict(Kind.OTHER_JOB, 0.75, _around(passage, match.group()))
    return None


def _around(passage: Passage, phrase: str) -> list[Sentence]:
    found = [s for s in (passage.subject, *passage.sentences) if phrase in s.low]
    return found[:1] or [s for s in (passage.subject, *passage.sentences) if s.raw][:1]


def _newsletter(signs: Signs, message: Message) -> bool:
    if signs.news >= 2 and not (signs.addressed and ("no" in signs or "received" in signs)):
        return True
    return bool(signs.news and message.list_id and not signs.addressed)


def _news(passage: Passage, signs: Signs, message: Message) -> Verdict | None:
    advice = signs.news >= 2 or (signs.news and bool(message.list_id))
    if not advice:
        return None
    says_no = signs.quotes("no", "bare_no")
    if "alert" in signs and not says_no and not signs.addressed:
        return _verdict(Kind.JOB_ALERT, 0.7, signs.quotes("alert"))
    if not signs.addressed:
        return None if ("interview" in signs and f.WHEN.search(passage.low) and signs.news < 3) else _NOTHING
    if signs.news >= 4 and "thanks" not in signs and "received" not in signs:
        return _NOTHING
    return None


def _withdrawn(passage: Passage, signs: Signs, message: Message) -> Verdict | None:
    match = f.WITHDREW.search(passage.low) if _has("withdrew", passage.low) else None
    if match is None or signs.hiring == 0 or _plain_decline(signs):
        return None
    return _verdict(Kind.OTHER_JOB, 0.75, _around(passage, match.group()))


def _plain_decline(signs: Signs) -> bool:
    return any(s for s in signs.quotes("no") if f.OTHERS_CHOSEN.search(s.low) or f.LEAD.search(s.low))


def _rejection(passage: Passage, signs: Signs, message: Message) -> Verdict | None:
    gone = signs.quotes("offer_gone")
    if gone and (signs.hiring or "applic" in passage.low):
        return _verdict(Kind.REJECTION, 0.9, gone)
    says_no = signs.quotes("no")
    if not says_no:
        return _half_said(passage, signs)
    if not _is_about_work(passage, signs, message):
        return _verdict(Kind.UNSURE, 0.4, says_no)
    return _contrary(passage.subject, signs, says_no) or _outright(passage, signs, says_no)


def _outright(passage: Passage, signs: Signs, says_no: list[Sentence]) -> Verdict:
    """A no that nothing speaks against: the surer, the more of what stands around a no is there."""
    firm = "lead" in signs or "soft" in signs or len(says_no) > 1
    if firm or "thanks" in signs or signs.addressed:
        return _verdict(Kind.REJECTION, 0.95 if firm else 0.85, says_no)
    chose = any(f.OTHERS_CHOSEN.search(s.low) for s in says_no)
    if signs.firm and (chose or _YOU.search(passage.low)):
        return _verdict(Kind.REJECTION, 0.75, says_no)
    return _verdict(Kind.UNSURE, 0.45, says_no)


_YOU = re.compile(r"\byou(?:rs?|'re|'ve)?\b")
_IDIOM = re.compile(r"\bmov\w+ forward\b|\bnext (?:stage|round)\b|\binterest\b")


def _is_about_work(passage: Passage, signs: Signs, message: Message) -> bool:
    """Whether anything but the word "application" says that this is about a job: a club has applications too."""
    low = passage.low
    return bool(
        signs.firm or _IDIOM.search(low) or f.WORK_TITLE.search(low) or is_relay(message.sender.domain)
    )


def _contrary(subject: Sentence, signs: Signs, says_no: list[Sentence]) -> Verdict | None:
    """What speaks against a no that was found: a meeting still on, a review still to come, a search that goes on."""
    settled = {*says_no, *signs.quotes("called_off"), subject}
    meetings = [
        s for s in signs.quotes("interview", "assessment") if s not in settled and _firm_meeting(s.low)
    ]
    if meetings and not _past(signs, meetings):
        instead = any(
            re.search(r"\b(?:instead|however|but|booked|another|different|separate)\b", s.low)
            for s in meetings
        )
        if instead or len(meetings) > 1:
            return _verdict(Kind.INTERVIEW, 0.7, meetings)
        return _verdict(Kind.UNSURE, 0.45, [*says_no[:1], *meetings])
    decided = any(
        f.LEAD.search(s.low) or re.search(r"\b(?:decided|decision|chosen|selected|moved)\b", s.low)
        for s in says_no
    )
    waiting = [
        s
        for s in signs.quotes("pending", "holding")
        if s not in says_no and "other" not in s.low and "future" not in s.low
    ]
    if waiting and "holding" in signs and not decided:
        return _verdict(Kind.OTHER_JOB, 0.6, waiting)
    if waiting and not decided and "lead" not in signs and "soft" not in signs:
        return _verdict(Kind.UNSURE, 0.45, [*says_no[:1], *waiting])
    if "offer" in signs:
        return _verdict(Kind.UNSURE, 0.45, [*says_no[:1], *signs.quotes("offer")])
    return None


def _firm_meeting(low: str) -> bool:
    return (
        "feedback" not in low
        and f.WHEN.search(low) is not None
        and not f.SOFT.search(low)
        and not f.ALREADY_MET.search(low)
    )


def _past(signs: Signs, meetings: list[Sentence]) -> bool:
    return all(
        re.search(r"\b(?:thank|enjoyed|after (?:your|our|the)|last week|yesterday|future)\b", s.low)
        for s in meetings
    )


def _half_said(passage: Passage, signs: Signs) -> Verdict | None:
    """A no without its plain sentence: a hold that closes, a meeting called off, regrets and good wishes."""
    if signs.hiring == 0 or not (signs.addressed or (signs.personal and signs.short)):
        return None
    closing = {"lead", "soft"} <= signs.hits.keys()
    if "on_hold" in signs:
        held = signs.quotes("on_hold")
        return _verdict(Kind.OTHER_JOB, 0.7, held) if "holding" in signs else _closed_or_unsure(closing, held)
    if "called_off" in signs and not any(f.RESCHEDULE.search(s.low) for s in passage.sentences):
        return _closed_or_unsure(closing, signs.quotes("called_off"))
    return _regrets(signs)


def _closed_or_unsure(closing: bool, sentences: list[Sentence]) -> Verdict:
    return _verdict(Kind.REJECTION if closing else Kind.UNSURE, 0.65 if closing else 0.45, sentences)


_STILL_ON = frozenset({"pending", "holding", "interview", "assessment", "received"})


def _regrets(signs: Signs) -> Verdict | None:
    leads = [s for s in signs.quotes("lead") if _leads_to_a_no(s.low)]
    if not leads or signs.hits.keys() & _STILL_ON:
        return None
    if "soft" in signs:
        return _verdict(Kind.REJECTION, 0.7, [*leads[:1], *signs.quotes("soft")[:1]])
    if signs.addressed and "offer" not in signs:
        return _verdict(Kind.UNSURE, 0.4, leads)
    return None


_LEAD_STRONG = re.compile(
    r"\b(?:unfortunately|regret\w*|sadly|sorry|bad news|not the (?:\w+ )?(?:news|outcome|answer|result))\b"
)


def _leads_to_a_no(low: str) -> bool:
    return bool(
        _LEAD_STRONG.search(low)
        and not f.NO_ANSWER.search(low)
        and not f.RESCHEDULE.search(low)
        and not f.CONDITIONAL.search(low)
        and not re.search(
            r"\b(?:delay|late|wait|inconvenience|typo|mistake|error|confusion|bother|trouble)\b", low
        )
        and len(low.split()) >= 4
    )


def _offer(passage: Passage, signs: Signs, message: Message) -> Verdict | None:
    offers = signs.quotes("offer")
    if not offers or not f.OFFER_THING.search(passage.low) or signs.hiring == 0:
        return None
    if f.OFFER_GOODS.search(passage.low) and signs.hiring < 3:
        return None
    strong = [s for s in offers if f.OFFER_THING.search(s.low) or "offer" in s.low]
    if not strong:
        return None
    sure = len(offers) > 1 or bool(
        re.search(r"\b(?:position|role|job|employment|contract|salary|join)\b", strong[0].low)
    )
    if "received" in signs or signs.news:
        return _verdict(Kind.UNSURE, 0.4, strong) if sure and not signs.news else None
    return _verdict(Kind.OFFER, 0.9 if sure else 0.7, strong)


def _assessment(passage: Passage, signs: Signs, message: Message) -> Verdict | None:
    tests = [s for s in signs.quotes("assessment") if not f.RECEIVED.search(s.low)]
    if not tests or (signs.hiring == 0 and not signs.addressed) or signs.news >= 2:
        return None
    if any(re.search(r"\b(?:responses?|assessment) (?:have|has) been received", s) for s in (passage.low,)):
        return None
    return _verdict(Kind.ASSESSMENT, 0.85, tests)


def _interview(passage: Passage, signs: Signs, message: Message) -> Verdict | None:
    meetings = signs.quotes("interview")
    if not meetings or _meets_for_something_else(signs, meetings):
        return None
    named = [s for s in meetings if f.INTERVIEW_FIRM.search(s.low)]
    timed = [s for s in meetings if f.WHEN.search(s.low)]
    dated = bool(message.calendars) or f.WHEN.search(passage.low) is not None
    later = "pending" in signs or "received" in signs
    if later and not (timed and (named or not _only_promised(meetings))):
        return None
    if timed or (named and dated):
        return _verdict(Kind.INTERVIEW, 0.9 if named and dated else 0.75, [*timed[:2], *named[:1]])
    if named and not _only_promised(named) and "thanks" not in signs:
        return _verdict(Kind.INTERVIEW, 0.7, named)
    return None


def _meets_for_something_else(signs: Signs, meetings: list[Sentence]) -> bool:
    """A sales call, a webinar, a recruiter's first "quick call", a list of roles."""
    if signs.addressed:
        return False
    cold = "outreach" in signs and not any("interview" in s.low for s in meetings)
    return signs.hiring == 0 or "alert" in signs or cold or signs.news > 0


_PROMISE = re.compile(
    r"\b(?:will|'ll|may|might|would)\b[^.]{0,40}\b(?:contact|reach out|be in touch|get in touch|call you|schedule|arrange)\b|\bnext steps\b"
)


def _only_promised(meetings: list[Sentence]) -> bool:
    """ "We will contact you to arrange an interview" is a hope, not a date."""
    return all(_PROMISE.search(s.low) for s in meetings)


def _about_the_search(passage: Passage, signs: Signs, message: Message) -> Verdict | None:
    """The person's try, but no news in it: half-filled forms, holds, portals, surveys, codes, referees."""
    if signs.hiring == 0 and not signs.addressed:
        return None
    if "unfinished" in signs and (
        signs.quotes("unfinished")[0] is passage.subject or "received" not in signs
    ):
        return _verdict(Kind.OTHER_JOB, 0.75, signs.quotes("unfinished"))
    if (
        "holding" in signs
        and not (signs.hits.keys() & {"received", "outreach"})
        and (signs.addressed or signs.firm)
    ):
        return _verdict(Kind.OTHER_JOB, 0.7, signs.quotes("holding"))
    for family in ("account", "survey", "referee"):
        if family in signs and "received" not in signs and not signs.news and (signs.firm or signs.addressed):
            return _verdict(Kind.OTHER_JOB, 0.6, signs.quotes(family))
    return None


def _received(passage: Passage, signs: Signs, message: Message) -> Verdict | None:
    received = signs.quotes("received")
    if received and not signs.foreign_life and "application" in passage.subject.low:
        return _verdict(Kind.APPLICATION_RECEIVED, 0.85 if signs.firm else 0.65, received)
    if signs.hiring == 0 and not signs.addressed:
        return None
    if received:
        if not signs.addressed and ("alert" in signs or not signs.firm):
            return None
        sure = "thanks" in signs or "pending" in signs or signs.firm > 0
        return _verdict(Kind.APPLICATION_RECEIVED, 0.9 if sure else 0.7, received)
    return _thanked(signs)


def _thanked(signs: Signs) -> Verdict | None:
    """Thanks for applying, or a review still to come: they have it, though they do not say so."""
    thanks, pending = signs.quotes("thanks"), signs.quotes("pending")
    applied = any(re.search(r"appl|submi", s.low) for s in thanks)
    if thanks and (pending or applied or not (signs.hits.keys() & {"outreach", "soft", "status"})):
        return _verdict(Kind.APPLICATION_RECEIVED, 0.8 if pending else 0.6, thanks)
    return _verdict(Kind.APPLICATION_RECEIVED, 0.65, pending) if pending and signs.addressed else None


def _portal(passage: Passage, signs: Signs, message: Message) -> Verdict | None:
    if "status" in signs and signs.addressed and "applic" in passage.low:
        if any("viewed" in quote.low for quote in signs.quotes("status")):
            return _verdict(Kind.OTHER_JOB, 0.6, signs.quotes("status"))
        # What changed is behind their login: the person knows, or looks. It waits in the review.
        return _verdict(Kind.UNSURE, 0.4, signs.quotes("status"))
    return None


def _proposed(passage: Passage, signs: Signs, message: Message) -> Verdict | None:
    alerts, calls = signs.quotes("alert"), signs.quotes("outreach")
    if signs.hiring < 1 or (signs.news >= 3 and not alerts):
        return None
    personal = len(calls) >= 2 or (calls and not alerts)
    if calls and personal and (len(calls) > 1 or signs.hiring > 1) and len(alerts) < 3:
        return _verdict(Kind.RECRUITER_OUTREACH, 0.75 if len(calls) > 1 else 0.6, calls)
    if alerts and (len(alerts) > 1 or signs.hiring >= 2):
        return _verdict(Kind.JOB_ALERT, 0.8 if len(alerts) > 1 else 0.6, alerts)
    return None


def _left_over(passage: Passage, signs: Signs, message: Message) -> Verdict | None:
    """Something about a try, and nothing plain: review finds it."""
    pointed = signs.quotes("no", "thanks", "pending", "status") or signs.quotes(
        "interview", "assessment", "offer"
    )
    if (signs.addressed or signs.personal) and signs.firm and pointed and not message.list_id:
        return _verdict(Kind.UNSURE, 0.35, pointed)
    bare = signs.quotes("bare_no")
    if bare and signs.firm and signs.personal and not message.list_id:
        return _verdict(Kind.UNSURE, 0.3, bare)
    return None


RULES: tuple[Rule, ...] = (
    _scam, _another_life, _other_voice, _news, _withdrawn, _rejection, _offer, _assessment, _interview,
    _about_the_search, _received, _portal, _proposed, _left_over,
)  # fmt: skip


# ---- around the rules ---------------------------------------------------------------------------------------


def _foreign(passage: Passage) -> Verdict | None:
    """Mail in a language this method does not read: unsure where it may be about a job, else nothing."""
    words = re.findall(r"\w+", passage.low[:4000])
    if len(words) < 12 or sum(word in f.ENGLISH for word in words) / len(words) >= 0.08:
        return None if len(words) >= 12 or passage.low.isascii() else _foreign_job(passage)
    return _foreign_job(passage) or _NOTHING


def _foreign_job(passage: Passage) -> Verdict | None:
    pointed = [s for s in (passage.subject, *passage.sentences) if f.FOREIGN_JOB.search(s.low)]
    return _verdict(Kind.UNSURE, 0.2, pointed[:2]) if pointed else None


def _own(passage: Passage, signs: Signs) -> Verdict:
    """Mail the person wrote: never a no, whatever it quotes."""
    if signs.hiring or signs.addressed:
        return _verdict(
            Kind.OTHER_JOB,
            0.9,
            [s for s in (passage.subject, *passage.sentences) if f.HIRING.search(s.low)][:1]
            or _around(passage, "\0"),
        )
    return _NOTHING


def _forwarded(passage: Passage, message: Message) -> Verdict | None:
    """A no inside a forwarded mail is somebody's no; whose, a person says."""
    if not passage.forwarded:
        return None
    inner = Passage(
        passage.subject,
        passage.forwarded,
        (),
        False,
        " \n ".join(s.low for s in (passage.subject, *passage.forwarded)),
    )
    verdict = _decide(inner, message)
    if verdict.kind is Kind.NOT_JOB:
        return verdict
    return _verdict(Kind.UNSURE, 0.4, verdict.sentences)


def _decide(passage: Passage, message: Message) -> Verdict:
    strange = _foreign(passage)
    if strange is not None:
        return strange
    signs = weigh(passage, _from_a_desk(message))
    for rule in RULES:
        verdict = rule(passage, signs, message)
        if verdict is not None:
            return verdict
    return _NOTHING


def _judge(passage: Passage, message: Message, own_addresses: frozenset[str]) -> Verdict:
    if message.sender.address and message.sender.address.lower() in own_addresses:
        return _own(passage, weigh(passage))
    verdict = _decide(passage, message)
    if verdict.kind in (Kind.NOT_JOB, Kind.UNSURE):
        return _forwarded(passage, message) or verdict
    return verdict


def _evidence(verdict: Verdict, message: Message) -> tuple[str, ...]:
    """The quotes, checked: each stands in the subject or the text once white space is collapsed."""
    if verdict.kind is Kind.NOT_JOB:
        return ()
    subject, text = collapse(message.subject), collapse(message.text)
    return tuple(s.raw for s in verdict.sentences if s.raw and (s.raw in text or s.raw in subject))[
        :MOST_QUOTES
    ]


def _from_a_desk(message: Message) -> bool:
    local = message.sender.address.partition("@")[0]
    return f.DESK.search(f"{message.sender.name.lower()} {local}") is not None


def _is_elsewhere(message: Message) -> bool:
    """The cheap look: no word of any job search in the sender's name, the subject or near the top."""
    low = lowered(
        f"{message.sender.name} {message.sender.address}\n{message.subject}\n{message.text[:20_000]}"
    )
    return not any(needle in low for needle in f.JOB_NEEDLES)


def read(message: Message, *, own_addresses: frozenset[str] = frozenset()) -> Reading:
    """What the mail says, in English. Addresses in lower case. Never raises; a kind without a quote becomes unsure."""
    if _is_elsewhere(message):
        return Reading(Kind.NOT_JOB, 0.95, (), NAME)
    passage = read_passage(message.subject, message.text)
    verdict = _judge(passage, message, own_addresses)
    evidence = _evidence(verdict, message)
    if verdict.kind is Kind.NOT_JOB:
        return Reading(Kind.NOT_JOB, verdict.confidence, (), NAME)
    if not evidence:
        return Reading(Kind.UNSURE, 0.2, (), NAME)
    named = name_parties(message, passage, verdict.kind, own=message.sender.address in own_addresses)
    return Reading(verdict.kind, verdict.confidence, evidence, NAME, named.employer, named.role, named.facts)
