# ruff: noqa: E501  (one family of phrases stands on one line; broken up it cannot be read)
"""The families of phrases this method knows, as compiled patterns over lower-cased sentences.

Broad on purpose: a negative decision next to a thing that is hired for, not a list of whole sentences.
Each family says what it means and what it must not be taken for.
"""

from __future__ import annotations

import re

GAP = r"(?:[^\w.!?]++\w[\w'/&-]*+)"
"""One more word within the same sentence. Possessive: a long rule of dashes can be cut up in one way only, so it
costs no seconds."""


def _p(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.VERBOSE)


# ---- the setting -------------------------------------------------------------------------------------------

JOB_NEEDLES = (
    "appl", "candida", "position", "role", "recruit", "hiring", "hire", "interview", "career", "resume", "résumé",
    " cv", "vacanc", "job", "talent", "assessment", "opening", "opportunit", "offer", "employ", "onboard", "team",
    "bewerb", "stelle", "postul", "poste", "emploi", "entretien", "sollicit", "vacature", "colloqui", "lavoro",
    "empleo", "puesto", "vaga", "entrevista", "processo seletivo", "応募", "選考", "面接", "应聘", "职位", "채용", "rekrut",
)  # fmt: skip
"""A mail with none of these is not about a job search; plain substring tests keep this the fast path."""

HIRING = _p(
    r"""\b(?:positions?|roles?|jobs?|vacanc(?:y|ies)|openings?|requisition|candida(?:te|tes|cy|ture)|recruit(?:er|ers|ing|ment)?
    |hiring|hired?|interview(?:s|ed|ing|er|ers)?|r[eé]sum[eé]s?|cv|careers?|employ(?:ment|er|ers)|talent|shortlist\w*
    |internships?|work\ experience|job\ search|applicants?|your\ application|your\ background|skill\ ?sets?
    |post\ of|selection\ process|years\ of\ experience|line\ manager|start\ date|salary)\b"""
)
"""Words of hiring. `application` alone is not one: loans and visas have those too."""

WORK_TITLE = _p(
    r"""\b(?:engineer|developer|manager|analyst|designer|scientist|architect|consultant|specialist|coordinator|assistant|associate|director|officer|intern|nurse|teacher
    |accountant|administrator|technician|programmer|tester|writer|editor|researcher|representative|executive|clerk|driver|chef|planner|buyer|lecturer|professor|trainee
    |apprentice|supervisor|operator|mechanic|carer|librarian|recruiter|strategist|electrician|plumber|secretary|receptionist|therapist|internship|placement|staff|colleague)s?\b"""
)
DESK = _p(r"""\b(?:careers?|recruit\w*|talent|hiring|hr|jobs?|human\ resources|people\ team|personnel)\b""")
"""A sender's name or local part that says: this desk is about jobs."""

HIRING_FIRM = _p(
    r"""\b(?:(?:this|the|our|your|a|new|open)\ (?:\w+\ ){0,4}?(?:position|role|vacancy|opening|job|post)|job|hiring|recruit\w+|r[eé]sum[eé]|cv
    |careers?|vacanc(?:y|ies)|talent\ acquisition|interview\w*|employment|internship|selection\ process|candidates?|shortlist\w*)\b"""
)

NOT_A_JOB = _p(
    r"""\b(?:loan|mortgage|visas?|residence\ permit|grant\ (?:application|proposal|scheme|committee|fund\w*|award)|grants?\ team|for\ a\ grant
    |our\ grants?|(?:small|research|travel|community|project)\ grants?|the\ foundation's\ board
    |fellowship\ fund|funding\ round|your\ (?:paper|manuscript|abstract|poster|talk|proposal|submission\ \#?\d+|story|poem|novel|query)
    |(?:the|this)\ (?:paper|manuscript)|peer\ review|reviewers?\ (?:comments|found)|tenan(?:cy|t|ts)|landlord|the\ (?:flat|apartment|house|property)
    |viewing|rental|letting\ agent|admissions?|undergraduate|master'?s\ (?:programme|program|degree)|degree\ programme|place\ on\ (?:the|our)\ (?:course|programme)
    |scholarship|bursary|refund|return\ request|insurance|your\ claim|credit\ (?:card|score|check|limit|history|application|agreement|line)|overdraft
    |citizenship|passport|planning\ permission|membership|dating|matches?\ near\ you|relationship|romantic\w*|spark\b
    |second\ date|your\ (?:order|parcel|package|payment|subscription)|tender|bid\ for|quotation|warranty|accelerator|cohort\ of\ startups
    |adoption|foster|kennel|puppy|school\ place|nursery\ place|allotment|beta\ program\w*|waitlist|app\ store|pull\ request|patch)\b"""
)
"""Noes that are no part of a job search. They count against the words of hiring, they do not veto."""

NEWSLETTER = _p(
    r"""\b(?:newsletter|subscribers?|view\ (?:this|in)\ (?:\w+\ ){0,3}browser|view\ this\ post|read\ more|read\ online|min(?:ute)?\ read|this\ week'?s?\ (?:issue|edition|post|tips?)
    |podcast|episode|webinar|masterclass|sign\ up|register\ now|our\ blog|blog\ post|article|top\ \d+|\d+\ (?:tips|ways|steps|signs|reasons|lessons|mistakes)|dear\ readers?|readers|substack
    |how\ to\ (?:\w+\ ){0,2}(?:handle|deal|cope|recover|bounce|respond|answer|write|land|get|nail|ace|turn|survive|stay)|career\ (?:coach|advice|tips)|free\ (?:guide|course|trial|template|ebook|e-book|workshop)
    |unsubscribe|forward(?:ed)?\ this\ (?:email|newsletter|to\ a\ friend)|in\ this\ (?:issue|edition|week))\b"""
)
ADDRESSED = _p(
    r"""\b(?:thank(?:s|\ you)(?:\ \w+){0,3}\ for\ (?:\w+\ ){0,3}(?:your\ (?:\w+\ )?(?:interest|application|time|submission|patience)|applying|taking|submitting|considering|interviewing|giving|coming|meeting|speaking|expressing|choosing|exploring)
    |your\ (?:\w+\ ){0,3}(?:application|candidacy|interview|resume|cv|profile|submission)\b|your\ [^.!?\n]{3,70}?\bapplication\b|(?:appreciate|value|grateful\ for)\ (?:\w+\ )?your\ (?:interest|application|patience)|you\ (?:recently\ )?appl(?:ied|y)|applying\ (?:for|to)|we\ (?:have\ )?received\ your)"""
)
"""Words that speak to one person about their own try."""

