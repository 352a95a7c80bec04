# ruff: noqa: E501  (tables of words in nine languages; broken up they cannot be read)
"""Decides which of the days a mail names is the meeting's, and by which one an answer is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from secondwind.mail.message import Message
from secondwind.reading.methods.v2.calendar import calendar_times, with_zone
from secondwind.reading.methods.v2.passage import LONGEST_SENTENCE, Passage, Sentence
from secondwind.reading.methods.v2.times import (
    Moment,
    Setting,
    Token,
    hours_of,
    may_hold_a_time,
    moments_of,
    setting_of,
    tokens_of,
)
from secondwind.reading.methods.v2.timewords import WEEK, is_month, languages_of
from secondwind.reading.methods.v2.zones import zone_of
from secondwind.reading.reading import Kind

MOST_TIMES = 6
BARE = 2
"""Own sentences above a forwarded mail, up to which the forwarded ones are looked at too."""
LONGEST_LABEL = 80
"""Characters of a line that names an event and is no sentence."""
LONGEST_WAIT = 400
"""Days ahead beyond which a day is about something else."""

_UNFINISHED = re.compile(
    r"(?:\b[0-9]{1,2}\.|\br\.|\b[ap]\.|\bgodz\.|\bkl\.|\b(?:jan|feb|mar|apr|jun|jul|aug|sep|sept|okt|oct|nov|dez|dec|dic|janv|fevr|juil|avr|ene|abr|ago|set|out|gen|mag|giu|lug|ott|mrt|mi|mo|di|do|fr|sa|so|lun|mer|jeu|ven|sam)\.)$"
)
_MOVED = re.compile(
    r"\b(?:moved|reschedul\w{0,6}|brought forward|postpon\w{0,4}|pushed|shift(?:ed|ing)|changed to|change to|verschieb\w{0,4}|verschob\w{0,4}|verleg\w{0,4}|vorverleg\w{0,3}|verlegt"
    r"|reporte\w{0,4}|decal\w{0,4}|avanc\w{0,4}|deplac\w{0,4}|aplaz\w{0,5}|repro\w{0,12}|traslad\w{0,5}|pasamos|pasa al|movemos|remarc\w{0,5}|adia\w{0,5}|reagend\w{0,5}|passamos"
    r"|posticip\w{0,5}|spost\w{0,6}|anticip\w{0,5}|rinvi\w{0,5}|verzet\w{0,4}|verplaats\w{0,3}|verschuif|verschuiven|przeloz\w{0,5}|przekl\w{0,6}|przenos\w{0,5}|przesu\w{0,6}|flytta\w{0,4}|ombok\w{0,4}|skjut\w{0,3})\b"
)
_OFF = re.compile(
    r"\b(?:cancel\w{0,6}|called off|is off|unable to|not be able|can't make|cannot make|can't do|won't be|disregard(?! the (?:earlier|previous|old))|ausfall\w{0,3}|entfall\w{0,3}|abgesagt|absagen|annul\w{0,5}|anul\w{0,5}|suspend\w{0,5}|cancela\w{0,4}|desmarc\w{0,5}"
    r"|disdett\w{0,2}|disdire|salta|saute|sin efecto|sem efeito|vervalt|vervallen|geannuleerd|afgelast|niet door|odwol\w{0,5}|nie odbedzie|inst(?:alld|alls)|staller in|utgar)\b"
)
_NEW = re.compile(
    r"\b(?:new|neue[rsnm]?|nouve\w{0,4}|nuev[oa]s?|nov[oa]s?|nuov[oaie]|nieuwe?|now[yaeo]\w{0,2}|nytt?|nya|replacement|ersatztermin|instead|stattdessen)\b"
)
_FORMER = re.compile(
    r"(?:former|previous|old|original|bisherige|alter |ursprunglich|ancien|date initiale|anterior|fecha anterior|precedente|vecchi|oude|vorige|poprzedni|tidigare|was|war|era|foi|fue|var|bylo|etait)\w{0,4}\b[^.]{0,30}:"
)
_TO = frozenset(
    ["to", "for", "auf", "au", "aux", "al", "alla", "all", "a", "naar", "na", "till", "pour", "para", "ao"]
)
_HOUR_TO = frozenset(["to", "auf", "naar", "till"])
_FROM = frozenset(["from", "von", "vom", "de", "du", "del", "dal", "da", "van", "od", "z", "fran"])
_MEETING = re.compile(
    r"interview|meet|call|convers|chat|visit|gesprach|vorstell|kennenlern|termin|probe|hospit|entretien|entrevue|rendez|rencontr|visio|essai|jury|entrevist|reunion|cita|llamada|prueba|entrevista|conversa|reuniao|ligacao|colloqui|incontr|appuntament|prova|convoc|gesprek|afspraak|kennismak|rozmow|spotkan|intervj|moote|mote|traff|trial|assessment|panel|when:|date:|datum:|wann:|quand|cuando|fecha|data:"
)
_SINCE = frozenset(
    [
        "vom",
        "dated",
        "du",
        "from",
        "since",
        "seit",
        "depuis",
        "desde",
        "starting",
        "beginn",
        "start",
        "begins",
        "ab",
        "od",
        "per",
        "effective",
        "del",
        "dal",
        "z",
        "van",
        "av",
        "fran",
        "application",
        "bewerbung",
        "received",
        "begin",
        "commencing",
        "starts",
        "ref",
    ]
)
_HOUR_LABEL = re.compile(
    r"(?:time|uhrzeit|zeit|heure|horaire|hora|horario|ora|orario|tijd|tijdstip|godz|godzina|tid|klockan|kl|start|beginn|debut)\b.{0,3}[:\s]"
)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A sentence, or several where a full stop behind a number cut one in two. `moments`: the days it names."""

    raw: str
    low: str
    tokens: Sequence[Token]
    moments: Sequence[Moment]


