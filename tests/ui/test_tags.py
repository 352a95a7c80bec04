"""The tags as pages use them: written in a template, rendered by the engine of the project."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.template import Context, TemplateSyntaxError, engines

from secondwind.ui.wind import Segment

NOW = datetime(2026, 11, 18, 23, 30, tzinfo=ZoneInfo("Europe/London"))


def _shown(source: str, **context: Any) -> str:
    return engines["django"].from_string(source).template.render(Context(context))


@dataclass
class Gate:
    name: str
    reached: bool
    day: date | None = None


class Form(forms.Form):
    employer = forms.CharField(label="Who was it?", help_text="The <firm>.")
    why = forms.CharField(widget=forms.Textarea, required=False)
    how = forms.ChoiceField(label="How?", choices=[("mail", "By mail")], widget=forms.RadioSelect)
    kind = forms.BooleanField(label="By a person", required=False)


def test_a_mark_comes_from_the_sprite_and_says_its_state() -> None:
    """The sign is hidden from readers and the words are not."""
    shown = _shown('{% mark "done" "inline" says="Done:" %}')
    assert 'class="mark inline"' in shown
    assert "symbols.svg#done" in shown
    assert 'aria-hidden="true"' in shown
    assert '<span class="unseen">Done: </span>' in shown


@pytest.mark.parametrize(
    "source", ['{% mark "tick" %}', '{% posts "rejected" %}', "{% posts 6 %}", '{% track "late" %}']
)
def test_an_unknown_sign_is_refused(source: str) -> None:
    """A sign nobody drew is an error at once; an end is not a stage."""
    with pytest.raises(TemplateSyntaxError, match="no such"):
        _shown(source)


def test_posts_by_stage_or_by_number() -> None:
    """A stage and its number show the same posts."""
    assert _shown('{% posts "interview" %}') == _shown("{% posts 3 %}")
    assert "posts-0" in _shown('{% posts "noticed" %}')


def test_gates_say_what_was_reached_and_when() -> None:
    """Each gate has its name and its day in words; one not reached says so."""
    shown = _shown(
        "{% gates gates %}", now=NOW, gates=[Gate("Applied", True, date(2026, 10, 14)), Gate("Offer", False)]
    )
    assert "<strong>Applied</strong>" in shown
    assert ">14 Oct</time>" in shown
    assert "<strong>Offer</strong>not reached" in shown
    assert shown.count('class="not-reached"') == 1


def test_the_wind_line_has_words_for_those_who_do_not_see_it() -> None:
    """The drawing carries a sentence, and its labels stand below in order."""
    line = [Segment("dip", "Tue 16:40", "their <mail>"), Segment("ahead", "Thursday", "look back")]
    shown = _shown('{% wind line "wide section" %}', line=line)
    assert 'role="img" aria-label="The wind line: it dips, Tue 16:40 their &lt;mail&gt;' in shown
    assert shown.index("<strong>Tue 16:40</strong>") < shown.index("<strong>Thursday</strong>")
    assert '<path class="ahead"' in shown
    assert "<mail>" not in shown


def test_the_soft_timer_goes_on_after_its_time() -> None:
    """Past its time nothing is ahead, and nothing breaks."""
    assert 'class="ahead"' in _shown("{% soft_timer 6 20 %}")
    assert 'class="ahead"' not in _shown("{% soft_timer 45 20 %}")
    assert "45 minutes of about 20" in _shown("{% soft_timer 45 20 %}")


def test_the_scale_has_ten_answers_and_keeps_the_chosen_one() -> None:
    """One radio button for each strength; the one chosen before is chosen."""
    shown = _shown('{% strength_scale "strength" 6 %}')
    assert shown.count('type="radio"') == 10
    assert 'value="6" checked' in shown
    assert shown.count("checked") == 1


def test_a_moment_is_told_in_the_zone_of_the_page() -> None:
    """Half past midnight in UTC the next day is still this evening further west."""
    moment = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)
    west = NOW.astimezone(ZoneInfo("America/New_York"))
    assert ">tomorrow, 9:00</time>" in _shown("{% when moment %}", now=NOW, moment=moment)
    assert ">tomorrow, 4:00</time>" in _shown("{% when moment %}", now=west, moment=moment)
    assert ">19 Nov</time>" in _shown(
        '{% day moment "short" %}', now=NOW, moment=datetime(2026, 11, 19, 0, 30, tzinfo=UTC)
    )
    assert ">18 Nov</time>" in _shown(
        '{% day moment "short" %}', now=west, moment=datetime(2026, 11, 19, 0, 30, tzinfo=UTC)
    )


def test_a_day_carries_its_machine_form() -> None:
    """The <time> element says the day for machines too."""
    assert (
        _shown("{% day d %}", now=NOW, d=date(2026, 11, 17))
        == '<time datetime="2026-11-17">Tuesday 17 November</time>'
    )


def test_a_field_is_tied_to_its_hint_and_to_what_is_asked() -> None:
    """Label, hint and question belong to the field for a screen reader, and nothing is unescaped."""
    shown = _shown("{% field form.employer %}", form=Form({"employer": ""}))
    assert '<label for="id_employer">' in shown
    assert 'aria-describedby="id_employer_hint id_employer_asked"' in shown
    assert 'id="id_employer_hint">The &lt;firm&gt;.' in shown
    assert 'id="id_employer_asked"' in shown
    assert 'aria-invalid="true"' in shown
    assert 'class="box"' in shown


def test_fields_of_each_kind() -> None:
    """Long words get a writing field, one of several a fieldset with its legend, yes or no a choice."""
    assert 'class="writing is-short"' in _shown('{% field form.why "is-short" %}', form=Form())
    choices = _shown("{% field form.how %}", form=Form())
    assert '<legend class="label">How?</legend>' in choices
    assert choices.count('class="choice"') == 1
    assert '<label class="choice"><input type="checkbox"' in _shown("{% field form.kind %}", form=Form())