SCAM = _p(
    r"""\b(?:telegram|whats\ ?app|western\ union|moneygram|gift\ cards?|bitcoin|btc|crypto\ wallet|processing\ fee|registration\ fee|refundable\ (?:fee|deposit)|training\ fee|security\ deposit
    |bank\ (?:account\ )?details|cashier'?s\ che(?:ck|que)|deposit\ the\ che(?:ck|que)|mobile\ deposit|che(?:ck|que)\ (?:will\ be\ )?(?:mailed|sent)\ to\ you|no\ (?:prior\ )?(?:experience|interview)\ (?:is\ )?(?:needed|required|necessary)
    |work\ from\ home\ and\ earn|earn\ (?:up\ to\ )?[$€£]\s?\d|[$€£]\s?\d[\d,.]*\ (?:per|a)\ (?:day|week)|package\ (?:handler|reship\w*)|mystery\ shopper|wire\ (?:transfer|the)|social\ security\ number|ssn|copy\ of\ your\ (?:id|passport|driver)|kindly)\b"""
)
SCAM_FIRM = _p(
    r"""\b(?:telegram|western\ union|moneygram|gift\ cards?|bitcoin|(?:processing|registration|training|visa)\ fee|refundable\ (?:fee|deposit)|cashier'?s\ che(?:ck|que)|deposit\ the\ che(?:ck|que)|mobile\ deposit|mystery\ shopper|reship\w*|crypto\ wallet|next\ of\ kin|beneficiary|inheritance|funds?\ (?:transfer|deposited)|million\ (?:u\.?s\.?\ |united\ states\ )?dollars)\b"""
)

# ---- guards ------------------------------------------------------------------------------------------------

CONDITIONAL = _p(
    r"""\b(?:if(?!\ you\ (?:remember|recall))|unless|should\ (?:you|your|we|this|that|the|they)|in\ the\ event|in\ case|whether|otherwise|until|once|when\ (?:the|a|this|we)|not\ yet|yet\ to|may\ not|might\ not
    |only\ (?:those|shortlisted|selected|successful)|those\ (?:who|candidates)|candidates\ (?:who|that)\ (?:are|do)\ not|applicants\ (?:who|that)\ (?:are|do)\ not|unsuccessful\ (?:candidates|applicants))\b"""
)
NOT_YET = _p(
    r"""\byet\b|\b(?:every|each)\ (?:\w+\ )?(?:candidates?|applicants?|applications?)|\beveryone\b|\b(?:with|to)\ all\b"""
)
"""A decision still open, or a policy about everybody: "not with every candidate"."""
RESCHEDULE = _p(
    r"""\b(?:re-?schedul\w+|postpon\w+|push(?:ed|ing)?\ (?:back|out)|another\ (?:time|date|day|slot)|different\ (?:time|date|day|slot)|new\ (?:time|date|slot)|mov(?:e|ed|ing)\ (?:our|the|your|this|tomorrow's|today's|it)\ (?:\w+\ ){0,3}?(?:call|interview|meeting|chat|conversation|appointment|to)|running\ late
    |(?:can(?:no|')t|unable\ to|not\ be\ able\ to|won't\ be\ able\ to)\ (?:make|attend|join)\b|technical\ (?:issue|problem)|fallen\ ill|is\ (?:off\ )?sick)"""
)
NO_ANSWER = _p(
    r"""\b(?:feedback|individually|each\ (?:applicant|candidate|application)|everyone|all\ (?:applicants|candidates|applications)|respond|reply|replies|phone\ calls?|sponsor\w*|relocation|accommodate|attachments?|reimburse\w*|expenses|late\ applications|unmonitored)\b"""
)
"""What "unfortunately" is often about without being a no."""
QUOTED_SPEECH = _p(r'"[^"]{12,}"|(?<!\w)\'[^\']{20,}\'(?!\w)')

CANDIDATE_VOICE = _p(
    r"""\bmy\ (?:application|candidacy|candidature|interview|r[eé]sum[eé]\ (?:is|to)|cv\ (?:is|to)|interest\ in|cover\ letter|notice\ period|availability|references|withdrawal)\b
    |\bi\ (?:would|'d)\ like\ to\ withdraw|\bi(?:'m|\ am)?\ (?:have\ decided\ to\ |am\ )?withdraw\w*|\bi(?:'ve|\ have)\ (?:accepted|decided\ to\ (?:accept|withdraw|take))\b
    |\b(?:i|we)\ (?:am|'m|was)\ (?:of\ course\ )?(?:sorry|disappointed|sad)\ to\ (?:hear|learn|read)\b|\bthank(?:s|\ you)(?:\ \w+){0,3}\ for\ (?:letting\ me\ know|considering\ me|the\ (?:update|opportunity\ to\ interview|feedback)|your\ (?:reply|response|feedback|decision))
    |\bi\ (?:am|'m)\ (?:writing\ to\ apply|applying)\b|\bi\ (?:recently\ )?applied\b|\bplease\ (?:keep\ me\ in\ mind|find\ attached\ my)|\bworks?\ (?:well\ |perfectly\ |fine\ |great\ )?for\ me\b|\bdecided\ to\ decline\b|\bdecline\ (?:the|your)\ offer\b|\bi\ (?:fully\ )?(?:understand|respect|appreciate)\ your\ decision"""
)
"""The person's own words, known even where their address is not."""
FRIEND_VOICE = _p(
    r"""\bi\ (?:just\ |also\ |finally\ )?(?:got|was|been|have\ been|'ve\ been)\ (?:\w+\ )?(?:rejected|turned\ down|passed\ over|ghosted|declined|knocked\ back)\b|\bi\ (?:didn't|did\ not)\ (?:get|make)\b|\b(?:they|he|she)\ (?:\w+\ )?(?:rejected|turned)\ me\b
    |\bthey\ (?:told|said\ to|wrote|emailed|called)\ me\b|\b(?:sorry|gutted|sad)\ (?:to\ hear\ )?(?:that\ )?(?:you\ (?:didn't|did\ not|got)|they|about\ the)\b|\bmy\ (?:sister|brother|friend|partner|husband|wife|son|daughter|cousin|flatmate|roommate|colleague)\b[^.]{0,80}\b(?:rejected|turned\ down|didn't\ get|unsuccessful|not\ selected|application|interview)
    |\b(?:rejected|declined|turned)\ (?:him|her|them)\b|\bafter\ my\ (?:\w+\ )?interview\b|\b(?!you\b|we\b)\w+\ (?:did\ not|didn't)\ get\ (?:the|that)\ (?:job|role|position)\b"""
)
EMPLOYER_SIDE = _p(
    r"""\b(?:your\ (?:job\ (?:post(?:ing)?|ad|listing|opening)|open\ req\w*|posting|vacancy)\b[^.]{0,60}\b(?:received|has|applicants?|expire\w*|live|published|candidates?)
    |(?:new|\d+)\ (?:applicants?|candidates?|applications?)\ (?:for|to|in|have|has|waiting|await\w*|are\ waiting)\ (?:\w+\ )?(?:your|you|review|the|applied)|review\ (?:the\ )?(?:applicants?|candidates?)|scorecards?|interview\ panel\ member|you\ are\ (?:on\ the|an?)\ interview(?:er|\ panel)
    |(?:the|this|that|our)\ candidates?\ (?:\w+\ )?(?:has|have|was|were|did|is|you)\b[^.]{0,60}\b(?:informed|notified|rejected|declined|withdrawn|applied|accepted|interviewed|told|assigned|pipeline)|(?:let|tell|told|inform|informed|notify|notified|send|sent)\ (?:\w+\ )?(?:the|other|all|remaining|these|those|both)\ (?:\w+\ ){0,2}(?:candidates?|applicants?)
    |please\ (?:reject|decline|send\ (?:a\ |the\ )?(?:rejection|decline))|(?:reject|decline|pass\ on)\ (?:the\ |this\ |these\ |that\ )(?:\w+\ )?(?:candidates?|applicants?)|your\ direct\ report|submit\ your\ feedback\ (?:for|on)\ (?:the\ )?candidate|applied\ to\ your\ (?:job|post)|sent\ (?:\w+\ ){0,2}(?:rejections|declines)|help(?:ing)?\ (?:us\ )?(?:hire|with\ hiring))\b"""
)
WITHDREW = _p(
    r"""\b(?:you(?:'ve|\ have)?\ (?:decided|chosen|opted)\ (?:not\ to|to\ withdraw|against)|you(?:'ve|\ have)?\ (?:\w+\ )?(?:withdrawn|withdrew|declined\ (?:the|our)|opted\ out)|your\ (?:\w+\ ){0,2}withdrawal|your\ (?:request|decision)\ to\ withdraw|as\ (?:you\ )?requested|at\ your\ (?:own\ )?request|per\ your\ request|been\ withdrawn\ by\ you)\b"""
)
HOLDING = _p(
    r"""\b(?:still\ (?:in\ (?:the\ )?(?:process|running|mix|consideration)|under\ (?:review|consideration)|being\ (?:reviewed|considered)|reviewing|considering|interviewing|meeting|speaking|evaluating|working|deciding|very\ (?:much\ )?interested|a\ (?:strong\ )?candidate|keen)
    |(?:remain|remains|keep\ you|keeping\ you|stay)\ (?:\w+\ )?(?:in\ (?:the\ )?(?:process|running|mix|consideration|loop|pool\ for\ this)|under\ consideration|a\ (?:strong\ )?candidate|active|warm)|no\ (?:final\ )?decision|(?:not|n't)\ (?:yet\ )?(?:made\ a|reached\ a|finali[sz]ed|forgotten)|taking\ (?:a\ (?:bit|little)\ )?longer|(?:slight|short|brief|further)?\ ?delay(?:ed|s)?\b|bear\ with\ us|thank\ you\ for\ your\ patience\ (?:while|as)
    |continue\ to\ (?:evaluate|review|consider)|need\ (?:a\ (?:few|bit)|more|some|another)\ (?:more\ )?(?:time|days?|weeks?)|(?:update|answer|decision|news|get\ back\ to\ you|be\ in\ touch|hear\ from\ us|decide)\ (?:\w+\ ){0,3}?(?:by|next|this|within|in|before)\ (?:the\ )?(?:\w+\ )?(?:week|end|month|days|few|two|three|monday|tuesday|wednesday|thursday|friday|january|february|march|april|may|june|july|august|september|october|november|december)|resume\ (?:the\ (?:process|search|hiring)|in|once|hiring|interviews)|hope\ you\ are\ still|(?:cannot|can't|unable\ to|not\ able\ to)\ (?:yet\ )?(?:tell|share|give|confirm|say)\b[^.!?]{0,60}\b(?:yet|outcome|decision))\b"""
)

