"""Row and Action: tests/rows.toml, parsed. Thinking only: the file's place is handed in."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROWS_FILE = Path(__file__).resolve().parent.parent / "rows.toml"
HOMES = ("PB", "LINT", "UI", "RULE", "METRIC")
ROWS_PER_ARTICLE = {"S0": 32, "S1": 27, "S2": 14, "S3": 37, "S4": 12}
ARROW = " -> "


@dataclass(frozen=True, slots=True)
class Action:
    """A function that carries a row out: `target` is "dotted.path:function", `neutral` the source of
    the value it returns once disabled ("None", "[]", "False")."""

    target: str
    neutral: str = "None"

    @classmethod
    def parse(cls, text: str) -> Action:
        """From "dotted.path:function" or "dotted.path:function -> []"; ValueError for anything else."""
        target, _, neutral = text.partition(ARROW)
        module, colon, name = target.strip().partition(":")
        if not (module and colon and name):
            raise ValueError(
                f'"{text}" is not of the form dotted.path:function or dotted.path:function -> [].'
            )
        return cls(target.strip(), neutral.strip() or "None")

    def __str__(self) -> str:
        return self.target if self.neutral == "None" else f"{self.target}{ARROW}{self.neutral}"


@dataclass(frozen=True, slots=True)
class Row:
    """One piece of advice: `does` is what the program does about it, `proof` what a test must see."""

    id: str
    home: str
    does: str
    proof: str
    actions: tuple[Action, ...] = ()

    @property
    def article(self) -> str:
        """The article the row comes from: "S0" to "S4"."""
        return self.id.partition(".")[0]


def load_rows(path: Path = ROWS_FILE) -> tuple[Row, ...]:
    """The rows in the order of the file. Raises ValueError for an action that cannot be parsed."""
    return tuple(
        Row(
            id=entry["id"],
            home=entry["home"],
            does=entry["does"],
            proof=entry["proof"],
            actions=tuple(Action.parse(text) for text in entry.get("actions", ())),
        )
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["row"]
    )


def neutral_values(rows: tuple[Row, ...]) -> dict[str, str]:
    """What each noted action returns once disabled, by its target."""
    return {action.target: action.neutral for row in rows for action in row.actions}


def check_rows(rows: tuple[Row, ...]) -> list[str]:
    """What is wrong with the set of rows, one sentence each; empty when it is whole."""
    problems = [f"Row {id_} stands twice." for id_, times in Counter(r.id for r in rows).items() if times > 1]
    counted = Counter(row.article for row in rows)
    for article in sorted(ROWS_PER_ARTICLE.keys() | counted.keys()):
        wanted = ROWS_PER_ARTICLE.get(article, 0)
        if counted[article] != wanted:
            problems.append(f"{article} has {counted[article]} rows; the specification has {wanted}.")
    for row in rows:
        if row.home not in HOMES:
            problems.append(f"Row {row.id} has the home {row.home}, which is none of {', '.join(HOMES)}.")
        if not (row.does and row.proof):
            problems.append(f"Row {row.id} does not say what it does or what proves it.")
    neutral = neutral_values(rows)
    for row in rows:
        for action in row.actions:
            if neutral[action.target] != action.neutral:
                problems.append(f"Row {row.id}: {action.target} is noted with two different neutral values.")
    return problems