def when_of(message: Message, passage: Passage) -> str:
    """The meeting's day and hour as ISO 8601, several joined by a newline, from the calendar part first; "" for none."""
    if message.calendars:
        found = calendar_times(message.calendars, most=MOST_TIMES)
        if found or any("METHOD:CANCEL" in one[:2000].upper() for one in message.calendars):
            return "\n".join(found)
    setting = setting_of(_language(passage), message.sent_at, message.sender.domain)
    told = _meetings(list(_stretches(_own(passage), setting)), setting)
    if not any("T" in one for one in told):
        told = _meetings(list(_stretches([passage.subject], setting)), setting) or told
    clocked = [one for one in told if "T" in one]
    return "\n".join(list(dict.fromkeys(clocked or told))[:MOST_TIMES])


def _language(passage: Passage) -> str:
    """The language of the mail's days and hours, where one alone has those words; else that of its other words."""
    told = {
        language
        for one in (*passage.sentences[:MOST_ASKED], passage.subject)
        for language in languages_of(one.low)
    }
    return told.pop() if len(told) == 1 else passage.language


MOST_ASKED = 12


def _own(passage: Passage) -> Sequence[Sentence]:
    if len(passage.sentences) > BARE or not passage.forwarded:
        return passage.sentences
    return (*passage.sentences, *passage.forwarded)


def _stretches(sentences: Iterable[Sentence], setting: Setting) -> Iterator[_Stretch]:
    """The sentences that may hold a time, those joined that belong together."""
    for raw, low in _whole(sentences):
        if not may_hold_a_time(low):
            yield _Stretch(raw, low, (), ())
            continue
        tokens = tokens_of(low)
        yield _Stretch(raw, low, tokens, moments_of(tokens, setting, moved=_MOVED.search(low) is not None))


def _whole(sentences: Iterable[Sentence]) -> Iterator[tuple[str, str]]:
    """Raw and folded sentences, put together again where a full stop behind a number cut a date in two."""
    raw = low = ""
    for one in sentences:
        if raw and _goes_on(low, one) and len(raw) + len(one.raw) < LONGEST_SENTENCE:
            raw, low = f"{raw} {one.raw}", f"{low} {one.low}"
            continue
        if raw:
            yield raw, low
        raw, low = one.raw, one.low
    if raw:
        yield raw, low


