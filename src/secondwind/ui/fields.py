"""Fields of forms, where the framework's own do not say what a browser wants to hear."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator

from secondwind.lib.text import one_line

WHICH_DAY = "Which day was it?"
EARLIEST, LATEST = date(1970, 1, 1), date(2199, 12, 31)
"""Days outside these are slips of the hand, and some of them no zone can turn into a moment."""


class DayInput(forms.DateInput):
    """A day, picked or typed. Browsers read and send it as 2026-11-23, whatever the page's language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day a person names; what is none is asked about in words."""

    widget = DayInput

    def __init__(self, *, asks: str = WHICH_DAY, **kwargs: Any) -> None:
        messages = {"required": asks, "invalid": asks}
        validators = [MinValueValidator(EARLIEST, asks), MaxValueValidator(LATEST, asks)]
        super().__init__(error_messages=messages, validators=validators, **kwargs)


class NameField(forms.CharField):
    """A name on one line, without the marks that turn the direction of the words around it."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value))


class WordsField(forms.CharField):
    """Words of the person's own. Too many are asked about: a `maxlength` would cut a paste in silence."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        asks = f"This is longer than {most:,} characters. Which part of it stays?"
        super().__init__(validators=[MaxLengthValidator(most, asks)], **kwargs)


def look_at_what_is_asked(form: forms.Form) -> None:
    """The first field that asks for something takes the focus, so that it is in sight when the page comes back."""
    for name in form.errors:
        if name in form.fields:
            form.fields[name].widget.attrs["autofocus"] = True
            return
