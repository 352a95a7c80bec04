"""The trained part of this method, read once from model.bin: training/fit.py writes it."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from secondwind.reading.methods.v2.lanes import Lanes, unpack


@dataclass(frozen=True, slots=True)
class Last:
    """The last step: one row of weights a kind over `Signs.row`, and the intercepts."""

    kinds: tuple[str, ...]
    intercepts: tuple[float, ...]
    weights: tuple[tuple[float, ...], ...]

    def weigh(self, row: Sequence[float]) -> list[float]:
        """One score (log odds) a kind."""
        met = [(at, value) for at, value in enumerate(row) if value > LEAST]
        return [
            base + sum([weights[at] * value for at, value in met])
            for base, weights in zip(self.intercepts, self.weights, strict=True)
        ]


LEAST = 0.003
"""Shares smaller than this are left out of the last sum."""


@dataclass(frozen=True, slots=True)
class Model:
    """`sentences` says what one sentence says, `words` what a mail's words say, `names` which words are names, and
    `topic` whether words are of a search for work ("job") or of language in general ("other")."""

    sentences: Lanes
    words: Lanes
    names: Lanes
    topic: Lanes
    last: Last


PARTS = ("sentences", "words", "names", "topic")


def pack_model(parts: Mapping[str, bytes], last: Last) -> bytes:
    """All of a model in one piece; `parts` are packed lanes by the names in PARTS."""
    tail = json.dumps({"kinds": last.kinds, "intercepts": last.intercepts, "weights": last.weights}).encode()
    pieces = [*(parts[name] for name in PARTS), tail]
    head = json.dumps([len(piece) for piece in pieces]).encode()
    return zlib.compress(head + b"\n" + b"".join(pieces), 9)


def parts_of(packed: bytes) -> tuple[dict[str, bytes], Last]:
    """What `pack_model` was given."""
    head, _, rest = zlib.decompress(packed).partition(b"\n")
    pieces, at = [], 0
    for length in json.loads(head):
        pieces.append(rest[at : at + length])
        at += length
    told = json.loads(pieces.pop())
    last = Last(tuple(told["kinds"]), tuple(told["intercepts"]), tuple(map(tuple, told["weights"])))
    return dict(zip(PARTS, pieces, strict=True)), last


def unpack_model(packed: bytes) -> Model:
    parts, last = parts_of(packed)
    return Model(**{name: unpack(part) for name, part in parts.items()}, last=last)


@lru_cache(maxsize=1)
def model() -> Model:
    """The model that ships with this method."""
    return unpack_model(files(__package__).joinpath("model.bin").read_bytes())
