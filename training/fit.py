"""Trains the reader's second method: `python -m training.fit [STEP ...]`. Needs the `training` dependency group.

Four linear steps. One weighs what each sentence says, from the invented phrases and the stretches pointed at in
the invented mails. One weighs the words of a whole mail, from the invented mails and a table of word counts taken
from real mail. One weighs whether they are words of a search for work at all, against language in general. The last
weighs these, how the mail is built, and what the patterns of the first method say. It learns from answers the others
gave to mails they had not seen (each fold of the mails is answered by models of the other folds), and to ordinary
mail made up of what there is. What is written out runs without any of the libraries used here.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from scipy.special import softmax
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.model_selection import cross_val_predict

from secondwind.reading.methods.v2 import lanes as v2_lanes
from secondwind.reading.methods.v2.concepts import LANGUAGES, lexicons
from secondwind.reading.methods.v2.lanes import Lanes
from secondwind.reading.methods.v2.model import Last, pack_model, parts_of
from secondwind.reading.methods.v2.passage import Passage, Sentence
from secondwind.reading.methods.v2.signs import SAID, features_of, weigh
from secondwind.reading.methods.v2.words import sentence_features, stem
from training.count_words import Counts
from training.count_words import read as read_counts
from training.examples import KINDS, MAY_SAY, Example, cut, phrase_example, sentences_of
from training.general import general_mails
from training.invented import Invented, all_mails, all_phrases
from training.names import fit as fit_tagger_and_choice

HERE = Path(__file__).parent
MODEL = HERE.parent / "src/secondwind/reading/methods/v2/model.bin"
FOLDS = 3
SENTENCE_C, WORDS_C, TOPIC_C, NAMES_C, LAST_C = 4.0, 0.3, 0.05, 0.4, 1.0
"""How little each step is held back (the C of scikit-learn). Chosen by the folds."""
MOST_FEATURES = 40_000
"""Features kept of one step, those that weigh most: the whole must load in a tenth of a second."""
GENERAL = 200
"""Mails of senseless words a language that the topic is told from."""
RAREST = 2
"""A feature met in fewer examples is left out."""


@dataclass(frozen=True)
class Bag:
    """The features of one example, what it is, and how much it counts."""

    features: Sequence[str]
    label: str
    weight: float = 1.0


def fit_lanes(bags: list[Bag], classes: Sequence[str], c: float, *, most: int = MOST_FEATURES) -> bytes:
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
    if len(model.classes_) == 2:  # scikit-learn keeps one row for two
        rows[:, 1], intercepts[:] = model.coef_[0], (0.0, model.intercept_[0])
    else:
        rows[:, model.classes_], intercepts[model.classes_] = model.coef_.T, model.intercept_
    telling = np.argsort(-np.abs(rows).max(axis=1), kind="stable")[:most]
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
    """The sentences nobody pointed at, as saying nothing: every third, so that they do not drown the others.

    None of a mail that turns somebody down: it often says so twice, and one time alone was pointed at.
    """
    quiet = [one for one in rest if one.kind != "rejection"]
    return [sentence_bag(replace(one, said="plain")) for one in quiet[::3]]


def _told(example: Example, first: Lanes) -> Bag:
    """A sentence with what it most likely says of all that its mail's kind lets it say."""
    bag = sentence_bag(example)
    scores = dict(zip(SAID, first.weigh(bag.features), strict=True))
    return replace(bag, label=max(MAY_SAY[example.kind], key=lambda said: scores[said]))


def fit_words(mails: list[Invented], counts: Counts) -> bytes:
    return fit_lanes([*map(mail_bag, mails), *bags_from(counts)], KINDS, WORDS_C)


def fit_topic(mails: list[Invented], counts: Counts) -> bytes:
    """Words of a search for work against words of mail about no job, and of language in general."""
    told = [*mails, *general_mails(GENERAL, seed=5)]
    bags = [Bag(features_of(cut(mail), mail.message).topic, _topic(mail.kind)) for mail in told]
    bags += [replace(bag, label=_topic(bag.label)) for bag in bags_from(counts)]
    return fit_lanes(bags, TOPICS, TOPIC_C, most=MOST_TOPICAL)


def _topic(kind: str) -> str:
    return "other" if kind == "not_job" else "job"


TOPICS = ("other", "job")
MOST_TOPICAL = 12_000
"""Features kept of the step that tells the topic."""


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
    """The models of the first steps."""

    sentences: Lanes
    words: Lanes
    topic: Lanes

    def row(self, mail: Invented, passage: Passage | None = None) -> tuple[float, ...]:
        """What these say of a mail, or of the same mail with another body."""
        return weigh(passage or cut(mail), mail.message, self.sentences, self.words, self.topic).row


def lengthened(mail: Invented, fillers: dict[str, list[Sentence]], draw: random.Random) -> Passage:
    """The mail with sentences below it that say nothing, as long mails of firms have them."""
    passage = cut(mail)
    more = fillers.get(passage.language, [])
    added = draw.sample(more, min(len(more), draw.randint(3, 14)))
    return replace(passage, sentences=(*passage.sentences, *added))


