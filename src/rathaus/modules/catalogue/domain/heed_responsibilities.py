"""Make the rows of responsibility that sources say: Leistung x Gebiet x Rolle -> our unit, or a unit of somebody else.

The order in which objects come does not matter: a responsibility waits until its unit and its service are known, and its rows are
made anew when one of the three changes.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from rathaus.foundation import rows as table
from rathaus.foundation.errors import NotFound
from rathaus.modules.catalogue.enums import HEARD, ObjectKind, Origin, SourceLevel
from rathaus.modules.catalogue.exchange import objects
from rathaus.modules.catalogue.exchange.claims import Claim, Reference, claims, served
from rathaus.modules.catalogue.exchange.foreign import Foreign, foreign_of
from rathaus.modules.catalogue.exchange.offering import agency
from rathaus.modules.catalogue.models import (
    ObjectKey,
    Responsibility,
    ServedService,
    Service,
    Source,
    SourceObject,
    UnitMapping,
)
from rathaus.modules.catalogue.naming import is_official
from rathaus.modules.organisation import public as organisation
from rathaus.standards import xzufi
from rathaus.standards.xzufi import model

BATCH = 500
SPEAKERS = (ObjectKind.UNIT, ObjectKind.RESPONSIBILITY)
NAMING = (*SPEAKERS, ObjectKind.FORM, ObjectKind.SERVICE)  # whose references are kept
Items = Mapping[uuid.UUID, xzufi.XzufiObject]


def note_served(rows: Collection[SourceObject], items: Items, *, known: Collection[uuid.UUID]) -> None:
    """Keeps which services and forms the written objects name; `known` are those that were there before. Two queries."""
    speakers = [row for row in rows if row.kind in NAMING]
    if old := [row.id for row in speakers if row.id in known]:
        ServedService.objects.filter(object__in=old).delete()
    table.insert_all(
        ServedService(object=row, scheme=scheme, value=value)
        for row in speakers
        if row.applies and not row.deleted_at
        for scheme, value in served(items[row.id])
    )


def concerned(source: Source, rows: Collection[SourceObject]) -> list[uuid.UUID]:
    """The objects of this source whose rows must be made anew when these change. Two queries."""
    found = dict.fromkeys(row.id for row in rows if row.kind in SPEAKERS)
    if units := {row.value for row in rows if row.kind == ObjectKind.UNIT}:
        owned = SourceObject.objects.filter(source=source, about__in=units, kind=ObjectKind.RESPONSIBILITY, applies=True)
        found |= dict.fromkeys(owned.filter(deleted_at=None).values_list("id", flat=True))
    if services := {row.value for row in rows if row.kind == ObjectKind.SERVICE}:
        naming = ServedService.objects.filter(
            value__in=services, object__source=source, object__deleted_at=None, object__kind__in=SPEAKERS
        )
        found |= dict.fromkeys(naming.values_list("object", flat=True))
    return list(found)


def naming_keys(keys: Collection[str]) -> list[uuid.UUID]:
    """The objects that name these services by their Leistungsschlüssel itself. One query."""
    official = [key for key in keys if is_official(key)]
    named = ServedService.objects.filter(value__in=official, object__deleted_at=None, object__kind__in=SPEAKERS)
    return list(named.values_list("object", flat=True).distinct())


def heed(ids: Sequence[uuid.UUID], *, day: dt.date, items: Items | None = None) -> int:
    """Within the caller's transaction: the rows of these objects as they are now; how many. Ten queries for 500 objects."""
    return sum(_heed(ids[start : start + BATCH], items or {}, day) for start in range(0, len(ids), BATCH))


def _heed(ids: Sequence[uuid.UUID], items: Items, day: dt.date) -> int:
    Responsibility.objects.filter(told_by__in=ids).delete()
    live = SourceObject.objects.filter(id__in=ids, deleted_at=None, applies=True)
    missing = [one for one in ids if one not in items]
    read = {pk: objects.decode(bytes(content)) for pk, content in live.filter(id__in=missing).values_list("id", "content")}
    ours = tuple(authority.ars for authority in organisation.get_authorities().values())
    said: list[tuple[uuid.UUID, Source, Claim]] = [
        (pk, Source(id=source, name=name, level=level), claim)
        for pk, source, name, level in live.values_list("id", "source", "source__name", "source__level")
        for claim in claims(items[pk] if pk in items else read[pk], ours)
    ]
    if not said:
        return 0
    services = _Services({(source.id, one) for _, source, claim in said for one in claim.services})
    units = _Units({(source.id, claim.owner) for _, source, claim in said}, day)
    return table.insert_all(row for pk, source, claim in said for row in _rows(pk, source, claim, services, units))