# ---- the no ------------------------------------------------------------------------------------------------

NO_NEEDLES = (
    "not ", "n't", "unable", "cannot", "unsuccess", "no longer", "declin", "reject", "other ", "another", "different ", "candidates w", "someone",
    "fill", "cancel", "clos", "eliminat", "freeze", "froze", "on hold", "withdr", "rescind", "retract", "revok", "pass ", "no from", "against", "more qualified",
    "remov", "conclud", "end", "candidate", "hired", "pass on", "us.", "is no", "another way", "direction", "line up", "given ", "gave ", "turned down", "internal", "regret", "stop", "suited", "alternative", "stronger", "more close", "not,", "a no", "disqualif",
)  # fmt: skip

_NOT = r"(?:\bnot|n't|\bunable\ to|\bno\ longer|\bcannot|\bagainst|\bnever)"
_PROGRESS = (
    r"(?:mov(?:e|ed|ing)\b(?:\ [\w'-]+){0,5}?\ (?:forward|ahead|further|on\b|along|to\ the\ next)|proceed(?:ed|ing)?|progress(?:ed|ing)?|advanc(?:e|ed|ing)"
    r"|(?:tak(?:e|en|ing)|bring(?:ing)?|carry(?:ing)?|put(?:ting)?)\ (?:[\w'-]+\ ){0,7}?(?:forward|further|through|to\ (?:the\ |our\ )?next|to\ (?:the\ )?(?:second|final|interview|following)\ )"
    r"|go(?:ing)?\ (?:any\ )?(?:further|forward|ahead)|continu(?:e|ed|ing)\b(?!\ (?:to\ (?:hire|grow)|your\ job))|pursu(?:e|ed|ing)|invit(?:e|ed|ing)\ you|been\ invited"
    r"|(?:been\ |be\ |being\ )?(?:select|short-?list|choos|pick)(?:ed|ing|e)?\b|\bchosen|\bchose\b|successful|be\ a\ success|hir(?:e|ed|ing)\ you|recruit(?:ed|ing)?\ you"
    r"|(?:be\ )?consider(?:ed|ing)?\ (?:you|your|for|further|any\ further|a\ match|the\ best)|(?:be\ )?considered\b|further\ consideration"
    r"|offer(?:ed|ing)?\ (?:you\ )?(?:a|an|the|this|that|any|you|further|employment)\b(?!\ (?:feedback|individual|visa|sponsor|relocation|interview\ slot))(?:\ [\w'-]+){0,5}?\ ?(?:position|role|job|place|post|employment|opportunity|contract|internship|you|consideration|interview|next)"
    r"|ma(?:ke|de)\ (?:it\ (?:to|through|past|this|any)|the\ (?:cut|shortlist|list))|reach(?:ed)?\ (?:the\ )?(?:next|final)|(?:be\ )?extend(?:ing)?\ (?:you\ )?an?\ (?:offer|invitation)|working\ out|work\ out|make\ you\ an?\ offer|making\ you\ an?\ offer|in\ a\ position\ to\ (?:offer|progress|proceed|take|move|hire))"
)
DECIDED_NOT = _p(
    rf"{_NOT}(?![ ](?:only|hesitate|yet|just|be\ (?:more|able\ to\ (?:respond|reply|provide|give)))\b)(?:{GAP}){{0,5}}?[^\w.!?]+{_PROGRESS}"
)

