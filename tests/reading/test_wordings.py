# ruff: noqa: E501  (a mail stands on one line)
"""Short invented mails in many wordings: what a person says when they do not use the form letter."""

from __future__ import annotations

import pytest

from secondwind.mail.message import Address, Message
from secondwind.reading.methods.v1 import read

MAILS = [
    (
        "rejection",
        "Update",
        "Hi Robin, thank you for the time you spent with our team. We have chosen to continue with a candidate whose profile is closer to what we need. Wishing you well.",
    ),
    (
        "rejection",
        "Your candidacy",
        "Dear Robin, we appreciate your patience. At this point we are closing out your candidacy for the Planner role. Best wishes for your search.",
    ),
    (
        "rejection",
        "Planner",
        "Hi Robin, I wanted to let you know that the Planner position has been put on ice for the foreseeable future and so we are ending the process here. I am sorry.",
    ),
    ("rejection", "Application outcome", "Your application for Care Assistant has been unsuccessful."),
    (
        "rejection",
        "Thank you",
        "Dear Robin, your experience is impressive, however it does not meet the requirements of this role.",
    ),
    (
        "rejection",
        "Your application",
        "Hi, we had over 300 applicants for this post and on this occasion you were not among those shortlisted.",
    ),
    (
        "rejection",
        "Feedback",
        "Hi Robin, the panel scored everyone carefully and you came a close second. The role was offered to the other candidate, who accepted this morning.",
    ),
    (
        "rejection",
        "Designer role",
        "We appreciate you applying. We have filled the position and are no longer considering candidates.",
    ),
    (
        "rejection",
        "Application status",
        "Status: Not selected. Position: Analyst. Thank you for your interest in employment with us.",
    ),
    (
        "rejection",
        "Your interview",
        "Thank you for interviewing with us for the Analyst role. We will not be extending an offer at this time.",
    ),
    ("rejection", "Analyst", "I am afraid that we cannot offer you the job."),
    (
        "rejection",
        "Analyst",
        "Following your interview last week, I regret to say that you were not successful. I would be happy to give feedback by phone; let me know when you are available for a call.",
    ),
    (
        "rejection",
        "Your offer",
        "Due to a change in budget, our offer for the Analyst position is no longer valid. We are deeply sorry.",
    ),
    (
        "rejection",
        "Application",
        "Your skills do not quite line up with what the hiring team is after, so we will leave it there. Thanks for applying to the Analyst role.",
    ),
    (
        "rejection",
        "Recruitment outcome",
        "Following a review of all the applications, yours has not been taken forward to interview for the post of Clerk.",
    ),
    (
        "rejection",
        "Update from Acme",
        "This vacancy is now closed to you as we have reached our shortlist and your application did not make it.",
    ),
    ("rejection", "News", "Thanks for applying! The role has now gone to an internal candidate."),
    (
        "rejection",
        "Your job application",
        "The hiring committee has elected to extend an offer to another finalist.",
    ),
    (
        "other_job",
        "News",
        "Great news for the team but a small delay for you: we have not selected anyone yet for the analyst role, and expect to decide by Friday.",
    ),
    (
        "other_job",
        "Interview",
        "Unfortunately I cannot tell you the outcome of your interview yet; we are meeting two other candidates next week.",
    ),
    (
        "application_received",
        "Application",
        "Thank you for your application. Should you not be selected for an interview, we will keep your CV on file for six months. Our team will review your application.",
    ),
    (
        "application_received",
        "Application",
        "Thanks for applying. We review every application. While we cannot move forward with every candidate, we will let you know either way.",
    ),
    (
        "interview",
        "Interview",
        "I am sorry, I cannot make our interview tomorrow at 10. Can we move it to Friday at 2pm? The hiring manager is free then.",
    ),
    (
        "interview",
        "Great news",
        "We were impressed and would like to move you forward to a final round interview next week. When are you available?",
    ),
    (
        "interview",
        "Interview tomorrow",
        "Unfortunately the room for your interview tomorrow has changed. Please come to the 3rd floor at 10am.",
    ),
    (
        "not_job",
        "Membership",
        "Unfortunately your application for membership of the golf club has not been successful.",
    ),
    (
        "not_job",
        "Your tender",
        "We have decided to award the contract to another supplier. Thank you for your bid.",
    ),
    (
        "not_job",
        "Startup accelerator",
        "Thank you for applying to the Spring batch accelerator. Unfortunately we have decided not to move forward with your startup.",
    ),
    ("not_job", "Credit card", "We are unable to approve your credit card application at this time."),
    (
        "not_job",
        "Casting off",
        "We have decided to go with another plumber for the kitchen. Thanks for your quote.",
    ),
    ("not_job", "School", "We regret that we cannot offer your child a place at our school this year."),
    ("not_job", "House", "The seller decided to accept another offer on the house. Sorry."),
    (
        "offer",
        "Welcome",
        "Dear Robin, following our conversation I am pleased to confirm our offer of the role of Clerk at 30,000 a year. Please sign and return.",
    ),
    (
        "offer",
        "Next steps",
        "We want you on the team! Attached is the employment contract for the Clerk position.",
    ),
    (
        "offer",
        "Conditional offer",
        "Subject to references, we would like to offer you the post of Teaching Assistant.",
    ),
    (
        "assessment",
        "Next step",
        "Thanks for applying for Clerk. Before we go further please take this short aptitude test by Sunday.",
    ),
    (
        "other_job",
        "Your application",
        "We are sorry for the delay in getting back to you about the Clerk role. We are still reviewing applications.",
    ),
    (
        "not_job",
        "Your talk",
        "Unfortunately, we were unable to accept your talk for the conference. Many strong submissions and few slots.",
    ),
    (
        "rejection",
        "Your application",
        "Dear Robin, unfortunately your application to join the volunteer programme... no, the Clerk role at Fern has been filled.",
    ),
    (
        "not_job",
        "Deal lost",
        "They have decided not to proceed with the proposal and went with another vendor.",
    ),
    (
        "other_job",
        "Dana",
        "Hi Robin, did you hear? Dana did not get the job, they chose somebody else. She is gutted after three interviews.",
    ),
    (
        "rejection",
        "Role at Fern",
        "Good afternoon Robin. Thank you for your call. As discussed, it will not be possible to offer you the position. The feedback was good but others were stronger.",
    ),
    ("other_job", "Re: Interview", "Thanks! Tuesday works for me. Looking forward to meeting you. Robin"),
    (
        "interview",
        "Re: Interview",
        "Hi Robin, Tuesday at 3pm works for us. See you then at our office for the Clerk interview. Kim",
    ),
    (
        "rejection",
        "Clerk",
        "Dear Robin, as you may have seen in the news we are restructuring, and all open positions, including Clerk for which you applied, have been withdrawn.",
    ),
    (
        "rejection",
        "Clerk",
        "We were hoping to invite you for an interview, but the client has just cancelled the search. Sorry to bring bad news, and thank you for applying.",
    ),
    (
        "rejection",
        "Final decision",
        "It came down to two strong people, and we picked the other one. It was honestly close. Thank you for the interviews, Robin.",
    ),
    ("rejection", "Your application", "We will not be inviting you to interview for the Clerk role."),
    (
        "rejection",
        "Application",
        "After consideration we feel your experience is not a match for the Clerk role at this time. We will keep your details on file.",
    ),
    (
        "rejection",
        "Application update",
        "We appreciate your interest in Fern. The team has reviewed your background and determined that they will be pursuing other applicants.",
    ),
    ("rejection", "Application", "Your candidacy for Clerk will not be progressing further."),
    (
        "rejection",
        "Follow up",
        "Hi Robin, thanks for following up. The team ended up hiring someone with more retail background. Sorry I do not have better news!",
    ),
    (
        "rejection",
        "Fern",
        "Sorry, we do not have anything suitable for you right now, and the Clerk role went to an internal applicant.",
    ),
    (
        "not_job",
        "Weekly digest",
        "Ten reasons why you were not selected for the job. Read more on our blog. Unsubscribe.",
    ),
    (
        "not_job",
        "Rejected? Read this",
        'View this email in your browser. "We have decided to move forward with other candidates." Sound familiar? In this issue: 7 ways to bounce back after a rejection from an employer. Subscribe to the podcast.',
    ),
    (
        "application_received",
        "Thanks",
        "Hello Robin, your application to Fern has been submitted successfully. If your profile is not selected within 30 days, please consider that you were unsuccessful.",
    ),
    (
        "application_received",
        "Thanks for applying",
        "We got your application for Clerk. We receive hundreds of applications and cannot interview every candidate, but someone will look at yours within two weeks.",
    ),
    (
        "assessment",
        "HireVue",
        "Fern has invited you to complete an on-demand video interview for Clerk. You have until 5 May.",
    ),
    (
        "job_alert",
        "Jobs you may like",
        "Based on your profile: Clerk at Fern, Baker at Oat, Potter at Clay. See all jobs. Apply now.",
    ),
    (
        "recruiter_outreach",
        "Hello",
        "Hi Robin, your background caught my eye. I am hiring for a Clerk position at Fern and think you would be a strong fit. Do you have 15 minutes this week?",
    ),
    ("other_job", "Application viewed", "Your application for Clerk at Fern was viewed by the recruiter."),
    (
        "other_job",
        "Onboarding paperwork",
        "Hi Robin, please complete the background check form before your start date for the Clerk position.",
    ),
    (
        "offer",
        "Congratulations",
        "Congratulations Robin! You have been selected for the Clerk position at Fern. Your starting salary is 30,000. Please confirm that you accept.",
    ),
    (
        "offer",
        "Counter",
        "Hi Robin, we can go up to 32,000. Revised offer letter attached, for the Clerk position. Let me know by Friday.",
    ),
    (
        "other_job",
        "You turned us down",
        "Hi Robin, we are sorry that you declined our offer for the Clerk role, and wish you well.",
    ),
    (
        "not_job",
        "Your Airbnb",
        "Unfortunately your reservation request was declined. Other places are available for your dates.",
    ),
    (
        "interview",
        "Interview cancelled",
        "Your interview for Clerk tomorrow is cancelled as Kim is sick. We will find a new time next week.",
    ),
    (
        "rejection",
        "Interview cancelled",
        "Your interview for Clerk on Friday has been cancelled because the position has been filled.",
    ),
    (
        "other_job",
        "Kim at Fern",
        "Dear hiring manager, I applied for the Clerk role two weeks ago and have not heard back. If the position has been filled please let me know. Robin",
    ),
    (
        "other_job",
        "Clerk hiring",
        "Hi Robin, thanks for helping hire for the Clerk role. We went with the other candidate, Sue; I have sent rejections to the rest.",
    ),
    ("unsure", "Clerk", "We will be in touch about the Clerk role in due course."),
]


@pytest.mark.parametrize(("kind", "subject", "text"), MAILS)
def test_many_wordings(kind: str, subject: str, text: str) -> None:
    """Each short mail is read as the kind it is."""
    reading = read(Message("w@test.example", subject, Address("", ""), None, text))
    assert reading.kind == kind, reading.evidence
