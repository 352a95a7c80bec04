"""The forms of the shelf: a role in a few words, whether it speaks to you, and how many a week."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django import forms

from secondwind.lib.text import clean, one_line

from .actions import Intention

NO_SUCH_DAY = "There is no such day. Write it like 2 December 2026."
DAY_FORMATS = ["%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d.%m.%Y", "%d/%m/%Y"]
NO_ADDRESS = "A web address begins with http:// or https://. This one does not."
TOO_LONG = "There is room for %(limit_value)d characters here. This has %(show_value)d."
LONGEST_CAP = 20
EARLIEST, LATEST = date(2000, 1, 1), date(2200, 1, 1)

_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)


class _DayField(forms.DateField):
    """A day; one that does not exist comes back as it was written, in a field that can show it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            input_formats=DAY_FORMATS,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={"invalid": NO_SUCH_DAY},
            **kwargs,
        )

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day is not None and not EARLIEST <= day <= LATEST:
            raise forms.ValidationError(NO_SUCH_DAY)
        return day


class _Form(forms.Form):
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # A browser cuts a paste at maxlength without a word; a sentence that loses nothing is kinder.
            field.widget.attrs.pop("maxlength", None)
            field.error_messages.setdefault("max_length", TOO_LONG)

    def full_clean(self) -> None:
        super().full_clean()
        for name in self.errors:
            widget = self.fields[name].widget if name in self.fields else None
            if getattr(widget, "input_type", "") in {"date", "time"}:
                widget.input_type = "text"  # a date field of a browser cannot show 31 November


class PostingForm(_Form):
    """A role seen somewhere. The title and who looks for somebody are enough."""

    title = forms.CharField(
        label="What is the role?",
        max_length=300,
        error_messages={"required": "A title is needed to find it again."},
    )
    employer = forms.CharField(
        label="Who is looking?",
        help_text="The employer, or the agency where none is named.",
        max_length=300,
        error_messages={"required": "A name is needed: the employer, or the agency."},
    )
    location = forms.CharField(label="Where?", max_length=200, required=False)
    closes_on = _DayField(label="When does it close?", required=False)
    url = forms.CharField(
        label="Its web address",
        help_text="Kept as a link for you. Nothing is looked up.",
        max_length=2000,
        required=False,
    )
    words = forms.CharField(
        label="A few words from it",
        help_text="What you would want to read again.",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_title(self) -> str:
        return self._words("title")

    def clean_employer(self) -> str:
        return self._words("employer")

    def clean_location(self) -> str:
        return one_line(self.cleaned_data["location"])

    def clean_words(self) -> str:
        return clean(self.cleaned_data["words"])

    def clean_url(self) -> str:
        return web_address(self.cleaned_data["url"])

    def _words(self, name: str) -> str:
        words = one_line(self.cleaned_data[name])
        if not words:
            raise forms.ValidationError(self.fields[name].error_messages["required"])
        return words


class TriageForm(_Form):
    """Does this one speak to you, and when and where you sit down to it. The second half is asked of a choice."""

    excitement = forms.TypedChoiceField(
        choices=[(str(n), str(n)) for n in range(1, 6)],
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": "One of the five, from 1 to 5."},
    )
    why = forms.CharField(
        label="Why this one, in a sentence",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    day = _DayField(label="On which day", required=False)
    clock = forms.TimeField(
        label="From when",
        required=False,
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S", "%H"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "There is no such time. Write it like 9:30."},
    )
    where = forms.CharField(label="Where you will sit", max_length=200, required=False)
    obstacle = forms.CharField(
        label="If something comes between",
        help_text="One line, as in: if the morning goes, the evening at the kitchen table.",
        max_length=500,
        required=False,
    )

    def __init__(self, *args: Any, now: datetime, zone: str, choosing: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.zone, self.choosing = now, ZoneInfo(zone), choosing
        self.intention: Intention | None = None

    def clean(self) -> dict[str, Any]:
        held = super().clean() or self.cleaned_data
        for name in ("why", "where", "obstacle"):
            if name in held:
                held[name] = clean(held[name]).strip()
        if self.choosing:
            self._intend(held)
        return held

    def _intend(self, held: dict[str, Any]) -> None:
        """A choice has a day, a time and a place."""
        for name, sentence in (
            ("day", "A choice needs a day. Tomorrow is fine."),
            ("clock", "A choice needs a time of day."),
            ("where", "A choice needs a place. A table counts."),
        ):
            if name not in self.errors and held.get(name) in (None, ""):
                self.add_error(name, sentence)
        if {"day", "clock", "where", "obstacle"} & set(self.errors):
            return
        when = datetime.combine(held["day"], held["clock"], tzinfo=self.zone)
        if when < self.now - timedelta(minutes=1):
            self.add_error("day", "That moment has passed. Pick one ahead.")
            return
        self.intention = Intention(when, one_line(held["where"]), one_line(held["obstacle"]))


class CapForm(_Form):
    """How many roles leave the shelf in a week."""

    cap = forms.IntegerField(
        label="Roles a week",
        min_value=1,
        max_value=LONGEST_CAP,
        error_messages={
            "required": "A number from 1 to 20.",
            "invalid": "A number from 1 to 20.",
            "min_value": "One is the smallest a week can hold.",
            "max_value": "Twenty is the most a week can hold here.",
        },
    )


def web_address(typed: str) -> str:
    """The address with its scheme, "" for none. ValidationError for another scheme or no host."""
    typed = "".join(typed.split())
    if not typed:
        return ""
    address = typed if _SCHEME.match(typed) else f"https://{typed.removeprefix('//')}"
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        host = None
    if host is None or parts.scheme.lower() not in {"http", "https"} or "." not in host or "\\" in address:
        raise forms.ValidationError(NO_ADDRESS)
    return address