_OTHERS = r"(?:(?:an)?other|different|alternat\w+|internal|stronger|external|more\ (?:closely\ |highly\ )?(?:qualified|experienced|suitable|suited|senior|aligned|relevant)|better(?:-|\ )(?:suited|matched|qualified)|few(?:er)?|small(?:er)?\ (?:number|group)\ of|select\ (?:number|group)\ of)"
_PEOPLE = r"(?:candidates?|applicants?|individuals?|persons?|people|finalists?|profiles?|applications?|contenders?|direction|hires?|one)"
_CHOSE = r"\b(?:decid\w+|cho(?:se|sen|osing)|opt(?:ed|ing)|elect(?:ed|ing)|select(?:ed|ing)|mov(?:ed|ing|e)|proceed\w*|pursu\w+|go(?:ing|ne)?|went|offer(?:ed|ing)?|extend(?:ed)?|accept(?:ed)?|appoint(?:ed|ing)|hir(?:ed|ing)|pick(?:ed)?|prefer\w*|progress\w*|continu\w+|advanc\w+|identified|found|fill(?:ed|ing)|focus\w*|settled|landed|shortlist\w*|given|gave|awarded|favou?r)\b"
OTHERS_CHOSEN = _p(
    rf"""{_CHOSE}[^.!?]{{0,90}}?\b(?:{_OTHERS}\ (?:[\w'-]+[,]?\ ){{0,4}}?{_PEOPLE}|someone(?:\ else)?\b|somebody(?:\ else)?\b|a\ candidate\b)
    |{_CHOSE}[^.!?]{{0,60}}?\bwith\ (?:[\w'-]+\ ){{0,3}}?(?:candidates|applicants|those|others|a\ candidate|the\ candidate)\ (?:who|whose|that|with|more|better)
    |\b(?:pursu\w+|focus(?:ing|ed)?\ on|interview(?:ing)?|select(?:ed|ing)|chosen|consider(?:ing)?)\ (?:[\w'-]+\ ){{0,3}}?(?:candidates|applicants|people)\ (?:who|whose|that|with|more|better)
    |\b(?:had|have|received|saw|found|met)\ (?:[\w'-]+\ ){{0,4}}?(?:other\ )?(?:candidates|applicants)\b[^.!?]{{0,20}}\b(?:better|stronger|closer|more\ (?:closely|experienced|qualified|suitable))
    |\b(?:another|other|the\ other|a\ different|one\ other|stronger|an\ internal)\ (?:[\w'-]+\ ){{0,2}}?(?:candidates?|applicants?|finalists?|persons?|profiles?)\ (?:\w+\ )?(?:had|has|have|who|whose|with|was|were|edged|came|brought|brings?|is\ a|are\ a|fit|fits|matched?|were\ considered|in\ the\ process\ (?:had|has|is|was|were))\b(?!\ (?:still|being|to\ interview|yet))"""
)
OTHERS_OPEN = _p(
    r"""\b(?:still|finish(?:ing)?\b|complet(?:e|ing)\b|until|while\ we\ (?:are|finish|complete|continue|speak|interview|meet|see)|interview(?:ing)?\ (?:\w+\ ){0,2}other|speak(?:ing)?\ (?:with|to)|meet(?:ing)?\ (?:with\ )?(?:\w+\ )?other|before\ (?:we|making|any)|remaining|also\ (?:considering|interviewing))\b"""
)
"""Other people are still being seen: a delay, not a decision."""

