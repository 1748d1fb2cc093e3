"""Bring in the districts, streets and areas of a municipality from a TOML file."""

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from rathaus.foundation import text
from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Invalid
from rathaus.foundation.permissions.public import SYSTEM, Actor, require
from rathaus.modules.geo import shapes
from rathaus.modules.geo.addresses import last_code, number_code, street_key
from rathaus.modules.geo.enums import Parity
from rathaus.modules.geo.models import AddressRange, Area, District, Street
from rathaus.modules.geo.queries import overlap
from rathaus.modules.geo.rules import EDIT_PLACES

DEMO = Path(__file__).parent.parent / "demo" / "places.toml"
Data = Mapping[str, Any]
_TOP = frozenset({"ars", "source", "demo", "district", "street", "area"})
_DATED = frozenset({"valid_from", "valid_until"})
_KEYS = {
    "district": _DATED | {"slug", "name"},
    "area": _DATED | {"slug", "name", "district", "rings"},
    "street": _DATED | {"name", "key", "ranges", "district", "point"},
}
_RANGE = _DATED | {"from", "to", "side", "district", "point"}


@dataclass(frozen=True, slots=True)
class Installed:
    """How many rows of each kind the file names."""

    districts: int
    streets: int
    ranges: int
    areas: int


def install_demo(*, now: dt.datetime) -> Installed:
    """The places of the demonstration city, marked as such."""
    return install_places(data=tomllib.loads(DEMO.read_text("utf-8")), now=now)


def install_places(*, data: Data, now: dt.datetime, actor: Actor = SYSTEM) -> Installed:
    """Creates what is missing and updates what is there, by short names and street names; twice gives the same.

    No street is removed; the ranges of a street the file names are replaced. Everything is checked before anything is
    written: raises Invalid naming every fault, among them house numbers that lie in two ranges on one day.
    """
    require(actor, EDIT_PLACES, today=now.date())
    faults = list(_faults(data))
    if faults:
        raise Invalid("Es wurde nichts übernommen. Berichtigen Sie: " + "; ".join(faults[:20]))
    ars, common = data["ars"], {"source": data["source"], "demo": data.get("demo", False)}
    with transaction.atomic():
        districts = {}
        for entry in data.get("district", ()):
            fields = {"name": entry["name"], "search_key": text.match_key(entry["name"]), **_days(entry), **common}
            districts[entry["slug"]] = District.objects.update_or_create(ars=ars, slug=entry["slug"], defaults=fields)[0]
        for entry in data.get("area", ()):
            shape = shapes.from_degrees(entry["rings"])
            bounds = dict(zip(("west", "south", "east", "north"), shapes.bounds(shape), strict=True))
            fields = {
                "name": entry["name"],
                "district": districts.get(entry.get("district", "")),
                "geometry": shapes.to_wkb(shape),
            }
            Area.objects.update_or_create(ars=ars, slug=entry["slug"], defaults=fields | bounds | _days(entry) | common)
        count = sum(_street(entry, ars, districts, common) for entry in data.get("street", ()))
        done = Installed(len(districts), len(data.get("street", ())), count, len(data.get("area", ())))
        audit.record(
            act="geo.places_installed",
            actor=actor,
            subject=audit.Subject("places", ars),
            payload={"districts": done.districts, "streets": done.streets, "ranges": done.ranges, "areas": done.areas},
            now=now,
        )
    return done


def _days(entry: Data) -> dict[str, dt.date | None]:
    return {name: entry.get(name) for name in sorted(_DATED)}


def _street(entry: Data, ars: str, districts: Mapping[str, District], common: Mapping[str, Any]) -> int:
    fields = {"name": entry["name"], "sort_key": text.sort_key(entry["name"]), **_days(entry), **common}
    key = {"ars": ars, "name_key": street_key(entry["name"]), "key": entry.get("key", "")}
    street, _ = Street.objects.update_or_create(**key, defaults=fields)
    rows = [_range(one, street, districts) for one in _ranges(entry)]
    street.ranges.all().delete()
    AddressRange.objects.bulk_create(rows)
    return len(rows)


def _ranges(entry: Data) -> Sequence[Data]:
    """The ranges of a street; one with all numbers where only a district is named."""
    whole = {name: entry[name] for name in ("district", "point") if name in entry}
    ranges: Sequence[Data] = entry.get("ranges", ()) or ([whole] if "district" in whole else [])
    return ranges


