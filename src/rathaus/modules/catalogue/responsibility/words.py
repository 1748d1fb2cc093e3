"""Responsibilities in German: where a row holds, why it won or not, where to turn when nobody is found."""

import datetime as dt
import uuid
from collections.abc import Mapping

from rathaus.modules.catalogue.enums import PlaceOf
from rathaus.modules.catalogue.responsibility.matching import Candidate
from rathaus.modules.catalogue.responsibility.partition import Class, PlaceClass
from rathaus.modules.geo import public as geo

Names = Mapping[uuid.UUID, str]

FALLBACK_TEXT = (
    "Die Behördennummer 115 sagt Ihnen, wer zuständig ist. Unternehmen hilft auch der Einheitliche Ansprechpartner des Landes."
)
VERDICTS = {
    "won": "zuständig: unter allen, die hier gelten, am genauesten",
    "for_some": "gilt nur für manche, in Worten der Quelle: steht neben der zuständigen Stelle",
    "less_specific": "gilt hier, aber eine genauere Regelung geht vor",
    "conflict": "widerspricht einer gleich genauen Regelung",
    "open": "hängt von einer Angabe ab, die fehlt",
    "not_valid": "gilt an diesem Tag nicht",
    "territory": "gilt in einem anderen Gebiet",
    "district": "gilt in einem anderen Stadtteil",
    "street": "gilt in einer anderen Straße",
    "numbers": "gilt für andere Hausnummern",
    "area": "gilt in einer anderen Fläche",
    "letters": "gilt für andere Anfangsbuchstaben",
    "place_of": "gilt für eine andere Art von Anschrift",
}


def condition(row: Candidate, names: Names) -> str:
    """What narrows a row inside its territory; empty where nothing does."""
    parts = []
    if row.district_id:
        parts.append(f"Stadtteil {names.get(row.district_id, '?')}")
    if row.street_id:
        parts.append(names.get(row.street_id, "?") + (f" {numbers(*row.numbers)}" if row.numbered else ""))
    if row.area_id:
        parts.append(f"Fläche {names.get(row.area_id, '?')}")
    if row.lettered:
        parts.append(f"Nachname {(row.letter_from or 'A').title()} bis {(row.letter_to or 'Z').title()}")
    if row.place_of:
        parts.append(PlaceOf(row.place_of).label)
    return ", ".join(parts)


def numbers(first: int, last: int, side: str | None) -> str:
    end = "Ende" if last >= geo.OPEN_END else geo.number_words(last)
    words = f"{geo.number_words(first) if first else 'Anfang'} bis {end}"
    return words if side in {None, geo.Parity.ALL} else f"{words} ({geo.Parity(side).label})"


def class_words(one: Class, names: Names) -> str:
    """Who is in a class, for the report."""
    parts = [place_words(one.where, names)] if one.where else []
    if one.letters:
        low, high = one.letters
        parts.append(f"Nachname ab {low.title() or 'A'}" + (f", vor {high.title()}" if high else ""))
    if one.place_of:
        parts.append(one.place_of.label)
    return ", ".join(parts) or "das ganze Gebiet"


def place_words(where: PlaceClass, names: Names) -> str:
    place = where.place
    parts = [f"Stadtteil {place.district}"] if place.district else []
    if place.street:
        parts.append(place.street + (f" {numbers(*where.numbers)}" if where.numbers else ""))
    parts += [f"Fläche {names.get(area, '?')}" for area in sorted(place.area_ids, key=str)]
    return ", ".join(parts) or "übrige Anschriften"


def period(row: Candidate) -> str:
    def say(day: dt.date | None, word: str) -> str:
        return f"{word} {day:%d.%m.%Y}" if day else ""

    return " ".join(filter(None, [say(row.valid_from, "ab"), say(row.valid_until, "bis")]))
