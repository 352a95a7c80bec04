"""The lint on the open half of its exam, with floors; the sealed half belongs to bench/lint.py --sealed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from secondwind.letters.lint import RULES, LintContext, lint

OPEN = Path(__file__).parent / "lint" / "open.jsonl"
DRAFTS = [json.loads(line) for line in OPEN.read_text("utf-8").splitlines() if line]


def found(draft: dict) -> set[int]:
    return {note.rule for note in lint(draft["body"], LintContext(kind=draft["kind"], **draft["context"]))}


JUDGED = [(set(draft["breaks"]), found(draft)) for draft in DRAFTS]


@pytest.mark.parametrize("rule", [rule.number for rule in RULES])
def test_each_rule_finds_all_but_one_and_alarms_at_most_twice(rule):
    """On the open drafts a rule misses at most one of its own and alarms on at most two others."""
    broken = [hits for breaks, hits in JUDGED if rule in breaks]
    assert len(broken) >= 3
    assert sum(rule not in hits for hits in broken) <= 1
    assert sum(rule in hits and rule not in breaks for breaks, hits in JUDGED) <= 2


def test_clean_drafts_are_left_alone():
    """Of the clean drafts at least nine in ten bring no note at all."""
    clean = [hits for breaks, hits in JUDGED if not breaks]
    assert len(clean) >= 30
    assert sum(not hits for hits in clean) >= 0.9 * len(clean)
