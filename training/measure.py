"""Measures the second method on real mail, each file read without its own words: `python -m training.measure FOLDER`.

The word counts are all that is learned from real mail. For every file the steps that use them are trained again from
the counts of the other files; the rest of the model is as it ships.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from email.utils import parseaddr
from pathlib import Path
from unittest.mock import patch

from secondwind.mail.message import Address, Message
from secondwind.reading.methods.v2 import judge
from secondwind.reading.methods.v2.lanes import unpack
from secondwind.reading.methods.v2.model import model
from secondwind.reading.reading import Kind
from secondwind.reading.score import score
from training.count_words import count, general_words, labelled
from training.fit import HERE, fit_topic, fit_words
from training.invented import all_mails

LEFT_OUT = {"vivek_preprocessed"}
"""Files whose words were changed by whoever gathered them."""


def mails_of(path: Path) -> Iterator[tuple[str, Kind, Message]]:
    """(language, kind, mail) of every mail that is not marked ambiguous."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        if not row.get("ambiguous"):
            name, address = parseaddr(row.get("from") or "")
            mail = Message(
                str(number),
                row.get("subject") or "",
                Address(name, address.lower()),
                None,
                row.get("body") or "",
            )
            yield row["lang"], Kind(row["label"]), mail


def main() -> int:
    folder = Path(sys.argv[1])
    invented, general = all_mails(HERE / "mails"), general_words()
    counted = list(labelled(folder))
    pairs: defaultdict[str, list[tuple[Kind, Kind]]] = defaultdict(list)
    for path in sorted(folder.glob("*.jsonl")):
        if path.stem in LEFT_OUT:
            continue
        others = count((one for one in counted if one[0] != path.stem), general)
        words, topic = unpack(fit_words(invented, others)), unpack(fit_topic(invented, others))
        without = replace(model(), words=words, topic=topic)
        with patch.object(judge, "model", lambda it=without: it):
            for language, truth, mail in mails_of(path):
                pair = truth, judge.read(mail).kind
                for group in ("all", f"in {language}", path.stem):
                    pairs[group].append(pair)
        sys.stdout.write(f"{path.stem}\n")
        sys.stdout.flush()
    for group, found in sorted(pairs.items()):
        noes = score(found).get(Kind.REJECTION)
        told = f"rejection precision {noes.precision} recall {noes.recall}" if noes else "no rejection"
        sys.stdout.write(f"{group:<28} n={len(found):<4} {told}\n")
    for kind, one in score(pairs["all"]).items():
        sys.stdout.write(f"  {kind:<22} precision {one.precision!s:<32} recall {one.recall}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