def _range(entry: Data, street: Street | None, districts: Mapping[str, District]) -> AddressRange:
    first, last = number_code(entry.get("from", "1")), last_code(entry.get("to", ""))
    lat, lon = (round(value * shapes.E7) for value in entry["point"]) if "point" in entry else (None, None)
    return AddressRange(
        street=street, district=districts.get(entry["district"]), first=first or 0, last=last or 0,
        parity=entry.get("side", Parity.ALL), lat_e7=lat, lon_e7=lon, **_days(entry),
    )  # fmt: skip


def _faults(data: Data) -> Iterator[str]:
    if unknown := set(data) - _TOP:
        yield f"unbekannte Angaben {', '.join(sorted(unknown))}"
    ars = data.get("ars")
    if not (isinstance(ars, str) and len(ars) == 12 and ars.isascii() and ars.isdigit()):
        yield "ars hat nicht zwölf Ziffern"
    if not data.get("source"):
        yield "source fehlt: woher stammen die Angaben?"
    known: set[str] = set()
    for kind, keys in _KEYS.items():
        names: set[tuple[str, str]] = set()
        for number, entry in enumerate(data.get(kind, ()), 1):
            place = f"{kind} {number} ({entry.get('name', '?')})"
            if unknown := set(entry) - keys:
                yield f"{place}: unbekannte Angaben {', '.join(sorted(unknown))}"
            if not entry.get("name") or (kind != "street" and not entry.get("slug")):
                yield f"{place}: Name oder Kürzel fehlt"
                continue
            name = (street_key(entry["name"]), entry.get("key", "")) if kind == "street" else (entry["slug"], "")
            if name in names:
                yield f"{place}: kommt zweimal vor"
            names.add(name)
            known |= {entry["slug"]} if kind == "district" else set()
            yield from (f"{place}: {fault}" for fault in _entry_faults(kind, entry, known))


def _entry_faults(kind: str, entry: Data, districts: set[str]) -> Iterator[str]:
    yield from _day_faults(entry)
    if entry.get("district", "") and entry["district"] not in districts:
        yield f"den Stadtteil {entry['district']} nennt die Datei nicht"
    if kind == "area":
        try:
            shapes.from_degrees(entry.get("rings", ()))
        except (shapes.ShapeError, TypeError, ValueError) as error:
            yield f"rings: {error}"
        if not entry.get("rings"):
            yield "rings fehlt"
    if kind == "street":
        yield from _range_faults(_ranges(entry), districts)


def _day_faults(entry: Data) -> Iterator[str]:
    days = [entry[name] for name in ("valid_from", "valid_until") if name in entry]
    if any(type(day) is not dt.date for day in days):
        yield "valid_from und valid_until sind Tage (JJJJ-MM-TT)"
    elif len(days) == 2 and days[1] < days[0]:
        yield "das Ende liegt vor dem Anfang"


def _range_faults(entries: Sequence[Data], districts: set[str]) -> Iterator[str]:
    rows: list[AddressRange] = []
    for number, entry in enumerate(entries, 1):
        faults = list(_one_range_faults(entry, districts))
        yield from (f"Bereich {number}: {fault}" for fault in faults)
        if faults:
            continue
        row = _range(entry, None, {})
        yield from (
            f"Bereich {number}: Hausnummern liegen auch in einem anderen Bereich"
            for other in rows
            if overlap(row, other) and _meet(row, other)
        )
        rows.append(row)


def _one_range_faults(entry: Data, districts: set[str]) -> Iterator[str]:
    if unknown := set(entry) - _RANGE:
        yield f"unbekannte Angaben {', '.join(sorted(unknown))}"
    if entry.get("district") not in districts:
        yield f"den Stadtteil {entry.get('district', '?')} nennt die Datei nicht"
    first, last = number_code(str(entry.get("from", "1"))), last_code(str(entry.get("to", "")))
    if first is None or last is None or last < first:
        yield "from und to sind Hausnummern wie 12 oder 12a, und to liegt nicht vor from"
    if entry.get("side", "all") not in Parity.values:
        yield f"side ist {', '.join(Parity.values)}"
    point = entry.get("point", (0.0, 0.0))
    if len(point) != 2 or not all(isinstance(value, int | float) for value in point) or abs(point[0]) > 90 or abs(point[1]) > 180:
        yield "point ist [Breite, Länge] in Grad"
    yield from _day_faults(entry)


def _meet(one: AddressRange, other: AddressRange) -> bool:
    """Whether there is a day on which both are valid."""
    begins = max(one.valid_from or dt.date.min, other.valid_from or dt.date.min)
    return begins <= min(one.valid_until or dt.date.max, other.valid_until or dt.date.max)
