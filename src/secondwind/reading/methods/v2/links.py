# ruff: noqa: E501  (tables of words in nine languages)
"""Picks the one link of a mail a person would press: to choose a time, take a test, sign, join. None rather than wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence

from secondwind.mail.message import Message
from secondwind.reading.methods.v2.passage import Passage
from secondwind.reading.methods.v2.words import fold
from secondwind.reading.reading import Kind

MOST_LINKS = 40
LONGEST_LINK = 1_500
BEFORE = 110
"""Characters in front of a link in which it is asked to be pressed."""
AFTER = 40
ENOUGH = 2

_LINK = re.compile(r"https?://[^\s<>\"\\^`{|}\u00a0»”“]{4,1500}", re.IGNORECASE)
_NEVER = re.compile(
    r"unsubscri|optout|opt-out|opt_out|privacy|datenschutz|confidentialit|privacidad|privacidade|cookie|/legal|impressum|/terms|disclaimer|preferenc|abmeld|desabonn|desinscri|/baja|cancelar-?suscri|disiscri|uitschrij|afmelden|wypisz|rezygnac|avregistr|avprenum"
    r"|pixel|/open[/?.]|track/open|/wf/open|beacon|\.(?:png|jpe?g|gif|svg|ico|css|js|webp|bmp)(?:$|[?#])|logo|w3\.org|schemas\.|/images?/|viewinbrowser|view-in-browser|webversion|online-?version"
    r"|facebook\.|instagram\.|twitter\.|//x\.com|youtube\.|youtu\.be|tiktok\.|pinterest\.|linkedin\.com/(?:company|school|feed)|xing\.com/(?:companies|pages)|kununu|glassdoor|apps\.apple|play\.google|apple\.com/app|mailto|/help|/faq|/support|survey|umfrage|enquete|encuesta|feedback|report-?abuse|play\.google|aka\.ms|goo\.gl/maps|google\.[a-z.]{2,6}/maps|maps\.",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"calendly|cal\.|/cal/|book|schedul|slot|appointment|termin|agenda|kalender|calendar|rdv|meet|zoom|teams|webex|video|join|test|assess|challenge|code|exam|quiz|game|hirevue|interview|entretien|entrevist|colloqui|candidat|candidate|applicant|bewerb|portal|career|karriere|carriere|jobs?\.|apply|application|sollicit|vacature|rekrut|rekryt|myworkday|greenhouse|lever\.|smartrecruiters|personio|softgarden|teamtailor|gupy|taleez|sign|docusign|offer|contract|vertrag|track|status|verify|verif|confirm|login|plan\.|boka|prueba|prova|zadani|/t/|/s/|/i/|/e/|/start|availability|slots",
    re.IGNORECASE,
)
_PRESS = re.compile(
    r"click|here|link|book|choose|pick|select|schedul|join|start|begin|complete|test|assessment|take|log ?in|sign|portal|access|confirm|track|status|follow|open|view|video|zoom|meet|invit"
    r"|hier|klick|link|buch|wahl|teilnehm|starten|zugang|anmeld|unterzeich|unterschrift|einsehen|bestatig|trag|details|anseh|absolv|aktivier|los geht|start"
    r"|ici|cliqu|lien|choisi|reserv|rejoindre|demarr|commenc|acced|signature|suis|suiv|confirm|pass|enregistr|via|sur "
    r"|aqui|enlace|haz clic|elige|reserva|unirse|empezar|comenzar|acced|firma|revis|sala|acompanh|escolh|liga|clique|entrar|comec|inici"
    r"|qui|clicc|scegli|prenota|prend|partecip|inizi|apri|firma|acced|registr|collegament"
    r"|klik|kies|prik|plan|deelnem|begin|start|teken|log in|inlog|doorloop|waar"
    r"|kliknij|wybierz|dolacz|rozpocz|zaloguj|podpis|link|tutaj"
    r"|klicka|har |valj|boka|anslut|starta|logga|lank|gor |via"
)
_AWAY = re.compile(
    r"unsubscri|privacy|preferenc|opt out|terms|datenschutz|abmeld|abbestell|desabonn|desinscri|confidentialit|privacidad|baja|cancelar (?:la|su|tu) (?:suscr|inscr)|privacidade|disiscri|informativa|uitschrij|afmeld|privacyverkl|wypis|rezygnacj|prywatno|avregistr|avprenum|integritet"
    r"|follow us|folgen sie|suivez|siguenos|siga|seguici|volg ons|obserwuj|folj oss|survey|umfrage|feedback|enquete|encuesta|sondaggio|ankiet|enkat|pesquisa|other (?:jobs|vacanc|opportun)|weitere stellen|autres offres|otras ofertas|outras vagas|altre posizioni|andere vacatures|inne oferty|andra jobb|browse|website|www|homepage|visit us"
)
_CUT_SHORT = ("…", "...")


def link_of(message: Message, passage: Passage, kind: Kind) -> str:
    """The link verbatim as it stands in the body, without punctuation that ends the sentence; "" for none."""
    if "http" not in message.text and "HTTP" not in message.text:
        return ""
    told: list[tuple[int, int, str]] = []
    lines = [one.raw for one in (*passage.sentences, *passage.forwarded)]
    for at, raw in enumerate(lines):
        for met in _LINK.finditer(raw):
            link = (
                "" if met[0].endswith(_CUT_SHORT) else _whole(_trimmed(met[0]), raw, met.end(), message.text)
            )
            if link:
                told.append(
                    (-_weight(link, met.start(), raw, lines[max(0, at - 1) : at], kind), len(told), link)
                )
        if len(told) >= MOST_LINKS:
            break
    best = min(told, default=(0, 0, ""))
    if -best[0] >= ENOUGH:
        return best[2]
    return ""


def _trimmed(link: str) -> str:
    """Without what belongs to the sentence around it."""
    link = link.rstrip(".,;:!?'*_-…’")
    while link.endswith((")", "]", ">")) and link.count(link[-1]) > link.count(
        {")": "(", "]": "[", ">": "<"}[link[-1]]
    ):
        link = link[:-1].rstrip(".,;:!?'*_")
    return link


def _whole(link: str, raw: str, end: int, text: str) -> str:
    """The link as the body has it: one that the end of a long sentence cut in two is read on."""
    if end < len(raw):
        return link if link in text else ""
    met = _LINK.search(text, max(0, text.find(link)))
    whole = _trimmed(met[0]) if met else link
    return whole if whole.startswith(link) and len(whole) <= LONGEST_LINK and whole in text else ""


def _weight(link: str, at: int, raw: str, above: Sequence[str], kind: Kind) -> int:
    """How much a person would want to press it; 2 or more for yes."""
    if _NEVER.search(link):
        return -5
    before = fold(raw[max(0, at - BEFORE) : at])
    if len(before) < 12 and above:
        before = fold(above[0][-BEFORE:]) + " " + before
    around = before + " " + fold(raw[at + len(link) : at + len(link) + AFTER])
    weight = 0
    if _PRESS.search(before):
        weight += 2
    if _PLACE.search(link):
        weight += 2
    if "/" not in link[8:].rstrip("/") and "?" not in link:
        weight -= 1
    if _AWAY.search(around):
        weight -= 3
    if kind in (Kind.REJECTION, Kind.OTHER_JOB, Kind.APPLICATION_RECEIVED):
        weight -= 1
    return weight
