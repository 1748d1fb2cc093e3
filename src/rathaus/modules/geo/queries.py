"""Reads of this room; each with a fixed number of queries, whatever the number of things asked for."""

import datetime as dt
import difflib
import re
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet

from rathaus.foundation import text
from rathaus.modules.geo import shapes
from rathaus.modules.geo.addresses import Address, numbers_meet, parse, street_key
from rathaus.modules.geo.enums import Kind, Parity
from rathaus.modules.geo.keys import shortest
from rathaus.modules.geo.models import AddressRange, Area, District, Street, Succession, Territory, TerritoryList
from rathaus.modules.geo.types import Located, Named, Place, RangeInfo, TerritoryInfo

MUNICIPAL = (Kind.CITY, Kind.MUNICIPALITY, Kind.UNINCORPORATED)
_KINDS = {kind.value: str(kind.label) for kind in Kind}
_TERRITORY = ("ars", "ags", "name", "kind", "hint", "valid_from", "valid_until")
SUGGESTIONS = 6


def valid_on(day: dt.date, prefix: str = "") -> Q:
    """The condition that a period contains the day (both ends belong to it)."""
    begun = Q(**{f"{prefix}valid_from": None}) | Q(**{f"{prefix}valid_from__lte": day})
    return begun & (Q(**{f"{prefix}valid_until": None}) | Q(**{f"{prefix}valid_until__gte": day}))


# --- territories


def territory_rows(words: str = "", *, day: dt.date | None = None) -> QuerySet[Territory]:
    """By words of the name or the beginning of a key; all of them where nothing is asked. For paging."""
    rows = Territory.objects.all() if day is None else Territory.objects.filter(valid_on(day))
    if words.strip().isdigit():
        return rows.filter(Q(ars__startswith=words.strip()) | Q(ags=words.strip()))
    for word in text.match_key(words).split():
        rows = rows.filter(search_key__contains=word)
    return rows


