"""The methods by name. A method is frozen once shipped; a better one gets a new name and CURRENT points at it."""

from __future__ import annotations

from collections.abc import Callable

from secondwind.reading.methods import v1, v2
from secondwind.reading.reading import Reading

METHODS: dict[str, Callable[..., Reading]] = {v1.NAME: v1.read, v2.NAME: v2.read}
CURRENT = "v2"
