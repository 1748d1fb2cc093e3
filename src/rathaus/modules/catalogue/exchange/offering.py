"""Our own objects for harvesters: all of them, or what changed since a position of the feed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rathaus.modules.catalogue import descriptions
from rathaus.modules.catalogue.enums import EditionState, Role
from rathaus.modules.catalogue.exchange import writing
from rathaus.modules.catalogue.models import Edition, FeedEntry, Responsibility
from rathaus.modules.organisation import public as organisation
from rathaus.standards import xzufi
from rathaus.standards.xzufi import model

PAGE = 100


@dataclass(frozen=True, slots=True)
class Page:
    """`position` is where the next request begins; `complete` that nothing newer was there."""

    operations: tuple[xzufi.Operation, ...]
    position: int
    complete: bool


def agency() -> str:
    """Who issues the identifiers of our objects: the regional key of our first authority."""
    return f"ars-{organisation.main_authority().ars}"


def page(*, after: int, limit: int = PAGE) -> Page:
    """A number of queries that does not grow with the page."""
    entries = list(FeedEntry.objects.filter(position__gt=after).order_by("position")[: limit + 1])
    shown = entries[:limit]
    operations = tuple(
        operation
        for start in range(0, len(shown), PAGE)
        for operation in _operations([(entry.service_key, entry.deleted) for entry in shown[start : start + PAGE]])
    )
    return Page(operations, shown[-1].position if shown else after, complete=len(entries) <= limit)


def everything(keys: Sequence[str] = ()) -> Iterator[xzufi.Operation]:
    """All published services with their units, or those named."""
    rows = Edition.objects.filter(state=EditionState.PUBLISHED).order_by("service_key")
    wanted = list((rows.filter(service_key__in=keys) if keys else rows).values_list("service_key", flat=True))
    told: set[str] = set()
    for start in range(0, len(wanted), PAGE):
        for operation in _operations([(key, False) for key in wanted[start : start + PAGE]]):
            if isinstance(operation, xzufi.Write) and isinstance(operation.item, model.Unit):
                if operation.item.id.value in told:
                    continue
                told.add(operation.item.id.value)
            yield operation


def _operations(entries: Sequence[tuple[str, bool]]) -> Iterator[xzufi.Operation]:
    issuer = agency()
    keys = [key for key, deleted in entries if not deleted]
    editions = {row.service_key: row for row in Edition.objects.filter(service_key__in=keys, state=EditionState.PUBLISHED)}
    rows = Responsibility.objects.filter(service__key__in=keys, role=Role.IN_CHARGE, unit_id__isnull=False, weight=None)
    charge: dict[str, list[Responsibility]] = {}
    for row in rows.select_related("service").order_by("territory", "id"):
        charge.setdefault(row.service.key, []).append(row)
    units = organisation.get_units({row.unit_id for found in charge.values() for row in found if row.unit_id})
    told: set[str] = set()
    for key, deleted in entries:
        edition = editions.get(key)
        if deleted or edition is None:
            yield xzufi.Delete(xzufi.ObjectClass.SERVICE, model.Identifier(value=key, scheme_agency_id=issuer))
            continue
        said = descriptions.decode(edition.content)
        ars = (said.territory or organisation.main_authority().ars,)
        yield xzufi.Write(
            writing.as_service(said, agency=issuer, territories=ars, changed_at=edition.published_at, number=edition.number)
        )
        for row in charge.get(key, ()):
            unit = units.get(row.unit_id) if row.unit_id else None
            if unit is None:
                continue
            if str(unit.id) not in told:
                told.add(str(unit.id))
                yield xzufi.Write(writing.as_unit(unit, agency=issuer))
            territories = (row.territory,) if row.territory else ars
            yield xzufi.Write(
                writing.as_responsibility(key, str(unit.id), agency=issuer, territories=territories, identifier=str(row.id))
            )
