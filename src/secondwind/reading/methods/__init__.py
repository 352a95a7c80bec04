"""The methods by name. A method is frozen once shipped; a better one gets a new name and CURRENT points at it."""

from __future__ import annotations

from collections.abc import Callable

from secondwind.reading.methods import v1, v2, v3
from secondwind.reading.reading import Reading

METHODS: dict[str, Callable[..., Reading]] = {v1.NAME: v1.read, v2.NAME: v2.read, v3.NAME: v3.read}
CURRENT = "v3"
