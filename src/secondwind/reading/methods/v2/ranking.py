"""Describes each candidate by all the places it stands in and by how it compares with the others of its mail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from secondwind.reading.methods.v2.candidates import STAYS, Candidate, greeted
from secondwind.reading.methods.v2.concepts import Lexicon
from secondwind.reading.methods.v2.places import is_relay_name
from secondwind.reading.methods.v2.tagging import (
    DULL_LEADS,
    EDGE,
    NO_LEAD,
    TAGS,
    Around,
    Leads,
    Span,
    Tagged,
    Word,
    key_of,
    loosened,
)
from secondwind.reading.methods.v2.trades import JOINING
from secondwind.reading.reading import Kind

NAMED = TAGS[1:]


@dataclass(frozen=True, slots=True)
class Standing:
    """One place a candidate stands in: tokens `first` to `last` of a tagged stretch."""

    tagged: Tagged
    first: int
    last: int


@dataclass(slots=True)
class Shape:
    """A candidate with what the comparing looks at: its words, where it stands, and the mean lead of each tag there."""

    one: Candidate
    words: list[Word]
    standings: list[Standing]
    leads: Leads
    title: str
    best: Standing | None


MOST_STANDINGS = 6


def rank_features(
    candidates: Sequence[Candidate],
    tagged: Sequence[Tagged],
    around: Around,
    kind: Kind,
    lexicon: Lexicon,
    *,
    own: bool,
) -> tuple[list[Candidate], list[str], list[list[str]]]:
    """The candidates worth weighing, what speaks for naming nobody, and for each what decides whether and as what it
    is told."""
    index: dict[str, list[tuple[int, int]]] = {one.words[0].low: [] for one in candidates}
    for number, one in enumerate(tagged):
        for at, token in enumerate(one.stretch.tokens):
            if token.word.low in index:
                index[token.word.low].append((number, at))
    shapes = _likeliest([_shape_of(one, tagged, index) for one in candidates])
    tops = [sorted((shape.leads[at] for shape in shapes), reverse=True)[:3] for at in range(len(NAMED))]
    mail = _Mail(tops, around, kind, lexicon, shapes, greeted(tagged))
    nothing = ["n:", f"n:h={around.house}", f"n:k={kind}", "n:own" if own else "n:theirs"]
    for name, top in zip(NAMED, tops, strict=True):
        lead = _bucket(top[0] if top else NO_LEAD)
        nothing += [f"n:top={name}{lead}", f"n:top={name}{lead}{kind}"]
        nothing.append(f"n:tagged={name}{any(name in one.sums for one in candidates)}")
    return [shape.one for shape in shapes], nothing, [_features(shape, mail) for shape in shapes]


MOST_WEIGHED = 5
"""Candidates of employer and of role that are weighed, those with the greatest leads; of the other tags fewer."""
MOST_OF_OTHERS = 2
_SET_APART = frozenset(
    {
        "whole",
        "first",
        "whole-desk",
        "first-desk",
        "later-desk",
        "relayed",
        "sent-to",
        "slot-before",
        "slot-behind",
        "spelled",
        "domain",
        "label-role",
        "label-employer",
        "label-location",
    }
)
"""Where a candidate is met that is weighed whatever the tagger makes of it."""


def _likeliest(shapes: Sequence[Shape]) -> list[Shape]:
    """Those the tagger leads most for each tag, a word or as a whole, and those that are set apart; as they came."""
    kept = {
        at for at, shape in enumerate(shapes) if not _SET_APART.isdisjoint(shape.one.parts) or shape.one.spans
    }
    for tag in range(len(NAMED)):
        means = sorted(range(len(shapes)), key=lambda at: -shapes[at].leads[tag])
        kept.update(means[: MOST_WEIGHED if tag < 2 else MOST_OF_OTHERS])
        if tag < 2:
            whole = sorted(
                range(len(shapes)), key=lambda at: -(shapes[at].leads[tag] + STAYS) * len(shapes[at].words)
            )
            kept.update(whole[:MOST_WEIGHED])
    return [shapes[at] for at in sorted(kept)]


@dataclass(frozen=True, slots=True)
class _Mail:
    tops: Sequence[Sequence[float]]
    around: Around
    kind: Kind
    lexicon: Lexicon
    shapes: Sequence[Shape]
    greeted: frozenset[str]


def _shape_of(one: Candidate, tagged: Sequence[Tagged], index: Mapping[str, list[tuple[int, int]]]) -> Shape:
    words = one.words
    standings = []
    for number, at in index[words[0].low][:30]:
        tokens = tagged[number].stretch.tokens
        if len(tokens) - at >= len(words) and all(
            tokens[at + off].word.low == word.low for off, word in enumerate(words)
        ):
            standings.append(Standing(tagged[number], at, at + len(words) - 1))
            if len(standings) == MOST_STANDINGS:
                break
    means = [_mean(standing) for standing in standings]
    leads = _greatest(means)
    title = "".join(
        [
            "R"
            if "R" in word.marks
            else "X"
            if len(word.shape) == 2
            else "x"
            if word.shape == "x"
            else word.shape[0]
            for word in words[:5]
        ]
    )
    best = max(zip(means, standings, strict=True), key=lambda pair: max(pair[0][:2]))[1] if means else None
    return Shape(one, words, standings, leads, title, best)


def _greatest(means: Sequence[Leads]) -> Leads:
    """Of each tag the greatest lead."""
    if not means:
        return DULL_LEADS
    a, b, c, d, e = map(max, zip(*means, strict=True))
    return (a, b, c, d, e)


def _mean(standing: Standing) -> Leads:
    rows = standing.tagged.leads[standing.first : standing.last + 1]
    if len(rows) == 1:
        return rows[0]
    a, b, c, d, e = map(sum, zip(*rows, strict=True))
    most = len(rows)
    return (a / most, b / most, c / most, d / most, e / most)


def _bucket(lead: float) -> int:
    """Log odds in steps, -5..5."""
    return max(-5, min(5, int(lead // 1.5)))


def _features(shape: Shape, mail: _Mail) -> list[str]:
    one, words, around, kind = shape.one, shape.words, mail.around, mail.kind
    headed = "R" if "R" in shape.title else ""
    found = ["r:", f"r:t={shape.title}", f"r:len={len(words)}{headed}", f"r:e={words[-1].low[-3:]}"]
    for at, name in enumerate(NAMED):
        lead, top = shape.leads[at], mail.tops[at]
        found.append(f"r:m={name}{_bucket(lead)}")
        if lead >= top[0]:
            found += [
                f"r:top={name}",
                f"r:top={name}{kind}",
                f"r:lead={name}{min(6, int(lead - top[1])) if len(top) > 1 else 'x'}",
            ]
        elif len(top) > 1 and lead >= top[1]:
            found += [f"r:second={name}", f"r:back={name}{min(6, int(top[0] - lead))}"]
        else:
            found.append(f"r:back={name}{min(6, int(top[0] - lead))}")
        if name in one.sums:
            found += [
                f"r:s={name}{_step(one.sums[name])}{headed}",
                f"r:s={name}",
                f"r:st={name}{shape.title}",
            ]
    for part in one.parts:
        found += [
            f"r:part={part}",
            f"r:part={part}{around.house}",
            f"r:part={part}{kind}",
            f"r:part={part}{headed}",
        ]
    found.append(f"r:parts={'+'.join(one.parts[:5])}{headed}")
    found += _of_standings(shape, mail, headed)
    found += _of_spans(one.spans, headed)
    found += _of_words(words)
    if words[0].low in mail.greeted:
        found += ["r:greeted", f"r:greeted={len(words)}"]
    found += _of_address(shape, mail)
    return found


def _step(total: float) -> int:
    return min(int(total), 4) if total < 5 else min(5 + int((total - 5) / 4), 9)


def _half(odds: float) -> int:
    """Log odds in steps of a half, -2..6."""
    return max(-2, min(6, int(odds * 2)))


def _of_standings(shape: Shape, mail: _Mail, headed: str) -> list[str]:
    """Where the candidate stands: in which parts of the mail, how often, and what stands before and behind it."""
    places = [standing.tagged.stretch.place for standing in shape.standings]
    where = sorted(set(places))
    found = [f"r:n={min(len(places), 5)}{headed}", f"r:in={'+'.join(where)}{headed}"]
    found += [f"r:at={place}{headed}" for place in where]
    told: set[str] = set()
    for standing in shape.standings[:4]:
        told.update(_of_standing(standing, mail, headed))
    if shape.best is not None:
        told.update(_edges(shape.best))
    return found + sorted(told)


def _of_standing(standing: Standing, mail: _Mail, headed: str) -> list[str]:
    stretch, first, last = standing.tagged.stretch, standing.first, standing.last
    tokens, place = stretch.tokens, stretch.place
    before = tokens[first - 1].word if first else EDGE
    before2 = tokens[first - 2].word if first > 1 else EDGE
    after = tokens[last + 1].word if last + 1 < len(tokens) else EDGE
    after2 = tokens[last + 2].word if last + 2 < len(tokens) else EDGE
    found = [
        f"r:b={before.low or '^'}{headed}", f"r:a={after.low or '$'}{headed}", f"r:bb={before2.low[:5]} {before.low}",
        f"r:aa={after.low} {after2.low[:5]}", f"r:xs={before.shape}{after.shape}{headed}",
        f"r:bp={place}{before.shape}", f"r:ap={place}{after.shape}",
        f"r:bx={_outline(before2)}{_outline(before)}{headed}", f"r:ax={_outline(after)}{_outline(after2)}{headed}",
        f"r:bl={mail.around.language}{_outline(before)}{first == 1}{headed}",
        f"r:al={mail.around.language}{_outline(after)}{headed}",
    ]  # fmt: skip
    concepts = mail.lexicon.concepts_of
    for off in range(1, 6):
        if first - off < 0:
            break
        word = tokens[first - off].word
        if word.shape in ".!?":
            break
        for concept in concepts(word.low):
            found.append(f"r:c<{concept}{headed}")
            if off <= 2:
                found.append(f"r:c<{concept}{off}{before.low if off == 2 else ''}")
    for off in range(1, 4):
        if last + off >= len(tokens):
            break
        word = tokens[last + off].word
        for concept in concepts(word.low):
            found.append(f"r:c>{concept}{headed}")
            if off == 1:
                found.append(f"r:c>{concept}1")
    if first == 0 and last == len(tokens) - 1:
        found += [f"r:alone={place}", f"r:alone={place}{headed}"]
    return found


def _outline(word: Word) -> str:
    """A word's shape, the small words that join two words of a name apart."""
    return "j" if word.shape == "x" and word.low.strip("'") in JOINING else word.shape


