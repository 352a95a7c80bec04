"""What a kind of mail is called on a page."""

from __future__ import annotations

READ_AS = {
    "rejection": "a no",
    "application_received": "a receipt",
    "interview": "an invitation",
    "assessment": "a test",
    "offer": "an offer",
    "recruiter_outreach": "a recruiter’s approach",
    "job_alert": "a list of roles",
    "other_job": "something about the search",
    "not_job": "nothing about the search",
    "unsure": "unsure",
}
