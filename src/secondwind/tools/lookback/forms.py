"""The form of a look back: five texts and one moment. Nothing in it is required."""

from __future__ import annotations

from typing import Any

from django import forms

from secondwind.lib.text import clean, one_line

from .models import PROMPTS

LONGEST = 10_000
ASKED = {
    "keep": ("Which answers would you keep?", "Which answers would {name} keep?"),
    "improve": ("Which could be better?", "Which could {name} answer better?"),
    "stumped": ("Where did you have no answer?", "Where did {name} have no answer?"),
    "worry": ("What seemed to worry them most?", "What seemed to worry them most about {name}?"),
    "doubt": ("When did you have doubts about them?", "When did {name} have doubts about them?"),
}
HINTS = {
    "keep": "Two or three, one to a line. The words you said, as near as you can.",
    "improve": "The question, and what you would say now. One to a line.",
    "stumped": "The question alone is enough. One to a line.",
    "worry": "What they asked twice, or came back to.",
    "doubt": "None is an answer.",
}


class DebriefForm(forms.Form):
    """`by_name` asks in the third person, by that name; empty asks "you"."""

    use_required_attribute = False

    moment = forms.CharField(
        label="One moment you would mention to them",
        help_text="Short, a few words. It waits for your reply and goes nowhere by itself.",
        max_length=200,
        required=False,
        strip=True,
        error_messages={"max_length": "A moment has room for 200 characters. A few words carry it."},
    )

    def __init__(self, *args: Any, by_name: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A browser cuts a paste at maxlength without a word; a sentence that loses nothing is kinder.
        self.fields["moment"].widget.attrs.pop("maxlength", None)
        for prompt in PROMPTS:
            self.fields[prompt] = forms.CharField(
                label=ASKED[prompt][1].format(name=by_name) if by_name else ASKED[prompt][0],
                help_text=HINTS[prompt],
                max_length=LONGEST,
                required=False,
                widget=forms.Textarea,
                error_messages={
                    "max_length": "One answer has room for 10,000 characters. This one is longer."
                },
            )

    def clean(self) -> dict[str, Any]:
        """Stray signs out; the words stay as they are."""
        held = super().clean() or self.cleaned_data
        for prompt in PROMPTS:
            if prompt in held:
                held[prompt] = clean(held[prompt])
        if "moment" in held:
            held["moment"] = one_line(held["moment"])
        return held

    @property
    def prompts(self) -> list[forms.BoundField]:
        """The five fields in the order they are asked."""
        return [self[prompt] for prompt in PROMPTS]

    @property
    def words(self) -> dict[str, str]:
        """What was written, by prompt."""
        return {prompt: self.cleaned_data[prompt] for prompt in PROMPTS}
