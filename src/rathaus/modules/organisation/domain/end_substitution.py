"""End a substitution before its time."""

import datetime as dt
import uuid

from django.db import transaction

from rathaus.foundation import clock
from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import NotFound
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.organisation.domain.enter_substitution import check_right
from rathaus.modules.organisation.models import Substitution


def end_substitution(*, substitution_id: uuid.UUID, actor: Actor, now: dt.datetime) -> None:
    """From now on nobody acts under it: a running one ended yesterday, one to come is gone. Ended ones stay as they are.

    Raises Forbidden, NotFound.
    """
    today = clock.today(now)
    with transaction.atomic():
        row = Substitution.objects.select_for_update().filter(pk=substitution_id).first()
        if row is None:
            raise NotFound("Diese Vertretung gibt es nicht mehr. Laden Sie die Seite neu.")
        check_right(actor, row.absent_id, today, ending=True)
        if row.valid_until < today:
            return
        subject = audit.Subject("person", row.absent_id)
        payload = {"substitute": str(row.substitute_id), "from": row.valid_from.isoformat(), "until": row.valid_until.isoformat()}
        if row.valid_from >= today:
            row.delete()
        else:
            row.valid_until = today - dt.timedelta(days=1)
            row.save(update_fields=["valid_until"])
        audit.record(act="organisation.substitution_ended", actor=actor, subject=subject, payload=payload, now=now)
