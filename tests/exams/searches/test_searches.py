"""The golden searches are what their README says: the same each time, varied, hard, and scored rightly."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from datetime import UTC, datetime
from itertools import chain, combinations

import pytest

from exams.searches.build import HALVES, PER_HALF, Mail, Search, search, searches
from exams.searches.record import Application
from exams.searches.score import as_lines, missed_by_trap, pooled, score, score_all
from exams.searches.words import LANGUAGES, LEGAL, language, of_half, slug
from secondwind.mail.message import Address, Message

MAIN = (
    "received", "rejection", "interview", "assessment", "offer", "outreach", "own", "alert", "newsletter",
)  # fmt: skip
TRAPS = {
    "agency", "alert_names_application", "changed_subject", "client_named_later", "client_writes_itself",
    "employer_in_sender_name_only", "employer_variants", "employer_without_role", "late_no_other_address",
    "newsletter_of_employer", "one_agency_two_clients", "outreach_from_known_sender", "own_application", "own_reply",
    "portal_notice", "reapplication", "reply_without_headers", "same_no_twice", "scheduler_without_employer",
    "shared_first_name", "similar_roles", "two_roles_one_employer", "undecidable",
}  # fmt: skip
KINDS = {
    "rejection", "interview", "assessment", "offer", "application_received", "recruiter_outreach", "job_alert",
    "other_job", "not_job",
}  # fmt: skip
EVERY = [each for half in HALVES for each in searches(half)]


def mails_of(each: Search, key: str) -> list[Mail]:
    return [mail for mail in each.mails if mail.application == key]


def test_the_record_changes_only_on_purpose():
    """Ids, texts and golden keys of all searches are those of the version written down here."""
    lines = (
        f"{m.message.message_id} {m.message.digest} {m.message.sent_at} {m.application} {m.kind} {m.employer} {m.role}"
        for each in EVERY
        for m in each.mails
    )
    assert hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16] == "932dfd18f3ae430c"


def test_the_same_seed_writes_the_same_search():
    """A search written afresh equals the one kept."""
    for half in HALVES:
        assert search.__wrapped__(half, 3) == search(half, 3)


def test_another_half_is_refused():
    """There are two halves, and a third name is an error."""
    with pytest.raises(ValueError, match="half"):
        searches("both")


def test_there_are_enough_searches_of_the_promised_size():
    """At least 64 searches, each of 20 to 80 mails over three weeks or more, none later than the day of writing."""
    assert len(EVERY) == 2 * PER_HALF >= 64
    for each in EVERY:
        sent = [mail.message.sent_at for mail in each.mails]
        assert 20 <= len(sent) <= 80
        assert sent == sorted(sent)
        assert (sent[-1] - sent[0]).days >= 21
        assert sent[-1] < datetime(2026, 11, 23, tzinfo=UTC)


def test_every_language_stands_in_both_halves_and_some_searches_mix_two():
    """Each half holds all seven languages, and at least ten searches of two languages."""
    for half in HALVES:
        assert set(chain.from_iterable(each.languages for each in searches(half))) == set(LANGUAGES)
        assert sum(len(each.languages) == 2 for each in searches(half)) >= 10


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_main_kind_has_its_wordings(code):
    """Eight wordings of each main kind, fourteen in English (eight of alerts and other mail), no two alike."""
    words = language(code)
    for section in MAIN:
        enough = 14 if code == "en" and section not in {"alert", "newsletter"} else 8
        bodies = [wording.subject + wording.body for wording in words.wordings[section]]
        assert len(bodies) >= enough, section
        assert len(set(bodies)) == len(bodies)
    portal_and_status = len(words.wordings["status"]) + len(words.wordings["portal"])
    assert portal_and_status >= (14 if code == "en" else 8)


def test_there_are_enough_names():
    """At least 150 firms and 100 roles, each firm and each firm's address once."""
    firms = [firm for code in LANGUAGES for half in HALVES for firm in language(code).firms(half)]
    roles = {role for code in LANGUAGES for role in language(code).lists["roles"]}
    assert len({firm.slug for firm in firms}) == len(firms) >= 150
    assert len(roles) >= 100


def test_the_halves_share_no_firm_and_no_wording():
    """What is learned from the open half gives away no firm and, own replies apart, no wording of the sealed one."""
    truths = [{a.employer for each in searches(half) for a in each.applications} for half in HALVES]
    assert not truths[0] & truths[1]
    for code in LANGUAGES:
        for section, written in language(code).wordings.items():
            halves = [
                {(wording.subject, wording.body) for wording in of_half(written, half)} for half in HALVES
            ]
            assert section == "own" or not halves[0] & halves[1]


