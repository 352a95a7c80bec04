"""Trains the finder of names from the facts that stand above each invented mail.

Two steps share one table: the tagger, a multinomial logistic regression over tokens, and the ranking, for each tag a
conditional logit over all that may be names of one mail and over naming nobody. The ranking learns from what taggers
found in mails they had not seen. Each mail is learned from three times over: as it is, with employer and role
exchanged for those of another mail in its language, and without its sender.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from secondwind.reading.clues import employer_key, same_role
from secondwind.reading.methods.v2.candidates import candidates_of
from secondwind.reading.methods.v2.concepts import lexicons
from secondwind.reading.methods.v2.lanes import Lanes, pack, unpack
from secondwind.reading.methods.v2.ranking import rank_features
from secondwind.reading.methods.v2.tagging import (
    TAGS,
    Stretch,
    key_of,
    look_around,
    stretch_features,
    stretches_of,
    tag_stretches,
)
from secondwind.reading.reading import Kind
from training.dressed import FACTS, FOLDS, dressed, fold_of, is_own
from training.examples import cut
from training.invented import Invented

TAGGER_C, CHOOSING_C = 0.4, 1.0
"""How little each step is held back. Chosen by folds."""
MOST_OF_TAGGER, MOST_OF_CHOOSING = 34_000, 30_000
"""Features kept of each step, those that weigh most."""
RAREST = 2
"""A feature met in fewer rows is left out."""
Named = tuple[list[str], str]
"""The features of one word, and its tag."""
_BESIDE = ("w-1=", "w+1=", "w-2=", "w+2=")


def tells_names(mail: Invented) -> bool:
    """Whether the facts above a mail can be taken as all it names: not of other mail that carries none."""
    if mail.kind in ("not_job", "job_alert"):
        return False
    return mail.kind != "other_job" or any(fact in mail.facts for fact in FACTS)


# ---- tokens ----------------------------------------------------------------------------------------------------


def tags_of(stretch: Stretch, mail: Invented) -> list[str]:
    """The tag of every token, by where the mail's facts stand in the stretch."""
    tags = [""] * len(stretch.tokens)
    low = stretch.text.lower()
    for fact in FACTS:
        for value in mail.facts.get(fact, "").split("\n"):
            for start, end in _places(low, value.strip().lower()):
                for at, token in enumerate(stretch.tokens):
                    if start <= token.start and token.end <= end and not tags[at]:
                        tags[at] = fact
    return tags


def _places(low: str, value: str) -> Iterator[tuple[int, int]]:
    """Where `value` stands in `low` as whole words."""
    at = low.find(value) if len(value) > 1 else -1
    while at >= 0:
        end = at + len(value)
        if not (at and low[at - 1].isalnum()) and not (end < len(low) and low[end].isalnum()):
            yield at, end
        at = low.find(value, end)


def common_words(mails: Sequence[Invented], fewest: int = 4) -> frozenset[str]:
    """``w=word`` for every word that stands in at least `fewest` of the mails; the others are mostly names."""
    counts: Counter[str] = Counter()
    for mail in mails:
        counts.update(
            {
                "w=" + token.word.low
                for stretch in stretches_of(mail.message, cut(mail))
                for token in stretch.tokens
            }
        )
    return frozenset(word for word, count in counts.items() if count >= fewest)


def token_examples(mail: Invented, common: frozenset[str]) -> Iterator[Named]:
    """(features, tag) of every token of one mail, each with the true tag before it."""
    passage = cut(mail)
    stretches = stretches_of(mail.message, passage, own=is_own(mail))
    around = look_around(mail.message, stretches, passage.language, own=is_own(mail))
    for stretch in stretches:
        last = ""
        for features, tag in zip(
            stretch_features(stretch, around, common), tags_of(stretch, mail), strict=True
        ):
            yield [one for one in features if _known(one, common)] + ["t=" + last], tag
            last = tag


def _known(feature: str, common: frozenset[str]) -> bool:
    """Whether a feature is kept: words that are rare say nothing about the next mail."""
    if feature.startswith("w="):
        return feature in common
    return not feature.startswith(_BESIDE) or "w" + feature[3:] in common


# ---- what both steps are fitted to -----------------------------------------------------------------------------