def _goes_on(low: str, following: Sentence) -> bool:
    """Whether a sentence ends in "am 3." or "o 2 p." and the next one begins with the rest of it."""
    if not _UNFINISHED.search(low[-8:]):
        return False
    first = _WORDS.match(following.low)
    return following.raw[0].islower() or not first or is_month(first[0])


def _meetings(stretches: Sequence[_Stretch], setting: Setting) -> list[str]:
    found: list[str] = []
    zones = _zones(stretches, setting)
    off = False
    for at, one in enumerate(stretches):
        called_off, off = off, False
        if _FORMER.match(one.low):
            continue
        if not one.moments:
            off = _OFF.search(one.low) is not None and _NEW.search(one.low) is None
            continue
        if (
            called_off
            and not one.raw.endswith((".", "?", "!"))
            and len(one.raw) < LONGEST_LABEL
            and _NEW.search(one.low) is None
        ):
            continue
        for moment in _that_count(one, setting):
            clocked = (
                moment if moment.clock else _with_labelled_hour(moment, stretches[at + 1 : at + 3], setting)
            )
            if clocked.clock or (clocked.unclear and not clocked.loose) or _tells_a_day(one, clocked):
                found.append(_written(clocked, zones[at]))
    return found


def _that_count(stretch: _Stretch, setting: Setting) -> list[Moment]:
    """The moments of one stretch that can be a meeting's: not the old one, no last day for an answer, not past."""
    kept = [one for one in stretch.moments if _can_be(stretch, one, setting)]
    if _OFF.search(stretch.low) and not _MOVED.search(stretch.low):
        return kept[-1:] if len(stretch.moments) > 1 and _NEW.search(stretch.low) else []
    if not _MOVED.search(stretch.low):
        return kept
    if len(kept) > 1:
        return [one for one in kept if not _led_by(stretch, one, _FROM)][-1:]
    return [one for one in kept if _is_led_on(stretch, one) or _NEW.search(stretch.low)]


def _lead(stretch: _Stretch, at: int, back: int) -> list[str]:
    return [token.text for token in stretch.tokens[max(0, at - back) : at]]


def _led_by(stretch: _Stretch, moment: Moment, led: frozenset[str]) -> bool:
    return not led.isdisjoint(_lead(stretch, moment.first, 2))


def _is_led_on(stretch: _Stretch, moment: Moment) -> bool:
    """ "... to Thursday", "... on Thursday to 10.40", "... moved: Thursday"."""
    later = moment.hour_first > moment.first and not _HOUR_TO.isdisjoint(_lead(stretch, moment.hour_first, 2))
    return later or _led_by(stretch, moment, _TO) or ":" in _lead(stretch, moment.first, 20)


def _can_be(stretch: _Stretch, moment: Moment, setting: Setting) -> bool:
    if setting.sent_days and not 0 <= (moment.day - setting.sent_days[0]).days <= LONGEST_WAIT:
        return False
    lead = _lead(stretch, moment.first, 3)
    if not WEEK.isdisjoint(_since_comma(lead)) or not (_LEADS[setting.language] - _NOT_LAST).isdisjoint(
        lead[-1:] if lead[-1:] == ["on"] else lead[-2:]
    ):
        return False
    if _closes_a_span(lead) and not _MOVED.search(stretch.low):
        return False
    return not (moment.loose and (moment.clock is None or moment.between))


def _since_comma(lead: list[str]) -> list[str]:
    return lead[lead.index(",") + 1 :] if "," in lead else lead


def _closes_a_span(lead: list[str]) -> bool:
    """ "7 au 10 decembre", "7-10 December": a span of days and no day."""
    return (
        len(lead) >= 2
        and lead[-1] in ("-", "–", "au", "bis", "to", "al", "tot", "do", "till")
        and lead[-2][:1].isdigit()
    )


def _tells_a_day(stretch: _Stretch, moment: Moment) -> bool:
    """Whether a day without an hour is the meeting's: the sentence speaks of one, and of nothing that began or begins."""
    if moment.loose or not _SINCE.isdisjoint(_lead(stretch, moment.first, 2)):
        return False
    return _MEETING.search(stretch.low) is not None


