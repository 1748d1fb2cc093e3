"""The proof. Instead of every address and every name, the finest classes on which each criterion is the same everywhere.

Whatever holds for the representative of a class holds for all of it, because every criterion of every row is constant on
it: so checking the representatives checks everybody. Places: districts, the ranges of house numbers, cut where a row begins
or ends, each side of the street apart. Names: the intervals between all first and last letters. Address of what: home or
company.
"""

import datetime as dt
import itertools
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rathaus.modules.catalogue.enums import PlaceOf
from rathaus.modules.catalogue.responsibility.matching import Candidate, Facts
from rathaus.modules.catalogue.responsibility.resolve import IN_CHARGE, resolve
from rathaus.modules.geo import public as geo


@dataclass(frozen=True, slots=True)
class PlaceClass:
    """Addresses that are alike for the rows asked about. `ranges` says how many ranges of the register are in it."""

    place: geo.Place
    numbers: tuple[int, int, str] | None = None
    ranges: int = 0


@dataclass(frozen=True, slots=True)
class Class:
    """Everybody in it has the same answer; `facts` is one of them."""

    facts: Facts
    where: PlaceClass | None
    letters: tuple[str, str | None] | None
    place_of: PlaceOf | None


@dataclass(frozen=True, slots=True)
class Proof:
    """`gaps` have nobody in charge, `overlaps` two; with neither, every address and every name has exactly one.

    `idle` rows never win.
    """

    classes: int
    gaps: tuple[Class, ...]
    overlaps: tuple[tuple[Class, tuple[Candidate, ...]], ...]
    idle: tuple[Candidate, ...]

    @property
    def holds(self) -> bool:
        return not self.gaps and not self.overlaps


def prove(
    candidates: Iterable[Candidate], *, ars: str, ranges: Sequence[geo.RangeInfo], districts: Sequence[geo.Named], day: dt.date
) -> Proof:
    """One service in one municipality on one day."""
    around = frozenset(geo.beginnings(ars))
    rows = [row for row in candidates if row.territory in around and row.valid_on(day)]
    gaps: list[Class] = []
    overlaps: list[tuple[Class, tuple[Candidate, ...]]] = []
    count, won = 0, set[uuid.UUID]()
    for one in classes(rows, ars=ars, ranges=ranges, districts=districts):
        count += 1
        answers = resolve(rows, one.facts, day).answers
        if IN_CHARGE not in answers:
            gaps.append(one)
        for answer in answers.values():
            won.update(row.id for row in answer.for_some)
            if contradiction := answer.conflict or (answer.for_some if answer.winner is None else ()):
                overlaps.append((one, contradiction))
                won.update(row.id for row in contradiction)
            if answer.winner:
                won.update(row.id for row in rows if row.target == answer.winner.target and row.rank == answer.winner.rank)
    return Proof(count, tuple(gaps), tuple(overlaps), tuple(row for row in rows if row.id not in won and not row.plain))


def classes(
    rows: Sequence[Candidate], *, ars: str, ranges: Sequence[geo.RangeInfo], districts: Sequence[geo.Named]
) -> Iterator[Class]:
    """All classes of a municipality for these rows; a single one where nothing is narrowed."""
    places: Sequence[PlaceClass | None] = [None]
    if any(row.inside for row in rows):
        places = list(place_classes(rows, ars=ars, ranges=ranges, districts=districts))
    names: Sequence[tuple[str, str | None] | None] = [None]
    if any(row.lettered for row in rows):
        names = letter_intervals(rows)
    kinds: Sequence[PlaceOf | None] = list(PlaceOf) if any(row.place_of for row in rows) else [None]
    for place, letters, kind in itertools.product(places, names, kinds):
        facts = Facts(ars=ars, place=place.place if place else None, name=letters[0] if letters else None, place_of=kind)
        yield Class(facts, place, letters, kind)


def letter_intervals(rows: Iterable[Candidate]) -> list[tuple[str, str | None]]:
    """All names, cut at every bound; each interval from its first name up to, without, the next bound."""
    bounds = {""} | {bound for row in rows if row.lettered for bound in row.letters if bound is not None}
    ordered: list[str | None] = [*sorted(bounds), None]
    return [(low or "", high) for low, high in itertools.pairwise(ordered)]


def place_classes(
    rows: Sequence[Candidate], *, ars: str, ranges: Sequence[geo.RangeInfo], districts: Sequence[geo.Named]
) -> Iterator[PlaceClass]:
    """The ranges of the register cut by the rows, alike ones together; and districts without a single range."""
    by_district = any(row.district_id for row in rows)
    areas = {row.area_id for row in rows if row.area_id}
    streets = {row.street_id: [other for other in rows if other.street_id == row.street_id] for row in rows if row.street_id}
    names = {entry.id: entry.name for entry in districts}
    found: dict[object, PlaceClass] = {}
    for entry in ranges:
        district = entry.district_id if by_district else None
        under = frozenset(entry.area_ids & areas)
        street = entry.street_id if entry.street_id in streets else None
        for numbers in _pieces(entry, streets[street]) if street else (None,):
            signature = (street, district, under, numbers)
            known = found.get(signature)
            if known is None:
                place = geo.Place(
                    ars=ars,
                    street_id=street,
                    street=entry.street if street else "",
                    number=numbers[0] if numbers else None,
                    district_id=district,
                    district=names.get(district, "") if district else "",
                    area_ids=under,
                )
                known = PlaceClass(place, numbers)
            found[signature] = PlaceClass(known.place, known.numbers, known.ranges + 1)
    yield from found.values()
    seen = {entry.district_id for entry in ranges}
    if by_district or not ranges:
        for district_info in districts:
            if district_info.id not in seen:
                yield PlaceClass(geo.Place(ars=ars, district_id=district_info.id, district=district_info.name))


def _pieces(entry: geo.RangeInfo, rows: Sequence[Candidate]) -> Iterator[tuple[int, int, str]]:
    """The range cut where a row of its street begins or ends, each side apart where a row or the range names one."""
    cuts = {entry.first, entry.last + 1}
    for row in rows:
        first, last, _side = row.numbers
        cuts |= {cut for cut in (first, last + 1) if entry.first < cut <= entry.last}
    sided = any(row.parity not in {None, geo.Parity.ALL} for row in rows)
    sides = (geo.Parity.ODD, geo.Parity.EVEN) if sided and entry.parity == geo.Parity.ALL else (entry.parity,)
    for low, high in itertools.pairwise(sorted(cuts)):
        for side in sides:
            first_number = geo.first_on_side(low, high - 1, side)
            if first_number is not None:
                yield first_number, high - 1, side.value
