# ruff: noqa: E501  (one family of words stands on one line; broken up it cannot be read)
"""The words by which the cheap look knows a mail that may be about a search for work, in nine languages.

Patterns, matched in any case in raw bytes. A space stands for one or two of any white space (with "one or more" the
search takes half as long again). A letter with an accent stands for itself in whatever way it is written
there: in UTF-8, Latin or Windows charsets, quoted-printable, as an HTML entity, or bare.

FIRM: one is enough. PLAIN: how many are asked depends on how much is written. A short mail from one person to another is read without any: a no there needs no word of hiring
("we went with somebody else in the end").
"""

from __future__ import annotations

FIRM = (
    # English
    r"your application", r"your candidacy", r"your interview", r"your r[eé]sum[eé]", r"application (?:for|to|status|received|update|deadline)\b", r"applicant", r"\bappl(?:ied|ying) (?:for|to|at|with)\b", r"\bapply (?:for|now|today)",
    r"\bjob (?:application|alert|offer|opening|opportunit|title|description|search|post|requisition|req|id|interview|role|board|match|ad\b)", r"\brecruit(?:er|ers|ment|ing)\b", r"\bhiring\b", r"\bvacanc(?:y|ies)\b", r"\bcandida(?:te|cy|cies|t\b|ts\b|tur)", r"\binterview", r"\bshort-?\s?list", r"\btalent (?:acquisition|team|pool|partner|community)", r"\bjob\s?seek", r"\brequisition", r"\binternships?\b",
    r"\bcover letter", r"\bcoding (?:challenge|test|exercise|task|assessment)", r"\btake.home\b", r"\bassessments?\b", r"\bonboarding\b", r"\boffer letter", r"\bsalary\b", r"\bcareers?@", r"\bjobs?@", r"\bhr@", r"\b[mwf]/[wmf]/[dx]\b", r"\bh/f\b", r"\bm/k\b",
    r"not\s(?:be\s|to\s)?(?:mov|proceed|progress|pursu|advanc|select|continu|consider)(?:e|ing|ed)?\b", r"(?:n't|unable\sto)\s(?:be\s)?(?:mov|proceed|progress|pursu|advanc|continu|consider)(?:e|ing)\b", r"\bother (?:candidates|applicants)", r"\bposition (?:has|was|is|have) (?:\w+ )?(?:been )?(?:filled|closed|cancel)", r"\bemployment\b", r"\bemployers?\b",
    # German
    r"(?:^|[^t])bewerb(?:ung|er|en\b|t\b)", r"vorstellungsgespr", r"kennenlerngespr", r"\babsage", r"\bstellen(?:angebot|anzeige|ausschreib|markt|besetz|profil|bezeichn|titel|börse|suche)", r"\bpersonal(?:abteilung|wesen|referent|leit|bereich|gewinnung|auswahl|vermittl|dienst)", r"\blebenslauf", r"\bkandidat", r"\barbeits(?:stelle|vertrag|platz|zeugnis|agentur|markt|beginn)", r"\bausbildungs(?:platz|stelle|vertrag)", r"\bpraktik(?:um|ant)", r"\bjobangebot", r"\bgehaltsvorstell", r"\bprobe(?:tag|arbeit)", r"\bkarriere", r"\bwerkstudent", r"\blehrstelle", r"\beinstellungszusage", r"\bfachkr[aä]ft", r"\bschnupper",
    # French
    r"\brecrut", r"\bembauch", r"\bpostul", r"\bentretien", r"\bd.{1,6}emploi", r"\boffres? d.{1,6}emploi", r"\bemplois\b", r"lettre de motivation", r"ressources humaines", r"prise de poste", r"\b(?:du|le|au|ce|votre|un|de) poste\b", r"\bcurricul",
    # Spanish, Portuguese
    r"\bentrevist", r"\bemple(?:o\b|os\b|ador)", r"\bvacante", r"\breclut", r"\bselecci[oó]n", r"\bpuesto de", r"\b(?:el|del|al|este|un|ese) puesto", r"\bcontrataci", r"\bcontrata\S{2,12}o\b", r"\bcurr[ií]cul", r"recursos humanos", r"oferta de (?:trabajo|emprego)", r"processo (?:seletivo|sele)", r"\bemprego", r"\bvagas?\b", r"\best[aá]gi", r"\bproceso de\s", r"\bpr[aá]cticas\b", r"\bsele\S{2,12}o\b",
    # Italian
    r"\bcolloqui", r"\bassunzion", r"\bselezion", r"\bposizione (?:di|lavorativa|aperta|per)", r"offert[ae] di lavoro", r"risorse umane", r"\btirocini", r"\bposto di", r"\bassumere",
    # Dutch
    r"\bsollicit", r"\bsollisit", r"\bvacatur", r"\bkandida", r"\bwerving", r"\bfunctie (?:van|als|bij)", r"\bde functie\b", r"motivatiebrief", r"\bafwijz", r"\bstagepl", r"arbeidsvoorwaard", r"kennismakingsgesprek",
    # Polish
    r"\brekrut", r"\bstanowisk", r"\bkandydat", r"\bkwalifikacyjn", r"\bzatrudni", r"\bofert\w{1,2} pracy", r"\bnab[oó]r\b", r"\baplikowa", r"życiorys", r"\bwakat", r"\bprac[ęaąy] (?:na|w|dla)\b", r"\bw sprawie prac", r"\bna etat", r"\bstaż\w{0,2}\b",
    # Swedish
    r"\bansök", r"\brekryter", r"\bintervju", r"\banställ", r"\bjobbans", r"\bbefattning", r"\btjänsten\b", r"\bsökt\s", r"\bsökande\b", r"\bjobbet\b",
    # In other letters, which are read as unsure
    "応募", "選考", "面接", "应聘", "职位", "채용",
)  # fmt: skip

