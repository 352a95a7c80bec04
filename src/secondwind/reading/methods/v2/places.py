# ruff: noqa: E501  (a list of names stands on few lines; broken up it cannot be read)
"""Domains that say nothing about who the employer is: shared hiring platforms, job boards, free mail."""

from __future__ import annotations

RELAYS = frozenset(
    [
        "greenhouse.io",
        "greenhouse-mail.io",
        "lever.co",
        "myworkday.com",
        "myworkdayjobs.com",
        "workday.com",
        "smartrecruiters.com",
        "icims.com",
        "taleo.net",
        "oraclecloud.com",
        "successfactors.com",
        "successfactors.eu",
        "sapsf.com",
        "sapsf.eu",
        "ashbyhq.com",
        "workable.com",
        "workablemail.com",
        "teamtailor.com",
        "teamtailor-mail.com",
        "personio.de",
        "personio.com",
        "bamboohr.com",
        "applytojob.com",
        "jazz.co",
        "jazzhr.com",
        "resumatorjobs.com",
        "jobvite.com",
        "breezy.hr",
        "breezy-mail.com",
        "recruitee.com",
        "linkedin.com",
        "indeed.com",
        "indeedemail.com",
        "indeedmail.com",
        "hired.com",
        "glassdoor.com",
        "ziprecruiter.com",
        "monster.com",
        "dice.com",
        "stepstone.de",
        "stepstone.com",
        "xing.com",
        "wellfound.com",
        "angel.co",
        "otta.com",
        "welcometothejungle.com",
        "avature.net",
        "pageuppeople.com",
        "ultipro.com",
        "ukg.com",
        "adp.com",
        "paylocity.com",
        "paycomonline.net",
        "dayforcehcm.com",
        "ceridian.com",
        "brassring.com",
        "kenexa.com",
        "cornerstoneondemand.com",
        "csod.com",
        "jobylon.com",
        "comeet.co",
        "comeet.com",
        "comeet-notifications.com",
        "comeet-mail.com",
        "pinpointhq.com",
        "pinpoint.email",
        "homerun.co",
        "join.com",
        "softgarden.io",
        "softgarden.de",
        "rexx-systems.com",
        "talention.com",
        "onlyfy.io",
        "prescreenapp.io",
        "dvinci.de",
        "dvinci-easy.com",
        "hirebridge.com",
        "hireology.com",
        "zohorecruit.com",
        "freshteam.com",
        "tribepad.com",
        "eploy.net",
        "hirevue.com",
        "hackerrank.com",
        "codility.com",
        "codesignal.com",
        "karat.io",
        "modernhire.com",
        "sparkhire.com",
        "calendly.com",
        "goodtime.io",
        "gem.com",
        "phenompeople.com",
        "phenom.com",
        "eightfold.ai",
        "beamery.com",
        "jobscore.com",
        "clearcompany.com",
        "governmentjobs.com",
        "neogov.com",
        "usajobs.gov",
        "applicantpro.com",
        "applicantstack.com",
        "applicantemails.com",
        "rippling.com",
        "gusto.com",
        "polymer.co",
        "dover.com",
        "dover.io",
        "trakstar.com",
        "recruiterbox.com",
        "bullhorn.com",
        "jobadder.com",
        "seek.com.au",
        "naukri.com",
        "instahyre.com",
        "reed.co.uk",
        "totaljobs.com",
        "cv-library.co.uk",
        "infojobs.net",
        "handshake.com",
        "joinhandshake.com",
        "talentlyft.com",
        "factorialhr.com",
        "hibob.com",
        "namely.com",
        "snaphire.com",
        "hrmdirect.com",
        "silkroad.com",
        "peoplefluent.com",
        "selectminds.com",
        "njoyn.com",
        "isolvedhire.com",
        "amazonses.com",
        "sendgrid.net",
        "mailgun.org",
    ]
)
"""Registrable domains of platforms that many employers write from, and of job boards."""

