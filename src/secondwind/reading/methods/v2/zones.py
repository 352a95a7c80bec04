# ruff: noqa: E501  (tables)
"""Finds the time zone one sentence names: "CET", "heure de Paris", "(Wien)", "UTC+1", "Europe/Berlin"."""

from __future__ import annotations

import re
from collections.abc import Mapping

_NAME = re.compile(
    r"\b(?:Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)/[A-Z][A-Za-z_]{1,30}(?:/[A-Z][A-Za-z_]{1,30})?"
)
_OFFSET = re.compile(r"\b(?:UTC|GMT)\s?([+\u2212-])(\d{1,2})(?::?([0-5]\d))?\b")
_LETTERS = re.compile(
    r"\b(?:CES?T|MES?Z|BST|GMT|UTC|WES?T|EES?T|E[SD]T|C[SD]T|M[SD]T|P[SD]T|AE[SD]T|SGT|HKT|JST|NZ[SD]T|SAST)\b"
)
_TWO_LETTERS = re.compile(r"(?:\d|[AaPp]\.?[Mm]\.?)\s?\(?(ET|CT|MT|PT)\b")
_AMERICAN = re.compile(
    r"\b(eastern|central|mountain|pacific)(?: (?:standard |daylight )?time)\b|(?:\d|[ap]\.?m\.?)\s\(?(eastern|central|mountain|pacific)\b"
)
_PLACE = re.compile(
    r"\b(?:heure (?:locale )?(?:de |d')|hora (?:local )?(?:de |del |en )?|horario de |ora di |czasu |tijd in )([a-z]{3,12}(?: (?:paulo|york|angeles|grande))?)\b"
    r"|[()]\s?(?!heure|hora|ora |czasu|tijd)([a-z]{3,12})\b|\b([a-z]{2,12}?)(?:er|se)? (?:time|zeit|tijd|tid)\b"
)

_LETTER_ZONES: Mapping[str, str] = {
    "BST": "Europe/London", "EST": "America/New_York", "EDT": "America/New_York", "ET": "America/New_York", "CST": "America/Chicago", "CDT": "America/Chicago", "CT": "America/Chicago",
    "MST": "America/Denver", "MDT": "America/Denver", "MT": "America/Denver", "PST": "America/Los_Angeles", "PDT": "America/Los_Angeles", "PT": "America/Los_Angeles", "UTC": "+00:00",
    "WET": "Europe/Lisbon", "WEST": "Europe/Lisbon", "EET": "Europe/Helsinki", "EEST": "Europe/Helsinki", "AEST": "+10:00", "AEDT": "+11:00", "SGT": "Asia/Singapore", "HKT": "Asia/Hong_Kong",
    "JST": "Asia/Tokyo", "NZST": "Pacific/Auckland", "NZDT": "Pacific/Auckland", "SAST": "Africa/Johannesburg",
}  # fmt: skip
_MIDDLE = {
    "de": "Europe/Berlin",
    "fr": "Europe/Paris",
    "es": "Europe/Madrid",
    "it": "Europe/Rome",
    "nl": "Europe/Amsterdam",
    "pl": "Europe/Warsaw",
    "sv": "Europe/Stockholm",
}
"""Central European time by the language it is named in; the clocks are the same."""
_AMERICAN_ZONES = {
    "eastern": "America/New_York",
    "central": "America/Chicago",
    "mountain": "America/Denver",
    "pacific": "America/Los_Angeles",
}
_PLACES: Mapping[str, str] = {
    name: zone
    for zone, names in {
        "Europe/Berlin": "berlin german deutsche deutscher frankfurt munich munchen hamburg", "Europe/Vienna": "wien vienna vienne osterreichische wiener", "Europe/Zurich": "zurich schweizer suisse swiss zuerich",
        "Europe/Paris": "paris francaise french", "Europe/Brussels": "bruxelles brussel brussels belgian belgische", "Europe/Amsterdam": "amsterdam nederlandse dutch", "Europe/Madrid": "madrid peninsular espanola",
        "Europe/Lisbon": "lisboa lisbon", "Europe/Rome": "roma rome italiana italian", "Europe/Warsaw": "warszawa warsaw warszawskiego polskiego warszawy", "Europe/Stockholm": "stockholm svensk swedish", "Europe/London": "london uk british",
        "Europe/Dublin": "dublin irish", "America/New_York": "york", "America/Sao_Paulo": "brasilia paulo", "America/Campo_Grande": "campo", "America/Bogota": "bogota colombia", "America/Mexico_City": "mexico cdmx", "America/Argentina/Buenos_Aires": "argentina",
        "America/Santiago": "santiago chile", "America/Lima": "lima peru", "Asia/Kolkata": "indian", "Asia/Singapore": "singapore", "Australia/Melbourne": "melbourne", "Australia/Sydney": "sydney", "Europe/Copenhagen": "copenhagen kobenhavn", "Europe/Oslo": "oslo", "Europe/Helsinki": "helsinki",
        "Europe/Prague": "prague", "Europe/Luxembourg": "luxembourg", "America/Toronto": "toronto", "Africa/Johannesburg": "johannesburg",
    }.items()
    for name in names.split()
}  # fmt: skip
_CENTRAL = re.compile(
    r"\b(?:central european (?:summer )?time|mitteleuropaische[rn]? (?:sommer)?zeit|heure d'europe centrale|hora (?:de|central de|del centro de) europa|hora central europea|ora dell'europa centrale|midden-europese (?:zomer)?tijd|czasu? srodkowoeuropejski|centraleuropeisk tid)"
)


def zone_of(raw: str, low: str, language: str) -> str:
    """The zone a sentence names, as an IANA name or an offset ("+01:00"); "" for none, or for two that differ.

    `raw` as written, `low` folded. GMT gives "GMT": whoever writes it in summer may mean the clock on the wall.
    """
    named = _NAME.search(raw)
    if named:
        return named[0]
    if "uk, ireland, lisbon time" in low:  # as a well-known booking page names it
        return "Europe/London"
    found = _places(low) | ({_MIDDLE.get(language, "Europe/Berlin")} if _CENTRAL.search(low) else set())
    if not found:
        found = {_lettered(letters, language) for letters in _letters(raw)}
        offset = _OFFSET.search(raw)
        if offset and int(offset[2]) <= 14:
            sign = "+" if offset[1] == "+" else "-"
            found = {f"{sign}{int(offset[2]):02d}:{offset[3] or '00'}"}
    return found.pop() if len(found) == 1 else ""


def _letters(raw: str) -> list[str]:
    return _LETTERS.findall(raw) + _TWO_LETTERS.findall(raw)


def _lettered(letters: str, language: str) -> str:
    if letters in ("CET", "CEST", "MEZ", "MESZ"):
        return _MIDDLE.get(language, "Europe/Berlin")
    return _LETTER_ZONES.get(letters, letters)


def _places(low: str) -> set[str]:
    found = (
        {_AMERICAN_ZONES[one or other] for one, other in _AMERICAN.findall(low)}
        if "c" in low or "t" in low
        else set()
    )
    for groups in _PLACE.findall(low):
        words = "".join(groups).split()
        word = words[0] if words[-1] == "grande" else words[-1]
        if word in _PLACES:
            found.add(_PLACES[word])
    return found
