# ruff: noqa: E501  (tables of words in nine languages; broken up they cannot be read)
"""The words days and hours are written with in nine languages, folded as `words.fold` folds them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl", "pl", "sv")


def _numbered(line: str, start: int) -> dict[str, int]:
    """Words by number: groups split by "/", forms inside a group by a space."""
    return {word: start + at for at, group in enumerate(line.split("/")) for word in group.split()}


_MONTHS: Mapping[str, dict[str, int]] = {
    "en": _numbered("january jan/february feb/march mar/april apr/may/june jun/july jul/august aug/september sept sep/october oct/november nov/december dec", 1),
    "de": _numbered("januar janner jan/februar feber feb/marz maerz mrz/april apr/mai/juni jun/juli jul/august aug/september sept sep/oktober okt/november nov/dezember dez", 1),
    "fr": _numbered("janvier janv/fevrier fev fevr/mars/avril avr/mai/juin/juillet juil/aout/septembre sept/octobre oct/novembre nov/decembre dec", 1),
    "es": _numbered("enero ene/febrero feb/marzo mar/abril abr/mayo may/junio jun/julio jul/agosto ago/septiembre setiembre sept sep/octubre oct/noviembre nov/diciembre dic", 1),
    "pt": _numbered("janeiro jan/fevereiro fev/marco mar/abril abr/maio mai/junho jun/julho jul/agosto ago/setembro set/outubro out/novembro nov/dezembro dez", 1),
    "it": _numbered("gennaio gen genn/febbraio feb febbr/marzo mar/aprile apr/maggio mag/giugno giu/luglio lug/agosto ago/settembre set sett/ottobre ott/novembre nov/dicembre dic", 1),
    "nl": _numbered("januari jan/februari feb/maart mrt/april apr/mei/juni jun/juli jul/augustus aug/september sept sep/oktober okt/november nov/december dec", 1),
    "pl": _numbered("stycznia styczen sty/lutego luty lut/marca marzec mar/kwietnia kwiecien kwi/maja maj/czerwca czerwiec cze/lipca lipiec lip/sierpnia sierpien sie/wrzesnia wrzesien wrz/pazdziernika pazdziernik paz/listopada listopad lis/grudnia grudzien gru", 1),
    "sv": _numbered("januari jan/februari feb/mars/april apr/maj/juni jun/juli jul/augusti aug/september sept sep/oktober okt/november nov/december dec", 1),
}  # fmt: skip

_WEEKDAYS: Mapping[str, dict[str, int]] = {
    "en": _numbered("monday/tuesday/wednesday/thursday/friday/saturday/sunday", 0),
    "de": _numbered("montag/dienstag/mittwoch/donnerstag/freitag/samstag sonnabend/sonntag", 0),
    "fr": _numbered("lundi/mardi/mercredi/jeudi/vendredi/samedi/dimanche", 0),
    "es": _numbered("lunes/martes/miercoles/jueves/viernes/sabado/domingo", 0),
    "pt": _numbered("segundafeira/tercafeira/quartafeira/quintafeira/sextafeira/sabado/domingo", 0),
    "it": _numbered("lunedi/martedi/mercoledi/giovedi/venerdi/sabato/domenica", 0),
    "nl": _numbered("maandag/dinsdag/woensdag/donderdag/vrijdag/zaterdag/zondag", 0),
    "pl": _numbered("poniedzialek poniedzialku/wtorek wtorku/sroda srode srody/czwartek czwartku/piatek piatku/sobota sobote soboty/niedziela niedziele niedzieli", 0),
    "sv": _numbered("mandag mandagen/tisdag tisdagen/onsdag onsdagen/torsdag torsdagen/fredag fredagen/lordag lordagen/sondag sondagen", 0),
}  # fmt: skip

_SHORT_WEEKDAYS: Mapping[str, dict[str, int]] = {
    # They count before a date alone: "do" and "mar" mean other things too.
    "en": _numbered("mon/tue tues/wed weds/thu thur thurs/fri/sat/sun", 0),
    "de": _numbered("mo/di/mi/do/fr/sa/so", 0),
    "fr": _numbered("lun/mar/mer/jeu/ven/sam/dim", 0),
    "es": _numbered("lun/mar/mie/jue/vie/sab/dom", 0),
    "pt": _numbered("seg segunda/ter terca/qua quarta/qui quinta/sex sexta/sab/dom", 0),
    "it": _numbered("lun/mar/mer/gio/ven/sab/dom", 0),
    "nl": _numbered("ma/di/wo/do/vr/za/zo", 0),
    "pl": _numbered("pon pn/wt/sr/czw/pt/sob sb/niedz nd ndz", 0),
    "sv": _numbered("man/tis/ons/tors tor/fre/lor/son", 0),
}  # fmt: skip

_SOON: Mapping[str, dict[str, int]] = {
    "en": {"today": 0, "tonight": 0, "tomorrow": 1},
    "de": {"heute": 0, "morgen": 1, "ubermorgen": 2},
    "fr": {"demain": 1},
    "es": {"hoy": 0},
    "pt": {"hoje": 0, "amanha": 1},
    "it": {"oggi": 0, "domani": 1, "domattina": 1, "dopodomani": 2},
    "nl": {"vandaag": 0, "morgen": 1, "overmorgen": 2, "morgenochtend": 1, "morgenmiddag": 1},
    "pl": {"dzis": 0, "dzisiaj": 0, "jutro": 1, "pojutrze": 2},
    "sv": {"idag": 0, "imorgon": 1, "imorron": 1},
}

HOURS: Mapping[str, dict[str, int]] = {
    "en": _numbered("one/two/three/four/five/six/seven/eight/nine/ten/eleven/twelve", 1),
    "de": _numbered("eins/zwei/drei/vier/funf/sechs/sieben/acht/neun/zehn/elf/zwolf", 1),
    "fr": {},
    "es": _numbered("una/dos/tres/cuatro/cinco/seis/siete/ocho/nueve/diez/once/doce", 1),
    "pt": _numbered("uma/duas/tres/quatro/cinco/seis/sete/oito/nove/dez/onze/doze", 1),
    "it": _numbered("una/due/tre/quattro/cinque/sei/sette/otto/nove/dieci/undici/dodici", 1),
    "nl": _numbered("een/twee/drie/vier/vijf/zes/zeven/acht/negen/tien/elf/twaalf", 1),
    "pl": _numbered("pierwszej/drugiej/trzeciej/czwartej/piatej/szostej/siodmej/osmej/dziewiatej/dziesiatej/jedenastej/dwunastej", 1),
    "sv": _numbered("ett/tva/tre/fyra/fem/sex/sju/atta/nio/tio/elva/tolv", 1),
}  # fmt: skip

NOON = frozenset(["noon", "midday", "midi", "mediodia", "mezzogiorno"])
HALF_TO = frozenset(["halb", "half", "halv", "wpol"])
"""Words that stand before an hour and mean half an hour before it; in English "half" means after it."""
AND_HALF = frozenset(["media", "meia", "mezza", "mezzo", "demie", "demi"])

AT: Mapping[str, frozenset[str]] = {
    "en": frozenset(["at", "@", "from", "for", "around"]),
    "de": frozenset(["um", "ab", "gegen", "start", "beginn"]),
    "fr": frozenset(["a", "des", "vers", "heure"]),
    "es": frozenset(["las", "la", "hora", "tipo"]),
    "pt": frozenset(["as", "a", "pelas", "hora"]),
    "it": frozenset(["alle", "ore", "dalle", "ora", "all"]),
    "nl": frozenset(["om", "vanaf", "te"]),
    "pl": frozenset(["o", "godz", "godzina", "godzinie", "od", "start", "na"]),
    "sv": frozenset(["kl", "klockan", "fran"]),
}
"""Words that stand before an hour."""

UNITS = frozenset(
    ["oclock", "uhr", "h", "hs", "hr", "hrs", "uur", "u", "heures", "heure", "horas", "hora", "ore"]
)
"""Words that stand after an hour."""

MORNING = frozenset(["morning", "vormittag", "vormittags", "morgens", "fruh", "matin", "manana", "manha", "mattina", "mattino", "ochtend", "ochtends", "rano", "morgonen", "formiddagen", "formiddag", "morgenochtend", "domattina"])  # fmt: skip
LATER = frozenset(["afternoon", "evening", "tonight", "nachmittag", "nachmittags", "abend", "abends", "soir", "apres-midi", "tarde", "noite", "pomeriggio", "sera", "avond", "avonds", "middag", "middags", "morgenmiddag", "wieczorem", "popoludniu", "eftermiddagen", "eftermiddag", "kvallen", "kvall", "noche"])  # fmt: skip
NIGHT = frozenset(["notte", "nachts", "nuit", "nacht", "natten", "nocy", "madrugada"])

NOT_HOURS = frozenset(
    # What may follow a number that is no hour.
    ["min", "mins", "minute", "minutes", "minuten", "minuti", "minutos", "minut", "minuter", "minuty", "day", "days", "tage", "tagen", "jours", "dias", "giorni", "dagen", "dni", "dagar", "week", "weeks", "wochen", "semaines", "semanas", "settimane", "weken", "tygodni", "veckor", "months", "monate", "mois", "meses", "mesi", "maanden", "years", "jahre", "ans", "anos", "anni", "jaar", "lat", "ar", "euro", "euros", "eur", "usd", "gbp", "sek", "pln", "chf", "people", "personen", "personnes", "personas", "pessoas", "persone", "osob", "personer", "hours", "stunden", "godzin", "timmar", "heuren", "uren", "candidates", "places", "etage", "stock", "piso", "piano", "verdieping", "floor", "pm2", "percent", "prozent", "pages", "slides", "seiten", "k", "percento"]
)  # fmt: skip

RANGE = frozenset(
    [
        "-",
        "–",
        "—",
        "bis",
        "to",
        "till",
        "until",
        "a",
        "al",
        "au",
        "tot",
        "do",
        "til",
        "till",
        "as",
        "ate",
        "and",
        "und",
        "et",
        "y",
        "e",
        "en",
        "och",
        "i",
        "alle",
        "las",
    ]
)

NEXT = frozenset(["next", "nachsten", "nachster", "nachste", "kommenden", "kommender", "prochain", "prochaine", "que", "proximo", "proxima", "proximos", "prossimo", "prossima", "volgende", "komende", "przyszly", "przyszla", "przyszlym", "najblizszy", "nasta"])  # fmt: skip
PAST = frozenset(["last", "letzten", "letzter", "vergangenen", "vorigen", "dernier", "derniere", "passe", "pasado", "pasada", "ultimo", "passado", "passada", "scorso", "scorsa", "afgelopen", "vorige", "ostatni", "ostatnia", "zeszly", "ubiegly", "forra", "i.forra", "sista"])  # fmt: skip
WEEK = frozenset(["week", "weeks", "wc", "woche", "wochen", "kw", "semaine", "semaines", "semana", "semanas", "settimana", "weken", "tygodniu", "tydzien", "tygodnia", "veckan", "vecka"])  # fmt: skip
ORDINALS = frozenset(
    ["st", "nd", "rd", "th", "er", "re", "o", "a", "ero", "e", "de", "ste", "mo", "te", ":e"]
)
BETWEEN = frozenset(["of", "de", "du", "del", "di", "den", "dnia", "van", "d", "dell"])
"""Words that may stand between a day's number and its month, or before the year."""