def _with_labelled_hour(moment: Moment, following: Sequence[_Stretch], setting: Setting) -> Moment:
    """The moment with the hour of a line "Time: 10:00" right below, where there is one."""
    for one in following:
        if one.moments:
            break
        if _HOUR_LABEL.match(one.low):
            hours = hours_of(one.tokens, setting.language)
            if hours and hours[0].clock:
                return Moment(moment.day, hours[0].clock, moment.first, moment.last)
    return moment


def _zones(stretches: Sequence[_Stretch], setting: Setting) -> list[str]:
    """The zone of each stretch: its own, or that of the lines right below it where those name no day."""
    own = [zone_of(one.raw, one.low, setting.language) if one.tokens else "" for one in stretches]
    found: list[str] = []
    for at, one in enumerate(stretches):
        near = own[at]
        for below in (at + 1, at + 2):
            if near or not one.moments or below >= len(stretches) or stretches[below].moments:
                break
            near = (
                own[below]
                if _HOUR_LABEL.match(stretches[below].low) or "zone" in stretches[below].low
                else ""
            )
        found.append(near)
    return found


def _written(moment: Moment, zone: str) -> str:
    if moment.clock is None or moment.between:
        return moment.day.isoformat()
    if zone == "GMT":
        zone = "+00:00" if _is_winter(moment.day) else ""
    return with_zone(moment.written(), zone)


def _is_winter(day: date) -> bool:
    """Whether clocks in Europe stand at winter time all that day."""
    return not _last_sunday(day.year, 3) <= day <= _last_sunday(day.year, 10)


def _last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


# --- the last day for an answer ------------------------------------------------------------------------------------

