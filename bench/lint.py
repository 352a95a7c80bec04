"""How well the lint finds what it looks for, rule by rule, on the exam's drafts.

    uv run python bench/lint.py            the open half
    uv run python bench/lint.py --sealed   the sealed half as well: once per version

Found and missed count drafts that break a rule; false alarms count drafts that do not. Intervals are
Wilson's, 90%.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from math import sqrt
from pathlib import Path
from typing import Any

from secondwind.letters.lint import RULES, LintContext, lint

EXAMS = Path(__file__).parents[1] / "tests" / "exams" / "lint"
_Z90 = 1.6449


def load(half: str) -> list[dict[str, Any]]:
    """The drafts of one half ("open" or "sealed"), as written."""
    return [json.loads(line) for line in (EXAMS / f"{half}.jsonl").read_text("utf-8").splitlines() if line]


def found_rules(exam: Mapping[str, Any]) -> set[int]:
    """The numbers of the rules that have a note on this draft."""
    return {note.rule for note in lint(exam["body"], LintContext(kind=exam["kind"], **exam["context"]))}


def tally(drafts: Iterable[Mapping[str, Any]]) -> dict[int, tuple[int, int, int, int]]:
    """For each rule: found, missed, false alarms, and drafts that do not break it."""
    judged = [(set(draft["breaks"]), found_rules(draft)) for draft in drafts]
    return {
        rule.number: (
            sum(rule.number in breaks and rule.number in found for breaks, found in judged),
            sum(rule.number in breaks and rule.number not in found for breaks, found in judged),
            sum(rule.number not in breaks and rule.number in found for breaks, found in judged),
            sum(rule.number not in breaks for breaks, _ in judged),
        )
        for rule in RULES
    }


def wilson(hits: int, n: int) -> tuple[float, float]:
    """Wilson's 90% interval for hits in n; 0 to 1 where n is 0."""
    if not n:
        return 0.0, 1.0
    share, z2 = hits / n, _Z90**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z90 / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def _share(hits: int, n: int) -> str:
    low, high = wilson(hits, n)
    return f"{hits / n:4.2f} ({low:.2f}-{high:.2f}) n={n:<3}" if n else "  -  (n=0)            "


def report(half: str) -> str:
    """The table of one half."""
    drafts = load(half)
    lines = [
        f"{half}: {len(drafts)} drafts",
        "rule                 recall                   precision                alarms",
    ]
    total = [0, 0, 0, 0]
    for rule in RULES:
        counts = tally(drafts)[rule.number]
        total = [a + b for a, b in zip(total, counts, strict=True)]
        lines.append(_row(f"{rule.number:>2} {rule.name}", counts))
    lines.append(_row("   all", tuple(total)))
    clean = [draft for draft in drafts if not draft["breaks"]]
    quiet = sum(not found_rules(draft) for draft in clean)
    lines.append(f"clean drafts without any note: {_share(quiet, len(clean))}")
    return "\n".join(lines)


def _row(name: str, counts: tuple[int, ...]) -> str:
    found, missed, alarms, sound = counts
    return f"{name:<20} {_share(found, found + missed)} {_share(found, found + alarms)} {alarms}/{sound}"


if __name__ == "__main__":
    for half_ in ("open", "sealed") if "--sealed" in sys.argv[1:] else ("open",):
        sys.stdout.write(report(half_) + "\n")
