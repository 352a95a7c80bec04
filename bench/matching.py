"""How well the mails of one application come together: `python bench/matching.py open|sealed [--golden] [--show]`.

Runs one half of the golden searches (tests/exams/searches) through the real door: each search is written as a mailbox
of its own, imported and settled into a temporary record, one person a search. With `--golden` what the record says of
each mail (kind, employer, role) stands in for the reader, so that matching is measured alone; without it the
program's own reader reads, the cheap look before it included. A mail that a question is asked about counts as left
out. The sealed half is run once per version. Intervals are of 90%, drawn again by search, seeded.
"""

# ruff: noqa: PLC0415  (Django and what rests on it can be imported once the temporary folder is named)

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HOME = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(HOME / "tests")]

DRAWS = 2000
SEED = 20261123


@dataclass(slots=True)
class Run:
    """What one half gave: `found` as the score takes it, the questions by what they ask, and the stored mails."""

    found: dict[str, Any] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    kept: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("half", choices=("open", "sealed"))
    parser.add_argument(
        "--golden", action="store_true", help="the record's own readings stand in for the reader"
    )
    parser.add_argument(
        "--show", action="store_true", help="list what was split or merged, of the open half alone"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="secondwind-matching-") as folder:
        _set_up(folder)
        from exams.searches.build import searches

        record = searches(options.half)
        run = settle_all(record, Path(folder), golden=options.golden)
        reader = "golden readings" if options.golden else "the program's own reader"
        print(
            f"{options.half} half, {len(record)} searches, {sum(len(s.mails) for s in record)} mails, {reader}"
        )
        report(record, run)
        if options.show and options.half == "open":
            show(record, run)
    return 0


def _set_up(folder: str) -> None:
    os.environ["SECONDWIND_DATA"] = folder
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "secondwind.site.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def settle_all(record: Sequence[Any], folder: Path, *, golden: bool) -> Run:
    """Every search into a record of its own person; the building of the searches is not timed."""
    import settled
    from secondwind.record.models import Message, Question

    run = Run()
    with settled.read_by(settled.golden(record)) if golden else nullcontext():
        for search in record:
            seeker = settled.seeker_of(search)
            began = time.perf_counter()
            settled.settle(search.mails, seeker, folder / f"{search.name}.mbox")
            run.seconds += time.perf_counter() - began
            run.found |= settled.found_in(seeker)
            run.asked.update(Question.objects.of(seeker).values_list("asks", flat=True))
            rows = Message.objects.of(seeker).prefetch_related("readings", "question")
            run.kept |= {row.key: row for row in rows}
    return run


def report(record: Sequence[Any], run: Run) -> None:
    from exams.searches.score import as_lines, missed_by_trap, score_all

    total, each = score_all(record, run.found)
    print(*as_lines([total]), sep="\n")
    print(f"precision  {_interval([(one.both, one.found) for one in each])}")
    print(f"recall     {_interval([(one.both, one.golden) for one in each])}")
    asks = ", ".join(f"{count} {name}" for name, count in sorted(run.asked.items()))
    print(f"questions asked {sum(run.asked.values())}{f' ({asks})' if asks else ''}")
    print(f"{run.seconds:.1f} s, {1000 * run.seconds / max(1, total.mails):.1f} ms a mail, database and all")
    print("mails in wrong company, by trap")
    for trap, (wrong, seen) in missed_by_trap(record, run.found).items():
        print(f"  {trap:<30} {wrong:>4} of {seen}")


def _interval(pairs: Sequence[tuple[int, int]]) -> str:
    """The pooled share and its 90% interval, searches drawn again with replacement."""
    chance = random.Random(SEED)  # noqa: S311  (no secret)
    shares = sorted(_share(chance.choices(pairs, k=len(pairs))) for _ in range(DRAWS))
    low, high = shares[int(DRAWS * 0.05)], shares[int(DRAWS * 0.95) - 1]
    return f"{_share(pairs):.3f} [{low:.3f}, {high:.3f}]"


def _share(pairs: Iterable[tuple[int, int]]) -> float:
    parts = list(pairs)
    whole = sum(n for _, n in parts)
    return sum(k for k, _ in parts) / whole if whole else 1.0


def show(record: Sequence[Any], run: Run) -> None:
    """The mails of every application that was found in pieces, and of every one that holds more than itself."""
    from exams.searches.score import score_all

    total, _ = score_all(record, run.found)
    split = {(one.search, one.application) for one in total.splits}
    merged = {(one.search, one.found) for one in total.merges}
    for search in record:
        for mail in search.mails:
            key = run.found.get(mail.message.message_id)
            if (search.name, mail.application) in split or (search.name, key) in merged:
                print(f"{search.name} {mail.application} -> {key} {_line(mail, run.kept)}")


def _line(mail: Any, kept: Mapping[str, Any]) -> str:
    row, message = kept.get(mail.message.message_id), mail.message
    said = row.readings.first() if row else None
    question = getattr(row, "question", None)
    asks = f" ASKS {question.asks} {question.options}" if question else ""
    read = f"{said.kind}, {said.employer}, {said.role}" if said else "passed over"
    threaded = " threaded" if message.references else ""
    clues = ", ".join(clue["name"] for clue in row.clues) if row else ""
    return (
        f"{message.sent_at:%m-%d %H:%M}{asks} {mail.kind}, {mail.employer}, {mail.role} | {read} | "
        f"{message.sender.name} <{message.sender.address}> to {message.to[0].address} "
        f"[{message.subject}]{threaded} ({clues}) {' '.join(mail.traps)}"
    )


if __name__ == "__main__":
    sys.exit(main())