class Columns:
    """Rows of features as numbers, so that all of them can be held at once."""

    def __init__(self) -> None:
        self.index: dict[str, int] = {}
        self.flat = array("i")
        self.pointers = array("q", [0])

    def add(self, features: Sequence[str]) -> None:
        index = self.index
        self.flat.extend([index.setdefault(feature, len(index)) for feature in features])
        self.pointers.append(len(self.flat))

    def matrix(self) -> tuple[csr_matrix, list[str]]:
        """One row for each `add`, one column for each feature, and the features' names in the order of the columns.

        The order is that of the alphabet, not the one they were met in, so that the same mails give the same sums.
        """
        names = sorted(self.index)
        place = np.empty(len(names), dtype=np.int32)
        for at, name in enumerate(names):
            place[self.index[name]] = at
        flat = place[np.frombuffer(self.flat, dtype=np.int32)]
        ones = np.ones(len(flat), dtype=np.float32)
        shape = (len(self.pointers) - 1, len(names))
        found = csr_matrix((ones, flat, np.frombuffer(self.pointers, dtype=np.int64)), shape=shape)
        found.sort_indices()
        return found, names


def often(matrix: csr_matrix, fewest: int) -> np.ndarray:
    """Which columns stand in at least `fewest` rows."""
    return np.flatnonzero(np.bincount(matrix.indices, minlength=matrix.shape[1]) >= fewest)


Weights = dict[str, list[float]]


def telling(names: Sequence[str], rows: np.ndarray, most: int) -> Weights:
    """The weights of the features that weigh most."""
    kept = np.argsort(-np.abs(rows).max(axis=1), kind="stable")[:most]
    return {names[at]: rows[at].tolist() for at in sorted(kept)}


@dataclass(frozen=True)
class Tokens:
    """Every token of the mails: its features, its tag (by its place in TAGS) and the fold of its mail."""

    names: list[str]
    matrix: csr_matrix
    tags: np.ndarray
    folds: np.ndarray


def tokens_in(mails: Sequence[Invented], common: frozenset[str]) -> Tokens:
    columns, tags, folds = Columns(), array("b"), array("b")
    for mail in mails:
        for features, tag in token_examples(mail, common):
            columns.add(features)
            tags.append(TAGS.index(tag))
            folds.append(fold_of(mail))
    matrix, names = columns.matrix()
    return Tokens(names, matrix, np.frombuffer(tags, np.int8), np.frombuffer(folds, np.int8))


def fit_tagger(tokens: Tokens, out: int | None = None) -> tuple[list[float], Weights]:
    """The intercepts and weights of a tagger of all tokens but those of one fold."""
    rows = np.flatnonzero(tokens.folds != out) if out is not None else np.arange(len(tokens.folds))
    matrix = tokens.matrix[rows]
    columns = often(matrix, RAREST)
    model = LogisticRegression(C=TAGGER_C, max_iter=60, tol=1e-3)
    model.fit(matrix[:, columns], tokens.tags[rows])
    weights = np.zeros((len(columns), len(TAGS)))
    intercepts = [-20.0] * len(TAGS)
    for at, tag in enumerate(model.classes_):
        weights[:, tag] = model.coef_[at]
        intercepts[tag] = float(model.intercept_[at])
    return intercepts, telling([tokens.names[at] for at in columns], weights, MOST_OF_TAGGER)


# ---- choosing --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Choice:
    """One mail's candidates as rows of a matrix, `first` being that of naming nobody, and which of them is told."""

    mail: Invented
    first: int
    texts: list[str]

    @property
    def end(self) -> int:
        return self.first + 1 + len(self.texts)


def look_at(mail: Invented, lanes: Lanes) -> tuple[list[str], list[str], list[list[str]]]:
    """The candidates of one mail, what speaks for nobody, and their features, as the reader makes them."""
    own, passage = is_own(mail), cut(mail)
    stretches = stretches_of(mail.message, passage, own=own)
    around = look_around(mail.message, stretches, passage.language, own=own)
    tagged = tag_stretches(stretches, around, lanes)
    found = candidates_of(tagged, mail.message, around, own=own)
    lexicon = lexicons()[passage.language]
    kept, nobody, rows = rank_features(found, tagged, around, Kind(mail.kind), lexicon, own=own)
    return [one.text for one in kept], nobody, rows


def is_told(text: str, fact: str, mail: Invented) -> bool:
    """Whether a candidate is what the mail's facts name."""
    values = [value for value in mail.facts.get(fact, "").split("\n") if value]
    if fact == "role":
        return any(same_role(text, value) for value in values)
    if fact in ("employer", "agency"):
        return any(employer_key(text) == employer_key(value) for value in values)
    return any(key_of(text) == key_of(value) for value in values)


