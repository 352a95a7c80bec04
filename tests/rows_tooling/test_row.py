"""rows.toml itself, and the checker that reads it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rows.row import Action, check_rows, load_rows


def test_the_rows_file_is_whole():
    """122 rows, 32/27/14/37/12 per article, each once, each with a home, a deed and a proof."""
    rows = load_rows()
    assert check_rows(rows) == []
    assert len(rows) == 122
    assert {row.id for row in rows} >= {"S0.0a", "S2.1", "S3.10g", "S4.3e"}


def test_the_checker_names_what_is_wrong():
    """A row too few, a row twice, an unknown home and two neutral values each get their sentence."""
    rows = load_rows()
    assert check_rows(rows[1:]) == ["S0 has 31 rows; the specification has 32."]
    assert "Row S0.0a stands twice." in check_rows((*rows, rows[0]))
    assert "Row S0.0a has the home NOWHERE" in check_rows((replace(rows[0], home="NOWHERE"), *rows[1:]))[0]
    first = replace(rows[0], actions=(Action("a.b:c"),))
    second = replace(rows[1], actions=(Action("a.b:c", "[]"),))
    assert "two different neutral values" in check_rows((first, second, *rows[2:]))[0]


def test_an_action_carries_its_neutral_value():
    """An action may note what to return instead of None, and reads back as it was written."""
    assert Action.parse("a.b:c") == Action("a.b:c", "None")
    assert Action.parse("a.b:C.d -> []") == Action("a.b:C.d", "[]")
    assert str(Action.parse("a.b:c -> []")) == "a.b:c -> []"


@pytest.mark.parametrize("text", ["a.b.c", "a.b:", ":c", ""])
def test_an_action_without_module_and_function_is_refused(text):
    """A misspelt action is an error, never a mutant that quietly does not exist."""
    with pytest.raises(ValueError, match="not of the form"):
        Action.parse(text)
