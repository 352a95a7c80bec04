# ruff: noqa: E501  (tables of words in nine languages; broken up they cannot be read)
"""Tells how far an application had come, from what the mail says was done, never from what might have been."""

from __future__ import annotations

import re
from collections.abc import Sequence

from secondwind.reading.methods.v2.passage import Passage
from secondwind.reading.reading import Kind

MOST_SENTENCES = 30

_OF_KIND = {Kind.OFFER: "offer", Kind.ASSESSMENT: "screening", Kind.APPLICATION_RECEIVED: "applied"}

_CALL = r"(?:phone|telephone) (?:screen|interview|call|conversation)|phone screen|telefonat|telefoninterview|(?:entretien|echange|appel|entrevue) telephonique|entrevista telefonica|llamada|telefonata|colloquio telefonico|telefoongesprek|telefonisch (?:gesprek|interview)|rozmow\w{1,2} telefoniczn\w{1,3}|telefonsamtal\w{0,2}|telefonintervju\w{0,2}|chamada|conversa telefonica|recruiter screen|first (?:call|chat)|initial (?:call|chat|conversation)"  # fmt: skip
_TALK = (
    r"interview(?:s|ed|ing)?|conversations?|meeting (?:you|us|with|on|our|the)|speak(?:ing)? (?:with|to)|talking (?:with|to)|trial (?:shift|day)|doing the trial|assessment (?:centre|center|day)|coming in|came in|presentation|demo (?:class|lesson)|lesson"
    r"|gesprach(?:s|e|en|es)?|vorstellungsgesprach\w{0,3}|kennenlern\w{0,8}|probearbeit\w{0,3}|probetag\w{0,2}|hospitation|schnuppertag|treffen|besuch|probeschicht|probestunde"
    r"|entretiens?|entrevues?|rencontres?|echanges?|essai|journee d'essai|audition"
    r"|entrevistas?|charla|conversacion|reunion|dia de prueba|turno"
    r"|colloqui[oa]?|incontr[oi]|chiacchierata|giornata di prova|prova in|conversa|reuniao|bate-papo|dia de teste|aula-teste"
    r"|gesprek(?:ken)?|kennismaking\w{0,9}|interview|meeloopdag|proefdag|proefdienst|babbel|komst"
    r"|rozmow\w{0,3}|spotkani\w{0,3}|dnia probnego|dzien probny"
    r"|intervju\w{0,2}|mote\w{0,2}|samtal\w{0,2}|traff\w{0,3}|provpass\w{0,2}|provdag\w{0,2}"
)
_THANKS = r"thank(?:s| you)|appreciate|enjoyed|pleasure|dank\w{0,3}|bedank\w{0,2}|merci|remerci\w{0,4}|gracias|agradec\w{0,5}|obrigad[oa]|grazie|ringrazi\w{0,4}|dziek\w{0,4}|tack\w{0,3}|freut\w{0,2}|gefreut|plaisir|gusto|prazer|piacere|plezier|roligt|kul|milo|genoegen|honour"
_AFTER = r"after (?:your|the|our|his|her)|following (?:your|our|the)|since (?:we|our)|at (?:your|our|the)|during (?:your|our|the)|in (?:your|our)|from (?:your|our)|your recent|refer to your|nach (?:ihrem|deinem|unserem|dem|den|ihrer|deiner|unseren)|seit (?:unserem|dem)|in (?:unserem|dem|ihrem|deinem)|bei (?:unserem|dem|ihrem|deinem|ihrer)|lors de (?:votre|notre|l'|ton)|suite a (?:votre|notre|l'|ton|la)|apres (?:votre|notre|l'|ton)|pendant|a l'issue de|depuis|tras (?:la|tu|su|nuestra)|despues de|en (?:la|tu|su|nuestra)|durante (?:la|tu|su|il|a|o|nossa)|apos (?:a|sua|nossa|o)|na (?:sua|nossa|tua|a)?|no (?:dia|nosso)|dopo (?:il|l'|la)|al |facciamo seguito al|durante|na (?:het|je|ons|uw)|tijdens (?:het|je|ons)|naar aanleiding van|po (?:rozmowie|naszej|naszym|spotkaniu)|podczas|w trakcie|efter (?:din|intervjun|var|motet|samtalet)|vid (?:intervjun|motet)|under (?:intervjun|motet)"  # fmt: skip
_LAST = r"final (?:round|stage|interview|panel|two|three|decision between)|finalists?|other finalist|last (?:round|two|interview)|down to (?:two|you)|runner.?up|second choice|reserve (?:list|candidate)|second (?:round )?interview|endrunde|letzten? runde|finalrunde|finale\w? (?:runde|auswahl|gesprach)|noch zu zweit|zweitgesprach|derniers? (?:tour|etape|candidats)|finale?s? (?:candidats|etape)|finaliste|ultim[oa] (?:fase|ronda|entrevista|etapa|selezione)|fase final\w?|ronda final|etapa final|colloquio (?:finale|conclusivo)|incontro (?:finale|conclusivo)|laatste (?:ronde|gesprek|twee)|overgebleven kandidaten|slotronde|drugi finalista|finalist\w{1,3}|ostatni\w{0,3} etap\w{0,2}|final(?:en|rundan|intervju\w{0,2})|slutomgang\w{0,2}|slutkandidat\w{0,4}|sista (?:rundan|intervjun|steget)"
_UNDONE = (
    r"(?:offer|angebot|zusage|proposition|promesse|oferta|offerta|proposta|aanbod|ofert\w|erbjudande\w{0,2})"
)
_TAKEN_BACK = r"withdraw\w{0,3}|withdrew|rescind\w{0,3}|revok\w{0,3}|retract\w{0,3}|no longer (?:able|bound|stand)|ziehen\b.{0,90}\bzuruck|zuruckzieh\w{0,3}|zuruckgezogen|nicht (?:langer|mehr) (?:gebunden|halten)|retir\w{1,5}|revocar\w{0,3}|retirar\w{0,3}|retiramos|ritir\w{1,4}|revoc\w{1,5}|intrekken|trekken\b.{0,80}\bin\b|ingetrokken|wycof\w{2,6}|drar tillbaka|dras tillbaka|ater(?:kallar|tar)"
_SIFTED = r"(?<!list of )short ?list\w{0,4}|longlist\w{0,2}|sift\b|engere (?:wahl|auswahl)|vorauswahl|preselecc?ion\w{0,3}|preselection\w{0,3}|pre-selection|pre-selecao|triagem|scrematura|preselezione|voorselectie|eerste selectie|briefselectie|wstepn\w{1,3} (?:selekcj|weryfik|ocen)\w{0,2}|ocen\w{1,2} formaln\w{1,3}|skallkrav\w{0,2}|forsta urval\w{0,2}|online (?:test|assessment)s?|(?:tus|sus) resultados|eignungstest|mindestpunktzahl|minimum score"