def get_territories(keys: Iterable[str]) -> dict[str, TerritoryInfo]:
    """The territories named, by the key as given, in any of its spellings. One query; unknown ones are left out."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        wanted[shortest(key)].append(key)
    rows = _infos(Territory.objects.filter(ars__in=[spelling for key in wanted for spelling in _spellings(key)]))
    return {key: info for info in rows for key in wanted[shortest(info.ars)]}


def _spellings(key: str) -> list[str]:
    """A territory stands in the table with twelve digits (a municipality) or with its shortest key."""
    return [key, key.ljust(12, "0")]


def _infos(rows: QuerySet[Territory]) -> list[TerritoryInfo]:
    return [
        TerritoryInfo(ars, ags, name, kind, _KINDS[kind], hint, begin, end)
        for ars, ags, name, kind, hint, begin, end in rows.values_list(*_TERRITORY)
    ]


def ars_of_ags(ags: str) -> str:
    """The regional key of a municipality key of eight digits; the newest one first. Empty where it is unknown. One query."""
    rows = Territory.objects.filter(ags=ags).order_by("-valid_until", "-ars")
    best = max(
        rows.values_list("ars", "valid_until"), key=lambda row: (row[1] is None, row[1] or dt.date.min), default=("", None)
    )
    return best[0]


def municipalities(around: str, day: dt.date) -> list[TerritoryInfo]:
    """The municipalities and unincorporated areas within a territory that exist that day, by key. One query."""
    rows = Territory.objects.filter(valid_on(day), kind__in=MUNICIPAL, ars__startswith=shortest(around))
    return _infos(rows.order_by("ars"))


def successors(keys: Iterable[str], day: dt.date) -> dict[str, tuple[str, ...]]:
    """For each key that has ended by that day: the keys that stand for it, by way of all changes in between. Two queries.

    A key that goes on, or that no change names, is left out.
    """
    steps: dict[str, list[str]] = defaultdict(list)
    for old, new in Succession.objects.filter(day__lte=day).values_list("old__ars", "new__ars").order_by("day", "new__ars"):
        steps[shortest(old)].append(new)
    if not steps:
        return {}
    over = {shortest(ars) for ars in Territory.objects.filter(valid_until__lt=day).values_list("ars", flat=True)}
    found = {}
    for key in keys:
        if shortest(key) in steps and shortest(key) in over:
            found[key] = _follow(shortest(key), steps, over)
    return found


def _follow(start: str, steps: Mapping[str, list[str]], over: set[str]) -> tuple[str, ...]:
    seen, open_keys, reached = {start}, [start], []
    while open_keys:
        for new in steps.get(open_keys.pop(0), ()):
            if shortest(new) in seen:
                continue
            seen.add(shortest(new))
            if shortest(new) in over and shortest(new) in steps:
                open_keys.append(shortest(new))
            else:
                reached.append(new)
    return tuple(reached)


def search_areas(expressions: Sequence[str], *, offset: int, limit: int, day: dt.date) -> tuple[list[TerritoryInfo], int]:
    """Territories whose name holds, for each expression, words that match it; `*` stands for any letters. And how many there are.

    `Mag*` finds names with a word that begins so, `Hanau` the word itself. One query.
    """
    rows = Territory.objects.filter(valid_on(day))
    patterns = []
    for expression in expressions:
        parts = [text.match_key(part) for part in expression.split("*")]
        for part in filter(None, parts):
            rows = rows.filter(search_key__contains=part)
        pattern = r"[a-z0-9]*".join(re.escape(part) for part in parts)
        patterns.append(re.compile(rf"(?:^|(?<= )){pattern}(?:$|(?= ))"))
    names = rows.order_by("ars").values_list("ars", "search_key")
    keys = [ars for ars, name in names if all(pattern.search(name) for pattern in patterns)]
    page = {info.ars: info for info in _infos(Territory.objects.filter(ars__in=keys[offset : offset + limit]))}
    return [page[ars] for ars in keys[offset : offset + limit]], len(keys)


def lists() -> list[TerritoryList]:
    """The lists that were taken over, the newest first."""
    return list(TerritoryList.objects.order_by("-day", "name"))


def next_change(after: dt.date) -> dt.date | None:
    """The first later day on which a territory, district, street, range or area begins or no longer exists. Ten short queries."""
    days: list[dt.date] = []
    for rows in (Territory.objects, District.objects, Street.objects, AddressRange.objects, Area.objects):
        first = rows.filter(valid_from__gt=after).order_by("valid_from").values_list("valid_from", flat=True).first()
        last = rows.filter(valid_until__gte=after).order_by("valid_until").values_list("valid_until", flat=True).first()
        days += [first] if first else []
        days += [last + dt.timedelta(days=1)] if last else []
    return min(days, default=None)


# --- districts, streets, areas


def district_rows(words: str = "") -> QuerySet[District]:
    rows = District.objects.all()
    for word in text.match_key(words).split():
        rows = rows.filter(search_key__contains=word)
    return rows


def street_rows(words: str = "", *, ars: str = "") -> QuerySet[Street]:
    """By any spelling of the beginning or a part of the name. For paging."""
    rows = Street.objects.filter(ars=ars) if ars else Street.objects.all()
    return rows.filter(name_key__contains=street_key(words)) if words.strip() else rows


def districts(ars: str, day: dt.date) -> list[Named]:
    """The districts of a municipality that day, by name. One query."""
    rows = District.objects.filter(valid_on(day), ars=_whole(ars))
    return [Named(row.pk, row.slug, row.name, row.ars, row.demo) for row in rows]


def areas(ars: str, day: dt.date) -> list[Named]:
    rows = Area.objects.filter(valid_on(day), ars=_whole(ars)).defer("geometry")
    return [Named(row.pk, row.slug, row.name, row.ars, row.demo) for row in rows]


def streets_named(names: Iterable[str], *, ars: str) -> dict[str, list[Named]]:
    """For each name, in any spelling, the streets that bear it. One query."""
    keys = {street_key(name): name for name in names}
    found: dict[str, list[Named]] = {name: [] for name in keys.values()}
    for row in Street.objects.filter(ars=_whole(ars), name_key__in=list(keys)):
        found[keys[row.name_key]].append(Named(row.pk, row.key, row.name, row.ars, row.demo))
    return found


def get_names(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Names of districts, streets and areas by their ids. Three queries, none where nothing is asked."""
    wanted = list(ids)
    found: dict[uuid.UUID, str] = {}
    if wanted:
        for rows in (District.objects, Street.objects, Area.objects):
            found.update(rows.filter(pk__in=wanted).values_list("pk", "name"))
    return found


