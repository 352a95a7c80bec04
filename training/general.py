"""Mail in general: what mail about a search for work is told from.

Words of nine languages, drawn as often as people use them (the word lists of wordfreq, of the `training` group) and
strung together without sense. So no mail of anybody is needed to know what ordinary mail is made of, and a sentence
that says nothing of a search for work is not taken for one because it says "unfortunately".
"""

from __future__ import annotations

import random
from functools import lru_cache
from itertools import accumulate

from wordfreq import top_n_list, word_frequency

from secondwind.mail.message import Address, Message
from secondwind.reading.methods.v2.concepts import LANGUAGES
from training.invented import Invented

WORDS = 40_000
"""Words of a language they are drawn from, the commonest."""
RARER = 0.7
"""The power of a word's frequency by which half the sentences are drawn, so that rarer words are met as well."""
SENTENCES, SPREAD = 2.0, 0.8
"""Mean and deviation of the logarithm of the sentences a mail has: 7 in the middle, 60 at most."""


@lru_cache(maxsize=1)
def _words() -> dict[str, tuple[list[str], list[float], list[float]]]:
    """By language: its words, and how often each comes, summed up; then the same with rarer words raised."""
    found = {}
    for language in LANGUAGES:
        words = top_n_list(language, WORDS)
        often = [word_frequency(word, language) for word in words]
        found[language] = (words, list(accumulate(often)), list(accumulate(x**RARER for x in often)))
    return found


def general_mails(each: int, seed: int) -> list[Invented]:
    """`each` mails a language; the same for the same seed. Of kind not_job, tagged ``general``."""
    draw = random.Random(seed)
    return [
        Invented(
            f"general-{language}-{number}", language, "not_job", frozenset({"general"}), _mail(language, draw)
        )
        for language in LANGUAGES
        for number in range(each)
    ]


def _mail(language: str, draw: random.Random) -> Message:
    words, often, raised = _words()[language]

    def some(fewest: int, most: int, sums: list[float] = raised) -> str:
        return " ".join(draw.choices(words, cum_weights=sums, k=draw.randint(fewest, most)))

    count = int(min(60, max(2, draw.lognormvariate(SENTENCES, SPREAD))))
    text = " ".join(
        some(3, 28, draw.choice((often, raised))).capitalize() + draw.choice(".....?!") for _ in range(count)
    )
    sender = Address(some(1, 2).title(), f"{some(1, 1)}@{some(1, 1)}.example")
    return Message("general", draw.choice(("", "", "Re: ", "Fwd: ")) + some(2, 7), sender, None, text)