def fit_first(mails: list[Invented], phrases: list[Example], counts: Counts) -> First:
    parts = fit_sentences(mails, phrases), fit_words(mails, counts), fit_topic(mails, counts)
    return First(*map(v2_lanes.unpack, parts))


def long_mails(mails: list[Invented], count: int, draw: random.Random) -> list[tuple[Invented, Passage]]:
    """Sentences of many mails about no job in one language, as long mails: among so many some sound like news."""
    banks: dict[str, list[Sentence]] = {}
    for mail in mails:
        banks.setdefault(mail.lang, []).extend(cut(mail).sentences)
    found = []
    for mail in draw.choices(mails, k=count):
        length = int(min(80, max(4, draw.lognormvariate(2.7, 0.8))))
        found.append((mail, replace(cut(mail), sentences=tuple(draw.choices(banks[mail.lang], k=length)))))
    return found


LONG, SENSELESS = 540, 300
"""Long mails about no job, and mails of senseless words, that each fold is shown beside its own."""


@dataclass(frozen=True)
class Rows:
    """What the last step learns from: signs, shape (n, width), and the number of the kind of each mail, shape (n,)."""

    signs: np.ndarray
    kinds: np.ndarray


def unseen_rows(mails: list[Invented], phrases: list[Example], counts: Counts) -> Rows:
    """What the first steps say of every mail when they have not seen it; of every mail lengthened; and, by fold, of
    long and of senseless mail about no job."""
    fold = folds_of(mails)
    draw = random.Random(3)
    fillers: dict[str, list[Sentence]] = {}
    for phrase in phrases:
        if phrase.said == "plain":
            fillers.setdefault(phrase.language, []).append(Sentence(phrase.low, phrase.low))
    senseless = general_mails(SENSELESS * FOLDS // len(LANGUAGES), seed=6)
    rows: list[tuple[float, ...]] = []
    kinds: list[str] = []
    for out in range(FOLDS):
        first = fit_first([m for m, at in zip(mails, fold, strict=True) if at != out], phrases, counts)
        held = [mail for mail, at in zip(mails, fold, strict=True) if at == out]
        for mail in held:
            rows += [first.row(mail), first.row(mail, lengthened(mail, fillers, draw))]
            kinds += [mail.kind] * 2
        quiet = [mail for mail in held if mail.kind == "not_job"]
        ordinary = [first.row(*one) for one in long_mails(quiet, LONG, draw)]
        ordinary += [first.row(mail) for mail in senseless[out::FOLDS]]
        rows += ordinary
        kinds += ["not_job"] * len(ordinary)
    return Rows(np.array(rows), np.array([KINDS.index(kind) for kind in kinds]))


def fit_last(rows: Rows) -> Last:
    """The last step, from the rows of `unseen_rows`."""
    fitted = LogisticRegression(C=LAST_C, max_iter=2000).fit(rows.signs, rows.kinds)
    last = Last(
        KINDS, tuple(fitted.intercept_.round(5).tolist()), tuple(map(tuple, fitted.coef_.round(5).tolist()))
    )
    warmth = temperature(rows)
    return replace(
        last,
        intercepts=tuple(x / warmth for x in last.intercepts),
        weights=tuple(tuple(x / warmth for x in row) for row in last.weights),
    )


def temperature(rows: Rows) -> float:
    """By what the scores are divided so that shares are honest: the value that fits unseen folds best."""
    scores = cross_val_predict(
        LogisticRegression(C=LAST_C, max_iter=2000), rows.signs, rows.kinds, cv=10, method="decision_function"
    )
    tries = [0.5 + step / 20 for step in range(31)]
    return min(tries, key=lambda warmth: log_loss(rows.kinds, softmax(scores / warmth, axis=1)))


def main(only: Sequence[str] = ()) -> int:
    """Train all of it, or again `only` some of the steps, which leaves the others as the model has them."""
    mails = all_mails(HERE / "mails")
    phrases = [phrase_example(*one) for one in all_phrases(HERE / "phrases")]
    counts = read_counts()
    steps: dict[str, Callable[[], bytes]] = {
        "sentences": lambda: fit_sentences(mails, phrases),
        "words": lambda: fit_words(mails, counts),
        "topic": lambda: fit_topic(mails, counts),
        "names": lambda: fit_names(mails),
    }
    parts, last = parts_of(MODEL.read_bytes()) if only else ({}, None)
    parts |= {name: fit() for name, fit in steps.items() if name in only or not only}
    if last is None or "last" in only:
        last = fit_last(unseen_rows(mails, phrases, counts))
    packed = pack_model(parts, last)
    MODEL.write_bytes(packed)
    sys.stdout.write(f"{len(mails)} mails, {len(phrases)} phrases, {len(packed):,} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
