"""Trains the reader's second method: `python -m training.fit [--measure]`. Needs the `training` dependency group.

Three linear steps. One weighs what each sentence says, from the invented phrases and the stretches pointed at in
the invented mails. One weighs the words of a whole mail, from the invented mails and a table of word counts taken
from real mail. The last weighs both and how the mail is built. It learns from answers the first two gave to mails
they had not seen (each fold of the mails is answered by models of the other folds). What is written out runs
without any of the libraries used here.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from scipy.special import softmax
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.model_selection import cross_val_predict

from secondwind.reading.methods.v2 import lanes as v2_lanes
from secondwind.reading.methods.v2.concepts import lexicons
from secondwind.reading.methods.v2.lanes import Lanes
from secondwind.reading.methods.v2.model import Last, pack_model
from secondwind.reading.methods.v2.passage import Passage, Sentence
from secondwind.reading.methods.v2.signs import SAID, features_of, weigh
from secondwind.reading.methods.v2.words import sentence_features, stem
from training.count_words import Counts
from training.count_words import read as read_counts
from training.examples import KINDS, MAY_SAY, Example, cut, phrase_example, sentences_of
from training.invented import Invented, all_mails, all_phrases
from training.names import fit as fit_tagger_and_choice

HERE = Path(__file__).parent
MODEL = HERE.parent / "src/secondwind/reading/methods/v2/model.bin"
FOLDS = 3
SENTENCE_C, WORDS_C, NAMES_C, LAST_C = 4.0, 0.3, 0.4, 1.0
"""How little each step is held back (the C of scikit-learn). Chosen by the folds."""
MOST_FEATURES = 40_000
"""Features kept of one step, those that weigh most: the whole must load in a tenth of a second."""
RAREST = 2
"""A feature met in fewer examples is left out."""


@dataclass(frozen=True)
class Bag:
    """The features of one example, what it is, and how much it counts."""

    features: Sequence[str]
    label: str
    weight: float = 1.0


def fit_lanes(bags: list[Bag], classes: Sequence[str], c: float) -> bytes:
    """A multinomial logistic regression over the bags, packed in the form the reader runs."""
    counts: dict[str, int] = {}
    for bag in bags:
        for feature in bag.features:
            counts[feature] = counts.get(feature, 0) + 1
    names = sorted(feature for feature, count in counts.items() if count >= RAREST)
    index = {name: at for at, name in enumerate(names)}
    columns = [[index[f] for f in bag.features if f in index] for bag in bags]
    pointers = np.cumsum([0, *map(len, columns)])
    flat = np.fromiter((at for row in columns for at in row), dtype=np.int32)
    matrix = csr_matrix((np.ones(len(flat), dtype=np.float32), flat, pointers), shape=(len(bags), len(names)))
    labels = np.array([classes.index(bag.label) for bag in bags])
    model = LogisticRegression(C=c, max_iter=60, tol=1e-3)
    model.fit(matrix, labels, sample_weight=np.array([bag.weight for bag in bags]))
    rows = np.zeros((len(names), len(classes)))
    intercepts = np.full(len(classes), -20.0)
    for at, label in enumerate(model.classes_):
        rows[:, label] = model.coef_[at]
        intercepts[label] = model.intercept_[at]
    telling = np.argsort(-np.abs(rows).max(axis=1), kind="stable")[:MOST_FEATURES]
    return v2_lanes.pack(classes, intercepts.tolist(), {names[at]: rows[at].tolist() for at in telling})


def sentence_bag(example: Example) -> Bag:
    return Bag(sentence_features(example.low, lexicons()[example.language]), example.said, example.weight)


def mail_bag(mail: Invented) -> Bag:
    return Bag(features_of(cut(mail), mail.message).mail, mail.kind)


def folds_of(mails: list[Invented]) -> list[int]:
    """Which fold each mail is in: by a shuffle that is the same every time."""
    order = list(range(len(mails)))
    random.Random(7).shuffle(order)
    fold = [0] * len(mails)
    for place, at in enumerate(order):
        fold[at] = place % FOLDS
    return fold


def fit_sentences(mails: list[Invented], phrases: list[Example]) -> bytes:
    """First from what somebody said, then again with what that says of the other sentences of each mail."""
    examples = [example for mail in mails for example in sentences_of(mail)]
    said = [*phrases, *(one for one in examples if one.said)]
    rest = [one for one in examples if not one.said]
    first = v2_lanes.unpack(fit_lanes([*map(sentence_bag, said), *_aside(rest)], SAID, SENTENCE_C))
    return fit_lanes([*map(sentence_bag, said), *(_told(one, first) for one in rest)], SAID, SENTENCE_C)


def _aside(rest: list[Example]) -> list[Bag]:
    """The sentences nobody pointed at, as saying nothing: every third, so that they do not drown the others."""
    return [sentence_bag(replace(one, said="plain")) for one in rest[::3]]


def _told(example: Example, first: Lanes) -> Bag:
    """A sentence with what it most likely says of all that its mail's kind lets it say."""
    bag = sentence_bag(example)
    scores = dict(zip(SAID, first.weigh(bag.features), strict=True))
    return replace(bag, label=max(MAY_SAY[example.kind], key=lambda said: scores[said]))


