"""How well a grouping found the applications: precision and recall over pairs of mails, with splits and merges.

A pair is two mails of one search. It is golden where both belong to one application, found where both were given one
key. Mails nobody could place ("undecidable") take no part in pairs; where they were placed all the same is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from .record import Mail, Search

Found = Mapping[str, Hashable | None]


@dataclass(frozen=True, slots=True)
class Split:
    """One application found in pieces: found key (None: left out) to the number of its mails there."""

    search: str
    application: str
    pieces: dict[Hashable | None, int]


@dataclass(frozen=True, slots=True)
class Merge:
    """One found key that holds more than one thing: golden key (None: no application) to the number of mails."""

    search: str
    found: Hashable
    parts: dict[str | None, int]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of pairs (`both`: golden and found) and of mails; precision and recall are None where nothing was counted.

    `strays` are mails of no application that were given a key, `left_out` mails of an application that were given none,
    `guesses` the undecidable among `undecidable` that were given a key.
    """

    name: str
    mails: int
    golden: int
    found: int
    both: int
    strays: int
    left_out: int
    undecidable: int
    guesses: int
    splits: tuple[Split, ...]
    merges: tuple[Merge, ...]

    @property
    def precision(self) -> float | None:
        return self.both / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        return self.both / self.golden if self.golden else None


def score(search: Search, found: Found) -> Score:
    """The score of one search. A mail that `found` does not hold counts as left out; keys of other searches' mails
    are passed over, so one mapping may serve all searches."""
    clear = [mail for mail in search.mails if "undecidable" not in mail.traps]
    unclear = [mail for mail in search.mails if "undecidable" in mail.traps]
    pairs = [(mail.application, found.get(mail.message.message_id)) for mail in clear]
    return Score(
        name=search.name,
        mails=len(clear),
        golden=_pairs(golden for golden, _ in pairs if golden is not None),
        found=_pairs(key for _, key in pairs if key is not None),
        both=_pairs(pair for pair in pairs if None not in pair),
        strays=sum(golden is None and key is not None for golden, key in pairs),
        left_out=sum(golden is not None and key is None for golden, key in pairs),
        undecidable=len(unclear),
        guesses=sum(found.get(mail.message.message_id) is not None for mail in unclear),
        splits=tuple(Split(search.name, key, pieces) for key, pieces in _mixed(pairs)),
        merges=tuple(Merge(search.name, key, parts) for key, parts in _mixed((b, a) for a, b in pairs)),
    )


def pooled(scores: Iterable[Score], name: str = "pooled") -> Score:
    """All counts added up: a search with many pairs weighs more than one with few."""
    scores = list(scores)
    counts = ("mails", "golden", "found", "both", "strays", "left_out", "undecidable", "guesses")
    return Score(
        name=name,
        **{count: sum(getattr(each, count) for each in scores) for count in counts},
        splits=tuple(split for each in scores for split in each.splits),
        merges=tuple(merge for each in scores for merge in each.merges),
    )


def score_all(searches: Iterable[Search], found: Found) -> tuple[Score, list[Score]]:
    """The pooled score and the score of every search."""
    scores = [score(search, found) for search in searches]
    return pooled(scores), scores


def missed_by_trap(searches: Iterable[Search], found: Found) -> dict[str, tuple[int, int]]:
    """For each trap: its mails that stand in wrong company (a golden pair missed or a false one found), and all."""
    wrong: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for search in searches:
        clear = [mail for mail in search.mails if "undecidable" not in mail.traps]
        for mail in clear:
            seen.update(mail.traps)
            wrong.update(mail.traps if _in_wrong_company(mail, clear, found) else ())
    return {trap: (wrong[trap], seen[trap]) for trap in sorted(seen)}


def as_lines(scores: Iterable[Score]) -> list[str]:
    """One line a score: counts first, then the shares."""
    return [
        f"{each.name:10} mails {each.mails:5}  golden {each.golden:6}  found {each.found:6}  both {each.both:6}"
        f"  precision {_share(each.precision)}  recall {_share(each.recall)}  splits {len(each.splits):3}"
        f"  merges {len(each.merges):3}  strays {each.strays:3}  left out {each.left_out:3}"
        f"  guesses {each.guesses} of {each.undecidable}"
        for each in scores
    ]


def _share(share: float | None) -> str:
    return "  —  " if share is None else f"{share:.3f}"


def _pairs(keys: Iterable[Hashable]) -> int:
    """The number of unordered pairs with one key."""
    return sum(count * (count - 1) // 2 for count in Counter(keys).values())


def _mixed(pairs: Iterable[tuple]) -> list[tuple]:
    """Each first key that is not None and goes with more than one second key, None among them, with its counts."""
    beside: dict[Hashable, Counter] = {}
    for first, second in pairs:
        if first is not None:
            beside.setdefault(first, Counter())[second] += 1
    return [(key, dict(counts)) for key, counts in beside.items() if len(counts) > 1]


def _in_wrong_company(mail: Mail, others: list[Mail], found: Found) -> bool:
    """Whether `mail` stands in wrong company: a pair of it is golden and not found, or found and not golden."""
    key = found.get(mail.message.message_id)
    for other in others:
        if other is mail:
            continue
        golden = mail.application is not None and mail.application == other.application
        together = key is not None and key == found.get(other.message.message_id)
        if golden != together:
            return True
    return False
