"""Has every published service exactly one body in charge, for everybody in every municipality served? By day, with remedies."""

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rathaus.modules.catalogue.enums import Slot
from rathaus.modules.catalogue.responsibility import rows, words
from rathaus.modules.catalogue.responsibility.matching import Candidate
from rathaus.modules.catalogue.responsibility.partition import Class, prove
from rathaus.modules.geo import public as geo
from rathaus.modules.organisation import public as organisation

KINDS = {
    "gap": "Lücke",
    "overlap": "Überschneidung",
    "unit": "Stelle fehlt",
    "territory": "Gebiet beendet",
    "register": "Straßenverzeichnis",
    "idle": "Ohne Wirkung",
}
WRONG = frozenset(KINDS) - {"idle"}  # an idle row is untidy, not wrong


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend. `kind` is a key of `KINDS`; `who` names the bodies concerned."""

    kind: str
    service_key: str
    service: str
    territory: str
    where: str
    who: tuple[str, ...]
    remedy: str


@dataclass(frozen=True, slots=True)
class DayReport:
    """`classes` is how many classes of people and addresses were checked, for how many services in how many municipalities.

    `told` are the rows that sources say, for `told_services` services, described by the city or not.
    """

    day: dt.date
    services: int
    territories: int
    classes: int
    findings: tuple[Finding, ...]
    told: int = 0
    told_services: int = 0

    @property
    def proven(self) -> bool:
        return not any(finding.kind in WRONG for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Report:
    """Today, and the next day on which anything changes (if there is one)."""

    days: tuple[DayReport, ...]

    @property
    def proven(self) -> bool:
        return all(day.proven for day in self.days)

    def as_json(self) -> dict[str, Any]:
        days = [{"proven": day.proven, **asdict(day), "day": day.day.isoformat()} for day in self.days]
        return {"proven": self.proven, "days": days}


def report(*, today: dt.date) -> Report:
    """A fixed number of queries and six for each municipality served whose services differ inside it."""
    names, found = rows.published_rows()
    everything = [row for of_service in found.values() for row in of_service]
    units = organisation.get_units({row.unit_id for row in everything if row.unit_id})
    days = [today]
    if (change := _next_change(everything, units, today)) is not None:
        days.append(change)
    return Report(tuple(_day(day, names, found, units) for day in days))


def _next_change(
    everything: Sequence[Candidate], units: Mapping[uuid.UUID, organisation.UnitInfo], today: dt.date
) -> dt.date | None:
    one = dt.timedelta(days=1)
    periods = [(row.valid_from, row.valid_until) for row in everything] + [
        (row.valid_from, row.valid_until) for row in units.values()
    ]
    days = {begin for begin, _ in periods if begin and begin > today} | {end + one for _, end in periods if end and end >= today}
    if (geo_day := geo.next_change(today)) is not None:
        days.add(geo_day)
    return min(days, default=None)


def served(day: dt.date) -> dict[str, str]:
    """The municipalities this house serves, by key, with their names: those within the territory of each of its authorities."""
    found: dict[str, str] = {}
    for authority in organisation.get_authorities().values():
        inside = geo.municipalities(authority.ars, day)
        found |= {info.ars: info.name for info in inside} or {authority.ars: authority.name}
    return found


class _Ground:
    """What lies in a municipality, read once, and only where a row asks for it."""

    def __init__(self, ars: str, day: dt.date) -> None:
        self.ars, self.day = ars, day
        self._read: tuple[list[geo.RangeInfo], list[geo.Named]] | None = None

    def read(self) -> tuple[list[geo.RangeInfo], list[geo.Named]]:
        if self._read is None:
            self._read = geo.ranges_in(self.ars, self.day), geo.districts(self.ars, self.day)
        return self._read


def _day(
    day: dt.date, names: Mapping[str, str], found: Mapping[str, list[Candidate]], units: Mapping[uuid.UUID, organisation.UnitInfo]
) -> DayReport:
    territories = served(day)
    of_day = {key: [row for row in found.get(key, ()) if row.valid_on(day)] for key in names}
    places = geo.get_names(_places(of_day))
    findings: list[Finding] = []
    classes = 0
    for ars, territory in territories.items():
        ground, around = _Ground(ars, day), frozenset(geo.beginnings(ars))
        for key, name in names.items():
            here = [row for row in of_day[key] if row.territory in around]
            ranges, districts = ground.read() if any(row.inside for row in here) else ([], [])
            proof = prove(here, ars=ars, ranges=ranges, districts=districts, day=day)
            classes += proof.classes
            say = _Says(key, name, f"{ars} {territory}", places, units)
            findings += [say.gap(one) for one in proof.gaps]
            findings += [say.overlap(one, both) for one, both in proof.overlaps]
            findings += [say.idle(row) for row in proof.idle]
        findings += [
            Finding("register", "", "", f"{ars} {territory}", "", (), fault) for fault in geo.register_faults(ars, day)
        ]  # fmt: skip
    findings += _ended_units(of_day, names, units, day)
    findings += _ended_territories(of_day, names, day)
    told, told_services = rows.told(day)
    return DayReport(day, len(names), len(territories), classes, tuple(findings), told, told_services)


def _places(of_day: Mapping[str, list[Candidate]]) -> set[uuid.UUID]:
    every = (row for of_service in of_day.values() for row in of_service)
    return {place for row in every for place in (row.district_id, row.street_id, row.area_id) if place}


@dataclass(frozen=True, slots=True)
class _Says:
    """Findings about one service in one municipality."""

    key: str
    name: str
    territory: str
    places: Mapping[uuid.UUID, str]
    units: Mapping[uuid.UUID, organisation.UnitInfo]

    def _finding(self, kind: str, where: str, who: tuple[str, ...], remedy: str) -> Finding:
        return Finding(kind, self.key, self.name, self.territory, where, who, remedy)

    def who(self, row: Candidate) -> str:
        return body_name(row, self.units)

    def gap(self, one: Class) -> Finding:
        where = words.class_words(one, self.places)
        remedy = f"Tragen Sie für {where} eine zuständige Stelle ein, oder eine Regelung ohne Merkmale, die überall sonst gilt."
        return self._finding("gap", where, (), remedy)

    def overlap(self, one: Class, both: Sequence[Candidate]) -> Finding:
        who = tuple(self.who(row) for row in both)
        remedy = f"Beenden oder begrenzen Sie eine der Regelungen: {' und '.join(who)} sind gleich genau bestimmt."
        if all(row.weight is not None for row in both):
            remedy = f"{both[0].source} nennt {' und '.join(who)}. Tragen Sie eine eigene Regelung ein: sie geht vor."
        return self._finding("overlap", words.class_words(one, self.places), who, remedy)

    def idle(self, row: Candidate) -> Finding:
        remedy = "Diese Regelung trifft auf keine Anschrift zu. Prüfen Sie ihre Merkmale oder beenden Sie sie."
        return self._finding("idle", words.condition(row, self.places), (self.who(row),), remedy)


def body_name(row: Candidate, units: Mapping[uuid.UUID, organisation.UnitInfo]) -> str:
    """The body, online service or form a row points to, by name."""
    unit = units.get(row.unit_id) if row.unit_id else None
    if unit is not None:
        return unit.name
    return row.external_name or row.form_name or row.online_slug or row.unit_slug


def _ended_units(
    of_day: Mapping[str, list[Candidate]],
    names: Mapping[str, str],
    units: Mapping[uuid.UUID, organisation.UnitInfo],
    day: dt.date,
) -> Iterator[Finding]:
    for key, of_service in of_day.items():
        for row in of_service:
            if row.group[1] is not Slot.BODY or row.external_name:
                continue
            unit = units.get(row.unit_id) if row.unit_id else None
            if unit is None:
                remedy = (
                    f"Die Stelle „{row.unit_slug}“ fehlt in der Organisation. Richten Sie sie ein oder nennen Sie eine andere."
                )
                yield Finding("unit", key, names[key], row.territory, "", (row.unit_slug,), remedy)
            elif unit.valid_from > day or (unit.valid_until is not None and unit.valid_until < day):
                remedy = f"{unit.name} arbeitet am {day:%d.%m.%Y} nicht. Tragen Sie die Nachfolgerin ein."
                yield Finding("unit", key, names[key], row.territory, "", (unit.name,), remedy)


def _ended_territories(of_day: Mapping[str, list[Candidate]], names: Mapping[str, str], day: dt.date) -> Iterator[Finding]:
    of_day = {key: [row for row in of_service if row.weight is None] for key, of_service in of_day.items()}  # ours to mend
    every = {row.territory for of_service in of_day.values() for row in of_service if row.territory}
    known = geo.get_territories(every)
    follow = geo.successors(every, day)
    for key, of_service in of_day.items():
        for territory in sorted({row.territory for row in of_service}):
            info = known.get(territory)
            if info is None or info.valid_on(day):
                continue
            new = ", ".join(follow.get(territory, ())) or "unbekannt"
            remedy = (
                f"Der Schlüssel {info.ars} ({info.name}) gilt am {day:%d.%m.%Y} nicht. Nachfolger: {new}. Tragen Sie ihn ein."
            )
            yield Finding("territory", key, names[key], f"{info.ars} {info.name}", "", (), remedy)
