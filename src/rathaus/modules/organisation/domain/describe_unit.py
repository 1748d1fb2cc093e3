"""Say how a unit can be visited, called and written to."""

import datetime as dt
import uuid

from django.db import transaction

from rathaus.foundation import clock
from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Conflict, NotFound
from rathaus.foundation.permissions import public as permissions
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.organisation import rules
from rathaus.modules.organisation.details import Details, as_plain, read
from rathaus.modules.organisation.models import Unit
from rathaus.modules.organisation.queries import NO_UNIT


def describe_unit(
    *, unit_id: uuid.UUID, details: Details, phone: str, email: str, version: int, actor: Actor, now: dt.datetime
) -> Unit:
    """Raises Forbidden, NotFound, Invalid, and Conflict where somebody else was faster."""
    with transaction.atomic():
        unit = Unit.objects.select_for_update().filter(pk=unit_id).first()
        if unit is None:
            raise NotFound(NO_UNIT)
        permissions.require(actor, rules.DESCRIBE, scope=permissions.Scope(unit_id=unit.pk), today=clock.today(now))
        if unit.version != version:
            raise Conflict("Jemand anderes hat diese Stelle inzwischen geändert. Vergleichen Sie und speichern Sie noch einmal.")
        unit.details = as_plain(read(as_plain(details)))
        unit.phone, unit.email = phone, email
        unit.version += 1
        unit.save(update_fields=["details", "phone", "email", "version"])
        audit.record(
            act="organisation.unit_described",
            actor=actor,
            subject=audit.Subject("unit", str(unit.pk)),
            payload={"version": unit.version},
            now=now,
        )
    return unit
