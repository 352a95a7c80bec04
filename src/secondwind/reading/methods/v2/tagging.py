"""Gives every word of the lines that may hold names a tag; runs of one tag are what a name may be.

A linear model looks at the word, its neighbours, its letters' cases, where else in the mail it stands and the tag
before. The features are made here for training and for reading alike.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from secondwind.mail.message import Address, Message
from secondwind.reading.methods.v2.concepts import lexicons
from secondwind.reading.methods.v2.lanes import LANE, MIDDLE, Lanes
from secondwind.reading.methods.v2.passage import Passage, collapse
from secondwind.reading.methods.v2.places import is_free_mail, is_relay, is_relay_name, registrable
from secondwind.reading.methods.v2.trades import DESK, LEGAL, heads_a_title
from secondwind.reading.methods.v2.words import fold

TAGS = ("", "employer", "role", "agency", "contact", "location")
FIRST_SENTENCES, LAST_SENTENCES = 9, 4
MOST_SIGNED = 4
"""Lines below "-- " that are looked at."""
MOST_TOKENS = 60
"""Tokens of one stretch that are looked at."""
LONGEST_NAME = 120
"""Characters of a sender's name that are looked at; hostile mail has longer ones."""
MOST_QUOTED = 6
"""Quoted lines that are looked at."""
MOST_FORWARDED = 6
"""Forwarded sentences that are looked at below those of the one who forwards."""

NOTHING_LESS = 3.0
"""Taken from the score of "no name" (log odds): the next step can turn a candidate down, not find one."""
SURE_WITHIN = 1.0
"""A run that goes on by less than this may have ended: both are candidates."""
DULL, DULL_WITH_CAPITAL = 2.0, 3.0
"""How far a word's own weight speaks against every name, in log odds, for it to be passed over outside a name."""

