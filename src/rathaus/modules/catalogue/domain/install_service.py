"""Put in a described service from plain data (a file of the product or of a recipe)."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import NotFound
from rathaus.foundation.permissions.public import SYSTEM, Actor
from rathaus.modules.catalogue import plain
from rathaus.modules.catalogue.domain.project import territory_of
from rathaus.modules.catalogue.domain.refresh import refresh
from rathaus.modules.catalogue.domain.write_edition import publish_at_once
from rathaus.modules.catalogue.enums import Origin
from rathaus.modules.catalogue.models import Responsibility
from rathaus.modules.organisation import public as organisation


def install_service(*, data: plain.Data, source: str, demo: bool, now: dt.datetime, actor: Actor = SYSTEM) -> bool:
    """Creates or replaces what the city says about one service; gives False where nothing changed. See `plain.KEYS`.

    It becomes the published edition at once. What the catalogue of the federation says about the key (type, bundle) stays. A
    unit that does not exist yet is kept by its short name and found later (`resolve_units`). Raises Invalid naming every fault.
    """
    description = plain.read(data)
    with transaction.atomic():
        edition = publish_at_once(description=description, source=source, demo=demo, actor=actor, now=now)
        changed = refresh([description.key], now=now)
        if edition is None and not changed:
            return False
        audit.record(
            act="catalogue.service_installed",
            actor=actor,
            subject=audit.Subject("service", description.key),
            payload={"edition": edition.number if edition else None, "source": source},
            now=now,
        )
    return True


def resolve_units(*, now: dt.datetime) -> int:
    """Finds the units that did not exist when their services were installed, and the territory where none was said. How many."""
    found = 0
    with transaction.atomic():
        open_rows = Responsibility.objects.exclude(unit_slug="").exclude(origin__in=(Origin.OWN, Origin.SOURCE))
        for row in open_rows.select_for_update().filter(Q(unit_id=None) | Q(territory="")):
            try:
                unit = organisation.find_unit(row.unit_slug, day=now.date())
            except NotFound:
                continue
            row.unit_id, row.territory = unit.id, row.territory or territory_of(unit)
            row.save(update_fields=["unit_id", "territory"])
            found += 1
    return found