@lru_cache(maxsize=16)
def months(language: str) -> Mapping[str, int]:
    """Month by folded word: the language's own, and other languages' long words that mean one month everywhere."""
    return _with_strangers(_MONTHS, language, shortest=4)


@lru_cache(maxsize=16)
def weekdays(language: str) -> Mapping[str, int]:
    """Weekday (Monday 0) by folded word, likewise."""
    return _with_strangers(_WEEKDAYS, language, shortest=5)


def is_month(word: str) -> bool:
    """Whether a folded word names a month in any of the languages."""
    return any(word in table for table in _MONTHS.values())


def short_weekdays(language: str) -> Mapping[str, int]:
    return _SHORT_WEEKDAYS[language]


def soon(language: str) -> Mapping[str, int]:
    """Days from the day the mail was sent, by folded word."""
    return _SOON[language]


def _with_strangers(tables: Mapping[str, dict[str, int]], language: str, *, shortest: int) -> dict[str, int]:
    met: dict[str, set[int]] = {}
    for table in tables.values():
        for word, number in table.items():
            met.setdefault(word, set()).add(number)
    found = {word: min(one) for word, one in met.items() if len(one) == 1 and len(word) >= shortest}
    return found | tables[language]


_OWN_HOURS = {
    "uhr": "de",
    "uur": "nl",
    "godz": "pl",
    "godzinie": "pl",
    "klockan": "sv",
    "kl": "sv",
    "ore": "it",
    "pelas": "pt",
    "morgens": "de",
    "gegen": "de",
    "spatestens": "de",
    "uiterlijk": "nl",
    "senast": "sv",
    "najpozniej": "pl",
    "entro": "it",
}
_LONG = re.compile(r"[a-z]{3,}|kl")


@lru_cache(maxsize=1)
def _owners() -> Mapping[str, str]:
    """The one language that has a word for a month, a weekday or an hour."""
    met: dict[str, set[str]] = {}
    for tables in (_MONTHS, _WEEKDAYS, _SOON):
        for language, table in tables.items():
            for word in table:
                met.setdefault(word, set()).add(language)
    return {word: min(one) for word, one in met.items() if len(one) == 1 and len(word) >= 5} | _OWN_HOURS


def languages_of(low: str) -> set[str]:
    """The languages that alone have a word of a folded sentence: "uhr", "czwartek"."""
    owners = _owners()
    return {owners[word] for word in _LONG.findall(low) if word in owners}


@lru_cache(maxsize=1)
def day_words() -> frozenset[str]:
    """Every word that can begin a day without a number: weekdays and "tomorrow", in all languages."""
    found: set[str] = {"segunda", "terca", "quarta", "quinta", "sexta", "apres", "manana"}
    for language in LANGUAGES:
        found.update(_WEEKDAYS[language], _SOON[language])
    return frozenset(found)