def _edges(best: Standing) -> list[str]:
    """How the tagger sees both ends of the candidate where it is likeliest, and the words beside them."""
    leads, first, last = best.tagged.leads, best.first, best.last
    left = leads[first - 1] if first else None
    right = leads[last + 1] if last + 1 < len(leads) else None
    found = []
    for at, name in enumerate(NAMED[:2]):
        found += [
            f"r:el={name}{_bucket(leads[first][at])}|{_bucket(left[at]) if left else '^'}",
            f"r:er={name}{_bucket(leads[last][at])}|{_bucket(right[at]) if right else '$'}",
            f"r:least={name}{_bucket(min(row[at] for row in leads[first : last + 1]))}",
        ]
    return found


def _of_spans(spans: Sequence[Span], headed: str) -> list[str]:
    found = []
    for span in spans[:3]:
        found += [
            f"r:over={span.tag}{_half(span.over)}{headed}",
            f"r:inner={span.tag}{_half(span.inner)}{headed}",
            f"r:cut={span.tag}{span.cut}{headed}",
            f"r:sat={span.tag}{span.stretch.place}",
        ]
    return found


def _of_words(words: Sequence[Word]) -> list[str]:
    first, last = words[0], words[-1]
    found = [f"r:w0={first.low}", f"r:w9={last.low}", f"r:x0={first.shape}", f"r:x9={last.shape}"]
    if any("R" in word.marks for word in words):
        found += ["r:R", f"r:R={'R' in first.marks}{'R' in last.marks}"]
    if any("L" in word.marks for word in words):
        found.append("r:L")
    if any("D" in word.marks for word in words):
        found += ["r:D", f"r:D={'D' in first.marks}{'D' in last.marks}"]
    if first.low.strip("'") in JOINING:
        found.append("r:j0")
    if last.low.strip("'") in JOINING:
        found.append("r:j9")
    if any("P" in word.marks for word in words) or is_relay_name(
        key_of(" ".join(word.text for word in words))
    ):
        found.append("r:P")
    return found


