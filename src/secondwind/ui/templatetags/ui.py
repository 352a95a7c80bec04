"""The tags of the pages. They are built in: no {% load %} is needed.

Signs (say the state in words beside them, or with says=):
    {% mark "ready" %} {% mark "done" says="Done" %} {% mark "look" "inline" %}
        ready done resting waiting skipped unknown look; the second word adds classes
    {% posts reached %}                      posts for 0-5 or a stage by its name; an end is refused
    {% gates gates %}                        gates: things with .name .reached .day (date or None)

The wind line (segments: secondwind.ui.wind.Segment):
    {% wind segments %} {% wind segments "wide section" %}   with its labels below
    {% wind_low segments %}                  a low one without labels; {% resting_line %} settles at rest
    {% soft_timer minutes about %}           time passed and about how long is enough
    {% track "past" %}                       beside a day of a plan: past now ahead spare
    {% strength_scale "strength" value %}    ten radio buttons drawn as breaths

Dates, in the zone of `now` (a context value of every page):
    {% when moment %}        <time>tomorrow, 9:00</time>    {% when moment "clock" %}  9:00
    {% day d %}              <time>Tuesday 17 November</time>
    {% day d "hang" %}       Tue 17 Nov     {% day d "short" %} 17 Nov     {% day d "near" %} tomorrow
    {% minutes 10 %}         10 minutes

Quotations (text is escaped here; hand in plain text, never HTML):
    {% highlight sentence quotes %}          quotes: a list of verbatim strings, marked with straw
    {% letter body quotes %}                 the same as paragraphs, for inside <div class="letter">

Forms (Django bound fields):
    {% field form.employer %} {% field form.why "is-short" %}    label, hint, field, what is asked
    {% asked form %}                         what is asked of the form as a whole

Everywhere in base.html: {% contents here %} {% foot_doors here %} {% path_to "today" %}

Plain markup the scripts listen to: data-key="n" with <kbd>N</kbd>; data-copy="#words"; data-drop on a
form with a file field; class="draft" with .draft-marks; class="needs-script".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Textarea
from django.template import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from secondwind.ui import dates, doors
from secondwind.ui import highlight as quotation
from secondwind.ui.wind import KEY, LOW, TRACK, WIDE, Segment, Sheet, wind_path, wind_words

register = template.Library()

MARKS = ("ready", "done", "resting", "waiting", "skipped", "unknown", "look")
STAGES = {"noticed": 0, "applied": 1, "screening": 2, "interview": 3, "final": 4, "offer": 5}
TRACKS: dict[str, tuple[Segment, ...]] = {
    "past": (Segment("calm"),),
    "now": (Segment("rise", strength=0.9),),
    "ahead": (Segment("ahead"),),
    "spare": (Segment("ahead"),),
}


@register.simple_tag
def mark(name: str, classes: str = "", says: str = "") -> SafeString:
    """One of MARKS from the sprite; `says` adds words for those who do not see it."""
    if name not in MARKS:
        raise template.TemplateSyntaxError(f"no such mark: {name!r}; there are {', '.join(MARKS)}")
    css = " ".join(part for part in ("mark", "is-ready" if name == "ready" else "", classes) if part)
    return format_html("{}{}", _from_sprite(name, css, "0 0 20 20"), _unseen(says))


@register.simple_tag
def posts(stage: int | str, says: str = "") -> SafeString:
    """Gate posts for a stage reached: 0 to 5, or its name.

    An end ("rejected") is not a stage: hand in how far it got.
    """
    reached = STAGES.get(stage) if isinstance(stage, str) else stage
    if reached is None or not 0 <= reached <= 5:
        raise template.TemplateSyntaxError(f"no such stage: {stage!r}")
    return format_html("{}{}", _from_sprite(f"posts-{reached}", "posts", "0 0 44 16"), _unseen(says))


@register.inclusion_tag("ui/_gates.html", takes_context=True)
def gates(context: Context, gates: Iterable[Any]) -> dict[str, Any]:
    """Gates of one application in order; each has name, reached, and day (a date, or None)."""
    return {"gates": list(gates), "now": context.get("now")}


@register.inclusion_tag("ui/_wind.html")
def wind(segments: Sequence[Segment], classes: str = "", says: str = "") -> dict[str, Any]:
    """The wind line with its labels below. Labelled segments share the width evenly."""
    even = [Segment(s.shape, s.label, s.words, 1.0, s.strength) for s in segments]
    drawn = even if any(s.label for s in segments) else segments
    return {
        "paths": wind_path(drawn, WIDE),
        "segments": segments,
        "classes": classes,
        "says": says or wind_words(segments),
    }


@register.simple_tag
def wind_low(segments: Sequence[Segment], says: str = "") -> SafeString:
    """A low line without labels; without `says` it is an ornament beside words."""
    return _line(wind_path(segments, LOW), "wind is-low", LOW, 40, says)


@register.simple_tag
def resting_line(says: str = "The wind line settles and lies still.") -> SafeString:
    """The line of the rest page. It draws once to stillness, or is still at once under reduced motion."""
    segments = (Segment("settle", width=0.55), Segment("rest", width=0.45))
    return _line(wind_path(segments, WIDE), "wind settles", WIDE, 80, says)


@register.simple_tag
def soft_timer(minutes: int, about: int) -> SafeString:
    """Time passed as a line, a breath every five minutes; it shows the time and stops nobody."""
    passed = min(max(minutes, 0), about)
    whole = [Segment("breath", width=5, strength=2.0)] * (passed // 5)
    rest = [Segment("calm", width=passed % 5)] if passed % 5 else []
    ahead = [Segment("ahead", width=about - passed)] if passed < about else []
    says = f"{dates.minutes_words(minutes)} of about {about}"
    return _line(wind_path([*whole, *rest, *ahead], LOW), "wind is-low", LOW, 40, says)


@register.simple_tag
def track(when: str) -> SafeString:
    """The wind line beside a day of a plan: past, now, ahead or spare."""
    if when not in TRACKS:
        raise template.TemplateSyntaxError(f"no such track: {when!r}; there are {', '.join(TRACKS)}")
    return format_html(
        '<svg class="track is-{}" viewBox="0 0 24 100" preserveAspectRatio="none"'
        ' aria-hidden="true">{}</svg>',
        when,
        _paths(wind_path(TRACKS[when], TRACK)),
    )


@register.inclusion_tag("ui/_strength.html")
def strength_scale(name: str, value: int | str | None = None) -> dict[str, Any]:
    """Ten radio buttons called `name`, one to ten, each drawn as a breath as strong as it says."""
    chosen = int(value) if value not in (None, "") else 0
    breaths = [(n, wind_path([Segment("breath", strength=n / 2.8)], KEY)) for n in range(1, 11)]
    return {"name": name, "chosen": chosen, "breaths": breaths}


@register.simple_tag(takes_context=True)
def when(context: Context, moment: datetime, style: str = "near") -> SafeString:
    """An aware moment in words, in the zone of the page; style "clock" gives the time of day alone."""
    now = context.get("now")
    local = moment.astimezone(now.tzinfo) if now is not None else timezone.localtime(moment)
    words = dates.clock_words(local) if style == "clock" else dates.moment_words(local, now)
    return _time(local.isoformat(timespec="minutes"), words)


@register.simple_tag(takes_context=True)
def day(context: Context, day: date, style: str = "long") -> SafeString:
    """A date in words: long, hang, short or near (see secondwind.ui.dates)."""
    now = context.get("now")
    if isinstance(day, datetime):
        day = (day.astimezone(now.tzinfo) if now is not None else timezone.localtime(day)).date()
    words = dates.day_words(day, now.date() if now is not None else None, style)  # type: ignore[arg-type]
    return _time(day.isoformat(), words)


@register.simple_tag
def minutes(count: int) -> str:
    """How long something takes: "10 minutes"."""
    return dates.minutes_words(count)


@register.simple_tag
def highlight(text: str, quotes: Iterable[str]) -> SafeString:
    """The text, escaped, with each verbatim quote marked."""
    return quotation.highlight(text, quotes)


@register.simple_tag
def letter(text: str, quotes: Iterable[str] = ()) -> SafeString:
    """A mail's text as escaped paragraphs, with each verbatim quote marked."""
    return quotation.letter(text, quotes)


