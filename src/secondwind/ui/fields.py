"""Fields of forms, where the framework's own do not say what a browser wants to hear."""

from __future__ import annotations

from django import forms


class DayInput(forms.DateInput):
    """A day, picked or typed. Browsers read and send it as 2026-11-23, whatever the page's language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")