_LEADS = {
    "en": frozenset(["by", "before", "until", "till", "due", "closes", "expires", "deadline", "than"]),
    "de": frozenset(["bis", "spatestens", "vor", "frist", "abgabe", "ab"]),
    "fr": frozenset(["avant", "ici", "jusqu", "tard", "limite", "echeance", "pour", "expire"]),
    "es": frozenset(["antes", "hasta", "tardar", "limite", "vence"]),
    "pt": frozenset(["ate", "antes", "limite", "prazo", "expira", "tardar"]),
    "it": frozenset(["entro", "fino", "scadenza", "scade"]),
    "nl": frozenset(["uiterlijk", "tot", "met", "voor", "laatste", "m", "ultimo"]),
    "pl": frozenset(["do", "przed", "najpozniej", "termin"]),
    "sv": frozenset(["senast", "fore", "innan", "till"]),
}
"""Words that lead to the last day."""
_NOT_LAST = frozenset(["pour", "m", "met", "ab", "termin", "abgabe", "than", "for", "voor", "till"])
"""Of those, the ones that lead to a meeting as well."""
_CLOSES = frozenset(["until", "till", "bis", "jusqu", "hasta", "ate", "fino", "tot", "do", "till"])
_FILLING = frozenset(
    [
        "the",
        "zum",
        "zu",
        "den",
        "dem",
        "der",
        "am",
        "le",
        "la",
        "el",
        "il",
        "l",
        "'",
        "dia",
        "den",
        "d",
        "du",
        "au",
        "al",
        "del",
        "a",
        "o",
        "einschliesslich",
        "inkl",
        "inclusive",
        "einschl",
        "en",
        "t",
        "/",
        ":",
        ",",
        "ende",
        "dnia",
        "dzien",
        "dag",
        "op",
        "het",
        "de",
        "fine",
        "um",
        "at",
        "kl",
        "und",
    ]
)
_OPEN_END = frozenset(
    [
        "until",
        "till",
        "bis",
        "jusqu",
        "hasta",
        "ate",
        "fino",
        "tot",
        "do",
        "till",
        "vor",
        "pour",
        "voor",
        "ab",
        "met",
    ]
)
"""Leading words that may speak of something else's end: a contract's, a season's."""
_ASKS = re.compile(
    r"please|kindly|\bsign|accept|repl(?:y|ies)|respon|return|valid|complet|submit|finish|upload|send|\bbook|confirm|decid|decline|let (?:me|us) know|expire|take |start|knit|write|must|need to|\buse\b"
    r"|bitte|antwort|unterschr|ruckmeld|zuruck|gilt|gultig|entscheid|einreich|hochlad|laden sie|lad |absolv|abgabe|nachreich|schreib|erteilen|erbitten|bearbeit|lauft ab|aktiv|zusage|offen|nehmen sie"
    r"|merci|veuillez|repon|retourn|sign|valable|valid|rendre|envoy|enregistr|terminer|effectu|complet|attend|inscription|passer|expire"
    r"|respuesta|respond|firm|acept|envi|mand|complet|realic|realiz|vence|valid|debes|debe |rogamos|plazo"
    r"|respost|assin|aceit|envi|respond|valid|pedimos|complet|fazer|grav|decid|escrev|expira|prazo"
    r"|risp|firm|accett|inviar|invi|caric|complet|scad|valid|rimand|restitu|registr|tempo"
    r"|teken|antwoord|weten|geldig|stuur|lever|invul|vul |indienen|inlever|dienen|afrond|rond |handtek|doorloop|tijd"
    r"|podpis|odpow|waz|odesl|wysl|wypeln|przesl|prosimy|prosze|masz czas|czeka|wystarczy"
    r"|svar|skriv|galler|giltig|skicka|gor |lamna|fyll"
)
_PROMISE = re.compile(
    r"\bwe(?:'ll| will| aim| expect| hope)\b.{0,40}\b(?:back|contact|touch|inform|let you|respond|reply|decide|update|know|hear)|you(?:'ll| will| can expect to) hear|decisions? (?:will|by)|melden wir uns|wir melden|horen sie von uns|erhalten sie (?:von uns )?(?:eine )?(?:ruckmeldung|antwort|nachricht|bescheid)"
    r"|nous reviendrons|nous reviend|vous recevrez|reviens vers|nos pondremos|te diremos|le diremos|tendras noticias|recibiras|daremos|entraremos em contac?to|receberas|recebera|daremos|faremos saber|le faremo|ti faremo|ricontatt|riceverai|ricever[ao]"
    r"|laten wij|laten we|hoor je|hoort u|nemen wij contact|nemen we contact|odezwiemy|skontaktujemy|poinformujemy|aterkommer|hor av oss|hor vi av"
)
_TERM = re.compile(
    r"befrist|fixed.term|temporary|maternity|contract (?:runs|ends)|duree determinee|\bcdd\b|temporal\b|a termo|determinat|tijdelijk|bepaalde tijd|czas okreslony|vikariat|visstid|zeitvertrag|season|saison|temporada|stagion|periode|periodo|probezeit|proeftijd|essai"
)
_WITHIN = re.compile(
    r"\b(?:within(?: the next)?|in(?:nerhalb von|nerhalb der nachsten|nert)?|binnen|sous|dans (?:un delai de|les)|au bout de|en(?: un plazo de)?|em|entro|nel giro di|per|for:?|vale|w ciagu|aktywny(?: przez)?|inom|i)\s([0-9]{1,3})\s?(hours?|hrs?|days?|stunden?|tagen?|h|heures?|jours?|horas?|dias?|ore|giorni|uur|uren|dagen|godzin|dni|timmar|dagar)\b"
)
_LIMITS = re.compile(
    r"expir|valid|\bopen\b|active|complet|submit|finish|return|respond|accept|repl|sign|do it|gultig|lauft|ablauf|absolv|einreich|bearbeit|schick|antwort|rendre|repon|retourn|complet|caduc|vence|envi|respond|complet|acept|scad|vale|valid|rispond|complet|firm|geldig|verloopt|vervalt|invul|inlever|stuur|aktyw|wazn|wygas|wypeln|odpow|odesl|galler|ligger kvar|giltig|svara|skicka|gor "
)
_FROM_ELSEWHERE = re.compile(
    r"start|begin|open(?:s|ed|ing)? |once|beginn|offn|ouverture|debut|commenc|apertura|inicio|partir|apos|depois|inizio|openen|opening|otwarci|rozpocz|oppna|working|business|werktag|arbeitstag|ouvr|habil|utei|uteis|lavorativ|feriali|werkdag|robocz|arbetsdag|vardag|after|nach |apres|despues|dopo|nadat|po "
)
_SINCE_NOW = re.compile(
    r"from (?:the date of this|receipt of this|now|today)|of (?:this|receiving this)|nach (?:erhalt|eingang) dieser"
)
_WORDS = re.compile(r"[a-z]+")
_A_SPAN = re.compile(r"[0-9] ?[a-z]")
_HOURS = ("h", "st", "u", "o", "g", "ti")