@register.inclusion_tag("ui/_field.html")
def field(bound: BoundField, classes: str = "") -> dict[str, Any]:
    """A bound field in the look: label, hint and what is asked above or below, tied together for readers."""
    widget = bound.field.widget
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        kind = "choices"
    elif isinstance(widget, CheckboxInput):
        kind = "choice"
    else:
        kind = "line"
    described = [f"{bound.auto_id}_hint"] if bound.help_text else []
    described += [f"{bound.auto_id}_asked"] if bound.errors else []
    attrs = {"class": f"{'writing' if isinstance(widget, Textarea) else 'box'} {classes}".strip()}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    control = bound.as_widget(attrs=attrs) if kind == "line" else ""
    box = bound.as_widget(attrs={k: v for k, v in attrs.items() if k != "class"}) if kind == "choice" else ""
    return {"bound": bound, "kind": kind, "control": control or box, "described": " ".join(described)}


@register.inclusion_tag("ui/_asked.html")
def asked(form: Any) -> dict[str, Any]:
    """What is asked of a form as a whole; nothing when nothing is."""
    return {"errors": form.non_field_errors()}


@register.inclusion_tag("ui/_contents.html")
def contents(here: str = "") -> dict[str, Any]:
    """The doors in the head; the wind rises under the one called `here`."""
    return {"doors": doors.open_doors(doors.CONTENTS), "here": here}


@register.inclusion_tag("ui/_foot_doors.html")
def foot_doors(here: str = "") -> dict[str, Any]:
    """The doors in the foot, the same on every page."""
    return {"doors": doors.open_doors(doors.ALWAYS), "here": here}


@register.simple_tag
def path_to(address: str) -> str:
    """The path of a named page, or "/" where there is none."""
    return doors.path_of(address) or "/"


def _from_sprite(name: str, css: str, box: str) -> SafeString:
    return format_html(
        '<svg class="{}" viewBox="{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        css,
        box,
        static("secondwind/symbols.svg"),
        name,
    )


def _unseen(words: str) -> SafeString:
    return format_html('<span class="unseen">{} </span>', words) if words else SafeString("")


def _paths(paths: list[tuple[str, str]]) -> SafeString:
    return format_html_join("", '<path class="{}" d="{}"/>', paths)


def _line(paths: list[tuple[str, str]], css: str, sheet: Sheet, tall: int, says: str) -> SafeString:
    role = format_html('role="img" aria-label="{}"', says) if says else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="{}" viewBox="0 0 {} {}" preserveAspectRatio="none" {}>{}</svg>',
        css,
        f"{sheet.length:g}",
        tall,
        role,
        _paths(paths),
    )


def _time(machine: str, words: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', machine, words)