def _whole(ars: str) -> str:
    """Districts, streets and areas stand under the twelve digits of their municipality."""
    return ars.ljust(12, "0")


def ranges_in(ars: str, day: dt.date) -> list[RangeInfo]:
    """Every range of house numbers of a municipality that day, with what lies under it. Two queries."""
    rows = AddressRange.objects.filter(
        valid_on(day) & valid_on(day, "street__") & valid_on(day, "district__"), street__ars=_whole(ars)
    )
    return _range_infos(rows.order_by("street__sort_key", "street_id", "first", "parity"), _shapes(ars, day))


def _shapes(ars: str, day: dt.date) -> list[Area]:
    return list(Area.objects.filter(valid_on(day), ars=_whole(ars)))


def _range_infos(rows: QuerySet[AddressRange], outlines: Sequence[Area]) -> list[RangeInfo]:
    columns = ("street_id", "street__name", "district_id", "first", "last", "parity", "lon_e7", "lat_e7")
    under = _Under(outlines)
    return [
        RangeInfo(street, name, district, first, last, Parity(parity), under.of(lon, lat))
        for street, name, district, first, last, parity, lon, lat in rows.values_list(*columns)
    ]


class _Under:
    """Which areas lie under a point; each shape is read at most once."""

    def __init__(self, outlines: Sequence[Area]) -> None:
        self.outlines = outlines
        self.shapes: dict[uuid.UUID, shapes.Shape] = {}

    def of(self, lon: int | None, lat: int | None) -> frozenset[uuid.UUID]:
        if lon is None or lat is None:
            return frozenset()
        near = (row for row in self.outlines if row.west <= lon <= row.east and row.south <= lat <= row.north)
        return frozenset(row.pk for row in near if shapes.contains(self._shape(row), lon, lat))

    def _shape(self, row: Area) -> shapes.Shape:
        if row.pk not in self.shapes:
            self.shapes[row.pk] = shapes.from_wkb(bytes(row.geometry))
        return self.shapes[row.pk]


# --- where an address lands


def locate(line: str, *, ars: str, day: dt.date) -> Located:
    """The place of one address in a municipality. At most five queries; nothing is kept."""
    return locate_many([line], ars=ars, day=day)[0]


def locate_many(lines: Sequence[str], *, ars: str, day: dt.date) -> list[Located]:
    """The places of several addresses of one municipality, in their order. At most five queries, whatever their number."""
    asked = [parse(line) for line in lines]
    streets: dict[str, list[Street]] = defaultdict(list)
    keys = {street_key(address.street) for address in asked}
    for row in Street.objects.filter(valid_on(day), ars=_whole(ars), name_key__in=keys):
        streets[row.name_key].append(row)
    ids = [row.pk for rows in streets.values() for row in rows]
    ranges: dict[uuid.UUID, list[RangeInfo]] = defaultdict(list)
    found = AddressRange.objects.filter(valid_on(day) & valid_on(day, "district__"), street__in=ids).order_by("first", "parity")
    outlines = _shapes(ars, day) if ids else []
    for entry in _range_infos(found, outlines) if ids else ():
        ranges[entry.street_id].append(entry)
    names = dict(District.objects.filter(ars=_whole(ars)).values_list("pk", "name")) if ids else {}
    known: list[tuple[str, str]] | None = None
    answers = []
    for address in asked:
        rows = streets.get(street_key(address.street), [])
        if not rows and known is None:
            known = list(Street.objects.filter(valid_on(day), ars=_whole(ars)).values_list("name_key", "name"))
        answers.append(_located(address, _Register(ars, rows, ranges, names, known or [])))
    return answers


