"""The first honest method: English, rules, each answer with the sentence it rests on. Frozen once shipped."""

from secondwind.reading.methods.v1.judge import NAME, read

__all__ = ["NAME", "read"]