def _rows(pk: uuid.UUID, source: Source, claim: Claim, services: "_Services", units: "_Units") -> Iterator[Responsibility]:
    body = units.find(source.id, claim.owner)
    if body is None:
        return
    found = dict.fromkeys(service for one in claim.services for service in services.find(source.id, one))
    for service, territory, (begin, end) in product(found, claim.territories, claim.periods):
        yield Responsibility(
            service_id=service,
            territory=territory,
            role=claim.role,
            unit_id=body.unit.id if body.unit else None,
            unit_slug=body.unit.slug if body.unit else "",
            external_name="" if body.unit else body.foreign.name,
            external_url="" if body.unit else body.foreign.url,
            foreign_id=None if body.unit else body.object_id,
            valid_from=begin,
            valid_until=end,
            source=source.name,
            origin=Origin.SOURCE,
            told_by_id=pk,
            weight=HEARD[SourceLevel(source.level)],
            condition=claim.condition or None,
        )


@dataclass(frozen=True, slots=True)
class _Body:
    object_id: uuid.UUID
    foreign: Foreign
    unit: organisation.UnitInfo | None


class _Services:
    """The services that identifiers of sources name: a Leistung there, or a Leistungsschlüssel itself. Two queries."""

    def __init__(self, wanted: Collection[tuple[uuid.UUID, Reference]]) -> None:
        values = {value for _, (_, value) in wanted}
        told = ObjectKey.objects.filter(
            object__source__in={source for source, _ in wanted},
            object__value__in=values,
            object__kind=ObjectKind.SERVICE,
            object__deleted_at=None,
        )
        self._keys: dict[tuple[uuid.UUID, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for source, scheme, value, key in told.values_list("object__source", "object__scheme", "object__value", "service_key"):
            self._keys[source, value][scheme].append(key)
        keys = {key for schemes in self._keys.values() for found in schemes.values() for key in found}
        keys |= {value for value in values if is_official(value)}
        self._ids = dict(Service.objects.filter(key__in=keys).values_list("key", "id"))

    def find(self, source: uuid.UUID, named: Reference) -> list[uuid.UUID]:
        keys = objects.of_scheme(self._keys.get((source, named[1]), {}), named[0]) or [named[1]]
        return [self._ids[key] for key in keys if key in self._ids]


class _Units:
    """The units that identifiers of sources name; which of them are ours is said by the identifier itself or by the operator."""

    def __init__(self, wanted: Collection[tuple[uuid.UUID, Reference]], day: dt.date) -> None:
        sources, values = {source for source, _ in wanted}, {value for _, (_, value) in wanted}
        rows = SourceObject.objects.filter(source__in=sources, kind=ObjectKind.UNIT, value__in=values, deleted_at=None)
        read = [
            (pk, source, scheme, value, item)
            for pk, source, scheme, value, content in rows.values_list("id", "source", "scheme", "value", "content")
            if isinstance(item := objects.decode(bytes(content)), model.Unit)
        ]
        mapped = _mapped(sources, values, day)
        own = _own(item for *_, item in read)
        self._bodies: dict[tuple[uuid.UUID, str], dict[str, _Body]] = defaultdict(dict)
        for pk, source, scheme, value, item in read:
            unit = mapped.get((source, scheme, value)) or own.get(item.id)
            self._bodies[source, value][scheme] = _Body(pk, foreign_of(item), unit)

    def find(self, source: uuid.UUID, named: Reference) -> _Body | None:
        return objects.of_scheme(self._bodies.get((source, named[1]), {}), named[0])


def _mapped(
    sources: Collection[uuid.UUID], values: Collection[str], day: dt.date
) -> dict[tuple[uuid.UUID, str, str], organisation.UnitInfo]:
    """By source, scheme and value. One query, and one where there is a mapping at all."""
    rows = list(UnitMapping.objects.filter(source__in=sources, value__in=values))
    units = {unit.slug: unit for unit in reversed(organisation.units(day))} if rows else {}
    return {(row.source_id, row.scheme, row.value): units[row.unit_slug] for row in rows if row.unit_slug in units}


def _own(items: Iterator[model.Unit]) -> dict[model.Identifier, organisation.UnitInfo]:
    """Units that carry an identifier we have issued ourselves (`exchange.offering`). Two queries."""
    try:
        issuer = agency()
    except NotFound:
        return {}
    ids = {
        item.id: found
        for item in items
        for identifier in (item.id, *item.secondary_ids)
        if identifier.scheme == issuer and (found := _uuid(identifier.value))
    }
    units = organisation.get_units(set(ids.values())) if ids else {}
    return {identifier: units[found] for identifier, found in ids.items() if found in units}


def _uuid(value: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(value)
    except ValueError:
        return None
