"""Zur Akte (z. d. A.): writing ends, the retention period is fixed."""

import datetime as dt
import uuid

from django.db import transaction

from rathaus.foundation import clock
from rathaus.foundation.errors import NotFound
from rathaus.foundation.events import public as events
from rathaus.foundation.permissions.public import Actor, require
from rathaus.modules.records import rules
from rathaus.modules.records.domain._log import log
from rathaus.modules.records.enums import Action, SubfileState
from rathaus.modules.records.events import SubfileClosed
from rathaus.modules.records.models import Subfile
from rathaus.modules.records.queries import info, scope_of
from rathaus.modules.records.types import SubfileInfo


def close_subfile(*, subfile_id: uuid.UUID, actor: Actor, now: dt.datetime) -> SubfileInfo:
    """Closes the Vorgang; the retention period starts at the end of this calendar year. A closed one stays as it is.

    Raises NotFound, Forbidden.
    """
    with transaction.atomic():
        subfile = Subfile.objects.select_for_update().filter(pk=subfile_id).first()
        if subfile is None:
            raise NotFound("Diesen Vorgang gibt es nicht. Bitte prüfen Sie das Aktenzeichen.")
        require(actor, rules.CLOSE, scope=scope_of(subfile), today=clock.today(now))
        if subfile.state == SubfileState.CLOSED:
            return info(subfile)
        subfile.state = SubfileState.CLOSED.value
        subfile.closed_at = now
        subfile.retention_until = last_day(clock.today(now), subfile.retention_years)
        subfile.version += 1
        subfile.save(update_fields=["state", "closed_at", "retention_until", "version"])
        until = subfile.retention_until.isoformat() if subfile.retention_until else None
        log(subfile, Action.CLOSED, actor=actor, now=now, retention_until=until)
        events.publish(SubfileClosed(str(subfile.pk), until), aggregate=("subfile", str(subfile.pk)), now=now)
    return info(subfile)


def last_day(closed_on: dt.date, years: int | None) -> dt.date | None:
    """The last day of retention: `years` after the end of the calendar year of closing; None for ever."""
    return None if years is None else dt.date(closed_on.year + years, 12, 31)