RELAY_NAMES = frozenset(
    # Folded, letters and digits alone.
    "greenhouse lever workday myworkday workdayinc smartrecruiters icims taleo oracle oraclerecruiting oracletaleo successfactors sapsuccessfactors "
    "ashby ashbyhq workable teamtailor personio bamboohr jazzhr jobvite breezy breezyhr recruitee linkedin indeed indeedapply hired glassdoor "
    "ziprecruiter monster dice stepstone xing wellfound angellist otta welcometothejungle avature pageup ultipro ukg adp paylocity paycom dayforce "
    "ceridian brassring kenexa cornerstone csod jobylon comeet pinpoint pinpointhq homerun softgarden rexx rexxsystems talention onlyfy prescreen dvinci "
    "hirebridge hireology zohorecruit zoho freshteam tribepad eploy hirevue hackerrank codility codesignal karat modernhire sparkhire calendly goodtime "
    "gem phenom eightfold beamery jobscore clearcompany governmentjobs neogov usajobs applicantpro applicantstack rippling gusto polymer dover trakstar "
    "recruiterbox bullhorn jobadder seek naukri instahyre reed totaljobs cvlibrary infojobs handshake talentlyft factorial factorialhr hibob namely "
    "snaphire silkroad peoplefluent selectminds njoyn isolved talentsoft flatchr digitalrecruiters hellowork apec poleemploi francetravail cadremploi regionsjob "
    "jobteaser beetween taleez computrabajo bumeran occmundial laborum tecnoempleo turijobs domestika gupy vagas vagascom catho netempregos sapoemprego "
    "itjobs altamira inrecruiting subito bakeca helplavoro nationalevacaturebank werkenl werkzoeken otys carerix werkspot intermediair jobbird eRecruiter "
    "erecruiter pracujpl pracuj praca olx olxpraca nofluffjobs justjoinit rocketjobs traffit element platsbanken arbetsformedlingen varbi reachmee "
    "jobbsafari blocketjobb visma recman ponty jobtrain trac nhsjobs civilservicejobs testgorilla shl thriveMap willo "
    "zoom microsoftteams teams googlemeet meet google outlook doodle whereby".lower().split()
)
"""What those platforms call themselves in a sender's name; calls and calendars too. Never an employer unless it writes from its own house."""

FREE_MAIL = frozenset(
    [
        "gmail.com",
        "googlemail.com",
        "yahoo.com",
        "yahoo.co.uk",
        "yahoo.fr",
        "yahoo.de",
        "ymail.com",
        "hotmail.com",
        "hotmail.co.uk",
        "outlook.com",
        "live.com",
        "msn.com",
        "icloud.com",
        "me.com",
        "mac.com",
        "aol.com",
        "gmx.de",
        "gmx.net",
        "gmx.com",
        "gmx.at",
        "web.de",
        "t-online.de",
        "proton.me",
        "protonmail.com",
        "pm.me",
        "mail.com",
        "zoho.com",
        "fastmail.com",
        "fastmail.fm",
        "yandex.ru",
        "yandex.com",
        "mail.ru",
        "qq.com",
        "163.com",
        "orange.fr",
        "free.fr",
        "laposte.net",
        "wanadoo.fr",
        "sfr.fr",
        "libero.it",
        "virgilio.it",
        "telenet.be",
        "ziggo.nl",
        "hey.com",
        "tutanota.com",
        "posteo.de",
        "mailbox.org",
        "comcast.net",
        "verizon.net",
        "att.net",
        "sbcglobal.net",
        "btinternet.com",
    ]
)
"""Registrable domains where anybody may have an address."""

_SECOND_LEVEL = frozenset({"co", "com", "org", "ac", "gov", "net", "edu", "ltd", "plc", "or", "ne", "go"})


def registrable(domain: str) -> str:
    """The part of a domain somebody registered: "mail.jobs.northwind.co.uk" -> "northwind.co.uk"; "" for "".

    A short rule instead of the public suffix list: a frozen method may not change with a list.
    """
    labels = [label for label in domain.lower().strip(".").split(".") if label]
    if len(labels) <= 2:
        return ".".join(labels)
    if len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL:
        return ".".join(labels[-3:])
    return ".".join(labels[-2:])


def is_relay(domain: str) -> bool:
    return registrable(domain) in RELAYS


def is_relay_name(name: str) -> bool:
    """Whether a folded name, letters and digits alone, is a platform's own ("greenhouse", "workday")."""
    return name in RELAY_NAMES


def is_free_mail(domain: str) -> bool:
    return registrable(domain) in FREE_MAIL


def names_an_employer(domain: str) -> bool:
    """Whether mail from this domain can be taken as written by its owner."""
    return "." in domain and not is_relay(domain) and not is_free_mail(domain)
