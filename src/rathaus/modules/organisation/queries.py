"""Reads of authorities, units and persons; each with a fixed number of queries."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping

from django.db.models import Q, QuerySet

from rathaus.foundation import rows
from rathaus.foundation.errors import NotFound
from rathaus.modules.organisation import opening
from rathaus.modules.organisation.details import Details, read
from rathaus.modules.organisation.models import Authority, Holding, Person, Substitution, Unit
from rathaus.modules.organisation.opening import OpenState
from rathaus.modules.organisation.types import AuthorityInfo, PersonInfo, UnitInfo

NO_UNIT = "Diese Stelle der Verwaltung gibt es nicht oder nicht mehr. Prüfen Sie die Organisation."


def valid_on(day: dt.date, prefix: str = "") -> Q:
    """The condition that a period contains the day (both ends belong to it)."""
    return Q(**{f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_until__isnull": True}) | Q(**{f"{prefix}valid_until__gte": day})
    )


def _authority(row: Authority) -> AuthorityInfo:
    return AuthorityInfo(
        id=row.pk,
        slug=row.slug,
        name=row.name,
        land=row.land,
        ars=row.ars,
        address_lines=tuple(row.address_lines),
        phone=row.phone,
        email=row.email,
        website=row.website,
        regimes=tuple(row.regimes),
        demo=row.demo,
        court=row.court,
        court_address=row.court_address,
    )


def _unit(row: Unit) -> UnitInfo:
    return UnitInfo(
        id=row.pk,
        authority_id=row.authority_id,
        parent_id=row.parent_id,
        slug=row.slug,
        name=row.name,
        phone=row.phone or row.authority.phone,
        email=row.email or row.authority.email,
        address_lines=tuple(row.address_lines or row.authority.address_lines),
        opening_hours=tuple(row.opening_hours),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        successor_id=row.successor_id,
        visit=row.details,
    )


def person_info(row: Person) -> PersonInfo:
    return PersonInfo(id=row.pk, name=row.name, email=row.email, phone=row.phone)


def get_authorities(ids: Iterable[uuid.UUID] | None = None) -> dict[uuid.UUID, AuthorityInfo]:
    """The authorities named, or all of them in their order. One query."""
    if ids is None:
        found = sorted(rows.read(Authority), key=lambda row: (row.position, row.slug))
        return {row.pk: _authority(row) for row in found}
    return {row.pk: _authority(row) for row in Authority.objects.filter(pk__in=set(ids))}


def main_authority() -> AuthorityInfo:
    """The authority that runs this instance: the first in order. Raises NotFound before one is installed."""
    row = Authority.objects.first()
    if row is None:
        raise NotFound("Es ist noch keine Behörde eingerichtet. Richten Sie mit `rathaus organisation install` eine ein.")
    return _authority(row)


def get_units(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, UnitInfo]:
    """The units named, past ones included. One query."""
    return {row.pk: _unit(row) for row in Unit.objects.select_related("authority").filter(pk__in=set(ids))}


def get_home(unit_id: uuid.UUID) -> tuple[AuthorityInfo, UnitInfo] | None:
    """The unit with its authority; None where the unit is unknown. One query."""
    row = next(iter(Unit.objects.select_related("authority").filter(pk=unit_id)), None)
    return None if row is None else (_authority(row.authority), _unit(row))


def units(day: dt.date, *, authority_id: uuid.UUID | None = None) -> tuple[UnitInfo, ...]:
    """The units that work that day, in their order. One query."""
    rows = Unit.objects.select_related("authority").filter(valid_on(day))
    if authority_id is not None:
        rows = rows.filter(authority_id=authority_id)
    return tuple(_unit(row) for row in rows.order_by("authority__position", "position", "slug"))


def find_unit(slug: str, *, authority: str | None = None, day: dt.date | None = None) -> UnitInfo:
    """The unit that does this job (on that day; without one, the newest). Without `authority`, the instance's own.

    Raises NotFound.
    """
    rows = Unit.objects.select_related("authority").filter(slug=slug)
    if authority is not None:
        rows = rows.filter(authority__slug=authority)
    if day is not None:
        rows = rows.filter(valid_on(day))
    row = rows.order_by("authority__position", "-valid_from").first()
    if row is None:
        raise NotFound(NO_UNIT)
    return _unit(row)


def details_of(unit: UnitInfo) -> Details:
    """How to visit and reach a unit that was read already. No query."""
    return read(unit.visit)


def open_states(
    units: Iterable[UnitInfo], *, authorities: Mapping[uuid.UUID, AuthorityInfo], now: dt.datetime
) -> dict[uuid.UUID, OpenState]:
    """Whether units that were read already are open at the moment, by id. No query."""
    return {unit.id: opening.state(details_of(unit), land=authorities[unit.authority_id].land, now=now) for unit in units}


def successor_of(unit_id: uuid.UUID, day: dt.date) -> uuid.UUID:
    """The unit in charge that day: itself, or what became of it after reorganisations. Raises NotFound where it ended.

    One query for each step of the chain; a chain that runs in a circle ends with NotFound.
    """
    seen: set[uuid.UUID] = set()
    current = unit_id
    while current not in seen:
        seen.add(current)
        row = Unit.objects.only("valid_until", "successor_id").filter(pk=current).first()
        if row is None:
            break
        if row.valid_until is None or day <= row.valid_until:
            return current
        if row.successor_id is None:
            break
        current = row.successor_id
    raise NotFound(NO_UNIT)


def get_persons(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, PersonInfo]:
    return {row.pk: person_info(row) for row in Person.objects.filter(pk__in=set(ids))}


def find_person(slug: str) -> PersonInfo:
    """The person with this short name. Raises NotFound."""
    row = Person.objects.filter(slug=slug).first()
    if row is None:
        raise NotFound("Diese Person gibt es in der Organisation nicht. Legen Sie sie zuerst an.")
    return person_info(row)


def persons_by_email(addresses: Iterable[str]) -> tuple[uuid.UUID, ...]:
    """Members of staff whose own address is among these, in any spelling of case."""
    wanted = Q(pk__in=[])
    for address in addresses:
        wanted |= Q(email__iexact=address)
    return tuple(Person.objects.filter(wanted).values_list("pk", flat=True))


def persons_in(unit_id: uuid.UUID, day: dt.date) -> tuple[PersonInfo, ...]:
    """Who fills a post of this unit that day, by name; substitutes are not listed."""
    people = Person.objects.filter(holdings__in=holdings_on(day).filter(post__unit_id=unit_id)).distinct()
    return tuple(person_info(row) for row in people.order_by("name"))


def holdings_on(day: dt.date) -> QuerySet[Holding]:
    """Holdings whose own period, post and unit are all valid that day."""
    return Holding.objects.filter(valid_on(day) & valid_on(day, "post__") & valid_on(day, "post__unit__"))


def substitutions_on(day: dt.date) -> QuerySet[Substitution]:
    return Substitution.objects.filter(valid_from__lte=day, valid_until__gte=day)