_TALKED = re.compile(
    rf"\b(?:{_THANKS})\b.{{0,90}}\b(?:{_TALK})\b|\b(?:{_AFTER})\s?(?:\w+\s){{0,2}}(?:{_TALK})\b|\bwe (?:met|spoke|interviewed)\b|\byou interviewed\b|\bnice to meet\b|\b(?:enjoyed|loved|valued) (?:meeting|speaking|talking|chatting)\b|\bbeen interviewed\b|\bavez ete recue?\b"
)
_HELD = re.compile(
    rf"\b(?:your|votre|vos|nos|notre|ton|tu|su|sua|tua|je|jouw|uw|onze|pani|pana|twoj\w{{0,2}}|din|ditt|ihr\w{{0,2}}|dein\w{{0,2}})\s(?:\w{{1,14}}\s)?(?:{_TALK})\b.{{0,60}}"
    r"\b(?:was|were|war|waren|etaient|etait|ont ete|a ete|fue|foi|era|erano|e stato|byl[aoy]?|wyszed\w{1,3}|wyszl\w|var|spoken)\b"
    rf"|\b(?:position|role|job|post) you interviewed for\b|\bta for (?:doing|coming)\b|\baime votre (?:{_TALK})\b|\bdzien probny wyszed\w{{1,3}}"
)
_CALLED = re.compile(rf"\b(?:{_THANKS}|{_AFTER})\b.{{0,60}}\b(?:{_CALL})\b")
_ENDED = re.compile(rf"\b(?:{_LAST})\b")
_OFFERED = re.compile(
    rf"\b{_UNDONE}\b.{{0,120}}\b(?:{_TAKEN_BACK})\b|\b(?:{_TAKEN_BACK})\b.{{0,80}}\b{_UNDONE}\b"
)
_SIFT = re.compile(rf"\b(?:{_SIFTED})\b")
_APPLIED = re.compile(
    r"\b(?:your application|ihre?r? bewerbung|deine?r? bewerbung|votre candidature|ta candidature|(?:tu|su) (?:candidatura|solicitud|postulacion)|(?:a|sua|tua) candidatura|candidarti|(?:tua|sua) candidatura|(?:je|uw) sollicitatie|(?:twoj[aeą]|pani|pana|panstwa) (?:aplikacj\w|zgloszeni\w|cv)|din ansokan)\b"
)
_ANY_TALK = re.compile(
    rf"\b(?:{_TALK}|{_CALL}|{_LAST})\b|interview|entrevist|score|result|test|evaluat|place|platz|lugar|fase|etap|stage|studied|etudie|punkt|punt|call|met\b|visit|friday|monday|tuesday|wednesday|thursday"
)
_NOT_YET = re.compile(
    r"\b(?:not|unable|cannot|won't|nicht|keine?|ne|pas|no|nao|non|niet|geen|nie|inte|ej)\b.{0,70}\b(?:to|for|zum|zur|zu einem|fur|a un|al|a|para|voor|tot|do|na|till|en|au|aux|pour|passa|invite|einlad\w{0,4}|einzulad\w{0,2}|eingeladen|invit\w{1,4}|uitnodig\w{0,4}|zapros\w{0,5}|bjuda)\b"
    r"|\b(?:if|should you|falls|sollten|wenn|si vous etes|en cas|si (?:eres|es)|caso|se (?:for|sara)|als je|indien|jesli|om du)\b|\b(?:candidates|applicants) (?:called|invited|selected)|do rozmow zapros|would have|hatten wir|selected (?:to|for)|proceed to|invited? .{0,30} to interview|next stage|nachsten? (?:runde|schritt)"
)
_WORD = re.compile(r"[a-z]{3,}")
_STEMS = frozenset(
    word[:4]
    for word in re.findall(
        r"[a-z]{3,}",
        " ".join(
            (
                _CALL,
                _TALK,
                _LAST,
                _UNDONE,
                _SIFTED,
                _APPLIED.pattern,
                "met spoke interviewed nice enjoyed loved valued avez recu minimum",
            )
        ),
    )
)
"""Beginnings of the words without which a sentence tells no stage: a cheap look before the patterns."""


