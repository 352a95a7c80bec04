# ruff: noqa: E501  (tables of words in nine languages)
"""Tells whether a no is a form letter or written for this person. Left open where the signs are even."""

from __future__ import annotations

import re

from secondwind.mail.message import Message
from secondwind.reading.methods.v2.passage import Passage
from secondwind.reading.methods.v2.places import is_free_mail, is_relay
from secondwind.reading.methods.v2.words import fold

MOST_SENTENCES = 25
SURE = 0.8
"""How far from even the signs must be, in log odds."""

_MACHINE = re.compile(
    r"no.?reply|donotreply|do-not-reply|notif|mailer|automat|system|careers?@|jobs?@|recruit(?:ing|ment)@|hr@|bewerb|talent|ats|noresponder|nepasrepondre|rekrut|candidat|portal|bot\b"
)
_NAMELESS = re.compile(
    r"^(?:dear (?:applicant|candidate|sir|student|all)|dear sir|hello[,!]|hi[,!]|sehr geehrte (?:damen|bewerber|r |kandidat)|liebe[r]? (?:bewerber|kandidat)|guten tag[,!]?$|hallo[,!]|bonjour[,!]?$|madame,? monsieur|cher candidat|chere? candidat|estimad[oa]s?(?:/a)? (?:candidat|aspirant|postulant|senor(?:es)?[,:]|solicitant)"
    r"|hola[,!:]|prezad[oa](?:\(a\))? candidat|car[oa] candidat|gentile candidat|buongiorno[,!]|salve|geachte (?:heer/mevrouw|heer, mevrouw|kandidaat|sollicitant)|beste (?:kandidaat|sollicitant)|szanowni panstwo|szanown[yia] (?:pani|panie)?/|drog[ia] kandydat|dzien dobry[,!]?|hej[,!]|basta sokande|kara sokande|a chara)"
)
_FORMAL = re.compile(
    r"^(?:dear (?:mr|mrs|ms|miss|dr|prof)|sehr geehrte|madame|monsieur|estimad|prezad|exm|gentile|egregi|geachte|szanown|spett)"
)
_WARM = re.compile(
    r"^(?:hi |hey|hiya|hello |liebe|lieber|hallo |cher |chere |salut|coucou|querid|hola |oi|ola|car[oa] |ciao|lieve|hoi|ha |dag |yo |czesc|hej |pani[e]? |drog|heej|tjena|servus|moin|alright|now then)"
)
_I = {
    language: re.compile(rf"\b(?:{one})\b")
    for language, one in {
        "en": "i|i'm|i've|i'd|i'll|me|my|myself",
        "de": "ich|mir|mich|mein[a-z]{0,2}",
        "fr": "je|j'[a-z]+|moi|mon|ma|mes|m'[a-z]+",
        "es": "yo|me|mi|mis|he|estoy|quiero|quise|queria|puedo|creo|escribo|siento|tengo|hable",
        "pt": "eu|me|meu|minha|fiquei|estou|queria|escrevo|sei|gostei|lamento|tenho|quis|mim|falei|fui",
        "it": "io|ho|mi|mio|mia|sono|volevo|spiace|devo|scrivo|vorrei|posso",
        "nl": "ik|mij|mijn|me|m'n",
        "pl": "mnie|mi|moj[a-z]{0,3}|jestem|mam|musze|pisze|[a-z]{3,10}(?:lam|lem)|zadzwonie|wiem|chce|zaluje|mowie|dziekuje",
        "sv": "jag|mig|min|mitt|mina",
    }.items()
}
_STOCK = re.compile(
    r"\b(?:regret to|unfortunately|careful(?:ly)? (?:consider|review)|at this (?:time|stage|point)|on this occasion|not (?:been )?(?:successful|selected|shortlisted)|unsuccessful|keep your|on file|wish you|your interest in|every success|future endeavou?rs|high (?:number|volume|standard)|talent (?:pool|community)|other (?:candidates|applicants)|(?:more closely|better) match"
    r"|leider|sorgfalt|bedauern|zukunft|beruflich\w* (?:weg|werdegang)|vielen dank fur (?:ihr|deine?|ihre) (?:interesse|bewerbung)|nicht (?:berucksichtig|weiter)|andere[nr]? (?:bewerb|kandidat)|absage|anforderungen|profil"
    r"|malheureusement|regret|avons le|attention|souhaitons|recherche|n'a pas ete retenu|ne pouvons|donner (?:une )?suite|interet que vous|candidature"
    r"|lamentamos|agradec|interes|infelizmente|no (?:has|ha) sido|candidatura|proceso|processo|outros candidatos|sucesso|exitos|perfil|vaga|futur"
    r"|purtroppo|ringrazi|non (?:e stat|possiamo)|profil[oi]|selezione|auguri"
    r"|helaas|succes|interesse|sollicitatie|niet (?:verder|geselecteerd)|andere kandidaten|procedure|profiel"
    r"|niestety|dziekujemy|zyczymy|aplikacj|kandydat|rekrutacj|nie (?:zosta|zdecyd)|zgloszen|powodzenia"
    r"|tyvarr|lycka till|din ansokan|intresse|andra (?:sokande|kandidater)|gatt vidare|urval|tjansten)"
)
_UNSEEN = re.compile(
    r"\b(?:automat|do not reply|not monitored|nicht auf diese|ne pas repondre|no respond|non rispondere|niet (?:op deze|beantwoord)|nie odpowiada|svara inte|nao respond|unsubscribe|privacy|dsgvo|rgpd|gdpr|rodo|avg\b|geloscht|supprim|elimin|usuni|raderas)"
)
_NUMBER = re.compile(
    r"\b(?:ref|nr|no|id|req|kennziffer|aktenzeichen|referenz|procedimiento|expediente|concorso|bando|edital|inscri\w{2,6}|candidate|kandidat)\b.{0,6}[0-9]{3}|[a-z]{1,4}[-/ ]?[0-9]{4,}"
)
_WE = re.compile(
    r"\b(?:we|our|us|wir|uns\w{0,3}|nous|notre|nos|nosotros|nuestr\w{1,2}|noss\w{1,2}|ci|nostr\w|abbiamo|wij|we|ons|onze|nasz\w{0,3}|vi|oss|var\w?)\b"
)
_TEAM = re.compile(
    r"team|department|human resources|recruit|personal|abteilung|service|equipe|equipo|rrhh|recursos|ufficio|risorse|selezion|dzial|zespol|hr\b|office|talent|careers|afdeling|rekryt|committee|verwaltung|direction|comune|\b(?:gmbh|ag|ltd|plc|inc|bank|group|grupo|groep)\b"
)

