"""Built: what can be done today. Handed in from above, so that nothing here knows a tool by import."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Built:
    """Keys of the tools ("reply.compose") and kinds of letter ("thanks_feedback") that do their work."""

    tools: frozenset[str] = frozenset()
    letters: frozenset[str] = frozenset()
