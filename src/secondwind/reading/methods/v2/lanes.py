"""A linear model that answers in one sum: every feature's weights for all classes lie side by side in one integer.

Adding two such integers adds all classes at once, in the interpreter's own loop. Weights are stored as whole
steps from zero upwards (`MIDDLE` is nought), and the first lane counts the features met, so that the shift can be
taken out again.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

LANE = 4
"""Bytes of a lane: 4,095 steps times a million features fit."""
MIDDLE = 2048
STEPS = 2047
"""A weight is -2,047..2,047 steps."""


@dataclass(frozen=True, slots=True)
class Lanes:
    """`classes` in order, one intercept each, `step` the worth of one whole step, `table` the features' integers."""

    classes: tuple[str, ...]
    intercepts: tuple[float, ...]
    step: float
    table: Mapping[str, int]

    def weigh(self, features: Iterable[str]) -> list[float]:
        """One score (log odds) a class, in the order of `classes`. Features never met weigh nothing."""
        get = self.table.get
        total = sum([get(feature, 0) for feature in features])
        lanes = _lanes(total.to_bytes((len(self.classes) + 1) * LANE, "little"))
        shift, step = lanes[0] * MIDDLE, self.step
        return [base + (lane - shift) * step for base, lane in zip(self.intercepts, lanes[1:], strict=True)]


def pack(
    classes: Sequence[str], intercepts: Sequence[float], weights: Mapping[str, Sequence[float]]
) -> bytes:
    """A model as bytes: a line of JSON, the features one a line, then their lanes. `unpack` reads it back."""
    most = max((abs(weight) for row in weights.values() for weight in row), default=1.0) or 1.0
    step = most / STEPS
    kept = {name: row for name, row in sorted(weights.items()) if any(round(weight / step) for weight in row)}
    names = "\n".join(kept).encode()
    head = {"classes": list(classes), "intercepts": [round(x, 5) for x in intercepts], "step": step,
            "names": len(names), "features": len(kept)}  # fmt: skip
    rows = b"".join(_row([round(weight / step) for weight in row]) for row in kept.values())
    return json.dumps(head).encode() + b"\n" + names + b"\n" + rows


def _lanes(packed: bytes) -> array[int]:
    """The lanes of one sum, least first."""
    lanes = array("I", packed)
    if sys.byteorder == "big":
        lanes.byteswap()
    return lanes


def _row(steps: Sequence[int]) -> bytes:
    lanes = [1, *(step + MIDDLE for step in steps)]
    return b"".join(lane.to_bytes(LANE, "little") for lane in lanes)


def unpack(packed: bytes) -> Lanes:
    """A model from the bytes `pack` made."""
    line, _, rest = packed.partition(b"\n")
    head = json.loads(line)
    names = rest[: head["names"]].decode().split("\n")
    rows = rest[head["names"] + 1 :]
    width = (len(head["classes"]) + 1) * LANE
    read = int.from_bytes
    table = {
        name: read(rows[at : at + width], "little")
        for name, at in zip(names, range(0, len(rows), width), strict=True)
    }
    return Lanes(tuple(head["classes"]), tuple(head["intercepts"]), head["step"], table)
