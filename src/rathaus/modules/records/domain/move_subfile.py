"""Another unit works the case of a Vorgang from now on."""

import datetime as dt
import uuid

from django.db import transaction

from rathaus.foundation.audit import public as audit
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.records.models import Subfile


def move_subfile(*, case_id: uuid.UUID, unit_id: uuid.UUID, actor: Actor, now: dt.datetime) -> None:
    """Who finds the Vorgang follows the unit; it stays in its Akte under its reference. The room of the case checked the right.

    Twice is once; nothing where the Vorgang is not opened yet.
    """
    with transaction.atomic():
        subfile = Subfile.objects.select_for_update().filter(case_id=case_id).exclude(unit_id=unit_id).first()
        if subfile is None:
            return
        before, subfile.unit_id = subfile.unit_id, unit_id
        subfile.version += 1
        subfile.save(update_fields=["unit_id", "version"])
        audit.record(
            act="records.subfile_moved",
            actor=actor,
            subject=audit.Subject("subfile", subfile.pk),
            payload={"reference": subfile.reference, "from": str(before), "to": str(unit_id)},
            now=now,
        )