_GENDERS = (
    r"(?:m/w/d|w/m/d|m/d/w|d/m/w|w/d/m|f/m/d|m/f/d|m/f/x|h/f|f/h|m/f|f/m|h/m|m/h|x/f/m|m/v/x|v/m/x|m/v|v/m|k/m|m/k|m/w|w/m"
    r"|m/w/x|gn|all genders)"
)
_TOKEN = re.compile(
    rf"(?:[dljmnstc]|qu|dell|all|nell|dall|sull|un|quest)['’](?=\w)|\({_GENDERS}\)|[^\W_]+(?:[-'’.&+#*/:@_][^\W_]+)*[+#]*(?:\([^\W\d_]{{1,6}}\))?|[^\w\s]",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_LETTERS = re.compile(r"[\W_]+")


class Word(NamedTuple):
    """What can be said of one word. `marks`: ``R`` heads a title, ``D`` desk, ``L`` legal form, ``P`` platform."""

    text: str
    low: str
    shape: str
    marks: str


class Token(NamedTuple):
    """A word and its place in the stretch, in characters."""

    word: Word
    start: int
    end: int


class Stretch(NamedTuple):
    """A line that may hold names. `place`: ``from`` (sender), ``subject``, ``top``, ``body``, ``end``, ``sign``,
    ``forwarded``, ``quoted``."""

    place: str
    text: str
    tokens: tuple[Token, ...]


def _shape(word: str) -> str:
    """``Xx`` a capital first, ``XX`` all capitals, ``xX`` capitals inside, ``x`` small, ``0`` number, else the mark."""
    if not word[0].isalnum():
        return word if len(word) == 1 else "(/)"
    if word.isdigit():
        return "0"
    if word.islower():
        return "x"
    if word.isupper():
        return "X" if len(word) == 1 else "XX"
    return "Xx" if word[0].isupper() and word[1:].islower() else "xX"


@lru_cache(maxsize=30_000)
def word_of(text: str) -> Word:
    """All that is known of a word as it is written; a word of more than `LONGEST_NAME` characters is cut."""
    text = text[:LONGEST_NAME]
    shape = _shape(text)
    if len(shape) == 1 and shape not in "xX":
        return Word(text, "0" * len(text) if shape == "0" else text, shape, "")
    low = _DIGITS.sub("0", fold(text))
    marks = "R" if heads_a_title(_head_word(low)) else ""
    marks += "D" if low in DESK else ""
    marks += "L" if low in LEGAL else ""
    marks += "P" if shape != "x" and is_relay_name(low) else ""
    return Word(text, low, shape, marks)


Meanings = Callable[[str], tuple[str, ...]]
"""The concepts of a folded word of the mail's language."""


def here_features(word: Word, meanings: Meanings) -> list[str]:
    """What a word says of itself; the others of this family what it says of a word one or two places off."""
    low, shape = word.low, word.shape
    return [
        "w=" + low,
        "k=" + low[:5],
        "e=" + low[-4:],
        "x=" + shape,
        *[mark + "=" + shape for mark in word.marks],
        *["m=" + meaning for meaning in meanings(low)],
    ]


def _before_features(word: Word, meanings: Meanings) -> list[str]:
    return [
        "w-1=" + word.low,
        "k-1=" + word.low[:5],
        *[mark + "-1" for mark in word.marks],
        *["m-1=" + one for one in meanings(word.low)],
    ]


def _before2_features(word: Word, meanings: Meanings) -> list[str]:
    return ["w-2=" + word.low, *["m-2=" + one for one in meanings(word.low)]]


def _after_features(word: Word, meanings: Meanings) -> list[str]:
    return [
        "w+1=" + word.low,
        "k+1=" + word.low[:5],
        *[mark + "+1" for mark in word.marks],
        *["m+1=" + one for one in meanings(word.low)],
    ]


def _after2_features(word: Word, meanings: Meanings) -> list[str]:
    return [
        "w+2=" + word.low,
        *[mark + "+2" for mark in word.marks],
        *["m+2=" + one for one in meanings(word.low)],
    ]


def _head_word(low: str) -> str:
    """The part of "infirmier(ère)", "Verkäufer*in", "technicien/ne" that is looked up."""
    for at, letter in enumerate(low):
        if letter in "(*/:_":
            return low[:at]
    return low.rpartition("-")[2]


EDGE = Word("", "", "_", "")


def tokens_of(text: str) -> tuple[Token, ...]:
    found = []
    for match in _TOKEN.finditer(text):
        found.append(Token(word_of(match.group()), match.start(), match.end()))
        if len(found) == MOST_TOKENS:
            break
    return tuple(found)


def stretches_of(message: Message, passage: Passage, *, own: bool = False) -> list[Stretch]:
    """Where names are looked for: sender, subject, the first sentences, the last ones; quoted lines of own mail."""
    body = [one.raw for one in (passage.sentences or passage.forwarded)]
    sent_on = [one.raw for one in passage.forwarded[:MOST_FORWARDED]] if passage.sentences else []
    first, rest = body[:FIRST_SENTENCES], body[FIRST_SENTENCES:]
    places = [
        ("from", collapse(other_side(message, own=own).name[:LONGEST_NAME])),
        ("subject", passage.subject.raw),
    ]
    places += [("top" if at < 3 else "body", text) for at, text in enumerate(first)]
    places += [("end", text) for text in rest[-LAST_SENTENCES:]]
    places += [("sign", line) for line in _signed(message.text)]
    places += [("forwarded", text) for text in sent_on]
    if own or passage.quoted:
        places += [("quoted", line) for line in _quoted(message.text)]
    return [Stretch(place, text, tokens_of(text)) for place, text in places if text]


def other_side(message: Message, *, own: bool) -> Address:
    """Whoever is not the person: the sender, or of the person's own mail the one it goes to."""
    if not own:
        return message.sender
    return message.to[0] if message.to else Address("", "")


_DASHES = re.compile(r"^-- ?$", re.MULTILINE)


def _signed(text: str) -> list[str]:
    """The first lines of a signature that is set apart by "-- "."""
    dashes = _DASHES.search(text[:8_000])
    if dashes is None:
        return []
    lines = [collapse(line[:300]) for line in text[dashes.end() : dashes.end() + 1_200].splitlines()]
    return [line for line in lines if line and line[0] != ">"][:MOST_SIGNED]


def _quoted(text: str) -> list[str]:
    lines = [line.lstrip("> ").strip() for line in text[:8_000].splitlines() if line.startswith(">")]
    return [line[:300] for line in lines if line][:MOST_QUOTED]


@lru_cache(maxsize=5_000)
def key_of(text: str) -> str:
    """Letters and digits alone, folded: how two written names are known for one."""
    return _LETTERS.sub("", fold(text))


def loosened(key: str) -> str:
    """A key in which "ue" and "u" are one, as ü is written both ways in addresses."""
    return key.replace("ae", "a").replace("oe", "o").replace("ue", "u")


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of a mail beyond one stretch. `domain`: the sender's own domain word ("" on a platform), folded;
    `local`: the part before the @, folded; `places`: where each word stands; `house`: relay, free, own or none;
    `language`: what most of it is written in."""

    domain: str
    local: str
    house: str
    places: Mapping[str, set[str]]
    language: str


def look_around(
    message: Message, stretches: Sequence[Stretch], language: str, *, own: bool = False
) -> Around:
    places: dict[str, set[str]] = {}
    for stretch in stretches:
        place = stretch.place
        for token in stretch.tokens:
            word = token.word
            if len(word.shape) == 2:
                if word.low in places:
                    places[word.low].add(place)
                else:
                    places[word.low] = {place}
    sender = other_side(message, own=own)
    local, at, domain = sender.address.rpartition("@")
    house = house_of(domain) if at else "none"
    written = registrable(domain).partition(".")[0] if house == "own" else ""
    return Around(loosened(key_of(written)), fold(local[:60]), house, places, language)


_MAILBOX = re.compile(
    r"mail|^(?:correio|correo|posta|poczta|post|epost|postbox|postvak|skrzynka|laposte|courriel)"
)


def house_of(domain: str) -> str:
    """Whose a domain is: ``relay`` of a platform, ``free`` anybody's, ``own`` of whoever writes from it, ``none``."""
    if not domain:
        return "none"
    word = key_of(registrable(domain).partition(".")[0])
    bare = word.removesuffix("notifications").removesuffix("mail")
    if is_relay(domain) or is_relay_name(word) or is_relay_name(bare):
        return "relay"
    return "free" if is_free_mail(domain) or _MAILBOX.search(word) else "own"


def _mail_features(word: Word, place: str, first: bool, around: Around) -> list[str]:
    """What this mail says of a word: where it stands, where else, whether it is in the address."""
    shape, low = word.shape, word.low
    found = ["p=" + place + shape]
    if first:
        found.append("first=" + place)
    if len(shape) == 2:
        met = around.places.get(low)
        if met is not None and len(met) > 1:
            found += ["i=" + where for where in met if where != place]
        if len(low) > 2:
            if around.domain and low in around.domain:
                found.append("d0" if around.domain.startswith(low) else "d1")
            if low in around.local:
                found.append("l")
    return found


def _pair_features(before2: Word, before: Word, here: Word, after: Word) -> tuple[str, ...]:
    return (
        "b=" + before2.low[:5] + " " + before.low,
        "c=" + before.low + " " + here.shape,
        "a=" + here.shape + " " + after.low[:5],
        "xx=" + before.shape + here.shape + after.shape,
    )


def stretch_features(stretch: Stretch, around: Around, common: Container[str]) -> list[list[str]]:
    """For each token what can be said of it without knowing its neighbours' tags. `common`: words as ``w=word``."""
    words = [EDGE, EDGE, *(token.word for token in stretch.tokens), EDGE, EDGE]
    meanings = lexicons()[around.language].concepts_of
    found = []
    for at in range(2, len(words) - 2):
        before2, before, here, after, after2 = words[at - 2 : at + 3]
        features = here_features(here, meanings)
        features += [
            *_before_features(before, meanings),
            *_before2_features(before2, meanings),
            *_after_features(after, meanings),
            *_after2_features(after2, meanings),
        ]
        if features[0] not in common:
            features += ["new", "new" + here.shape]
        features += _pair_features(before2, before, here, after)
        features += _mail_features(here, stretch.place, at == 2, around)
        found.append(features)
    return found


@dataclass(slots=True)
class _Sums:
    """Of one word under one table: the weights of its features summed, by where it stands."""

    here: int
    before: int
    before2: int
    after: int
    after2: int
    dull: bool


@dataclass(slots=True)
class _Memory:
    """The sums of words met so far under one table, so that a word is looked up once and not in every sentence."""

    lanes: Lanes | None = None
    sums: dict[tuple[str, str], _Sums] = field(default_factory=dict)


MOST_REMEMBERED = 30_000
_memory = _Memory()


def _remembered(lanes: Lanes) -> dict[tuple[str, str], _Sums]:
    global _memory  # noqa: PLW0603  (a cache: it changes how long an answer takes, never the answer)
    memory = _memory
    if memory.lanes is not lanes or len(memory.sums) > MOST_REMEMBERED:
        memory = _memory = _Memory(lanes, {})
    return memory.sums


def _sums_of(word: Word, lanes: Lanes, meanings: Meanings) -> _Sums:
    get = lanes.table.get

    def summed(features: Sequence[str]) -> int:
        return sum([get(feature, 0) for feature in features])

    here = here_features(word, meanings)
    if word is not EDGE and here[0] not in lanes.table:
        here += ["new", "new" + word.shape]
    whole = summed(here)
    scores = _scores(whole, lanes)
    dull = scores[0] - max(scores[1:]) > (DULL if word.shape == "x" and not word.marks else DULL_WITH_CAPITAL)
    return _Sums(
        whole,
        summed(_before_features(word, meanings)),
        summed(_before2_features(word, meanings)),
        summed(_after_features(word, meanings)),
        summed(_after2_features(word, meanings)),
        dull,
    )


def _scores(total: int, lanes: Lanes) -> list[float]:
    """As `Lanes.weigh`, of a sum already made."""
    width = len(TAGS) + 1
    packed = total.to_bytes(width * LANE, "little")
    met, *weighed = _UNPACK(packed)
    shift, step = met * MIDDLE, lanes.step
    return [base + (lane - shift) * step for base, lane in zip(lanes.intercepts, weighed)]  # noqa: B905  (in the inner loop)


_UNPACK = struct.Struct(f"<{len(TAGS) + 1}I").unpack


Leads = tuple[float, float, float, float, float]
"""By how much each of TAGS[1:] leads over "no name" for one token, in log odds."""
NO_LEAD = -9.0
DULL_LEADS: Leads = (NO_LEAD, NO_LEAD, NO_LEAD, NO_LEAD, NO_LEAD)


class Tagged(NamedTuple):
    """A stretch, the runs of one tag in it, and what the tagger makes of each of its tokens by itself."""

    stretch: Stretch
    spans: tuple[Span, ...]
    leads: tuple[Leads, ...]


class Span(NamedTuple):
    """One run of a tag in one stretch, tokens `first` to `last`. `surety` is by how much its tag led, in log odds.

    `ends` are tokens before which the run may end as well, and by how much that is likelier (log odds); `cut` says
    which part of a longer run this is; `over` by how much it was to end where it does, `inner` the most it was to
    end earlier.
    """

    tag: str
    stretch: Stretch
    first: int
    last: int
    surety: float
    ends: tuple[tuple[int, float], ...] = ()
    cut: str = "all"
    over: float = 9.0
    inner: float = -SURE_WITHIN


def tag_stretches(stretches: Sequence[Stretch], around: Around, lanes: Lanes) -> list[Tagged]:
    """Each stretch with its runs of one tag, in the order they stand."""
    sums = _remembered(lanes)
    alone = _scores(0, lanes)
    shifts = {
        tag: [a - b for a, b in zip(_scores(lanes.table.get("t=" + tag, 0), lanes), alone, strict=True)]
        for tag in TAGS
    }
    found = []
    for stretch in stretches:
        leads = _leads(stretch, around, lanes, sums)
        found.append(Tagged(stretch, tuple(_runs(stretch, leads, shifts)), tuple(leads)))
    return found


def _leads(
    stretch: Stretch, around: Around, lanes: Lanes, memory: dict[tuple[str, str], _Sums]
) -> list[Leads]:
    """What each token is by itself, without the tag of the one before it."""
    tokens, get, place = stretch.tokens, lanes.table.get, stretch.place
    words = [EDGE, EDGE, *[token.word for token in tokens], EDGE, EDGE]
    sums = []
    meanings = lexicons()[around.language].concepts_of
    for word in words:
        key = (around.language, word.text)
        known = memory.get(key)
        if known is None:
            known = memory[key] = _sums_of(word, lanes, meanings)
        sums.append(known)
    found: list[Leads] = []
    for at in range(len(tokens)):
        own = sums[at + 2]
        if own.dull and (at == 0 or found[-1] is DULL_LEADS):
            found.append(DULL_LEADS)
            continue
        here = words[at + 2]
        total = own.here + sums[at + 1].before + sums[at].before2 + sums[at + 3].after + sums[at + 4].after2
        for feature in _pair_features(words[at], words[at + 1], here, words[at + 3]):
            total += get(feature, 0)
        for feature in _mail_features(here, place, at == 0, around):
            total += get(feature, 0)
        nothing, a, b, c, d, e = _scores(total, lanes)
        found.append((a - nothing, b - nothing, c - nothing, d - nothing, e - nothing))
    return found


def _runs(stretch: Stretch, leads: Sequence[Leads], shifts: Mapping[str, list[float]]) -> Iterator[Span]:
    """The runs of one tag, each token's tag chosen with the one before it known."""
    tag, first, surety = "", 0, 0.0
    ends: list[tuple[int, float]] = []
    for at, lead_of in enumerate(leads):
        if lead_of is DULL_LEADS and not tag:
            continue
        shift = shifts[tag]
        a, b, c, d, e = lead_of
        scores = [
            shift[0] - NOTHING_LESS,
            a + shift[1],
            b + shift[2],
            c + shift[3],
            d + shift[4],
            e + shift[5],
        ]
        name, lead = _best(scores)
        if name == tag:
            surety += lead
            over = scores[0] + NOTHING_LESS - scores[TAGS.index(tag)]
            if tag and over > -SURE_WITHIN:
                ends.append((at, over))
            continue
        if tag:
            yield Span(tag, stretch, first, at - 1, surety / (at - first), tuple(ends))
        tag, first, surety = name, at, lead
        ends.clear()
    if tag:
        yield Span(tag, stretch, first, len(leads) - 1, surety / (len(leads) - first), tuple(ends))


def _best(scores: list[float]) -> tuple[str, float]:
    """The tag that scores most, and by how much over the next (log odds)."""
    first, second = sorted(scores, reverse=True)[:2]
    return TAGS[scores.index(first)], first - second