def fit_words(mails: list[Invented], counts: Counts) -> bytes:
    return fit_lanes([*map(mail_bag, mails), *bags_from(counts)], KINDS, WORDS_C)


def fit_names(mails: list[Invented]) -> bytes:
    """Both steps that find names, as one table."""
    return fit_tagger_and_choice(mails)


MOST_BAGS = 200
"""Bags of one kind that are drawn from the table of counts."""


def bags_from(counts: Counts) -> list[Bag]:
    """Mails drawn from the word counts: each word as often among a kind's bags as among its real mails.

    Which words stood together is not in the table, so each is drawn by itself.
    """
    draw = random.Random(11)
    found = []
    for kind, mails in counts.mails.items():
        chances = [(word, by[kind] / mails) for word, by in counts.words.items() if by[kind]]
        for _ in range(min(mails, MOST_BAGS)):
            words = [word for word, chance in chances if draw.random() < chance]
            found.append(Bag([*words, *{f"{stem(word)}~" for word in words}], kind))
    return found


@dataclass(frozen=True)
class First:
    """The two models of the first steps."""

    sentences: Lanes
    words: Lanes

    def row(self, mail: Invented, passage: Passage | None = None) -> tuple[float, ...]:
        """What these two say of a mail, or of the same mail with another body."""
        return weigh(passage or cut(mail), mail.message, self.sentences, self.words).row


def lengthened(mail: Invented, fillers: dict[str, list[Sentence]], draw: random.Random) -> Passage:
    """The mail with sentences below it that say nothing, as long mails of firms have them."""
    passage = cut(mail)
    more = fillers.get(passage.language, [])
    added = draw.sample(more, min(len(more), draw.randint(3, 14)))
    return replace(passage, sentences=(*passage.sentences, *added))


def fit_first(mails: list[Invented], phrases: list[Example], counts: Counts) -> First:
    return First(v2_lanes.unpack(fit_sentences(mails, phrases)), v2_lanes.unpack(fit_words(mails, counts)))


def unseen_rows(mails: list[Invented], phrases: list[Example], counts: Counts) -> np.ndarray:
    """What the first steps say of every mail when they have not seen it, then of every mail lengthened.

    Shape (2 * mails, width of a row).
    """
    fold = folds_of(mails)
    draw = random.Random(3)
    fillers: dict[str, list[Sentence]] = {}
    for phrase in phrases:
        if phrase.said == "plain":
            fillers.setdefault(phrase.language, []).append(Sentence(phrase.low, phrase.low))
    rows: list[tuple[float, ...]] = [()] * (2 * len(mails))
    for out in range(FOLDS):
        first = fit_first([m for m, at in zip(mails, fold, strict=True) if at != out], phrases, counts)
        for at, mail in enumerate(mails):
            if fold[at] == out:
                rows[at] = first.row(mail)
                rows[len(mails) + at] = first.row(mail, lengthened(mail, fillers, draw))
    return np.array(rows)


def fit_last(rows: np.ndarray, mails: list[Invented]) -> Last:
    """The last step, from the rows of `unseen_rows`."""
    labels = np.array([KINDS.index(mail.kind) for mail in mails] * 2)
    fitted = LogisticRegression(C=LAST_C, max_iter=1000).fit(rows, labels)
    last = Last(
        KINDS, tuple(fitted.intercept_.round(5).tolist()), tuple(map(tuple, fitted.coef_.round(5).tolist()))
    )
    warmth = temperature(rows, labels)
    return replace(
        last,
        intercepts=tuple(x / warmth for x in last.intercepts),
        weights=tuple(tuple(x / warmth for x in row) for row in last.weights),
    )


def temperature(rows: np.ndarray, labels: np.ndarray) -> float:
    """By what the scores are divided so that shares are honest: the value that fits unseen folds best."""
    scores = cross_val_predict(
        LogisticRegression(C=LAST_C, max_iter=1000), rows, labels, cv=10, method="decision_function"
    )
    tries = [0.5 + step / 20 for step in range(31)]
    return min(tries, key=lambda warmth: log_loss(labels, softmax(scores / warmth, axis=1)))


def main() -> int:
    mails = all_mails(HERE / "mails")
    phrases = [phrase_example(*one) for one in all_phrases(HERE / "phrases")]
    counts = read_counts()
    last = fit_last(unseen_rows(mails, phrases, counts), mails)
    parts = {
        "sentences": fit_sentences(mails, phrases),
        "words": fit_words(mails, counts),
        "names": fit_names(mails),
    }
    packed = pack_model(parts, last)
    MODEL.write_bytes(packed)
    sys.stdout.write(f"{len(mails)} mails, {len(phrases)} phrases, {len(packed):,} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
