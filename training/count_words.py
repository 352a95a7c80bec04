"""Counts words of real, labelled mail: `python -m training.count_words FOLDER` writes training/words.tsv.

Only a table of counts comes out, and only of general vocabulary: a word must stand in at least three of the
files, and in small letters somewhere in the invented mails, so that no name of a person or a firm gets in.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from secondwind.reading.methods.v2.passage import read_passage
from secondwind.reading.methods.v2.words import fold, words_of
from training.examples import KINDS
from training.invented import all_mails, all_phrases

HERE = Path(__file__).parent
TABLE = HERE / "words.tsv"
FEWEST_FILES = 3
_SMALL = re.compile(r"(?<![\w.@/-])[^\W\d_A-Z]{2,}(?![\w@])")


@dataclass
class Counts:
    """`mails` by kind, and for every word the mails of each kind it stands in."""

    mails: Counter[str] = field(default_factory=Counter)
    words: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, kind: str, words: Iterable[str]) -> None:
        self.mails[kind] += 1
        for word in words:
            self.words[word][kind] += 1


def general_words() -> set[str]:
    """Words written in small letters in the invented mails and phrases, folded."""
    texts = [mail.text for mail in all_mails(HERE / "mails")]
    texts += [sentence for _, _, sentence in all_phrases(HERE / "phrases")]
    return {
        word
        for text in texts
        for small in _SMALL.findall(text)
        if small.islower()
        for word in words_of(fold(small))
    }


def labelled(folder: Path) -> Iterator[tuple[str, str, set[str]]]:
    """(file, kind, words) of every mail that is not marked ambiguous."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if not row.get("ambiguous"):
                passage = read_passage(row.get("subject") or "", row.get("body") or "")
                said = (passage.subject, *passage.sentences)
                yield path.stem, row["label"], {word for one in said for word in words_of(one.low)}


def count(mails: Iterable[tuple[str, str, set[str]]], general: set[str]) -> Counts:
    counts = Counts()
    files: defaultdict[str, set[str]] = defaultdict(set)
    for file, kind, words in mails:
        known = words & general
        counts.add(kind, known)
        for word in known:
            files[word].add(file)
    rare = [word for word in counts.words if len(files[word]) < FEWEST_FILES]
    for word in rare:
        del counts.words[word]
    return counts


def write(counts: Counts, path: Path = TABLE) -> None:
    lines = ["\t".join(["word", *KINDS]), "\t".join(["", *(str(counts.mails[kind]) for kind in KINDS)])]
    lines += [
        "\t".join([word, *(str(by[kind]) for kind in KINDS)]) for word, by in sorted(counts.words.items())
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read(path: Path = TABLE) -> Counts:
    """The table as `write` wrote it; the second line counts the mails themselves."""
    counts = Counts()
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        word, *numbers = line.split("\t")
        by = {kind: int(number) for kind, number in zip(KINDS, numbers, strict=True) if number != "0"}
        if word:
            counts.words[word].update(by)
        else:
            counts.mails.update(by)
    return counts


def main() -> int:
    folder = Path(sys.argv[1])
    counts = count(labelled(folder), general_words())
    write(counts)
    sys.stdout.write(f"{len(counts.words)} words of {sum(counts.mails.values())} mails\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
