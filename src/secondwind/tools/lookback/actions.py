"""Begin a look back, keep what is written, call it done, leave it, take any of that back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from secondwind.actions.finish_step import finish_step, put_off_step, reopen_step, skip_step
from secondwind.actions.redraft_plans import learn
from secondwind.lib.days import local_day
from secondwind.playbooks.built import Built
from secondwind.record.models import Application, Plan, Step
from secondwind.record.timeline import append

from .models import BY_QUESTION, ENOUGH, PROMPTS, Answer, Debrief

KEY = "lookback.debrief"
NEW_SITTING = timedelta(hours=2)
"""After so long without a save, opening the page is sitting down anew; the time between is not counted."""


@transaction.atomic
def begin_debrief(application: Application, step: Step | None, *, now: datetime) -> Debrief:
    """The look back at this application, begun now where there is none. It waits for no feedback."""
    owner = application.owner
    debrief, made = Debrief.objects.of(owner).get_or_create(
        application=application,
        defaults={"owner": owner, "step": step, "began_at": now, "sat_down_at": now},
    )
    if made:
        return debrief
    if now - (debrief.saved_at or debrief.sat_down_at) > NEW_SITTING:
        debrief.minutes_before, debrief.sat_down_at = debrief.minutes, now
    if step is not None:
        debrief.step = step
    debrief.save(update_fields=["minutes_before", "sat_down_at", "step"])
    return debrief


@transaction.atomic
def save_debrief(
    debrief: Debrief, words: Mapping[str, str], *, moment: str, built: Built, now: datetime
) -> int:
    """Keep what is written as rows; `words` has a text for each of PROMPTS. Returns how many are answered."""
    for prompt in PROMPTS:
        _keep_rows(debrief, prompt, words.get(prompt, ""))
    told = debrief.moment != moment
    debrief.moment, debrief.saved_at = moment, now
    debrief.save(update_fields=["moment", "saved_at"])
    plan = _plan_of(debrief)
    if plan is not None and (told or (moment and "moments" not in plan.facts)):
        learn(plan, built=built, now=now, moments=[moment] if moment else [])
    elif plan is None and told and moment:
        # Written on the day of the interview: a plan that begins later takes it over from the timeline.
        append(debrief.application, "note", happened_at=now, now=now, detail={"by": "hand", "moment": moment})
    return len(answered(debrief))


@transaction.atomic
def finish_debrief(debrief: Debrief, *, built: Built, now: datetime) -> bool:
    """Call it done, and with it the step it was opened from, or the open one of this application's plan.

    False, and nothing changes, while fewer than ENOUGH prompts hold an answer.
    """
    count = len(answered(debrief))
    if count < ENOUGH:
        return False
    debrief.finished_at = debrief.finished_at or now
    debrief.save(update_fields=["finished_at"])
    step = _open_step(debrief)
    if step is not None:
        debrief.step = step
        debrief.save(update_fields=["step"])
        finish_step(step, result={"debrief": debrief.pk, "answered": count}, built=built, now=now)
    elif _plan_of(debrief) is None:
        detail = {"by": "hand", "tool": KEY, "words": "Looked back, in writing."}
        append(debrief.application, "note", happened_at=now, now=now, detail=detail)
    return True


@transaction.atomic
def unfinish_debrief(debrief: Debrief, *, built: Built, now: datetime) -> None:
    """Undo of finishing: the words stay, the step is open again."""
    debrief.finished_at = None
    debrief.save(update_fields=["finished_at"])
    step = debrief.step
    if step is not None and step.state == "done" and step.result.get("debrief") == debrief.pk:
        reopen_step(step, built=built, now=now)


@transaction.atomic
def skip_debrief(step: Step, *, built: Built, now: datetime) -> bool:
    """The explicit skip: no reason is asked, what is written stays."""
    return skip_step(step, built=built, now=now)


@transaction.atomic
def stop_for_today(step: Step, *, now: datetime) -> None:
    """It comes again tomorrow."""
    put_off_step(step, until=local_day(now, step.owner.zone) + timedelta(days=1))


@transaction.atomic
def take_step_back(step: Step, *, built: Built, now: datetime) -> None:
    """Undo of a skip, or of stopping for today. A step that was done since stays done."""
    if step.state in {"open", "skipped"}:
        reopen_step(step, built=built, now=now)


@transaction.atomic
def ask_by_name(debrief: Debrief, by_name: bool) -> None:
    """Ask in the third person, by the person's own name, or in the second again."""
    debrief.by_name = by_name
    debrief.save(update_fields=["by_name"])


def answered(debrief: Debrief) -> list[str]:
    """The prompts that hold an answer: some letter or digit stands in it. "None" is one."""
    held = {row.prompt for row in debrief.answers.all() if any(char.isalnum() for char in row.text)}
    return [prompt for prompt in PROMPTS if prompt in held]


def words_of(debrief: Debrief) -> dict[str, str]:
    """What was written under each prompt, as one text."""
    rows: dict[str, list[str]] = {prompt: [] for prompt in PROMPTS}
    for row in debrief.answers.all():
        rows[row.prompt].append(row.text)
    return {prompt: "\n".join(texts) for prompt, texts in rows.items()}


def questions_in(prompt: str, text: str) -> list[str]:
    """The rows a text is kept as: a line each where questions are asked for, else the whole."""
    if prompt in BY_QUESTION:
        return [line.strip() for line in text.splitlines() if line.strip()]
    return [text.strip()] if text.strip() else []


def _keep_rows(debrief: Debrief, prompt: str, text: str) -> None:
    """Same words, same row; changed words take over the rows that lost theirs, in order."""
    wanted = questions_in(prompt, text)
    left = list(debrief.answers.filter(prompt=prompt))
    places: list[Answer | None] = []
    for words in wanted:
        same = next((row for row in left if row.text == words), None)
        if same is not None:
            left.remove(same)
        places.append(same)
    for position, (words, row) in enumerate(zip(wanted, places, strict=True)):
        kept = row or (left.pop(0) if left else Answer(owner=debrief.owner, debrief=debrief, prompt=prompt))
        kept.text, kept.position = words, position
        kept.save()
    Answer.objects.of(debrief.owner).filter(pk__in=[row.pk for row in left]).delete()


def _plan_of(debrief: Debrief) -> Plan | None:
    return (
        Plan.objects.of(debrief.owner).filter(application=debrief.application).exclude(state="closed").first()
    )


def _open_step(debrief: Debrief) -> Step | None:
    if debrief.step is not None and debrief.step.state == "open":
        return debrief.step
    steps = Step.objects.of(debrief.owner).filter(
        plan__application=debrief.application, tool=KEY, state="open", day__gte=0
    )
    return steps.first()