_THING = r"(?:positions?|roles?|vacanc(?:y|ies)|openings?|requisition|posts?|job|search|spots?|places?|opportunity|posting|internships?|headcount|seats?|recruitment|hiring|programme|placement|assignment|contract|project)"
_GONE = r"(?:fill(?:ed)?|cancel+ed|eliminated|closed|withdrawn|frozen|scrapped|pulled|cut|discontinued|shelved|staffed|taken|given\ to|no\ longer\ (?:be\ )?(?:available|open|exists?|active|recruit\w*|required|needed|hiring|going|moving|on\ offer|be\ filled|being\ filled))"
CLOSED = _p(
    rf"""\b{_THING}\b[^.!?]{{0,70}}?(?:\b(?:has|have|had|was|were|is|are|been|being|got|now|already|just|since|not\ be)\b|'s|'ve|'re)(?:\ [\w']+){{0,4}}?\ {_GONE}\b
    |(?:\b(?:have|has|had|we|decided\ to|been|i|to|they|client)|'ve|'s)(?:\ \w+){{0,3}}?\ (?:fill|cancel|close|eliminate|withdraw|withdrew|freeze|froze|pull|scrap|shelve)(?:l?ed|d|en|n|p?ed)?\ (?:the|this|that|our|these|all|it|both)\ (?:[\w/'-]+\ ){{0,7}}?{_THING}\b
    |\b(?:hiring|recruitment|recruiting|headcount)\ (?:freeze|stop|pause)|\bfreez(?:e|ing)\ (?:on\ |all\ |our\ )?(?:hiring|recruit\w+|headcount)|\bfroze\ (?:\w+\ )?hiring
    |\bno\ longer\ (?:be\ )?(?:hiring|recruiting|looking|filling|seeking)\b|\b(?:filled|hired|recruited|appointed)\ (?:\w+\ ){{0,3}}?internally\b|\binternal\ (?:hire|candidate|appointment|promotion)\b
    |\b(?:we|i)(?:'ve|\ have)\ (?:now\ |just\ |already\ |recently\ )?(?:filled|hired)\b|\bsomeone\ (?:has\ )?accepted\ the\ (?:offer|role|position|job)\b|\b(?:selected|chosen|appointed|hired|found)\ (?:a|the|our)\ (?:\w+\ ){{0,3}}?(?:candidate|person|applicant)\b|\bis\ no\ longer\ accepting\ applications\b|\b(?:given|gave|offered|awarded)\ (?:the|this|that)\ (?:\w+\ ){{0,3}}?(?:job|role|position|post|place|spot)\ to\b|\b(?:redundan|restructur)\w+[^.!?]{{0,60}}(?:means|so)\b[^.!?]{{0,40}}\b(?:role|position|post)"""
)
ON_HOLD = _p(
    rf"\b(?:{_THING}|hiring|process|recruitment)\b[^.!?]{{0,60}}?\bon\ (?:an?\ \w+\ )?hold\b|\b(?:putting|put|placed|placing)\b[^.!?]{{0,60}}\bon\ hold\b|\bpaus(?:ed|ing)\ (?:the|this|our|all)\ (?:\w+\ ){{0,3}}?(?:{_THING}|hiring|process|recruitment)\b"
)
STATUS_NO = _p(
    r"""\b(?:application|candidacy|submission|r[eé]sum[eé]|cv|profile|candidature|you\ (?:have|were|are|had)|you've)\b[^.!?]{0,60}?\b(?:unsuccessful|declined|rejected|turned\ down|disqualified|closed|removed\ from\ (?:\w+\ ){0,2}consideration|eliminated)\b
    |\b(?:application\ status|status|decision|outcome|result)\ ?(?::|-|=|is|has\ changed\ to|changed\ to|updated\ to)\ ?(?:now\ )?"?(?:not\ (?:selected|successful|moving|progress\w+|proceeding|hired)|rejected|declined|unsuccessful|no\ longer|closed)
    |\b(?:end|clos|conclud|stopp|discontinu|terminat|finish)(?:ed|ing|e|d)?\ (?:out\ |down\ |off\ )?(?:the\ process\ (?:with\ you|here|at\ this)|your\ (?:\w+\ ){0,2}(?:application|candidacy|process|recruitment))|\bend\ (?:the|our)\ (?:recruitment\ |hiring\ |interview\ )?(?:process|conversation)s?\ (?:here|with\ you|at\ this)
    |\byour\ (?:application|candidacy|profile|r[eé]sum[eé])\b[^.!?]{0,40}?\bno\ longer\b|\byou\ are\ no\ longer\ (?:\w+\ )?(?:being\ considered|under|in\ (?:the|consideration))"""
)
FIT_NO = _p(
    rf"""{_NOT}(?:{GAP}){{0,8}}?[^\w.!?]+(?:(?:right|good|strong|best|closest|ideal|perfect|mutual|immediate|great|suitable|exact|close|quite|a|the|an?\ \w+)[ ,-]+(?:\w+\ )?(?:fit|match)\b|(?:fit|match|meet|align|suit)\w*\ (?:with\ )?(?:the|our|what|this|all|their|every)|line\ up\ with|suitable|most\ competitive|the\ right\ (?:\w+\ )?(?:person|candidate|profile|time))
    |\b(?:would|'d|may|might|could)\ be\ (?:a\ )?better\ (?:suited|fit|match|placed)\b|\bfell\ short\b|\black(?:s|ed|ing)?\ the\b|\bstops?\ here\b|\bthe\ end\ of\ the\ (?:road|line|process)\b"""
)
PASSED = _p(
    r"""\b(?:decided|going|have|'ll|will|need|chosen?|choosing|opted|had)\ to\ (?:take\ a\ )?pass\b(?!\ (?:your|it\b|this\ (?!time)|the|on\ your\ (?:details|resume|cv|profile|information|thanks)))|\bwe'll\ pass\b|\bpass(?:ing|ed)?\ on\ (?:your\ (?:application|candidacy|profile)|you\b)|\b(?:it's|it\ is|this\ is|that's|is|was)\ (?:a\ )?(?:\w+\ )?no\ (?:from|for)\ (?:us|our|the|now|me|this)\b
    |\bnot\ (?:this\ time|on\ this\ occasion)\b|\bdecided\ against\b|\b(?:went|gone|going|go)\ (?:in\ )?(?:a\ different|another|an\ alternative)\ (?:way|direction|route)\b|\b(?:rejection|decline)\ of\ your\ (?:application|candidacy)\b|\banswer\b[^.!?]{0,60}\bis\ (?:a\ )?no\b"""
)
OFFER_GONE = _p(
    r"""\b(?:withdraw\w*|withdrew|rescind\w*|retract\w*|revok\w*|pull(?:ed|ing)?)\b[^.!?]{0,50}?\b(?:offer|invitation)\b|\boffer\b[^.!?]{0,60}?\b(?:withdrawn|rescinded|retracted|revoked|no\ longer\ (?:valid|stands?|available|on\ the\ table))\b|\bno\ longer\ (?:able\ to\ )?(?:honou?r|stand\ by|make)\b[^.!?]{0,40}\boffer\b"""
)
CALLED_OFF = _p(
    r"""\b(?:cancel\w*|call(?:ed|ing)?\ off)\b[^.!?]{0,60}?\b(?:interview|call|meeting|assessment|process)\b|\b(?:interview|call|meeting|process)\b[^.!?]{0,60}?\b(?:cancel+ed|called\ off|no\ longer\ (?:necessary|needed|take\ place|going\ ahead|be\ (?:needed|taking)))\b"""
)
LEAD = _p(
    r"""\b(?:unfortunately|regret(?:s|fully|tably)?|regrettably|sadly|sorry\ (?:to|that|we|but)|we(?:'re|\ are)\ sorry|i(?:'m|\ am)\ sorry|apologi[sz]e|(?:difficult|tough|hard|not\ an\ easy)\ (?:decision|choice|call)|bad\ news|not\ the\ (?:\w+\ )?(?:news|outcome|answer|result|email)|disappoint\w+|careful(?:ly)?\ (?:\w+\ ){0,2}(?:consider\w*|review\w*)|not\ (?:good|great|better)\ news)"""
)
SOFT = _p(
    r"""\b(?:(?:keep|retain|hold|leave|have|save|keeping|add)\ (?:\w+\ ){0,4}?(?:on\ (?:file|record|hand)|in\ our\ (?:database|records|system|talent|files?)|in\ mind)|(?:luck|success|(?:all\ )?the\ (?:very\ )?best|well)\b[^.!?]{0,40}\b(?:search|hunt|endeavou?rs?|future|career|applications?|next\ steps?|pursuit\w*|finding)
    |(?:encourage|invite|welcome|urge|hope|recommend)\w*\ (?:\w+\ ){0,6}?(?:re-?apply|apply\ (?:again|for|to)|visit|check|other\ (?:roles?|openings?|positions?|opportunities)|future|stay\ in|consider\ (?:us|other)|keep\ an\ eye|explore)|(?:other|future|new)\ (?:roles?|openings?|positions?|opportunities|vacancies)\b[^.!?]{0,60}\b(?:arise|open\ up|interest|suit|fit|match|come|future|touch|become\ available)|feel\ free\ to\ (?:re-?apply|apply)|apply\ again|future\ (?:openings?|opportunities|vacancies|roles?|positions?)
    |(?:impressed|impressive)\b|(?:good|best\ of)\ luck\b|all\ the\ (?:very\ )?best\b|paths\ (?:will\ )?cross|stay\ (?:in\ touch|connected))"""
)
"""What usually stands around a no. Not enough on its own, in any number."""

# ---- the other kinds ---------------------------------------------------------------------------------------

