"""Say that a unit of a source is one of ours: its responsibilities then lead to our unit, with our address and hours."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Count

from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Invalid, NotFound
from rathaus.foundation.permissions.public import SYSTEM, Actor, require
from rathaus.modules.catalogue.domain.heed_responsibilities import heed
from rathaus.modules.catalogue.domain.sources import hold_sources
from rathaus.modules.catalogue.enums import ObjectKind
from rathaus.modules.catalogue.exchange import objects
from rathaus.modules.catalogue.exchange.foreign import foreign_of
from rathaus.modules.catalogue.models import Source, SourceObject, UnitMapping
from rathaus.modules.catalogue.rules import EDIT_RESPONSIBILITY
from rathaus.modules.organisation import public as organisation
from rathaus.standards.xzufi import model

MOST = 200


def map_unit(*, source: Source, value: str, unit: str, now: dt.datetime, actor: Actor = SYSTEM) -> int:
    """`value` is the identifier at the source, `unit` the short name of ours; an empty one takes the mapping back.

    Gives the number of responsibilities entered anew. Raises NotFound for a unit neither side knows, Invalid where two units of
    the source carry the identifier.
    """
    require(actor, EDIT_RESPONSIBILITY, today=now.date())
    with transaction.atomic():
        hold_sources()
        rows = list(SourceObject.objects.filter(source=source, kind=ObjectKind.UNIT, value=value, deleted_at=None)[:2])
        if not rows:
            raise NotFound(f"{source.name} nennt keine Stelle mit der Kennung {value!r}. Ohne Kennung zeigt der Befehl alle.")
        if len(rows) > 1:
            raise Invalid(f"{source.name} nennt zwei Stellen mit der Kennung {value!r}. Melden Sie das der Redaktion.")
        place: dict[str, Any] = {"source": source, "scheme": rows[0].scheme, "value": value}
        if unit:
            organisation.find_unit(unit, day=now.date())
            UnitMapping.objects.update_or_create(**place, defaults={"unit_slug": unit})
        else:
            UnitMapping.objects.filter(**place).delete()
        audit.record(
            act="catalogue.unit_mapped",
            actor=actor,
            subject=audit.Subject("catalogue", source.slug),
            payload={"value": value, "unit": unit},
            now=now,
        )
        owned = SourceObject.objects.filter(source=source, about=value, kind=ObjectKind.RESPONSIBILITY, deleted_at=None)
        return heed([rows[0].id, *owned.values_list("id", flat=True)], day=now.date())


def foreign_units(source: Source) -> list[tuple[str, str, str, int]]:
    """Identifier, name, our unit (empty where it is none) and number of responsibilities here; those with the most first."""
    mapped = {(row.scheme, row.value): row.unit_slug for row in UnitMapping.objects.filter(source=source)}
    rows = SourceObject.objects.filter(source=source, kind=ObjectKind.UNIT, deleted_at=None).annotate(number=Count("in_charge"))
    found = []
    for row in rows.order_by("-number", "value")[:MOST]:
        item = objects.decode(bytes(row.content))
        if isinstance(item, model.Unit):
            found.append((row.value, foreign_of(item).name, mapped.get((row.scheme, row.value), ""), row.number))
    return found
