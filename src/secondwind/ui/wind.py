"""The wind line as numbers: it dips where a no came, lies flat at rest, rises where something is ready.

Pure: segments in, SVG path strings out. Used for Today, the rest page, a plan's day track, the soft
timer and the scale for how strong a feeling is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

Shape = Literal["dip", "rest", "rise", "calm", "breath", "settle", "ahead"]
SHAPES: tuple[str, ...] = get_args(Shape)

# Where the swing of a shape begins, peaks and ends, as parts of its segment; how far it goes, as a part of
# the line's height (below the line is negative).
_SWING: dict[str, tuple[float, float, float, float]] = {
    "dip": (0.06, 0.31, 0.58, -0.8),
    "rise": (0.0, 0.41, 0.84, 1.0),
    "breath": (0.25, 0.5, 0.75, 0.28),
}
# Arriving at rest: swings that grow smaller until the line is still.
_SETTLING = (-0.75, 0.8, -0.5, 0.5, -0.3, 0.28, -0.15, 0.12)
_CLASS_OF = {"rest": "at-rest", "ahead": "ahead"}


@dataclass(frozen=True, slots=True)
class Segment:
    """One stretch of the line. `label` and `words` stand below it; `strength` 0 to 1 scales its swing."""

    shape: Shape
    label: str = ""
    words: str = ""
    width: float = 1.0
    strength: float = 1.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where the line is drawn, in SVG units. `base` is the height at which it is calm.

    `down` turns it by a quarter: along becomes y, and a rise goes to the right.
    """

    length: float = 1000
    base: float = 44
    height: float = 36
    down: bool = False


WIDE = Sheet()
LOW = Sheet(base=26, height=16)
TRACK = Sheet(length=100, base=12, height=12, down=True)
KEY = Sheet(length=40, base=30, height=26)


def wind_path(segments: Sequence[Segment], sheet: Sheet = WIDE) -> list[tuple[str, str]]:
    """The line as (class, d) pairs, left to right; neighbours of one class are one path.

    The class is "" for the line itself, "at-rest" where it rests, "ahead" where it is still to come.
    Raises ValueError for a shape that is not in SHAPES, or a width that is not above zero.
    """
    for segment in segments:
        if segment.shape not in SHAPES or segment.width <= 0:
            raise ValueError(f"no such stretch of wind: {segment.shape!r}, width {segment.width}")
    total = sum(segment.width for segment in segments)
    paths: list[tuple[str, str]] = []
    start = 0.0
    for segment in segments:
        length = sheet.length * segment.width / total
        css = _CLASS_OF.get(segment.shape, "")
        drawn = _stretch(segment, start, length, sheet)
        if paths and paths[-1][0] == css:
            paths[-1] = (css, paths[-1][1] + drawn)
        else:
            paths.append((css, f"M{_point(start, 0, sheet)}{drawn}"))
        start += length
    return paths


def wind_words(segments: Sequence[Segment]) -> str:
    """The line in a sentence, for those who do not see it."""
    said = [f"{_VERBS[s.shape]} {' '.join(t for t in (s.label, s.words) if t)}".strip() for s in segments]
    return f"The wind line: {'; '.join(said)}."


_VERBS: dict[str, str] = {
    "dip": "it dips,",
    "rest": "it rests,",
    "rise": "it rises,",
    "calm": "it runs calm,",
    "breath": "one small breath,",
    "settle": "it settles,",
    "ahead": "still to come,",
}


def _stretch(segment: Segment, start: float, length: float, sheet: Sheet) -> str:
    """The drawing of one segment, continuing from where the pen stands (on the base line)."""
    end = _line_to(start + length, sheet)
    if segment.shape == "settle":
        return _settling(start, length * 0.92, segment.strength, sheet) + end
    if segment.shape not in _SWING:
        return end
    begins, peaks, ends, height = _SWING[segment.shape]
    a, b, c = (start + part * length for part in (begins, peaks, ends))
    return _line_to(a, sheet) + _swing(a, b, c, height * segment.strength, sheet) + end


def _settling(start: float, length: float, strength: float, sheet: Sheet) -> str:
    step = length / (len(_SETTLING) + 2)
    drawn = [_line_to(start + step, sheet)]
    at, height = start + step, 0.0
    for target in (*_SETTLING, 0.0):
        middle = at + step / 2
        points = (
            _point(middle, height, sheet),
            _point(middle, target * strength, sheet),
            _point(at + step, target * strength, sheet),
        )
        drawn.append("C" + " ".join(points))
        at, height = at + step, target * strength
    return "".join(drawn)


def _swing(a: float, b: float, c: float, height: float, sheet: Sheet) -> str:
    """From the base at `a` to the height at `b` and back to the base at `c`, in two smooth curves."""
    up = (
        _point(a + 0.45 * (b - a), 0, sheet),
        _point(b - 0.45 * (b - a), height, sheet),
        _point(b, height, sheet),
    )
    down = (
        _point(b + 0.45 * (c - b), height, sheet),
        _point(c - 0.45 * (c - b), 0, sheet),
        _point(c, 0, sheet),
    )
    return "C" + " ".join(up) + "C" + " ".join(down)


def _line_to(along: float, sheet: Sheet) -> str:
    return f"L{_point(along, 0, sheet)}"


def _point(along: float, height: float, sheet: Sheet) -> str:
    """A point of the line: `along` it, and `height` (in parts of the sheet's height) off the base."""
    across = sheet.base + height * sheet.height if sheet.down else sheet.base - height * sheet.height
    return f"{across:g} {round(along, 1):g}" if sheet.down else f"{round(along, 1):g} {round(across, 1):g}"