@dataclass(frozen=True, slots=True)
class _Register:
    """What is known for one address: streets of its name, their ranges, names of districts, all streets where none fits."""

    ars: str
    rows: Sequence[Street]
    ranges: Mapping[uuid.UUID, list[RangeInfo]]
    names: Mapping[uuid.UUID, str]
    known: Sequence[tuple[str, str]]


def _located(address: Address, register: _Register) -> Located:
    rows, ranges = register.rows, register.ranges
    place = Place(ars=register.ars)
    key = street_key(address.street)
    if not key:
        return Located(place, "no_street")
    if not rows:
        return Located(place, "unknown_street", _similar(key, register.known))
    hits = [(row, entry) for row in rows for entry in ranges.get(row.pk, ()) if address.code and entry.contains(address.code)]
    if len(hits) > 1 or (len(rows) > 1 and not hits):
        return Located(place, "ambiguous", tuple(f"{row.name} ({row.key})" if row.key else row.name for row in rows))
    row = hits[0][0] if hits else rows[0]
    place = replace(place, street_id=row.pk, street=row.name, number=address.code)
    if address.code is None:
        return Located(place, "no_number")
    if not hits:
        return Located(place, "unknown_number")
    entry = hits[0][1]
    return Located(
        replace(place, district_id=entry.district_id, district=register.names.get(entry.district_id, ""), area_ids=entry.area_ids)
    )


def _similar(key: str, known: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Streets that hold what was typed, then those spelled nearly so."""
    holding = [name for other, name in known if key in other]
    close = difflib.get_close_matches(key, [other for other, _ in known], n=SUGGESTIONS, cutoff=0.7)
    names = dict(known)
    return tuple(dict.fromkeys([*holding[:SUGGESTIONS], *(names[other] for other in close)]))[:SUGGESTIONS]


def place_at(lat_e7: int, lon_e7: int, *, ars: str, day: dt.date) -> Place:
    """The place of a point: the areas over it, and the district whose outline contains it. Two queries."""
    under = _Under(_shapes(ars, day)).of(lon_e7, lat_e7)
    row = District.objects.filter(valid_on(day), outline__in=under).first()
    return Place(ars=ars, district_id=row.pk if row else None, district=row.name if row else "", area_ids=under)


def register_faults(ars: str, day: dt.date) -> list[str]:
    """What is wrong with the streets of a municipality that day, in German: numbers in two ranges, streets without any.

    Two queries.
    """
    by_street: dict[uuid.UUID, list[RangeInfo]] = defaultdict(list)
    for entry in ranges_in(ars, day):
        by_street[entry.street_id].append(entry)
    faults = []
    for entries in by_street.values():
        for at, one in enumerate(entries):
            faults += [
                f"{one.street}: eine Hausnummer liegt in zwei Bereichen. Begrenzen Sie einen davon."
                for other in entries[at + 1 :]
                if overlap(one, other)
            ]
    bare = Street.objects.filter(valid_on(day), ars=_whole(ars)).exclude(pk__in=list(by_street)).values_list("name", flat=True)
    return faults + [f"{name}: kein Bereich von Hausnummern. Tragen Sie einen ein." for name in bare]


def overlap(one: RangeInfo | AddressRange, other: RangeInfo | AddressRange) -> bool:
    """Whether a house number can lie in both."""
    return numbers_meet((one.first, one.last, one.parity), (other.first, other.last, other.parity))