def deadline_of(message: Message, passage: Passage, kind: Kind) -> str:
    """The last day (or moment) for an answer as ISO 8601; "" for none."""
    setting = setting_of(_language(passage), message.sent_at, message.sender.domain)
    leads = _LEADS[setting.language]
    for raw, low in _whole(_own(passage)):
        leads_on = not leads.isdisjoint(_WORDS.findall(low)) and may_hold_a_time(low)
        if (not leads_on and not _A_SPAN.search(low)) or _PROMISE.search(low):
            continue
        found = ""
        if leads_on:
            tokens = tokens_of(low)
            found = _last_day(_Stretch(raw, low, tokens, moments_of(tokens, setting)), setting, kind)
        found = found or _counted(low, message.sent_at, setting)
        if found:
            return found
    return ""


def _last_day(stretch: _Stretch, setting: Setting, kind: Kind) -> str:
    for moment in stretch.moments:
        led = _led_to_the_end(stretch, moment, setting.language)
        if not led or (setting.sent_days and not 0 <= (moment.day - setting.sent_days[0]).days <= 120):
            continue
        if kind is Kind.OFFER and led in _OPEN_END and _TERM.search(stretch.low):
            continue
        if kind is Kind.INTERVIEW and (moment.loose or not _ASKS.search(stretch.low)):
            continue
        if (kind in (Kind.APPLICATION_RECEIVED, Kind.OTHER_JOB) or led in _OPEN_END) and not _ASKS.search(
            stretch.low
        ):
            continue
        return _written(moment, zone_of(stretch.raw, stretch.low, setting.language))
    return ""


def _led_to_the_end(stretch: _Stretch, moment: Moment, language: str) -> str:
    """The word that makes this the last day: right before it, filling words aside; "" for none."""
    leads = _LEADS[language]
    at = moment.first - 1
    for _ in range(4):
        text = stretch.tokens[at].text if at >= 0 else ""
        if text in leads and not _opens_a_span(stretch, at):
            return text
        if text not in _FILLING:
            break
        at -= 1
    following = [token.text for token in stretch.tokens[moment.last : moment.last + 4]]
    if (
        "tard" in following
        or ("como" in following and "tarde" in following)
        or "latest" in following
        or "spatestens" in following
    ):
        return "tard"
    return ""


def _opens_a_span(stretch: _Stretch, at: int) -> bool:
    """ "from 1 until 30 June", "8 bis 13 Uhr": what leads to the end of a span."""
    lead = _lead(stretch, at, 5)
    if stretch.tokens[at].text not in _CLOSES:
        return False
    return bool(lead) and (
        lead[-1][:1].isdigit() or (not _FROM.isdisjoint(lead) and any(one[:1].isdigit() for one in lead))
    )


def _counted(low: str, sent_at: datetime | None, setting: Setting) -> str:
    """ "within 7 days", counted from when the mail was sent; "" where it counts from anything else."""
    met = _WITHIN.search(low)
    if met is None or sent_at is None or not setting.sent_days or not _LIMITS.search(low):
        return ""
    if _FROM_ELSEWHERE.search(low) and not _SINCE_NOW.search(low):
        return ""
    number = int(met[1])
    if met[2].startswith(_HOURS):
        if number not in (12, 24, 36, 48, 72, 96):
            return ""
        return (sent_at + timedelta(hours=number)).isoformat(timespec="minutes")
    if not 1 <= number <= 60:
        return ""
    days = {sent + timedelta(days=number) for sent in setting.sent_days}
    return days.pop().isoformat() if len(days) == 1 else ""
