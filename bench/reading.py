"""How well mail is read: `python bench/reading.py [DATA_DIR] [--spam TAR_XZ] [--show KIND]`.

DATA_DIR holds `*.jsonl` of labelled mail (else SECONDWIND_DATA_DEV, else `data/dev` beside SECONDWIND_CORPORA).
Without data it says "not run" and ends well.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tarfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path

from secondwind.mail.message import Address, Message
from secondwind.reading.read import read
from secondwind.reading.reading import Kind, Reading
from secondwind.reading.score import Share, confusion_table, score

LEFT_OUT = {"vivek_preprocessed"}
TUNED_ON = {"sethpoly", "gjt_db", "jgchoti"}
"""The half of the sources the first method was tuned on; the others were only measured."""


@dataclass(frozen=True)
class Labelled:
    source: str
    lang: str
    truth: Kind
    message: Message
    reading: Reading

    @property
    def pair(self) -> tuple[Kind, Kind]:
        return self.truth, self.reading.kind


def say(line: str = "") -> None:
    sys.stdout.write(line + "\n")


def message_of(row: dict[str, str], number: int) -> Message:
    name, address = parseaddr(row.get("from") or "")
    return Message(
        f"{row['source']}-{number}",
        row.get("subject") or "",
        Address(name, address.lower()),
        None,
        row.get("body") or "",
    )


def labelled(folder: Path) -> Iterator[Labelled]:
    for path in sorted(folder.glob("*.jsonl")):
        if path.stem in LEFT_OUT:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            row = json.loads(line)
            message = message_of(row, number)
            yield Labelled(path.stem, row.get("lang", "en"), Kind(row["label"]), message, read(message))


def verbatim(one: Labelled) -> bool:
    subject, text = (" ".join(part.split()) for part in (one.message.subject, one.message.text))
    return all(quote in text or quote in subject for quote in one.reading.evidence)


def report(title: str, rows: list[Labelled]) -> None:
    scores = score(one.pair for one in rows)
    rejection = scores.get(Kind.REJECTION)
    if rejection:
        say(
            f"{title:<28} n={len(rows):<4} rejection precision {rejection.precision}   recall {rejection.recall}"
        )
    else:
        say(f"{title:<28} n={len(rows):<4} no rejections")


def report_kinds(rows: list[Labelled]) -> None:
    for kind, one in score(one.pair for one in rows).items():
        say(f"  {kind:<22} precision {one.precision!s:<34} recall {one.recall}")
    say(confusion_table(one.pair for one in rows))
    told = [one for one in rows if one.reading.kind is not Kind.NOT_JOB]
    quoting = [one for one in told if one.reading.kind is not Kind.UNSURE]
    say(f"unsure: {Share(sum(one.reading.kind is Kind.UNSURE for one in rows), len(rows))}")
    say(f"evidence verbatim: {Share(sum(verbatim(one) for one in told), len(told))}")
    say(
        f"a quote where one is owed: {Share(sum(bool(one.reading.evidence) for one in quoting), len(quoting))}"
    )
    named = [one for one in rows if one.truth in (Kind.REJECTION, Kind.APPLICATION_RECEIVED)]
    say(f"employer named: {Share(sum(one.reading.employer is not None for one in named), len(named))}"
        f"   role named: {Share(sum(one.reading.role is not None for one in named), len(named))}")  # fmt: skip


def report_data(folder: Path, show: str) -> None:
    rows = list(labelled(folder))
    for source in sorted({one.source for one in rows}):
        report(source, [one for one in rows if one.source == source])
    report("tuned on (half)", [one for one in rows if one.source in TUNED_ON])
    report("not tuned on, English", [one for one in rows if one.source not in TUNED_ON and one.lang == "en"])
    report("English", [one for one in rows if one.lang == "en"])
    report("all languages", rows)
    say("\nEnglish, per kind")
    report_kinds([one for one in rows if one.lang == "en"])
    for one in rows if show else ():
        if one.truth is not one.reading.kind and show in (one.truth, one.reading.kind, one.source):
            say(f"\n{one.source} {one.truth} -> {one.reading.kind} {one.reading.evidence}")
            say(f"   {one.message.subject} | {' '.join(one.message.text.split())[:500]}")
    speed([one.message for one in rows])


def speed(messages: list[Message]) -> None:
    started = time.perf_counter()
    for message in messages:
        read(message)
    took = time.perf_counter() - started
    size = sum(len(message.text) for message in messages) // max(1, len(messages))
    say(f"speed: {len(messages) / took:,.0f} messages a second (mean {size:,} characters)")


def report_spam(archive: Path) -> None:
    """How many messages that are about no application are seen as a no; reading and parsing timed apart."""
    from secondwind.mail.parse import parse_message  # noqa: PLC0415  (the labelled part runs without it)

    messages: list[Message] = []
    started = time.perf_counter()
    with tarfile.open(archive) as bundle:
        for member in bundle:
            handle = bundle.extractfile(member) if member.isfile() else None
            if handle is not None:
                messages.append(parse_message(handle.read()))
    parsed = time.perf_counter()
    counts: dict[str, int] = {}
    for message in messages:
        kind = read(message).kind
        counts[kind] = counts.get(kind, 0) + 1
        if kind is Kind.REJECTION:
            say(f"  seen as a no: {message.subject!r} {read(message).evidence}")
    took = time.perf_counter() - parsed
    seen = counts.get(Kind.REJECTION, 0)
    say(f"\nmessages about no application: {len(messages)}, rejections seen: {seen}")
    say("  " + ", ".join(f"{kind} {count}" for kind, count in sorted(counts.items())))
    say(f"speed: read {len(messages) / took:,.0f} a second")
    say(f"speed: unpack and parse {len(messages) / (parsed - started):,.0f} a second")


def default_folder() -> Path | None:
    named = os.environ.get("SECONDWIND_DATA_DEV")
    corpora = os.environ.get("SECONDWIND_CORPORA")
    if named:
        return Path(named)
    return Path(corpora).parent / "data" / "dev" if corpora else None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=default_folder())
    parser.add_argument("--spam", type=Path)
    parser.add_argument("--show", default="", help="print what was read wrongly, for one kind or source")
    chosen = parser.parse_args()
    if chosen.data is None or not chosen.data.is_dir():
        say("reading: not run (no labelled mail; give a folder or set SECONDWIND_DATA_DEV)")
    else:
        report_data(chosen.data, chosen.show)
    if chosen.spam is not None and chosen.spam.is_file():
        report_spam(chosen.spam)
    elif chosen.spam is not None:
        say("false alarms: not run (no such archive)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
