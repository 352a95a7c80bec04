"""What is asked at a check-in. All of it may be left empty."""

from __future__ import annotations

from typing import cast

from django import forms

from .words import MOST, WORDS


class CheckInForm(forms.Form):
    """Words from the grid (two at most), a strength, a line. Private text is taken as it is, unchecked."""

    word = forms.MultipleChoiceField(
        choices=[(word, word.capitalize()) for word in WORDS],
        required=False,
        error_messages={"invalid_choice": "“%(value)s” is not on this page. Which word here is nearest?"},
    )
    strength = forms.TypedChoiceField(
        choices=[("", "")] + [(str(n), str(n)) for n in range(1, 11)],
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": "A strength is a number from one to ten."},
    )
    line = forms.CharField(required=False, widget=forms.Textarea, strip=False)

    def clean_word(self) -> list[str]:
        chosen = cast(list[str], self.cleaned_data["word"])
        if len(chosen) > MOST:
            named = f"{', '.join(chosen[:-1])} and {chosen[-1]}"
            raise forms.ValidationError(
                f"You picked {named}. Which two are nearest? Nothing you wrote is lost."
            )
        return chosen

    def says_nothing(self) -> bool:
        """Whether the page came back as it was given out."""
        said = self.cleaned_data
        return not (said["word"] or said["strength"] or said["line"].strip())
