"""The page of components: every part once, made with the real tags. Mounted at /ui in debug."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from secondwind.ui.render import render
from secondwind.ui.templatetags.ui import MARKS, STAGES
from secondwind.ui.undo import Undo
from secondwind.ui.wind import Segment

TOKENS = (
    ("paper", "Page"),
    ("sheet", "Letters, fields"),
    ("dusk", "Page at rest"),
    ("ink", "Words"),
    ("ink-2", "Quieter words"),
    ("ink-3", "Quietest words"),
    ("line", "Hairlines"),
    ("edge", "Edges of fields"),
    ("wind", "The line, where you are"),
    ("act", "The one action"),
    ("straw", "What was marked"),
    ("straw-deep", "Edge of a mark"),
)
STATES = (
    ("ready", "Ready", "A thing you can do now"),
    ("done", "Done", "Something exists: a note, an answer"),
    ("resting", "Resting until Thursday, 9:00", "Nothing to do, on purpose"),
    ("waiting", "Waiting for Ana", "Closes on 9 December either way"),
    ("skipped", "Skipped", "No reason asked"),
    ("unknown", "Not known", "An answer, and it can stay"),
)
MAIL = """Dear Sam,

Thank you for coming in. After a long discussion we have decided to go ahead with
another candidate, whose forecasting experience is closer to what the team needs this year.

Kind regards,
Ana Lindqvist"""
QUOTES = (
    "another candidate, whose forecasting experience is closer to what the team needs this year",
    "forecasting experience is closer",
)
DRAFT = """Dear Ana,

Thank you for writing to me yourself. I accept the decision.

The part I keep thinking about is your question on moving 40,000 pallets.

With best wishes,
Sam Okafor"""


@dataclass(frozen=True, slots=True)
class Gate:
    name: str
    reached: bool
    day: date | None = None


class SpecimenForm(forms.Form):
    """One field of each kind, one of them asking."""

    employer = forms.CharField(label="Who was it?", help_text="The firm, as you would say it.")
    heard_on = forms.DateField(
        label="When did you hear?", error_messages={"invalid": "November has 30 days. Which one was it?"}
    )
    stage = forms.ChoiceField(
        label="How far did it go?", choices=[("final", "Final round"), ("interview", "Interview")]
    )
    now_say = forms.CharField(
        label="What you would say now", widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    how = forms.ChoiceField(
        label="How they told you",
        choices=[("mail", "By mail"), ("phone", "By phone")],
        widget=forms.RadioSelect,
    )
    person = forms.BooleanField(label="It was a person, and not a form", required=False)


def components(request: HttpRequest) -> HttpResponse:
    """Every token, tag and part. `?air=still` puts the page at rest, `?toast` offers a way back."""
    context: dict[str, Any] = {
        "tokens": TOKENS,
        "states": STATES,
        "marks": MARKS,
        "stages": STAGES,
        "mail": MAIL,
        "quotes": QUOTES,
        "draft": DRAFT,
        "draft_quotes": ["40,000 pallets"],
        "words": ["Angry", "Nervous", "Hopeful", "Curious", "Hurt", "Flat", "Calm", "Thankful"],
        "now": timezone.localtime(),
        "form": SpecimenForm(
            {"employer": "Northwind", "heard_on": "2026-11-31", "stage": "final", "how": "mail"}
        ),
        **_lines(),
        **_dates(),
    }
    if "air" in request.GET:
        context["air"] = "still"
    undo = Undo("Letter put away", request.path, "Bring it back") if "toast" in request.GET else None
    return render(request, "ui/components.html", context, partial="answer", undo=undo)


def _lines() -> dict[str, Any]:
    return {
        "week": [
            Segment("dip", "Tue 16:40", "their mail"),
            Segment("rest", "Overnight", "rest"),
            Segment("rise", "Today", "one thing"),
            Segment("ahead", "Thursday", "look back"),
        ],
        "stillness": [Segment("rest", width=4), Segment("breath", width=2), Segment("rest", width=5)],
    }


def _dates() -> dict[str, Any]:
    now = timezone.localtime()
    today = now.date()
    passed = [
        Gate(name, True, today - timedelta(days=40 - 9 * n))
        for n, name in enumerate(("Applied", "Screening", "Interview", "Final"))
    ]
    return {
        "gates": [*passed, Gate("Offer", False)],
        "tomorrow": now.replace(hour=9, minute=0) + timedelta(days=1),
        "in_nine_days": now.replace(hour=9, minute=0) + timedelta(days=9),
        "today_date": today,
    }