TOLD_OF_HOUSES = ("application_received", "rejection", "interview", "assessment", "offer")
SILENCE = 0.5
"""Weight of a mail that names nobody: some of them do, and nobody wrote it above them."""


def right_rows(choice: Choice, fact: str) -> tuple[list[int], float]:
    """The rows that are right for one fact, and how much the mail counts: not at all where no candidate is right,
    nor where a house writes of an application and nobody noted its name."""
    mail = choice.mail
    if mail.facts.get(fact):
        right = [choice.first + 1 + at for at, text in enumerate(choice.texts) if is_told(text, fact, mail)]
        return right, 1.0 if right else 0.0
    if (
        fact == "employer"
        and "agency" not in mail.facts
        and mail.kind in TOLD_OF_HOUSES
        and not _careful(mail)
    ):
        return [], 0.0
    return [choice.first], 1.0 if _careful(mail) else SILENCE


def _careful(mail: Invented) -> bool:
    """Whether the mail is of a file whose names were noted down with care."""
    return "-cards" in mail.name


def fit_choices(columns: Columns, choices: Sequence[Choice]) -> Weights:
    """For each tag a conditional logit: the share of the right candidates among all of their mail, made great."""
    matrix, names = columns.matrix()
    kept = often(matrix, RAREST + 1)
    matrix = matrix[:, kept]
    turned = matrix.T.tocsr()
    starts = np.array([choice.first for choice in choices])
    groups = np.repeat(np.arange(len(choices)), [choice.end - choice.first for choice in choices])
    weights = np.zeros((len(kept), len(TAGS)))
    for at, fact in enumerate(TAGS[1:], 1):
        right, counts = np.zeros(matrix.shape[0], bool), np.zeros(len(choices))
        for number, choice in enumerate(choices):
            rows, counts[number] = right_rows(choice, fact)
            right[rows] = True
        weights[:, at] = _fit_one(matrix, turned, Grouping(starts, groups, right, counts))
    return telling([names[column] for column in kept], weights, MOST_OF_CHOOSING)


@dataclass(frozen=True)
class Grouping:
    """Which rows are one mail's (`starts` of each mail, `groups` of each row), which are right, what a mail counts."""

    starts: np.ndarray
    groups: np.ndarray
    right: np.ndarray
    counts: np.ndarray


def _fit_one(matrix: csr_matrix, turned: csr_matrix, by: Grouping) -> np.ndarray:
    counted = by.counts > 0
    weight = by.counts[by.groups]

    def loss(point: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ point
        powers = np.exp(scores - np.maximum.reduceat(scores, by.starts)[by.groups])
        rights = np.where(by.right, powers, 0.0)
        whole = np.add.reduceat(powers, by.starts)
        of_right = np.maximum(np.add.reduceat(rights, by.starts), 1e-300)
        lost = float((by.counts[counted] * (np.log(whole[counted]) - np.log(of_right[counted]))).sum())
        slope = weight * (powers / whole[by.groups] - np.where(weight > 0, rights / of_right[by.groups], 0.0))
        return lost + 0.5 / CHOOSING_C * float(point @ point), turned @ slope + point / CHOOSING_C

    begin = np.zeros(matrix.shape[1])
    found = minimize(loss, begin, jac=True, method="L-BFGS-B", options={"maxiter": 100, "ftol": 1e-6})
    return np.asarray(found.x)


def fit(mails: Sequence[Invented]) -> bytes:
    """Both steps, packed as one table. Determined by the mails alone."""
    known = [mail for mail in mails if tells_names(mail)]
    known += dressed(known)
    tokens = tokens_in(known, common_words([mail for mail in mails if tells_names(mail)]))
    columns, choices = Columns(), []
    for out in range(FOLDS):
        intercepts, weights = fit_tagger(tokens, out)
        lanes = unpack(pack(TAGS, intercepts, weights))
        for mail in known:
            if fold_of(mail) == out:
                texts, nobody, rows = look_at(mail, lanes)
                choices.append(Choice(mail, len(columns.pointers) - 1, texts))
                for features in (nobody, *rows):
                    columns.add(features)
    intercepts, weights = fit_tagger(tokens)
    return pack(TAGS, intercepts, {**weights, **fit_choices(columns, choices)})