SIGNS = (
    "machine",
    "relay",
    "free",
    "nameless",
    "formal",
    "warm",
    "i",
    "stock",
    "unseen",
    "number",
    "we",
    "team",
    "marks",
    "length",
    "lower",
    "short",
)
WEIGHTS = (2.3, 0.83, 0.0, 0.51, 0.94, -0.46, -3.28, 1.28, 1.61, 1.73, 0.11, 1.21, 0.17, 0.32, -0.89, -0.64)
BASE = -0.51
"""Weights of the signs in log odds towards "form", from the invented mails."""


def form_of(message: Message, passage: Passage) -> str:
    """ "form" or "personal"; "" where it cannot be told."""
    told = BASE + sum(
        weight * value for weight, value in zip(WEIGHTS, signs_of(message, passage), strict=True)
    )
    if abs(told) < SURE:
        return ""
    return "form" if told > 0 else "personal"


def signs_of(message: Message, passage: Passage) -> tuple[float, ...]:
    """How the letter is written, in the order of SIGNS; each 0..1 or a small count."""
    lows = [one.low for one in (passage.sentences or passage.forwarded)[:MOST_SENTENCES]]
    text = " ".join(lows)[:4_000]
    many = max(1, len(lows))
    sender = fold(f"{message.sender.name[:80]} {message.sender.address[:80]}")
    start = (lows[0] if lows else "")[:60]
    top = passage.sentences[0].raw if passage.sentences else ""
    return (
        float(bool(_MACHINE.search(sender))),
        float(is_relay(message.sender.domain)),
        float(is_free_mail(message.sender.domain)),
        float(bool(_NAMELESS.search(start))),
        float(bool(_FORMAL.search(start))),
        float(bool(_WARM.search(start))),
        min(3.0, len(_I[passage.language].findall(text)) * 3 / many),
        min(3.0, len(_STOCK.findall(text)) * 3 / many),
        float(bool(_UNSEEN.search(text))),
        float(bool(_NUMBER.search(text) or _NUMBER.search(passage.subject.low))),
        min(3.0, len(_WE.findall(text)) * 3 / many),
        float(bool(_TEAM.search(sender))),
        float(any(mark in text for mark in ("!", "😊", "🙂", ";)", ":)", "😉"))),
        min(2.0, many / 8),
        float(bool(top) and top[0].islower()),
        float(many <= 3),
    )
