"""Responsibilities as pages and interfaces show them: with names, addresses and links."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from rathaus.foundation import clock
from rathaus.modules.catalogue.enums import Certainty, Role, Slot
from rathaus.modules.catalogue.exchange import objects
from rathaus.modules.catalogue.exchange.foreign import Foreign, foreign_of
from rathaus.modules.catalogue.models import SourceObject
from rathaus.modules.catalogue.responsibility import rows, words
from rathaus.modules.catalogue.responsibility.matching import Candidate, Facts, Need
from rathaus.modules.catalogue.responsibility.report import body_name
from rathaus.modules.catalogue.responsibility.resolve import Resolution
from rathaus.modules.geo import public as geo
from rathaus.modules.organisation import public as organisation
from rathaus.standards.xzufi import model


@dataclass(frozen=True, slots=True)
class Body:
    """Who does it: one of our units, or somebody else with a link. `condition` says for whom, in German; empty for everybody.

    `foreign` is somebody else as a source describes them.
    """

    row_id: uuid.UUID
    role: Role
    name: str
    unit: organisation.UnitInfo | None
    external: bool
    url: str
    condition: str
    source: str
    checked: bool
    foreign: Foreign | None = None

    @property
    def role_label(self) -> str:
        return str(self.role.label)


@dataclass(frozen=True, slots=True)
class Shown:
    """`in_charge` is decided; or `needs` is not empty and `possible` may be; or nobody is (`contradiction` tells why).

    `several` are those whom a source names side by side, with its own words for whom each is there; `for_some` those whom it
    names, in its own words, beside the one who is there for all others.
    """

    in_charge: Body | None
    needs: frozenset[Need]
    possible: tuple[Body, ...]
    contradiction: bool
    others: tuple[Body, ...]  # decided bodies of other roles
    several: tuple[Body, ...] = ()
    for_some: tuple[Body, ...] = ()

    @property
    def nobody(self) -> bool:
        return self.in_charge is None and not self.needs and not self.several


def shown(service_key: str, *, facts: Facts, day: dt.date, conditions: bool = False) -> Shown:
    """Two queries; with `conditions` also who is possible and when, which takes at most three more."""
    return of_resolution(rows.resolve_services([service_key], facts=facts, day=day)[service_key], conditions=conditions)


def of_resolution(found: Resolution, *, conditions: bool) -> Shown:
    answer = found.in_charge
    possible = [*answer.open, *([answer.otherwise] if answer.otherwise else [])] if conditions else []
    others = [
        one.winner for group, one in found.answers.items() if one.winner and group[0] != Role.IN_CHARGE and group[1] == Slot.BODY
    ]
    several = [row for row in answer.conflict if row.weight is not None]
    beside = list(answer.for_some)
    if answer.winner is None and not answer.needs:
        several, beside = [*several, *beside], []
    for group, one in found.answers.items():
        if group[0] != Role.IN_CHARGE and group[1] == Slot.BODY:
            others += [row for row in (*one.conflict, *one.for_some) if row.weight is not None]
    wanted = [*([answer.winner] if answer.winner else []), *possible, *others, *several, *beside]
    bodies = {body.row_id: body for body in bodies_of(wanted, conditions=conditions)}
    return Shown(
        in_charge=bodies[answer.winner.id] if answer.winner else None,
        needs=answer.needs,
        possible=tuple(bodies[row.id] for row in possible),
        contradiction=bool(answer.conflict),
        others=tuple(bodies[row.id] for row in others),
        several=tuple(bodies[row.id] for row in several),
        for_some=tuple(bodies[row.id] for row in beside),
    )


def bodies_of(found: Iterable[Candidate], *, conditions: bool = True) -> list[Body]:
    """In the order of the rows. One query for our units, one for those of sources, three for names in conditions: as needed."""
    wanted = list(found)
    unit_ids = {row.unit_id for row in wanted if row.unit_id}
    units = organisation.get_units(unit_ids) if unit_ids else {}
    places = (
        {place for row in wanted for place in (row.district_id, row.street_id, row.area_id) if place} if conditions else set()
    )
    names = geo.get_names(places)
    foreign = _foreign({row.foreign_id for row in wanted if row.foreign_id})
    return [
        Body(
            row_id=row.id,
            role=Role(row.role),
            name=body_name(row, units),
            unit=units.get(row.unit_id) if row.unit_id else None,
            external=bool(row.external_name),
            url=row.external_url,
            condition="; ".join(filter(None, (words.condition(row, names) if conditions else "", row.condition))),
            source=row.source,
            checked=row.certainty == Certainty.CHECKED,
            foreign=foreign.get(row.foreign_id) if row.foreign_id else None,
        )
        for row in wanted
    ]


def _foreign(ids: set[uuid.UUID]) -> dict[uuid.UUID, Foreign]:
    """One query where there is any."""
    if not ids:
        return {}
    rows = SourceObject.objects.filter(id__in=ids).values_list("id", "content", "changed_at")
    read = [(pk, objects.decode(bytes(content)), clock.today(at)) for pk, content, at in rows]
    return {pk: foreign_of(item, told_on=day) for pk, item, day in read if isinstance(item, model.Unit)}