def stage_of(passage: Passage, kind: Kind) -> str:
    """offer, final, interview, screening or applied; "" where the mail does not say."""
    if kind in _OF_KIND:
        return _OF_KIND[kind]
    lows = [one.low for one in (passage.sentences or passage.forwarded)[:MOST_SENTENCES]]
    if kind is Kind.INTERVIEW:
        return _round([*lows, passage.subject.low])
    return _reached([*lows, passage.subject.low]) if kind is Kind.REJECTION else ""


def _round(lows: Sequence[str]) -> str:
    """Which talk an invitation is to."""
    told = " ".join(lows)[:4_000]
    if _ENDED.search(told):
        return "final"
    return "screening" if re.search(_CALL, told) else "interview"


def _tells_a_talk(low: str) -> bool:
    told = _TALKED.search(low) or _HELD.search(low)
    return told is not None and _NOT_YET.search(low) is None


def _reached(told: Sequence[str]) -> str:
    lows = [low for low in told if not _STEMS.isdisjoint([word[:4] for word in _WORD.findall(low)])]
    if any(_OFFERED.search(low) for low in lows):
        return "offer"
    if any(_ENDED.search(low) and not _NOT_YET.search(low) for low in lows):
        return "final"
    called = any(_CALLED.search(low) and not _NOT_YET.search(low) for low in lows)
    if any(_tells_a_talk(low) for low in lows) and not called:
        return "interview"
    if called or any(_SIFT.search(low) for low in lows):
        return "screening"
    return "applied" if any(map(_APPLIED.search, lows)) and not any(map(_ANY_TALK.search, told)) else ""