@pytest.mark.parametrize("half", HALVES)
def test_each_trap_stands_in_at_least_five_searches(half):
    """No trap is missing, and none hangs on a single search."""
    seen = Counter(trap for each in searches(half) for trap in {t for mail in each.mails for t in mail.traps})
    assert set(seen) == TRAPS
    assert min(seen.values()) >= 5, seen


def test_about_half_of_the_answers_within_an_application_carry_headers():
    """Of the recruiters' mails after the first and the person's replies, 40 to 70 in a hundred point back."""
    answers = [
        mail.message.in_reply_to != ""
        for each in EVERY
        for application in each.applications
        for mail in mails_of(each, application.key)[1:]
        if mail.message.sender.address.endswith(".example") and not mail.message.auto_submitted
    ]
    assert 0.4 <= sum(answers) / len(answers) <= 0.7


def test_threads_point_back_into_their_own_application():
    """In-Reply-To and References name earlier mails of the same application."""
    for each in EVERY:
        home = {}
        for mail in each.mails:
            answered = mail.message.in_reply_to
            if answered:
                assert home[answered] == mail.application
                assert {home[reference] for reference in mail.message.references} == {mail.application}
                assert mail.message.references[-1] == answered
            assert mail.message.message_id not in home
            home[mail.message.message_id] = mail.application


def test_employer_and_role_stand_in_the_mail_as_written():
    """A golden employer is read off sender's name, subject or text; a golden role off subject or text."""
    for mail in chain.from_iterable(each.mails for each in EVERY):
        said = f"{mail.message.subject}\n{mail.message.text}"
        assert mail.kind in KINDS
        assert mail.employer is None or mail.employer in f"{said}\n{mail.message.sender.name}"
        assert mail.role is None or mail.role in said
        assert "{" not in said


def test_every_application_has_mails_and_every_key_an_application():
    """The keys of the mails are those of the applications, no more and no fewer."""
    for each in EVERY:
        keys = {mail.application for mail in each.mails} - {None}
        assert keys == {application.key for application in each.applications}


def test_two_applications_at_one_employer_differ_in_role_or_in_time():
    """Same employer and role twice means the second began after the last mail of the first, two months on."""
    again = 0
    for each in EVERY:
        for one, other in combinations(each.applications, 2):
            if (one.employer, one.role) != (other.employer, other.role):
                continue
            again += 1
            ends, begins = mails_of(each, one.key)[-1], mails_of(each, other.key)[0]
            assert (begins.message.sent_at - ends.message.sent_at).days >= 60
            assert "reapplication" in begins.traps
    assert again >= 16


def fits(mail: Mail, each: Search) -> list[list[str]]:
    """What a careful person goes by, surest first: for each clue the keys of the applications it points to."""
    message, home = mail.message, {m.message.message_id: m.application for m in each.mails}
    own_words = message.text.split("\n> ")[0]
    other = message.to[0] if message.sender.address == each.own_address else message.sender
    rest = [m for m in each.mails if m is not mail and m.application]
    named, role = slug(LEGAL.sub("", mail.employer or "-")), mail.role or "-"
    title = max((a.role for a in each.applications if role.startswith(a.role)), key=len, default="")
    return [
        [home[message.in_reply_to]] if message.in_reply_to else [],
        [a.key for a in each.applications if a.role == title],
        [a.key for a in each.applications if named and slug(a.employer).startswith(named)],
        [a.key for a in each.applications if slug(a.agency or a.employer) in other.address],
        [m.application for m in rest if message.subject == f"Re: {m.message.subject}"],
        [m.application for m in rest if re.split(r" \||,| \(", m.message.sender.name or "-")[0] in own_words],
        [m.application for m in rest if other.address in (m.message.sender.address, m.message.to[0].address)],
    ]


def open_then(mail: Mail, each: Search) -> set[str]:
    """The applications that had begun, and had mail still to come or now, when `mail` was sent."""
    spans = {a.key: [m.message.sent_at for m in mails_of(each, a.key)] for a in each.applications}
    return {key for key, sent in spans.items() if sent[0] <= mail.message.sent_at <= sent[-1]}


def test_every_mail_of_an_application_can_be_placed_by_what_it_says():
    """Thread, partner, domain, employer, role, interviewer and subject together leave one open application."""
    unplaced = []
    for each in EVERY:
        for mail in each.mails:
            left = open_then(mail, each)
            for clue in fits(mail, each):
                left = left & set(clue) or left
            if mail.application and "undecidable" not in mail.traps and left != {mail.application}:
                unplaced.append((each.name, mail.application, left, mail.message.subject, mail.traps))
    assert not unplaced