def _of_address(shape: Shape, mail: _Mail) -> list[str]:
    one, around = shape.one, mail.around
    found, key = [], loosened(one.key)
    if around.domain:
        relation = _to_domain(shape, around.domain)
        found += [f"r:d={relation}", f"r:d={relation}{mail.kind}", f"r:d={relation}{len(shape.words)}"]
        found += [f"r:d={relation}{part}" for part in one.parts]
    if (
        around.local
        and len(key) > 2
        and (
            one.key in around.local
            or any(len(word.low) > 2 and word.low in around.local for word in shape.words)
        )
    ):
        found += ["r:local", f"r:local={'+'.join(one.parts[:2])}{len(shape.words)}"]
    for name, others in (
        ("longer", [o.one for o in mail.shapes if o is not shape and one.key in o.one.key]),
        (
            "shorter",
            [o.one for o in mail.shapes if o is not shape and len(o.one.key) > 2 and o.one.key in one.key],
        ),
    ):
        for other in others[:3]:
            found += [f"r:{name}={tag}" for tag in other.sums] + [
                f"r:{name}={part}" for part in other.parts[:2]
            ]
    return found


def _to_domain(shape: Shape, domain: str) -> str:
    """How a candidate's letters and the domain's word have to do with each other."""
    key = loosened(shape.one.key)
    if key == domain:
        return "equal"
    if domain in key:
        return "more"
    if key in domain:
        return "begins" if domain.startswith(key) else "within"
    capitals = [word for word in shape.words if len(word.shape) == 2 and len(word.low) > 3]
    return "word" if any(loosened(key_of(word.text)) in domain for word in capitals) else "else"
