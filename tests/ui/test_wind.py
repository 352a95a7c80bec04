"""The wind line as numbers."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondwind.ui.wind import LOW, SHAPES, TRACK, WIDE, Segment, wind_path, wind_words

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
segments = st.builds(
    Segment,
    shape=st.sampled_from(SHAPES),
    width=st.floats(0.1, 50),
    strength=st.floats(0, 1),
)


def _points(d: str) -> list[tuple[float, float]]:
    numbers = [float(n) for n in _NUMBER.findall(d)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _heights(shape: str) -> list[float]:
    [(_, d)] = wind_path([Segment(shape)])  # type: ignore[arg-type]
    return [WIDE.base - y for _, y in _points(d)]


def test_a_no_dips_and_never_rises() -> None:
    """A no goes below the line and nowhere above it; a thing ready goes above and nowhere below."""
    assert min(_heights("dip")) < -20
    assert max(_heights("dip")) == 0
    assert max(_heights("rise")) > 20
    assert min(_heights("rise")) == 0


@pytest.mark.parametrize("shape", ["rest", "calm", "ahead"])
def test_rest_and_what_is_ahead_lie_flat(shape: str) -> None:
    """Rest, calm and the future have no height."""
    assert set(_heights(shape)) == {0}


def test_settling_ends_still() -> None:
    """Each swing of the line coming to rest is smaller than the one before, and the last point lies flat."""
    heights = _heights("settle")
    swings = [abs(h) for h in heights if h]
    assert heights[-1] == 0
    assert max(swings[: len(swings) // 2]) > max(swings[len(swings) // 2 :])


def test_classes_say_what_is_rest_and_what_is_ahead() -> None:
    """The line, rest and the future are told apart by class, in order."""
    line = [Segment("dip"), Segment("rest"), Segment("rise"), Segment("ahead")]
    assert [css for css, _ in wind_path(line)] == ["", "at-rest", "", "ahead"]


def test_neighbours_of_one_class_are_one_path() -> None:
    """A dip beside calm is drawn in one stroke, so that no seam shows."""
    assert len(wind_path([Segment("dip"), Segment("calm"), Segment("rise")])) == 1


def test_width_is_shared_by_weight() -> None:
    """A segment three times as wide takes three quarters of the line."""
    (_, first), (_, second) = wind_path([Segment("rest", width=3), Segment("ahead", width=1)])
    assert _points(first)[-1] == (750, 44)
    assert _points(second) == [(750, 44), (1000, 44)]


def test_going_down_turns_it_by_a_quarter() -> None:
    """On a day track the line runs from top to bottom and a rise goes to the right."""
    [(_, d)] = wind_path([Segment("rise")], TRACK)
    xs, ys = zip(*_points(d), strict=True)
    assert (ys[0], ys[-1]) == (0, 100)
    assert max(xs) == 24
    assert min(xs) == 12


@given(st.lists(segments, min_size=1, max_size=12), st.sampled_from([WIDE, LOW]))
def test_any_line_runs_from_edge_to_edge_without_a_gap(line: list[Segment], sheet) -> None:
    """It starts at the left edge, ends at the right, goes on where it stopped, and never goes back."""
    paths = [_points(d) for _, d in wind_path(line, sheet)]
    assert paths[0][0] == (0, sheet.base)
    assert paths[-1][-1] == (sheet.length, sheet.base)
    assert all(a[-1] == b[0] for a, b in itertools.pairwise(paths))
    xs = [x for path in paths for x, _ in path]
    assert all(a <= b + 0.11 for a, b in itertools.pairwise(xs))


@pytest.mark.parametrize("wrong", [Segment("gust"), Segment("dip", width=0)])  # type: ignore[arg-type]
def test_an_unknown_shape_is_refused(wrong: Segment) -> None:
    """A shape nobody drew, or one without width, is a broken promise and not a flat line."""
    with pytest.raises(ValueError, match="no such stretch"):
        wind_path([wrong])


def test_the_line_in_words_names_each_stretch() -> None:
    """Someone who does not see the line hears each stretch with its label."""
    said = wind_words([Segment("dip", "Tue 16:40", "their mail"), Segment("rest", "Overnight")])
    assert said == "The wind line: it dips, Tue 16:40 their mail; it rests, Overnight."
