"""What goes wrong, said to a person: one sentence, and a hint what to do next."""

from __future__ import annotations


class SecondWindError(Exception):
    """Something a person can mend. `sentence` says what is wrong, `hint` what to do next."""

    def __init__(self, sentence: str, hint: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.sentence} {self.hint}".strip()


class SourceError(SecondWindError):
    """A mail source cannot be opened or read at all (one bad message is a Problem, not this)."""


class NotYoursError(SecondWindError):
    """A row was asked for that does not belong to the person who asks."""


class NotNowError(SecondWindError):
    """The thing is right, the moment is not: already done, already claimed, or the clock is moved."""
