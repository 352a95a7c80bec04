# ruff: noqa: E501  (tables of words in nine languages; broken up they cannot be read)
"""Finds the reason a no gives, verbatim, where it gives a concrete one. "Others fit better" is none.

Two ways in: a clause behind "because" near the no, and a clause that names a known kind of reason (a budget, a
licence, a post filled from inside).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from secondwind.reading.methods.v2.passage import Passage, Sentence, collapse
from secondwind.reading.methods.v2.words import fold

NEAR = 2
"""Sentences from the no within which "because" is about it."""
SHORTEST, LONGEST = 8, 180
"""Characters of a reason."""
FEWEST_WORDS = 3

_BECAUSE = {
    "en": r"because|due to|owing to|as a result of|on account of|given that|the reason (?:is|was|being)(?: that)?",
    "de": r"weil|da|denn|wegen|aufgrund|auf grund|infolge|grund(?: dafur)?(?: ist|:)|nachdem",
    "fr": r"parce qu[e']|car|puisqu[e']|faute d[e']|en raison d(?:es|e|u|')|a cause d(?:es|e|u|')|etant donne",
    "es": r"porque|ya que|debido a(?:l)?|puesto que|dado que|a causa de|por falta de|el motivo(?: es)?|motivo:",
    "pt": r"porque|pois|ja que|uma vez que|devido [ao]s?|por causa d[aoe]|em razao d[aeo]|por falta de|motivo:",
    "it": r"perche|poiche|in quanto|dato che|visto che|a causa d(?:i|el|ella|ei|elle|ell')|per via d(?:i|el|ella)|a seguito d(?:i|el|ella)|dovut[oa] a|per mancanza",
    "nl": r"omdat|want|wegens|vanwege|aangezien|doordat",
    "pl": r"poniewaz|bo|gdyz|z powodu|ze wzgledu na|z uwagi na|w zwiazku z(?! (?:tym|czym))|spowodowan[aey]|dlatego ze",
    "sv": r"eftersom|pa grund av|beror pa|till foljd av",
}
_CUES = {
    language: re.compile(rf"(?:^|[\s,;:–—(])(?:{one})(?:[\s:]|(?<='))\s?")
    for language, one in _BECAUSE.items()
}
_WEAK = frozenset(["da", "denn", "want", "car", "bo", "pois", "perche", "porque", "nachdem", "weil", "that"])

_END = re.compile(
    r"[;.!?]|[:–—]\s|\s[–—-]\s|\)|,\s(?:so|und|aber|und daher|weshalb|daher|therefore|and|but|et|mais|donc|aussi|y|pero|por lo que|e|mas|por isso|ma|quindi|pertanto|percio|en|maar|dus|daarom|i|ale|wiec|dlatego|och|men|sa|darfor|we|wir|nous|wij|wollen|konnen|sehen|ziehen|haben|mussen)\b"
)
_PIECES = re.compile(
    r"[;:–—()]|\s-\s|,\s(?:(?:und|and|et|y|e|en|i|och|ed|as|since|because|weil|da|denn|car|puisque|porque|ya que|pois|perche|poiche|omdat|want|poniewaz|bo|gdyz|eftersom|da)\s)?|\s(?:as|since) (?=(?:the|we|you|your|our|they|it|he|she|this)\b)|(?<=[a-z])\s(?:because|since|weil|denn|wegen|aufgrund|parce que|car|porque|ya que|perche|omdat|want|poniewaz|gdyz|eftersom)\s"
)

_FORMULA = re.compile(
    r"(?:other|another|stronger|many|several|more|better) (?:\w{1,14} ){0,2}(?:candidate|applicant|application|applied)|volume|number of (?:app|cand|str|high|qual|res)|competiti|high standard|calib|(?:closely|better) (?:match|fit|suit|align)|match(?:es|ed)? (?:the|our)|quality of|not (?:a|the) (?:right |best )?(?:fit|match)|you(?:'re| are) (?:great|a )|careful"
    r"|(?:andere|anderen|viele|mehrere|zahlreiche|einem|einen|eine|hohe|grosse)n?r?s? (?:\w{1,18} ){0,2}(?:bewerb|kandidat|anzahl|zahl)|vielzahl|qualifizierte|besser (?:pass|entspr|geeig)|profil\w* (?:\w+ ){0,3}(?:entspr|pass)|anforderungsprofil|genauer|beeindruckt|impressed|impressionn|anforderungen (?:der|ent)|sorgfalt|passgenau"
    r"|autres? (?:candidat|profil)|nombre(?:uses)? |qualite des|correspond|adequation|plus proche|en phase"
    r"|otr[oa]s? (?:\w+ )?(?:candidat|perfil|person)|numero de|cantidad de|alto nivel|se ajust|mas (?:afin|alinead|cercan)|encaj|elevad|adecua"
    r"|outr[oa]s? (?:\w+ )?(?:candidat|perfi)|quantidade|alinhad|aderent|adequa|compativ|elevad[ao] n"
    r"|altr[ioae] (?:\w+ )?(?:candidat|profil)|numero di|piu (?:in linea|vicin|aderent|adatt)|in linea|corrispond|elevat"
    r"|andere (?:\w+ )?kandidat|aantal|beter (?:aansluit|past|bij)|aansluiten op|grote hoeveelheid|match"
    r"|inn(?:ych|i|ego|a|e) (?:\w+ )?(?:kandydat|osob)|liczb\w|duz\w+ zainteres|lepiej|blizs"
    r"|andra (?:\w+ )?(?:sokande|kandidat)|manga|antal|battre (?:match|pass|stam)|hog kval|stammer battre|motsvarar"
    r"|^(?:dies|der stelle|ihr |this|sie |your app|this pos)|nicht mehr zu besetzen|gedauert|gewartet|versprochen|promised|versproch|\bschreibe?\b|\bwrite|\bescrib|\becri[st]|\bscriv|\bpisz|\bskriver|your interest|ihr interesse|time and effort|time you|wish|every success|gdpr|dsgvo|rgpd|data protection|feedback|individual|datenschutz"
)
_KINDS = (
    r"internal (?:candidate|applicant|transfer|move|promotion|hire|team)|filled (?:internally|from within)|promoted from within|existing (?:member of )?staff|own staff|redeployed|aus dem (?:eigenen )?haus|intern(?:e[rn]?)? (?:besetz|losung|kandidat|bewerb|vergeb|nachbesetz)|en interne|mutation interne|internalis|promocion interna|candidat[oa] intern[oa]|ya trabaja en|mobilidade interna|mobilita interna|promozione interna|interne (?:kandidaat|invulling|doorstro)|intern (?:ingevuld|vervuld|omplacer|tillsat|rekryter|kandidat)|wewnetrzn|obsadzony w drodze",
    r"hiring freeze|freeze (?:on|in|of) |frozen|stop all (?:external )?hiring|budget(?! question)|haushaltssperre|einstellungsstopp|einstellungsstop|stellen (?:\w+ ){0,3}gestrichen|positionen (?:\w+ ){0,3}gestrichen|gel des (?:embauches|recrutements)|congel|presupuest|orcament|blocco (?:delle|dei|totale)|vacaturestop|begroting|etat(?:y|ow) do konca|anstallningsstopp|sparkrav|restructur|umstrukturier|reorgani[sz]|ristruttur|reestrutur|omorganis|funding (?:was|has|is|for|fell)|pulled (?:the funding|out)|cut our|drittmittel|subsidie|dotacj|redundan",
    r"(?:driver'?s?|driving|home office|operator) licen[cs]e|fuhrerschein|\w{2,10}-?schein\b|permis (?:b|c|de conduire)|carnet de conducir|rijbewijs|prawo jazdy|prawa jazdy|korkort|certification|zertifikat|approbation|diplome d'etat|titulacion|titulo de (?:tecnic|grad|oficial)|titulo profissional|cedula profissional|iscri(?:tto|zione) all'albo|porto d'armi|swiadectw|uprawnien|examen om|avslutad examen|geforderte (?:promotion|abschluss|ausbildung)",
    r"(?:work|your|a|no|student|for|require) visa\b|visum|(?:unable to|able to|cannot|can not|not|visa|to) sponsor|work permit|work authori[sz]ation|right to work|arbeitserlaubnis|permiso de trabajo|titre de sejour|werkvergunning|arbetstillstand|zezwoleni\w+ na prace",
    r"salary expect|expected (?:ctc|salary)|gehaltsvorstell|gehaltswunsch|pretentions? salarial|expectativas? salarial|pretens\w+ salarial|aspirac\w+ salarial|richiesta (?:economica|retributiva)|salariswens|salariseis|oczekiwan\w* (?:finansow|placow)|widelk|loneansprak|glappet i lon|lonekrav|above (?:our|their|the) (?:band|budget|range)|liegt \d[\d.]{0,7} euro uber",
    r"(?:wanted|needed|need|looking for|were after|looking for deeper|after) (?:someone|somebody|a person|a candidate)(?: who| with)\b|not (?:yet )?have (?:\w+ ){0,4}experience|enough (?:\w+ ){0,3}experience|lack(?:s|ed|ing)? (?:of )?(?:\w+ ){0,4}(?:experience|knowledge|depth)|(?:suchen|brauchen|sucht|braucht|wollten) (?:jemanden|wen|eine[nr]?) (?:\w+ ){0,2}(?:mit|der|die)\b|fehl(?:t|en|te) (?:\w+ ){0,3}(?:erfahrung|kenntnis|praxis)|(?:besoin d'un|cherch\w+) (?:profil|quelqu'un)\w* (?:qui|avec)|manqu\w+ d'experience|(?:buscan|buscamos|necesitan|necesitamos) a alguien|falta de experiencia|poca (?:experiencia|profundidad)|(?:precisamos|procuram|precisam|procuramos) (?:de )?(?:alguem|quem)|falta (?:de pratica|de experiencia)|sentimos falta d|serv\w+ (?:qualcuno|una persona) (?:che|con)|mancanza di|missen (?:toch )?(?:\w+ ){0,2}(?:ervaring|kennis)|iemand (?:met|die) meer|(?:szuka|szukamy|potrzebujemy) (?:osoby|kogos)|zabraklo (?:nam )?|brak (?:\w+ ){0,3}(?:doswiadcz|znajom|niemieck|angielsk|jezyk|aktualn)|vill ha nagon|hade velat se|du saknar|saknar (?:\w+ ){0,3}erfarenhet",
    r"(?:did|does|do) not (?:meet|possess|have) (?:the )?(?:required|minimum|current|necessary)|you (?:failed|did not pass)|below the (?:required|minimum|threshold|pass|cut)|mindestpunkt|puntaje minimo|por debajo del corte|minimum requis|inferiore? alla soglia|niet geslaagd|wymaganego progu|gransvardet|nota minima",
    r"after the (?:deadline|closing)|(?:came|arrived|received) (?:in )?(?:too )?late|nach (?:fristende|ablauf der frist)|hors delai|fuera de plazo|fora do prazo|fuori termine|te laat binnen|po terminie|efter sista ansokningsdag|nicht fristgerecht",
    r"too far|zu weit (?:weg|entfernt)|trop loin|demasiado lejos|troppo lontan|te ver weg|za daleko|for langt|viva mas cerca|abita a",
    r"(?:client|customer|kunde|klient|klant|kunden|cliente) (?:has |have |hat |a |ha |heeft |har )?(?:cancelled|pulled|asked for|zamknal|zabral|szuka|annule|cancelado|annullato|geannuleerd)|contract (?:was|has been) (?:lost|cancel|cut|end)\w*|loss of (?:the|our|a) |verlust des|perte du|perdida del|perda do|perdita della|verlies van|utrat\w|zerwan|insurance won'?t|insurers|versicherung|assicurazione|seguradora|verzekering|insolven|gick i konkurs|bankrupt|change in business needs|change of priorit|role (?:has been|was|is) (?:cancel|withdrawn|eliminat|put on hold)|position (?:has been|was|is) (?:cancel|withdrawn|eliminat)",
)  # fmt: skip
_CONCRETE = re.compile(r"\b(?:" + "|".join(f"(?:{one})" for one in _KINDS) + ")")
_CONDITION = re.compile(
    r"^(?:if|should|falls|sollte[n]?|wenn|si|s'il|se|caso|als|mocht\w?|jesli|jezeli|gdyby|om|unless)\b"
)
_INVITES = re.compile(
    r"\?$|\b(?:please|bitte|prosimy|por favor|let us know|visit|besuchen|newsletter|other roles|weitere stellen|you can|sie konnen|vous pouvez|puedes|puede|puoi|je kunt|mozesz|du kan|voce pode)\b"
)


def reason_of(passage: Passage, evidence: Sequence[str]) -> str:
    """The clause that gives a concrete reason, as it stands in the body (white space as one space); "" for none."""
    sentences = passage.sentences or passage.forwarded
    no = _places_of(sentences, evidence)
    looked_at = no or [*range(len(sentences))]
    found = [
        _behind_because(one, passage.language, near=at not in no)
        for at, one in enumerate(sentences)
        if _is_near(at, looked_at)
    ]
    found += [_named(one) for at, one in enumerate(sentences) if _is_near(at, looked_at)]
    return next((one for one in found if one), "")


def _places_of(sentences: Sequence[Sentence], evidence: Sequence[str]) -> list[int]:
    """Which sentences the no rests on."""
    quotes = [collapse(one) for one in evidence if one]
    return [
        at
        for at, one in enumerate(sentences)
        if any(quote in one.raw or one.raw in quote for quote in quotes)
    ]


def _is_near(at: int, no: Sequence[int]) -> bool:
    return any(abs(at - one) <= NEAR for one in no)


def _behind_because(sentence: Sentence, language: str, *, near: bool) -> str:
    """The clause behind "because". In a sentence `near` the no it must name a known kind of reason too."""
    met = _CUES[language].search(sentence.low)
    if met is None or _INVITES.search(sentence.low):
        return ""
    start = met.end()
    end = _END.search(sentence.low, start)
    low = sentence.low[start : end.start() if end else len(sentence.low)]
    if not SHORTEST <= len(low) <= LONGEST or _FORMULA.search(low) or _CONDITION.search(low):
        return ""
    weak = met[0].strip(" ,;:–—(") in _WEAK
    if (
        near
        or (
            weak
            and (
                len(low.split()) < 4
                or (met[0][0] == " " and sentence.low[met.start() - 1 : met.start()] != ",")
            )
        )
    ) and not _CONCRETE.search(low):
        return ""
    return _raw(sentence, start, start + len(low))


def _named(sentence: Sentence) -> str:
    """The clause of a sentence that names a known kind of reason."""
    met = _CONCRETE.search(sentence.low)
    if met is None or _FORMULA.search(sentence.low) or _INVITES.search(sentence.low):
        return ""
    start, end = _clause(sentence.low, met.start(), met.end())
    low = sentence.low[start:end].strip()
    if not SHORTEST <= len(low) <= LONGEST or len(low.split()) < FEWEST_WORDS or _CONDITION.search(low):
        return ""
    return _raw(sentence, start, end)


def _clause(low: str, first: int, last: int) -> tuple[int, int]:
    """The clause around a stretch of a sentence."""
    start, end = 0, len(low)
    for met in _PIECES.finditer(low):
        if met.end() <= first:
            start = met.end()
        elif met.start() >= last:
            return start, met.start()
    return start, end


def _raw(sentence: Sentence, start: int, end: int) -> str:
    """What stands in the mail where the folded sentence has `start` to `end`."""
    places = list(_places(sentence.raw))
    if len(places) != len(sentence.low):
        return ""
    met = [places[at] for at in range(start, min(end, len(places)))]
    return sentence.raw[met[0] : met[-1] + 1].strip(" ,;:–—-(.!") if met else ""


def _places(raw: str) -> Iterator[int]:
    """For every letter of the folded sentence, the letter of the raw one it comes from."""
    for at, letter in enumerate(raw):
        for _ in fold(letter):
            yield at
