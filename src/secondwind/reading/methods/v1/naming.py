# ruff: noqa: E501  (one family of phrases stands on one line; broken up it cannot be read)
"""Decides who the mail is from and about: employer, role, and the facts beside them. None rather than wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from secondwind.mail.message import Address, Message
from secondwind.reading.methods.v1 import families as f
from secondwind.reading.methods.v1.passage import Passage, Sentence, collapse
from secondwind.reading.methods.v1.places import is_free_mail, is_relay, names_an_employer, registrable
from secondwind.reading.reading import Kind

LONGEST_NAME = 160
"""Characters of a sender's name that are looked at; hostile mail has longer ones."""


@dataclass(frozen=True, slots=True)
class Parties:
    employer: str | None = None
    role: str | None = None
    facts: dict[str, str] = field(default_factory=dict)


_WORD = r"[A-Z0-9ÄÖÜÉÈ][\w&'’.+°/-]*"
_NAME = rf"({_WORD}(?:(?: |, (?=Inc|Ltd|LLC|Co\b))(?:{_WORD}|of(?= [A-Z])|the(?= [A-Z])|and(?= [A-Z])|for(?= [A-Z])|de(?= [A-Z])|&)){{0,6}})"
_JOBWORD = r"(?:[Pp]ositions?|[Rr]oles?|[Oo]penings?|[Jj]obs?|[Vv]acanc(?:y|ies)|[Oo]pportunit(?:y|ies)|[Ii]nternships?|[Pp]ost(?:ing)?|[Rr]equisition|[Pp]lacement|gig)"
_AFTER_ROLE = re.compile(rf"\b{_JOBWORD}\b(?: \([^)]*\))?,? (?:here )?(?:at|with|within|@) (?:the )?{_NAME}")
_APPLIED_TO = re.compile(
    rf"\b(?:[Aa]pplication|[Aa]pplying|[Aa]pplied|[Aa]pply|[Ii]nterest|[Ii]nterviewing|[Ii]nterview|[Cc]andidacy|[Cc]areers?|[Ee]mployment(?: opportunities)?|"
    rf"opportunities|[Oo]ffer|[Pp]rocess)(?: (?:for|of) [^.!?\n]{{3,60}}?)? (?:to|at|with|in|from|@) (?:joining |working (?:at|with|for) |a career (?:at|with) |careers? (?:at|with) |employment (?:at|with) |us (?:here )?at |our team at )?(?:the )?{_NAME}"
)
_ROLE_AT = re.compile(
    rf"\b(?:for|to|of) (?:the |our |a )?([A-Z][^.!?\n|]{{2,70}}?) (?:at|with|@) (?:the )?{_NAME}"
)
_DECIDES = re.compile(
    rf"(?:^|[Uu]nfortunately, |[Ss]adly, |that )(?:the )?{_NAME} (?:has|have|had|did not|is not|will not|are not|team has|team have|would like to|regrets)\b"
)
_SUBJECT_OF = re.compile(
    rf"^{_NAME}(?: -|:)? (?:[Jj]ob |[Cc]areers )?[Aa]pplication (?:[Cc]onfirmation|[Uu]pdate|[Rr]eceived|[Ss]tatus|[Ff]ollow)"
)
_SENT_TO = re.compile(
    rf"\b[Aa]pplication (?:was|has been|is) (?:successfully )?(?:sent|submitted) to (?:the )?{_NAME}"
)
_CONSIDERING = re.compile(
    rf"\b(?:[Cc]onsidering|[Jj]oin(?:ing)?|[Cc]hoosing|on behalf of|working (?:at|for)|interviewed (?:at|with)|team at|here at|us at|[Ww]elcome to|[Yy]our) (?:the )?{_NAME}(?= team|[,.!?;:]|$| and | as | for | application| interview| is | has | we )"
)
_SIGNED = re.compile(
    rf"(?:[Rr]egards|[Ss]incerely|[Bb]est|[Cc]heers|[Tt]hanks|[Tt]hank you|[Ww]ishes|[Tt]ruly|[Cc]are),? (?:[Yy]our |[Tt]he )?{_NAME}$"
)
_TEAM_LINE = re.compile(
    rf"^(?:[Yy]our |[Tt]he )?{_NAME}(?:'s)? (?:[Tt]alent|[Rr]ecruit\w+|[Hh]iring|[Pp]eople|HR|[Cc]areers?|[Hh]uman)(?: (?:[Aa]cquisition|[Rr]esources|[Oo]perations|&|and|[Cc]ulture|[Tt]eam|[Dd]epartment))*$|^(?:[Yy]our |[Tt]he )?{_NAME} [Tt]eam$"
)
_TAIL = re.compile(
    r"(?:[\s,|·-]+(?:careers?|recruit(?:ing|ment|er|ers)?|talent(?: acquisition)?|hiring|human resources|hr|jobs?|people|workday|team|notifications?|no-?reply|"
    r"application|applications|ats|candidate|experience|operations|onboarding|department|via .*|app))+$",
    re.IGNORECASE,
)
_FROM_AT = re.compile(r"^(?P<person>[^@<>]{2,40}?) (?:from|at|@|via|of) (?P<name>.{2,40})$")
_WORKDAY_AT = re.compile(
    r"^(?:workday|careers|jobs|recruiting|talent)\s?@\s?(?P<name>\w.{1,40})$", re.IGNORECASE
)
_BAD_NAME = frozenset(
    [
        "the",
        "this",
        "our",
        "your",
        "we",
        "you",
        "i",
        "us",
        "it",
        "they",
        "he",
        "she",
        "dear",
        "hi",
        "hello",
        "thanks",
        "thank",
        "unfortunately",
        "regards",
        "sincerely",
        "best",
        "team",
        "hr",
        "human",
        "people",
        "talent",
        "recruiting",
        "recruitment",
        "hiring",
        "careers",
        "career",
        "jobs",
        "job",
        "no",
        "noreply",
        "no-reply",
        "donotreply",
        "do",
        "not",
        "reply",
        "notifications",
        "notification",
        "mail",
        "email",
        "info",
        "admin",
        "support",
        "please",
        "if",
        "as",
        "at",
        "in",
        "on",
        "for",
        "to",
        "of",
        "and",
        "or",
        "a",
        "an",
        "all",
        "with",
        "from",
        "application",
        "applications",
        "role",
        "position",
        "opening",
        "opportunity",
        "interview",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "am",
        "pm",
        "zoom",
        "teams",
        "microsoft",
        "calendly",
        "google",
        "workday",
        "greenhouse",
        "lever",
        "linkedin",
        "indeed",
        "icims",
        "taleo",
        "ashby",
        "workable",
        "hirevue",
        "hackerrank",
        "codility",
        "company",
        "name",
        "candidate",
        "cv",
        "resume",
        "fwd",
        "re:",
        "fw:",
        "update",
        "status",
        "time",
        "any",
        "next",
        "first",
        "last",
        "final",
        "phone",
        "video",
        "online",
    ]
)
_LOCAL_GENERIC = re.compile(
    r"^(?:no-?_?reply|do-?_?not-?_?reply|donotreply|notifications?|jobs?|careers?|recruit\w*|talent|hr|info|mail|email|hello|team|apply|applications?|candidates?|support|system|x|messages?|invitations?|inmail\w*|jobalerts?|alerts?|reply.*|.*\d{3,}.*)$"
)
_TITLE = re.compile(
    r"\b(?:engineer\w*|developer|manager|analyst|designer|scientist|architect|consultant|specialist|coordinator|assistant|associate|director|officer|lead|intern(?:ship)?|nurse|teacher|"
    r"accountant|administrator|technician|programmer|tester|writer|editor|researcher|representative|executive|clerk|driver|chef|planner|buyer|advis[eo]r|lecturer|professor|fellow|postdoc\w*|"
    r"head|chief|president|trainee|apprentice|graduate|supervisor|operator|mechanic|carer|librarian|curator|producer|recruiter|partner|strategist|owner|master|agent|host|"
    r"baker|cook|barista|gardener|joiner|electrician|plumber|welder|solicitor|lawyer|paralegal|secretary|receptionist|therapist|pharmacist|physician|doctor|dentist|vet|surveyor|inspector|"
    r"translator|interpreter|journalist|photographer|actuary|economist|statistician|auditor|controller|bookkeeper|cashier|warehouse|picker|conservator|archivist|support|sales|marketing|data|finance)\b",
    re.IGNORECASE,
)
_JOB_LINE = re.compile(
    r"^(?:job |position |role )?(?:title|position|role|job|vacancy)\s*[:\-–]\s*(.{3,80})$", re.IGNORECASE
)
_ROLE_OF = re.compile(
    rf"\b(?:{_JOBWORD}) (?:of|as|titled|for|:|-) (?:an? |the |our )?([^.!?;:\n]{{3,90}}?)(?= (?:at|with|in our|within|here|position|role|and (?:we|your|the|for)|to|has|have|is|was)\b|[.!?;,:]|$)"
)
_ROLE_BEFORE = re.compile(
    rf"\b(?:the|our|your|an?|for|as|to) ((?:(?!\b(?:the|our|your|for|you|we|us|with|of an?|as)\b)[^.!?;\n]){{3,90}}?) (?:{_JOBWORD}|application)\b"
)
_ROLE_APPLIED = re.compile(
    r"\b(?:[Aa]ppl(?:y|ied|ying)|[Aa]pplication|[Ii]nterview(?:ing)?|[Ii]nterest|[Cc]andidacy)(?: (?:received|submitted|confirmation))?(?: for| to| in| as|:| -)(?: become)? (?:the |our |an? )?([A-Z][^.!?;\n|]{2,80}?)(?= (?:at|with|@|in our|role|position|and (?:we|your|would|have|will|are|our|i)|has|have|is|was|were|will|or|but|which|because|from|on|to)\b|[.!?;|]|$)"
)
_ROLE_SOUGHT = re.compile(
    r"\b(?:looking for|opening for|search(?:ing)? for|need for|hiring|recruiting) an? ((?:[A-Z][\w/&+#.-]*)(?: (?:[A-Z][\w/&+#.-]*|of|and|for))*)"
)
_REQ = re.compile(
    r"\(?\b(?:req(?:uisition)?\.?(?: ?id)?|job(?: ?id| ?no\.?)?|ref(?:erence)?\.?)\s*[:#]?\s*[\w-]*\d[\w-]*\)?|^[A-Z]{0,4}-?\d[\d-]{3,}\w*[\s:-]*|\s*\([^)]*\d{3,}[^)]*\)|[\s,-]+[A-Z]{0,3}-?\d{4,}\w*$",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(?:because|as (?:we|you|the|your)|since (?:we|you)|due to|based on|looking for (?:someone|a candidate|candidates)|more (?:experience|senior|hands-on)|(?:deeper|stronger|broader) \w+"
    r"|lack(?:s|ed)?|not enough|need(?:ed|s)? (?:someone|more)|whose (?:skills|experience|background)|hiring freeze|budget|restructur\w+|filled|speaks?|local|better match\w*|already)\b",
    re.IGNORECASE,
)
_FORMULA = re.compile(
    r"\b(?:more closely|better (?:match|fit|suit)|closely (?:match|align)|aligned|(?:high|large|exceptional\w*) (?:number|volume|amount)|number of (?:applica|applic)|many (?:strong|qualified)|at this time|whose (?:skills|experience|qualifications|background)s?(?:,? (?:and|&) \w+)* (?:more|better|are|is))\b",
    re.IGNORECASE,
)
_MET = re.compile(
    r"\b(?:(?:after|following|since) (?:your|our|the|several|both|two|three|\w+ rounds? of) ?(?:\w+ ){0,2}(?:interviews?|conversations?|meetings?)|interview(?:ed|ing) (?:with|you|at)|(?:meet|met|meeting|spoke|speaking|talking|talked) (?:with |to )?(?:us|you|the team|our)"
    r"|your (?:\w+ )?interview|chatt(?:ed|ing) with us|time to (?:interview|meet|speak|talk)|come (?:in|to our)|coming (?:in|to)|the interviews?\b|on-?site|second round|thanks for the (?:interview|conversation|chat)|for interviewing)\b"
)
_SCREEN = re.compile(
    r"\b(?:phone screen|screening call|phone (?:call|interview)|(?:initial|intro\w*|first|recruiter|our) (?:call|chat|conversation)|assessment|coding (?:challenge|test)|take-?home|case study|reviewed? your (?:coding|test))\b"
)
_PERSON = re.compile(r"^[A-ZÀ-Þ][\w'’.-]+(?: [A-ZÀ-Þ][\w'’.-]*){1,2}$")
_CLOSING = re.compile(
    r"^(?:(?:kind|best|warm|many|with)?\s?(?:regards|wishes)|sincerely|yours \w+|cheers|best|thanks|thank you|all the best|take care|warmly|respectfully)[,.!]?(?: (?P<rest>.+))?$",
    re.IGNORECASE,
)
_AGENCY = re.compile(
    r"\b(?:our|my|the|a|your) client\b|\brecruitment (?:agency|consult\w+)\b|\bstaffing\b|\bhead-?hunt\w*|\bdirect clients?\b",
    re.IGNORECASE,
)
_AGENCY_NAME = re.compile(
    r"\b(?:staffing|head-?hunt\w*|resourcing|personnel|(?:recruit(?:ment|ing)|search|talent) (?:agency|consult\w+|partners|solutions|services))\b",
    re.IGNORECASE,
)


# ---- names ---------------------------------------------------------------------------------------------------


_NO_NAME = re.compile(
    r"^\S+[’'](?:ve|re|ll|d|m)\b|^\d{4}\b|^(?:senior|junior|lead|principal|staff|corporate|interns?|internship|campus|remote)$",
    re.IGNORECASE,
)
"""What stands where a name could and is none: contractions, years, levels."""


def _tidy(name: str, *, desk: bool = False) -> str | None:
    """A name cut down to what is one, or None. `desk` keeps "Recruitment" at its end: agencies are called so."""
    name = re.sub(r"(?<=[a-z])[’']s$", "", collapse(name)).strip(" ,;:|-–\"'()[]!?")
    name = re.split(r"\. (?=[A-Z])|[!?]", name)[0]
    if name.endswith(".") and not re.search(r"\b(?:Inc|Ltd|Co|Corp|S\.A|Bros)\.$", name):
        name = name.rstrip(".")
    words = name.split()
    while words and not desk and (words[-1].lower().strip(".,") in _BAD_NAME or words[-1] in ("&", "-")):
        words.pop()
    while len(words) > 1 and words[0].lower() in (
        "dear",
        "hi",
        "hello",
        "unfortunately",
        "thanks",
        "regards",
    ):
        words.pop(0)
    name = " ".join(words)
    if (
        not words
        or len(name) < 2
        or len(words) > 7
        or (words[0].lower().strip(".,") in _BAD_NAME and len(words) == 1)
        or _NO_NAME.search(name)
    ):
        return None
    if (
        re.fullmatch(r"[\d\s./-]+", name)
        or "@" in name
        or "http" in name.lower()
        or not re.search(r"[A-Za-zÀ-ÿ]", name)
    ):
        return None
    return name


def _followed_by_job_word(text: str, end: int) -> bool:
    return re.match(
        rf"(?:[^.!?\n]{{0,40}}?)? ?(?:{_JOBWORD})\b(?! with)", text[end : end + 60]
    ) is not None and not re.match(r"\s*[.!?,]", text[end : end + 2])


def _in_text(lines: list[str]) -> Iterator[str]:
    """Candidates for the employer's name, surest first."""
    for pattern, group in (
        (_SENT_TO, 1),
        (_SUBJECT_OF, 1),
        (_AFTER_ROLE, 1),
        (_ROLE_AT, 2),
        (_APPLIED_TO, 1),
        (_CONSIDERING, 1),
        (_DECIDES, 1),
    ):
        for line in lines:
            for match in pattern.finditer(line):
                if not _followed_by_job_word(line, match.end()) and not _is_title(match.group(group)):
                    yield match.group(group)


def _is_title(name: str) -> bool:
    words = name.split()
    return bool(_TITLE.search(words[-1])) or (
        len(words) <= 4 and bool(_TITLE.search(words[0])) and len(words) > 1
    )


def _signature(sentences: tuple[Sentence, ...]) -> Iterator[str]:
    for sentence in sentences[-8:]:
        line = sentence.raw.rstrip(".!, ")
        team = _TEAM_LINE.match(line)
        if team:
            yield next(group for group in team.groups() if group)
        signed = _SIGNED.search(line) if len(line) < 90 else None
        if signed and _TAIL.search(signed.group(1)):
            yield _TAIL.sub("", signed.group(1))


_FIRM_WORD = re.compile(
    r"^The |\b(?:Inc|Ltd|LLC|GmbH|AG|Group|Labs?|Technologies|Systems|University|Hospital|Council|Bank|Studios?|Company|Companies)\b"
)


def _display(sender: Address) -> str | None:
    """ "Acme Careers" -> Acme, "Ann from Acme" -> Acme, "Workday@Acme" -> Acme; None where it may be a person."""
    name = collapse(sender.name[:LONGEST_NAME]).strip("\"' ")
    at = _WORKDAY_AT.match(name)
    if not name or ("@" in name and not at):
        return None
    at = at or _FROM_AT.match(name)
    shorter = _TAIL.sub("", at.group("name") if at else name)
    core = registrable(sender.domain).partition(".")[0]
    is_core = bool(core) and re.sub(r"\W", "", name).lower() == re.sub(r"\W", "", core)
    if at or (shorter and shorter != name) or _FIRM_WORD.search(name) or is_core:
        return _tidy(shorter)
    return None


def _by_domain(sender: Address, text: str) -> str | None:
    """The domain's own word, written as the text writes it; None for platforms and free mail."""
    if not names_an_employer(sender.domain):
        return None
    core = registrable(sender.domain).partition(".")[0]
    if len(core) < 2:
        return None
    loose = r"[\s.&'’-]{0,2}".join(re.escape(letter) for letter in core.replace("-", ""))
    written = re.search(rf"\b{loose}\b", text, re.IGNORECASE) if len(core) < 30 else None
    if written and any(letter.isupper() for letter in written.group()):
        return collapse(written.group())
    return core.replace("-", " ").title()


def _by_local_part(sender: Address) -> str | None:
    """ "acme@myworkday.com" -> Acme."""
    local = sender.address.partition("@")[0].partition("+")[0]
    if (
        not is_relay(sender.domain)
        or registrable(sender.domain) in ("linkedin.com", "indeed.com")
        or _LOCAL_GENERIC.match(local)
    ):
        return None
    if "." in local or len(local) < 3:
        return None
    return local.replace("-", " ").replace("_", " ").title()


def _employer(message: Message, passage: Passage, kind: Kind, lines: list[str]) -> str | None:
    for found in _in_text(lines):
        name = _tidy(found)
        if name:
            return name
    shown = _display(message.sender)
    if shown and not is_free_mail(message.sender.domain):
        return shown
    for found in _signature(passage.sentences):
        name = _tidy(found)
        if name and not _PERSON.match(name):
            return name
    named = _by_local_part(message.sender)
    if named or kind in (Kind.OTHER_JOB, Kind.UNSURE):
        return named
    return _by_domain(message.sender, f"{message.subject[:600]} {message.text[:4000]}")


# ---- roles -----------------------------------------------------------------------------------------------------


def _tidy_role(role: str) -> str | None:
    role = _REQ.sub("", collapse(role)).strip(" ,;:|-–\"'*[]")
    role = re.sub(r"^(?:the|our|an?|following|position of|role of)\s+", "", role, flags=re.IGNORECASE)
    role = re.split(
        r"\s+(?:at|with|here at|in our)\s+(?=[A-Z])|,? (?:but|however|and (?:we|your|will|would|have|are|our))\b|\s+and$",
        role,
    )[0].strip(" ,;:|-–\"'*")
    if not 2 < len(role) <= 80 or len(role.split()) > 11 or not re.search(r"[A-Za-z]{2}", role):
        return None
    if _TITLE.search(role) is None and not (
        role[0].isupper() and len(role.split()) >= 2 and role.split()[0].lower() not in _BAD_NAME
    ):
        return None
    if re.search(
        r"\b(?:you|your|we|our|us|thank|apply|applying|application|interest|other|another|future|new|open|current|this|these|that|suitable|similar|several|many|any|more|has|have|is|are|was|will|still)\b",
        role,
        re.IGNORECASE,
    ):
        return None
    return role


_ROLES = (
    (_JOB_LINE, True),
    (_ROLE_OF, True),
    (_ROLE_BEFORE, True),
    (_ROLE_AT, False),
    (_ROLE_APPLIED, False),
    (_ROLE_SOUGHT, True),
)
"""Whether a title must hold a word of work ("analyst"): where the sentence does not say that it is a role."""


def _role(lines: list[str]) -> str | None:
    for pattern, loose in _ROLES:
        for line in lines:
            for match in pattern.finditer(line):
                role = _tidy_role(match.group(1))
                if role and (loose or _TITLE.search(role)):
                    return role
    return None


# ---- facts -----------------------------------------------------------------------------------------------------


_LATE = re.compile(
    r"\b(?:final (?:round|stage|interview|two|three)|last (?:round|stage) |finalists?\b|runner-?up|close second)"
)
_TAKEN_BACK = re.compile(
    r"(?:withdr[ae]w|rescind|retract|revok)\w*[^.]{0,40}offer|offer[^.]{0,60}no longer valid"
)
_BY_PHONE = re.compile(r"phone (?:screen|call|interview)|screening|intro(?:ductory)? call|recruiter call")
_INTERVIEWED = re.compile(r"\binterview(?:s|ed|ing)\b|your interview")
_APPLIED = re.compile(r"\bappl(?:ied|ying|ication)\b")


def _stage(passage: Passage, kind: Kind) -> str | None:
    """How far the person had come, as the text shows; None where it shows nothing."""
    low = passage.low
    if kind is Kind.REJECTION:
        return _stage_of_a_no(passage)
    if kind is Kind.INTERVIEW:
        return "final" if _LATE.search(low) else "screening" if _BY_PHONE.search(low) else "interview"
    if kind is Kind.APPLICATION_RECEIVED:
        return "applied" if _APPLIED.search(low) else None
    return {Kind.OFFER: "offer", Kind.ASSESSMENT: "screening"}.get(kind)


def _stage_of_a_no(passage: Passage) -> str | None:
    low = passage.low
    met = any(_MET.search(s.low) and not f.CONDITIONAL.search(s.low) for s in passage.sentences)
    reached = (
        ("offer", bool(_TAKEN_BACK.search(low))),
        ("final", bool(_LATE.search(low))),
        ("screening", bool(_SCREEN.search(low)) and not _INTERVIEWED.search(low)),
        ("interview", met),
        ("applied", bool(_APPLIED.search(low))),
    )
    return next((stage for stage, shown in reached if shown), None)


_DECISIONS = (f.DECIDED_NOT, f.OTHERS_CHOSEN, f.CLOSED, f.FIT_NO, f.PASSED, f.ON_HOLD)
_NO_REASONS = (_FORMULA, f.SOFT, f.CONDITIONAL, f.NO_ANSWER)


def _gives_a_reason(low: str) -> bool:
    return (
        _REASON.search(low) is not None
        and not any(pattern.search(low) for pattern in _NO_REASONS)
        and any(pattern.search(low) for pattern in _DECISIONS)
    )


def _reason(passage: Passage, kind: Kind) -> str | None:
    """The sentence that gives a true reason, verbatim; the usual formulas ("more closely matches") are none."""
    if kind is not Kind.REJECTION:
        return None
    return next((sentence.raw for sentence in passage.sentences if _gives_a_reason(sentence.low)), None)


def _contact(message: Message, passage: Passage, employer: str | None) -> str | None:
    """Who signed: a line of two or three capitalised words after the closing, or a sender that is a person."""
    tail = passage.sentences[-8:]
    for at, sentence in enumerate(tail):
        closing = _CLOSING.match(sentence.raw)
        if not closing:
            continue
        after = closing.group("rest") or (tail[at + 1].raw if at + 1 < len(tail) else "")
        name = after.split(",")[0].strip(" .")
        if _PERSON.match(name) and not _is_organisation(name, employer):
            return name
    shown = collapse(message.sender.name[:LONGEST_NAME]).strip("\"' ")
    person = _FROM_AT.match(shown)
    shown = person.group("person") if person else shown
    if _PERSON.match(shown) and not _is_organisation(shown, employer):
        return shown
    return None


def _is_organisation(name: str, employer: str | None) -> bool:
    low = name.lower()
    if employer and (low in employer.lower() or employer.lower() in low):
        return True
    return bool(
        _TAIL.search(" " + name)
        or re.search(
            r"\b(?:team|group|inc|ltd|llc|gmbh|company|careers|zone|apply|the|acquisition|notifications?|alerts?|services?|bank|university|via|workday|reply|jobs?|human|resources)\b",
            low,
        )
    )


def _via(message: Message, passage: Passage) -> str | None:
    """An agency's name, where the mail speaks of a client or the sender calls itself one."""
    shown = _TAIL.sub("", collapse(message.sender.name[:LONGEST_NAME]).strip("\"' "))
    domain = message.sender.domain
    if not _AGENCY.search(passage.low) and not _AGENCY_NAME.search(message.sender.name[:LONGEST_NAME]):
        return None
    at = _FROM_AT.match(collapse(message.sender.name[:LONGEST_NAME]).strip("\"' "))
    if at:
        return _tidy(at.group("name"), desk=True)
    if names_an_employer(domain):
        return _by_domain(message.sender, f"{message.sender.name[:LONGEST_NAME]} {message.text[:4000]}")
    return _tidy(shown) if shown and not _PERSON.match(shown) else None


def name_parties(message: Message, passage: Passage, kind: Kind, *, own: bool) -> Parties:
    """Employer, role and facts. For mail the person wrote, and for lists of jobs, only what the words say."""
    if kind is Kind.JOB_ALERT:
        return Parties()
    lines = [passage.subject.raw, *(s.raw for s in passage.sentences[:25])]
    via = None if own else _via(message, passage)
    if own or via or kind is Kind.RECRUITER_OUTREACH:
        employer = next((name for name in map(_tidy, _in_text(lines)) if name), None)
        employer = None if employer == via else employer
    else:
        employer = _employer(message, passage, kind, lines)
    if employer and employer.lower() in {person.name.lower() for person in message.to}:
        employer = None
    found = {
        "stage": _stage(passage, kind),
        "reason": _reason(passage, kind),
        "contact": None if own else _contact(message, passage, employer),
        "via": via,
    }
    role = _role(lines)
    if role and employer and role.lower() == employer.lower():
        role = None
    return Parties(employer, role, {key: value for key, value in found.items() if value})
