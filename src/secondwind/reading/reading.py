"""Reading and Kind: what we believe a message says, how surely, and the words it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """The nine kinds of mail, and `unsure`, which is an answer and not a failure."""

    APPLICATION_RECEIVED = "application_received"
    REJECTION = "rejection"
    INTERVIEW = "interview"
    ASSESSMENT = "assessment"
    OFFER = "offer"
    RECRUITER_OUTREACH = "recruiter_outreach"
    JOB_ALERT = "job_alert"
    OTHER_JOB = "other_job"
    NOT_JOB = "not_job"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one method believes a message says.

    `confidence` is 0..1. `evidence` are verbatim quotes: each is a substring of the message's subject
    or text once runs of white space are read as one space. `employer` and `role` are None rather than
    wrong. `facts` holds what else was found (`stage`: how far the person had come; `reason`: verbatim;
    `via`: an agency's name; `contact`: who signed), keys left out when unknown. `method` names the
    frozen method that said so.
    """

    kind: Kind
    confidence: float
    evidence: tuple[str, ...]
    method: str
    employer: str | None = None
    role: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