PENDING = _p(
    r"""\b(?:(?:will|'ll|shall)\ (?:now\ |be\ |carefully\ |soon\ |then\ )*(?:review(?:ing|ed)?|consider(?:ing)?|assess(?:ing)?|evaluat(?:e|ing)|look(?:ing)?\ (?:at|over|through)|go\ through)\ (?:your|it|all|every|each|and|the|by|as)|(?:currently|now)\ (?:being\ )?(?:review|consider|evaluat|process|assess)\w*|(?:is|are)\ (?:now\ |currently\ )?being\ (?:reviewed|considered|processed|evaluated)|under\ (?:review|consideration)|will\ be\ (?:carefully\ )?(?:reviewed|considered|assessed|in\ touch|contacted)|if\ (?:your|you|there|it|we|our)\b[^.!?]{0,90}\b(?:contact|touch|reach\ out|hear))"""
)
RECEIVED = _p(
    r"""\b(?:(?:received|got|receipt\ of|registered|logged)\ (?:your|the)\ (?:\w+\ ){0,5}?(?:application|submission|resume|cv|r[eé]sum[eé]|candidature|credentials|assessment|responses?)|(?:application|submission|r[eé]sum[eé]|cv|responses)\b[^.!?]{0,70}?\b(?:(?:was|has\ been|have\ been|is|been)\ (?:now\ )?(?:successfully\ )?(?:received|submitted|sent|registered|recorded|delivered)|has\ reached\ us|is\ in\b|was\ sent|is\ complete|completed)|application\ (?:received|submitted|sent|confirmation|complete)|(?:received|submitted):?\ (?:your\ )?application|successfully\ (?:submitted|received|applied)|you(?:'ve|\ have)?\ (?:just\ |successfully\ )?applied\ (?:to|for)|confirm(?:s|ing|ation)?\ (?:\w+\ ){0,3}?(?:receipt|received|your\ application))"""
)
THANKS_APPLY = _p(
    r"""\bthank(?:s|\ you)(?:[\w\ ,]{0,20}?)\ for\ (?:\w+\ ){0,6}?(?:applying|your\ (?:\w+\ ){0,3}application|submitting|your\ (?:\w+\ )?submission|(?:your\ )?interest|appl(?:y|ied))\b|\bappreciate\ (?:your\ interest|you\ (?:taking|applying))"""
)
UNFINISHED = _p(
    r"""\b(?:(?:complete|finish|continue|resume|submit|finali[sz]e)\ (?:\w+\ ){0,2}(?:your|the|an?)\ (?:\w+\ ){0,2}(?:application|profile|candidate\ (?:profile|form|information))|(?:continue|complete)\ (?:to|with)\ (?:apply|your\ application)|application\ (?:is\ )?(?:incomplete|not\ (?:yet\ )?(?:complete|submitted)|draft|in\ progress)|action\ (?:needed|required)\ to\ complete|unfinished\ application|start(?:ed|ing)\ (?:your|an)\ (?:\w+\ )?application|(?:complete|finish)\ (?:\d|a\ few|two|the\ (?:remaining|additional))\ \w+|in\ order\ for\ your\ application\ to\ be\ considered)"""
)
STATUS_NOTICE = _p(
    r"""\b(?:status|update)\b[^.!?]{0,60}?\b(?:has\ (?:been\ )?(?:changed|updated)|changed|was\ updated|available|to\ view|posted)|\b(?:log|sign)\ ?-?in\b[^.!?]{0,60}\b(?:status|view|update|message)|\bapplication\b[^.!?]{0,60}\b(?:was|has\ been)\ viewed|\bthere\ (?:is|has\ been)\ an?\ (?:update|change)\b|\bnew\ (?:message|status|update)\b[^.!?]{0,50}\b(?:portal|account|application|candidate)"""
)
SURVEY = _p(
    r"""\b(?:survey|questionnaire\ about|rate\ your|how\ (?:was|did)\ your|candidate\ experience|share\ your\ (?:feedback|experience)|tell\ us\ (?:about|how)\ your\ (?:\w+\ )?(?:experience|interview))\b"""
)
ACCOUNT = _p(
    r"""\b(?:pass-?code|verification\ code|one-time|verify\ your\ (?:e-?mail|account|identity)|confirm\ your\ (?:e-?mail|account|identity)|account\ has\ been\ created|registering\ (?:your|an)\ account|reset\ your\ password|password\ reset|activate\ your)\b"""
)
REFEREE = _p(
    r"""\b(?:reference\ (?:request|check|for|letter)|as\ a\ (?:referee|reference)|your\ referees?|names?\ of\ (?:\w+\ )?(?:referees|references)|right\ to\ work|background\ check)\b"""
)