def test_an_undecidable_mail_leaves_two_applications_at_one_employer():
    """It has no thread and no role, and both applications have begun and have had no answer when it comes."""
    for each in EVERY:
        truths = {a.key: a for a in each.applications}
        for mail in (mail for mail in each.mails if "undecidable" in mail.traps):
            assert (mail.message.in_reply_to, mail.role) == ("", None)
            begun = {m.application for m in each.mails if m.message.sent_at < mail.message.sent_at} - {None}
            ended = {m.application for m in each.mails[: each.mails.index(mail)] if m.kind == "rejection"}
            employers = [truths[key].employer for key in begun - ended]
            assert employers.count(truths[mail.application].employer) == 2


def test_outreach_proposes_nothing_the_person_applied_for():
    """No mail of a recruiter who proposes a role names an employer and role of an application."""
    for each in EVERY:
        applied = {(application.employer, application.role) for application in each.applications}
        proposed = {(m.employer, m.role) for m in each.mails if m.kind == "recruiter_outreach"}
        assert not applied & proposed


def test_the_persons_own_mails_come_from_the_own_address():
    """Own replies are sent from own_address, all else is sent to it."""
    for each in EVERY:
        for mail in each.mails:
            own = bool({"own_reply", "own_application"} & set(mail.traps))
            assert (mail.message.sender.address == each.own_address) == own
            assert own or mail.message.to[0].address == each.own_address
            assert not own or mail.kind == "other_job"


def toy(*golden: str | None, traps: tuple[str, ...] = ()) -> Search:
    """A search of mails m0, m1, … with these golden keys; `traps` are those of the last mail."""
    mails = [
        Mail(Message(f"m{n}", "", Address("", ""), None, ""), key, "other_job", None, None, ())
        for n, key in enumerate(golden)
    ]
    last = mails[-1]
    mails[-1] = Mail(last.message, last.application, last.kind, None, None, traps)
    keys = dict.fromkeys(key for key in golden if key)
    return Search(
        "toy", ("en",), "me@mailbox.example", mails, tuple(Application(key, "", "") for key in keys)
    )


def test_pairs_are_counted_by_hand():
    """Three of a and two of b, one of a put to b: golden 4 pairs, found 4, both 2; one split, one merge."""
    result = score(toy("a", "a", "a", "b", "b", None), {"m0": 1, "m1": 1, "m2": 2, "m3": 2, "m4": 2})
    assert (result.golden, result.found, result.both) == (4, 4, 2)
    assert (result.precision, result.recall) == (0.5, 0.5)
    assert [(split.application, split.pieces) for split in result.splits] == [("a", {1: 2, 2: 1})]
    assert [(merge.found, merge.parts) for merge in result.merges] == [(2, {"a": 1, "b": 2})]
    assert (result.strays, result.left_out) == (0, 0)


def test_a_stray_and_a_mail_left_out_are_counted():
    """A newsletter put to an application costs precision, a mail not placed costs recall; both are named."""
    result = score(toy("a", "a", "a", None), {"m0": "x", "m1": "x", "m3": "x"})
    assert (result.golden, result.found, result.both, result.strays, result.left_out) == (3, 3, 1, 1, 1)
    assert result.splits[0].pieces == {"x": 2, None: 1}
    assert result.merges[0].parts == {"a": 2, None: 1}


def test_an_undecidable_mail_is_counted_apart():
    """Placing it changes no pair; it is a guess."""
    result = score(toy("a", "a", "a", traps=("undecidable",)), {"m0": 1, "m1": 1, "m2": 7})
    assert (result.golden, result.found, result.both) == (1, 1, 1)
    assert (result.undecidable, result.guesses) == (1, 1)


def test_nothing_found_has_no_precision():
    """Without a found pair precision is unknown, not perfect."""
    result = score(toy("a", "a"), {})
    assert (result.precision, result.recall) == (None, 0.0)


def test_the_golden_grouping_scores_full_and_one_heap_does_not():
    """The truth itself gets 1.0 everywhere, and all mails in one heap keep recall and lose precision."""
    truth = {m.message.message_id: m.application for m in chain.from_iterable(each.mails for each in EVERY)}
    total, scores = score_all(EVERY, truth)
    assert (total.precision, total.recall, total.splits, total.merges) == (1.0, 1.0, (), ())
    assert pooled(scores) == total
    assert not any(wrong for wrong, _ in missed_by_trap(EVERY[:4], truth).values())
    heap, _ = score_all(EVERY, dict.fromkeys(truth, 1))
    assert heap.recall == 1.0
    assert heap.precision < 0.3
    assert "precision 1.000" in as_lines([total])[0]
