"""What a step says where there is no mail to move."""

from __future__ import annotations

from secondwind.record.models import Step

from .actions import noes_of


def text_without_mail(step: Step) -> str | None:
    """The step's text where no mail of theirs is in the record; None where there is, and the plan's text holds.

    A no noted by hand, or read in a portal, has nothing that could leave the inbox here.
    """
    application = step.plan.application
    if noes_of(application).exists():
        return None
    if step.plan.channel == "portal":
        how = "Their answer stands in a portal: sign out there, and note it here."
    else:
        how = "Move it out of sight in your own mail, and note it here."
    whose = f"from {application.name}" if application.employer or application.via_name else "of theirs"
    return f"There is no mail {whose} here. {how}"
