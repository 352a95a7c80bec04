"""The second method: nine languages, three small linear models trained on invented mail. Frozen once shipped."""

from secondwind.reading.methods.v2.judge import NAME, read

__all__ = ["NAME", "read"]