PLAIN = (
    r"\bjobs?\b", r"\bcareers?\b", r"\bpositions?[\s,.)!?]", r"\broles?\b", r"\bapplications?[\s,.;:)!?<]", r"\br[eé]sum[eé]", r"\bcv\b", r"\btalents?\b", r"\bopenings?\b", r"\bopportunit", r"\bhired?\b", r"\bskills\b", r"\bqualified\b", r"\bassignment\b", r"\bportfolio\b", r"\b(?:re)?scheduled\b", r"\bintro call",
    r"\bjoin(?:ing)? (?:our|us)\b", r"\bnext (?:steps?|round|stage)\b", r"\bthank you for (?:your|applying|taking)\b", r"\binterest in\b", r"\bwish you\b", r"\bunsuccessful", r"\bregret\b", r"\bunfortunately\b", r"\bsomeone else", r"\bmov(?:e|ing) (?:forward|ahead)", r"\bnot (?:been )?selected", r"\bkeep (?:you|your)\b", r"\bon file\b", r"\bhiring\s", r"\bqualifications\b",
    r"\bstellen?\b", r"\bleider\b", r"\bzusage", r"\bbedauern", r"\bunterlagen\b", r"\barbeitgeber", r"\bgehalt\b", r"\b(?:vollzeit|teilzeit)", r"\bberuf", r"\bprofil\b", r"\bentschieden\b", r"\bauswahl", r"\beinstell(?:en|t)\b", r"\bgespräch", r"\bausgeschrieben",
    r"\bposte\b", r"\bmalheureusement", r"\bretenue?\b", r"\bregret", r"\bparcours\b", r"\bpourvu", r"\bcontrat\b", r"suite favorable", r"\bcdi\b",
    r"\bpuesto\b", r"\blamenta(?:blemente|mos)", r"\bperfil\b", r"\btrabajo\b", r"\bsolicitud", r"\binfelizmente", r"\btrabalho\b", r"\bcargo\b", r"\bantecedentes\b", r"\bcontrat(?:ar|ado|ada|ando)\b",
    r"\bpurtroppo", r"\blavor(?:o|are|ativ)", r"\bruolo\b", r"\bposizion", r"\bprofilo\b", r"\bcontratto\b", r"\bimpieg(?:o|at)", r"\bannunci\b", r"\bconcorso\b", r"\bdomanda di\b",
    r"\bfunctie", r"\bhelaas\b", r"\bbaan\b", r"\bgesprek", r"\bwerk(?:en)?\b", r"\bprofiel\b",
    r"\bniestety", r"\bprac(?:y\b|a\b|ę|ownik|odawc)", r"\brozmow", r"\baplikacj", r"\bpowodzenia\b", r"\bzaproszeni",
    r"\btyvärr", r"\bjobb\b", r"\btjänst", r"\bgått vidare", r"\barbete\b",
)  # fmt: skip

DESKS = (
    "greenhouse", r"lever\.co", "workday", "smartrecruit", "icims", "taleo", "successfactors", r"sapsf\.", "ashbyhq", "workable", "teamtailor", "personio", "bamboohr", r"jazz(?:hr)?\.co", "resumator", "jobvite", "breezy", "recruit", "glassdoor", "wellfound", r"otta\.com", "welcometothejungle", "avature", "pageup", "softgarden", "onlyfy", "rexx-systems", "hirevue", "hackerrank", "codility", "codesignal", "testgorilla", "calendly", "goodtime", "hired", "stepstone", "applicant", "applyto", "rekrut", "recrut", "talent", "career", "karriere", "bewerb", "hiring", "jobs", r"\bjob", "humanres", "personalab", "seleccion", "selezion", "sollicit", "vacature", "emploi", "empleo", "praca", "candidat", r"\bhr\b", r"\brh\b", r"linkedin\.", r"xing\.", "indeed", "eploy", "factorialhr", "flatchr", "traffit", "homerun", "gupy", "hireflix", "comeet", "reachmee", "adzuna", "fitpool", "kadry", "kariera", "personnel@", "personal@",
)  # fmt: skip
"""What stands in the sender's line of mail that was sent by, or for, somebody who hires."""

AUTOMATIC = (
    r"no.?reply", r"not.?reply", "notification", "newsletter", r"\bnews@", "mailer", r"\bauto", r"\bservice@", r"\bbilling@", r"\border",
)  # fmt: skip
"""What stands in the sender's line of mail that nobody wrote."""
