"""Precision and recall per kind on a labelled set, with Wilson intervals at 90% ("9 times in 10")."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

from secondwind.reading.reading import Kind

Z90 = 1.6448536269514722
"""Two-sided 90% of the normal distribution."""


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `n`. `low` and `high` are the Wilson 90% interval; with n = 0 they are 0 and 1, `value` is None."""

    hits: int
    n: int

    @property
    def value(self) -> float | None:
        return self.hits / self.n if self.n else None

    @property
    def low(self) -> float:
        return wilson(self.hits, self.n)[0]

    @property
    def high(self) -> float:
        return wilson(self.hits, self.n)[1]

    def __str__(self) -> str:
        return f"{self.hits / self.n:.3f} [{self.low:.3f}-{self.high:.3f}] n={self.n}" if self.n else "n=0"


@dataclass(frozen=True, slots=True)
class Score:
    """How well one kind is read: of those said to be it, of those that are it."""

    kind: Kind
    precision: Share
    recall: Share


def wilson(hits: int, n: int, z: float = Z90) -> tuple[float, float]:
    """The Wilson score interval of hits in n, 0..1. Raises ValueError unless 0 <= hits <= n."""
    if not 0 <= hits <= n:
        raise ValueError(f"{hits} of {n}")
    if n == 0:
        return 0.0, 1.0
    share = hits / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def confusion(pairs: Iterable[tuple[Kind, Kind]]) -> Mapping[tuple[Kind, Kind], int]:
    """Counts of (what it is, what was said)."""
    return Counter(pairs)


def score(pairs: Iterable[tuple[Kind, Kind]]) -> dict[Kind, Score]:
    """Scores for every kind that occurs, from pairs of (what it is, what was said). `unsure` counts as not said."""
    table = confusion(pairs)
    kinds = {kind for pair in table for kind in pair}
    return {kind: _score(kind, table) for kind in Kind if kind in kinds}


def _score(kind: Kind, table: Mapping[tuple[Kind, Kind], int]) -> Score:
    right = table.get((kind, kind), 0)
    said = sum(count for (_, told), count in table.items() if told is kind)
    are = sum(count for (truth, _), count in table.items() if truth is kind)
    return Score(kind, Share(right, said), Share(right, are))


def confusion_table(pairs: Iterable[tuple[Kind, Kind]]) -> str:
    """The confusions as text: a row for each truth, a column for each answer."""
    table = confusion(pairs)
    kinds = [kind for kind in Kind if any(kind in pair for pair in table)]
    width = max((len(kind) for kind in kinds), default=4) + 1
    head = " " * width + " ".join(f"{kind[:9]:>9}" for kind in kinds)
    rows = [
        f"{truth:<{width}}" + " ".join(f"{table.get((truth, said), 0):>9}" for said in kinds)
        for truth in kinds
    ]
    return "\n".join([head, *rows])
