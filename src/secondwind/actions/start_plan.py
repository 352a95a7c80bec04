"""Start a plan: a playbook begun for one application that ended, with its rest."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from secondwind.lib.days import rest_ends_at
from secondwind.playbooks.built import Built
from secondwind.playbooks.draft import DraftStep, draft_plan
from secondwind.playbooks.load import shipped_playbooks, text_of
from secondwind.record.facts import facts_for, without_contact
from secondwind.record.models import Application, MailImport, Plan, Step
from secondwind.record.timeline import standing_events


@transaction.atomic
def start_plan(
    application: Application,
    *,
    channel: str,
    built: Built,
    now: datetime,
    ghosted: bool = False,
    mail_import: MailImport | None = None,
) -> Plan:
    """Open the plan of an application, counted from `now` (UTC), the moment the person knows.

    An application has one plan: where it has one already, that one comes back unchanged (the same no
    twice starts no second plan and no second rest).
    """
    owner = application.owner
    existing = Plan.objects.of(owner).filter(application=application).first()
    if existing is not None:
        return existing
    playbooks = shipped_playbooks()
    playbook = playbooks.get(owner.playbook) or playbooks["combined"]
    rest_until = rest_ends_at(now, application.furthest, owner.zone)
    plan = Plan.objects.of(owner).create(
        application=application,
        playbook_id=playbook.id,
        playbook_version=playbook.version,
        playbook_text=text_of(playbook),
        began_at=now,
        rest_until=rest_until,
        rest_zone=owner.zone,
        channel=channel,
        ghosted=ghosted,
        brief=not ghosted and without_contact(application, channel),
        mail_import=mail_import,
        facts={"moments": moments} if (moments := moments_noted(application)) else {},
    )
    drafted = draft_plan(playbook, facts_for(plan, now), built_tools=built.tools, built_letters=built.letters)
    Step.objects.of(owner).bulk_create([step_row(plan, draft, at) for at, draft in enumerate(drafted)])
    return plan


def moments_noted(application: Application) -> list[str]:
    """The moment the person noted last, before there was a plan: it belongs in the reply."""
    said = [
        str(event.detail["moment"]) for event in standing_events(application) if event.detail.get("moment")
    ]
    return said[-1:]


def step_row(plan: Plan, draft: DraftStep, position: int) -> Step:
    """A drafted step as a row; its words are kept as they were that day."""
    template = draft.template
    return Step(
        owner=plan.owner,
        plan=plan,
        template=template.id,
        position=position,
        tool=template.tool,
        letter=template.letter,
        kind=template.kind,
        title=template.title,
        text=template.text,
        why=template.why,
        day=template.day,
        minutes=template.minutes,
        after=list(template.after),
        sources=list(template.sources),
        personal=template.personal,
        state=draft.state.value,
        reason=draft.reason,
    )