MEETING = r"(?:interview(?:s|ing)?|phone[ -]screen(?:ing)?|screening(?:\ call)?|(?:phone|video|intro(?:ductory)?|teams|zoom|recruiter|follow-?up|first|initial|short|quick|30[ -]minute|brief)\ (?:\w+\ )?(?:call|chat|conversation|meeting|discussion)|call|chat|conversation|meeting|on-?site|superday|panel|trial\ day|second\ round|final\ round|coffee)"
INTERVIEW = _p(
    rf"""\b(?:invit\w+|schedul\w+|re-?schedul\w+|book(?:ed|ing)?|arrang\w+|set(?:ting)?\ (?:up|you\ up)|confirm\w*|remind\w*|postpon\w+|mov(?:e|ed|ing)|pick|find|organi[sz]e|(?:would|'d)\ (?:really\ )?(?:like|love)|pleased|happy|keen|delighted|ready|available|availability|see\ you|join|upcoming|prepare|preparation|prep|looking\ forward)\b[^.!?]{{0,90}}?\b{MEETING}\b
    |\b{MEETING}\b[^.!?]{{0,80}}?\b(?:invitation|confirm\w*|confirmation|reminder|schedul\w+|reschedul\w+|availab\w+|tomorrow|on\ (?:mon|tues|wednes|thurs|fri)day|is\ (?:set|booked|now)|details|invite|prep|request|at\ \d|moved|postponed|appointment)
    |\b(?:like|love|keen|happy|pleased|hoping|want)\ to\ (?:\w+\ )?(?:speak|talk|meet|chat|connect|interview|have\ a\ (?:call|chat)|hear\ more|get\ to\ know|see\ you|take\ some\ time\ to\ connect|find\ a\ time)\b
    |\byour\ (?:\w+\ ){0, 3}(?:interview|phone\ screen)\ (?:is|on|at|with|for|has|tomorrow|details|slot)|\bmeet\ (?:with\ )?(?:you|the\ (?:team|hiring)|our)\b|\blook(?:ing)?\ forward\ to\ (?:speaking|meeting|talking|seeing|chatting|interviewing)"""
)
INTERVIEW_FIRM = _p(
    r"""\b(?:interview|phone[ -]screen|screening\ call|hiring\ manager|(?:first|second|third|final|next)\ round|next\ (?:stage|step)|on-?site|superday|trial\ day)\b"""
)
WHEN = _p(
    r"""\b(?:\d{1,2}(?::\d\d|\.\d\d)\ ?(?:am|pm|h|uhr)?|\d{1,2}\ ?[ap]\.?m\b|(?:mon|tues|wednes|thurs|fri)day|tomorrow|next\ week|this\ week|calendly|availab\w+|time\ ?slots?|pick\ a\ (?:time|slot)|choose\ a\ (?:time|slot)|(?:book|select|schedule)\ (?:a|your|the)\ (?:time|slot|interview|call)|calendar|when\ (?:would|are|could)\ you|what\ times?|dates?\ and\ times?|\d{1,2}(?:st|nd|rd|th)?\ (?:of\ )?(?:january|february|march|april|may|june|july|august|september|october|november|december)|(?:january|february|march|april|june|july|august|september|october|november|december)\ \d{1,2}|convenient|suits?\ you|works?\ (?:best\ )?for\ you|meeting\ (?:id|link)|join\ (?:the\ )?(?:meeting|call|zoom|teams)|minutes)\b"""
)
ALREADY_MET = _p(
    r"""\b(?:thank(?:s|\ you)(?:\ \w+){0,3}\ for\ (?:\w+\ ){0,4}?(?:interviewing|meeting|speaking|talking|coming|the\ (?:interview|conversation|chat)|attending|your\ time\ (?:yesterday|today|last))|(?:enjoyed|great|nice|lovely|pleasure|good)\ (?:\w+\ ){0,3}?(?:meeting|speaking|talking|interviewing|chatting)|after\ (?:your|our|the|several|meeting|speaking|interviewing)\ ?(?:\w+\ ){0,2}(?:interview|conversation|call|chat|you)\w*|since\ (?:we|our)\ (?:last\ )?(?:spoke|met|interview)|interviewed\ with\ us|speak(?:ing)?\ (?:with|to)\ (?:us|our\ team))\b"""
)
ASSESSMENT = _p(
    r"""\b(?:complet\w+|tak(?:e|ing)|invit\w+|send(?:ing)?|attached|start|begin|begun|due|deadline|return|submit|finish|reminder|pending|next\ step|link\ to|access|assigned|record(?:ing)?|receive|below|please|ask(?:ing)?|like\ you\ to|work\ on|solve|pass(?:ed)?\ to)\b[^.!?]{0,110}?\b(?:assessments?|coding\ (?:challenge|test|exercise|task)|code\ (?:challenge|test)|take-?\ ?home(?:\ \w+)?|(?:skills?|aptitude|technical|online|personality|numerical|situational|psychometric|programming|cognitive|writing|logic|case)\ (?:test|challenge|exercise|task|questionnaire|study|assignment)|hackerrank|codility|codesignal|testgorilla|hirevue|(?:one|1)-way\ (?:video\ )?interview|pre-?recorded\ (?:video\ )?interview|on-demand\ (?:video\ )?interview|(?:asynchronous|recorded)\ video\ interview|video\ (?:responses|answers)|test\ task|trial\ task|work\ sample|homework|case\ study)\b
    |\b(?:assessment|coding\ challenge|take-?home|hackerrank|codility|online\ test|one-way\ video|test\ task|case\ study)\b[^.!?]{0,80}?\b(?:invitation|reminder|expires?|due|link|deadline|within\ \d|days|hours|minutes)\b"""
)
OFFER = _p(
    r"""\b(?:pleased|delighted|happy|excited|thrilled|glad|like|love|pleasure|proud|want|wish)\ (?:\w+\ ){0,2}?to\ (?:formally\ |officially\ |now\ |be\ able\ to\ |be\ )?(?:offer(?:ing)?|extend(?:ing)?|make|making|confirm)\ (?:to\ )?(?:you|an?\ (?:\w+\ ){0,2}offer|our\ (?:\w+\ )?offer|your\ (?:employment|appointment|offer))\b|\b(?:we|i)(?:'re|\ are|'m|\ am)?\ (?:are\ )?(?:hereby\ )?offer(?:ing)?\ you\b|\b(?:formal|written|verbal|job|employment|conditional|unconditional|revised|updated|signed|your)\ (?:\w+\ )?offer\ (?:letter|of\ employment|from|for\ the|is\ attached|package|details|document)\b|\b(?:job|employment)\ offer\b|\boffer\ (?:of\ employment|letter)\b|\bextend(?:ing)?\ (?:you\ )?an\ offer\b|\b(?:you\ (?:got|have\ got|'ve\ got)|the)\ (?:the\ )?(?:job|role|position)\ is\ yours\b|\byou(?:'ve|\ have)?\ got\ the\ (?:job|role|position)\b|\bwelcome\ (?:you\ )?(?:aboard|on\ board|to\ the\ team)\b|\b(?:contract|agreement)\ (?:\w+\ ){0,2}(?:attached|for\ (?:you|your)\ (?:to\ sign|signature))|\byou\ (?:have\ been|were|are|'ve\ been)\ (?:\w+\ )?(?:selected|chosen|successful)\ (?:for\ the|as\ (?:our|the)|in\ your\ application)|\byou\ (?:are|were)\ our\ (?:first\ |top\ )?choice\b|\bwe\ want\ you\ (?:on\ (?:the|our)|to\ join|for)"""
)
OFFER_THING = _p(
    r"""\b(?:position|role|job|employment|contract|post|salary|start(?:ing)?\ date|join(?:ing)?\ (?:us|our|the|as)|compensation|annual|per\ (?:annum|year)|benefits|onboarding|team|internship|placement|hired|sign)\b"""
)
OFFER_GOODS = _p(
    r"""\b(?:special|exclusive|limited|discount|sale|%\ off|save\ \d|free\ shipping|coupon|promo\w*|offer\ (?:ends|expires\ tonight|valid)|deal|price|trial|upgrade|subscription|credit\ card|loan|insurance|course|enrol\w*|customers?|shop|buy|purchase)\b"""
)
OFFER_ELSEWHERE = _p(
    r"""\b(?:offer\ (?:you\ )?(?:an?\ interview|feedback|some\ feedback|advice|a\ (?:slot|time|call|chat|coffee)|the\ (?:chance|opportunity)\ to)|(?:an|made\ an|extend\w*\ an|the)\ offer\ to\ (?:another|someone|a\ (?:different\ )?candidate|an\ (?:internal|other))|offer(?:ed)?\ (?:it|the\ (?:role|position|job))\ to\ (?:another|someone)|before\ (?:making|we\ make|extending)\ an\ offer|other\ offers?|interview\ (?:process|stage))\b"""
)
OUTREACH = _p(
    r"""\b(?:came\ across\ your|(?:saw|found|noticed|viewed|reviewed|seen|looking\ at|impressed\ (?:by|with))\ your\ (?:\w+\ )?(?:profile|resume|cv|r[eé]sum[eé]|background|experience|github|linkedin)|i(?:'m|\ am)\ (?:an?\ )?(?:\w+\ ){0,3}?(?:recruiter|head-?hunter|sourcer|talent\ (?:partner|scout|acquisition))|(?:recruiter|talent\ acquisition\ \w+)\ (?:at|with|from|for)\ \w+|(?:role|job|position|opportunity|opening|requirement)\ (?:\w+\ ){0,4}?(?:that\ )?(?:could|may|might|would|you\ (?:may|might|could))\ (?:be\ )?(?:\w+\ ){0,3}?(?:a\ )?(?:\w+\ )?(?:match|fit|interest\w*)|open\ to\ (?:new|a\ (?:new|quick|chat)|hearing|exploring|discuss\w+|opportunit\w+|a\ conversation)|(?:would|are)\ you\ (?:be\ )?(?:interested|open|looking|curious|considering\ a)|(?:our|my|direct|a)\ clients?\b|(?:send|share|forward|reply\ with)\ (?:me\ |us\ )?(?:\w+\ ){0,3}?(?:updated\ )?(?:resume|cv|r[eé]sum[eé])|reaching\ out\ (?:to\ you\ )?(?:about|regarding|because|with|to\ see|as)|immediate\ (?:opening|requirement|need)|let\ me\ know\ (?:if|your)\ (?:you(?:'re|\ are|'d|\ would)?\ )?(?:\w+\ )?interest\w*|contacting\ you\ (?:because|about|regarding|as)|exciting\ (?:new\ )?(?:opportunity|role)|know\ someone\ (?:else\ )?(?:that|who)|thought\ of\ you|would\ be\ (?:a\ )?(?:great|perfect|good|strong)\ (?:fit|match)|w2\b|c2c\b|bench)\b"""
)
ALERT = _p(
    r"""\b(?:job\ alerts?|jobs?\ (?:for\ you|you\ (?:may|might)|matching|that\ match|near|in\ your\ area|posted|recommend\w+|picked|of\ the\ (?:week|day)|digest)|new\ (?:\w+\ ){0,3}?(?:jobs?|positions?|roles?|openings?|vacancies)\b[^.!?]{0,40}\b(?:for|match\w*|near|in|at|posted|found|saved|today)|\d+\+?\ (?:new\ )?(?:\w+\ ){0,4}?(?:jobs?|positions?|roles?|vacancies|openings?)\b|(?:recommended|top|latest|similar|saved|today'?s|more)\ (?:jobs?|job\ picks|roles|positions|vacancies)|saved\ (?:search|job)|search\ alert|view\ (?:all\ |this\ |the\ )?jobs?|see\ all\ jobs|apply\ now|job\ recommendations?|jobs?\ that\ might|actively\ (?:hiring|recruiting)|easy\ apply|be\ (?:an\ early|the\ first)\ (?:applicant|to\ apply)|hiring\ now|talent\ community|did\ you\ see\ this\ job|(?:found|have)\ (?:an?|this)\ (?:new\ )?job\b)"""
)

FOREIGN_JOB = re.compile(
    r"bewerb|\bstelle|vorstellungsgespr|candidature|\bposte\b|entretien|recrutement|candidatura|entrevista|selección|sollicit|vacature|colloquio|posizione|vaga\b"
    r"|processo seletivo|lebenslauf|postulaci|rekrut|aplikac|応募|選考|面接|採用|应聘|职位|面试|채용|지원"
)
ENGLISH = frozenset(
    [
        "the",
        "and",
        "to",
        "you",
        "your",
        "for",
        "we",
        "of",
        "is",
        "in",
        "our",
        "that",
        "with",
        "are",
        "this",
        "have",
        "be",
        "not",
        "on",
        "it",
        "i",
        "will",
        "as",
        "at",
        "from",
        "a",
    ]
)

# ---- cheap looks before dear ones: a pattern is tried only where one of its words stands --------------------

NEEDLES: dict[str, tuple[str, ...]] = {
    "received": ("receiv", "submitted", "applied", "application", "receipt", "got", "reached", "respons"),
    "thanks": ("thank", "appreciate"),
    "unfinished": ("appl", "profile", "candidate"),
    "status": ("viewed", "status", "update", "log in", "sign in", "login", "message", "change"),
    "survey": ("survey", "rate", "how ", "experience", "feedback", "questionnaire"),
    "account": ("pass", "verif", "one-time", "confirm", "account", "activate"),
    "referee": ("refer", "right to work", "background"),
    "interview": ("interview", "call", "chat", "conversation", "meet", "screen", "site", "panel", "round", "speak", "talk", "connect", "trial", "superday", "see you", "time to", "coffee"),
    "assessment": ("assess", "test", "challenge", "take", "hacker", "codility", "codesignal", "video", "home", "task", "exercise", "sample", "questionnaire", "case", "hirevue"),
    "offer": ("offer", "yours", "got the", "welcome", "contract", "selected", "chosen", "successful", "choice", "want you", "agreement"),
    "outreach": ("profile", "resume", "résumé", "cv", "recruiter", "head", "sourc", "talent", "role", "job", "position", "opportunit", "opening", "open to", "you ", "client", "reaching", "immediate", "interest", "w2", "c2c", "background", "requirement", "contacting"),
    "alert": ("job", "position", "role", "vacanc", "opening", "search", "apply", "hiring", "recruiting", "talent community"),
    "negation": ("not", "n't", "unable", "no longer", "cannot", "against", "never"),
    "fit": ("fit", "match", "line up", "meet", "suit", "align", "short", "lack", "stops here", "end of", "right ", "competitive"),
    "closed": ("fill", "cancel", "clos", "eliminat", "freez", "froze", "withdr", "no longer", "internal", "pull", "cut", "discontinu", "shelve",
               "staffed", "taken", "given to", "hire", "accepted the", "selected", "chosen", "appointed", "found ", "redundan", "restructur", "scrap",
               "pause", "recruitment stop", "given", "gave", "offered", "awarded"),
    "passed": ("pass", "a no", " no from", " no for", "answer", "way", "not this", "not on this", "against", "direction", "rejection", "decline", "is no"),
    "others": ("other", "different", "alternat", "internal", "stronger", "external", "more ", "better", "few", "small", "select", "someone", "somebody",
               "a candidate", "candidates ", "applicants "),
    "status_no": ("unsuccessful", "declined", "rejected", "turned down", "disqualified", "closed", "removed", "eliminated", "status", "decision", "outcome",
                  "result", "end", "clos", "conclud", "stopp", "discontinu", "terminat", "finish", "no longer"),
    "scam": ("telegram", "western union", "moneygram", "gift card", "bitcoin", "btc", "fee", "deposit", "reship", "mystery shop", "crypto", "che", "whats",
             "bank", "kindly", "wire", "social security", "ssn", "earn", "experience", "package", "next of kin", "beneficiary", "inherit", "fund", "million", "per day", "per week", "a day", "a week", "your id"),
    "candidate_voice": ("for me", "decline", " my ", "my ", "i ", "i'"),
    "friend_voice": ("get the", "get that", "rejected", "turned", "declined", "i didn't", "i did not", "they ", "sorry", "gutted", "sad", "after my", "passed over", "ghosted", "knocked", "my "),
    "employer_side": ("applicant", "candidates", "scorecard", "candidate", "your job", "posting", "panel", "direct report", "your vacancy", "open req",
                      "interviewer", "applied to your", "rejections", "declines", "help"),
    "withdrew": ("withdr", "decided", "chosen", "request", "declined", "opted"),
    "lead": ("unfortunately", "regret", "sadly", "sorry", "apologi", "decision", "choice", "news", "not the", "disappoint", "careful", "difficult call", "hard call",
             "tough call"),
    "soft": ("file", "record", "on hand", "in our", "in mind", "luck", "success", "best", "well", "encourag", "invite", "welcome", "urge", "hope", "recommend",
             "other ", "future", "new ", "feel free", "apply again", "impress", "path", "stay "),
    "pending": ("review", "consider", "assess", "evaluat", "look", "process", "touch", "contact", "if "),
    "holding": ("still", "cannot", "can't", "able to", "remain", "keep", "stay", "no decision", "no final", "not ", "n't", "longer", "delay", "bear with", "patience", "continue", "need", "week",
                "month", "day", "resume", "hear from", "within", "soon", "by ", "next", "january", "february", "march", "april", "may", "june", "july", "august",
                "september", "october", "november", "december"),
    "met": ("thank", "enjoy", "great", "nice", "lovely", "pleasure", "good", "after", "since", "interviewed", "speak"),
}  # fmt: skip
