"""Open a closed Vorgang again, with a reason that stays in its history."""

import datetime as dt
import uuid

from django.db import transaction

from rathaus.foundation import clock, text
from rathaus.foundation.errors import Conflict, Invalid, NotFound
from rathaus.foundation.events import public as events
from rathaus.foundation.permissions.public import Actor, require
from rathaus.modules.records import rules
from rathaus.modules.records.domain._log import log
from rathaus.modules.records.enums import Action, SubfileState
from rathaus.modules.records.events import SubfileReopened
from rathaus.modules.records.models import Subfile
from rathaus.modules.records.queries import info, scope_of
from rathaus.modules.records.types import SubfileInfo


def reopen_subfile(
    *, subfile_id: uuid.UUID, reason: str, actor: Actor, now: dt.datetime, version: int | None = None
) -> SubfileInfo:
    """The retention period starts anew at the next closing. An open one stays as it is.

    Raises NotFound, Forbidden, Invalid without a reason, Conflict where `version` is no longer the present one.
    """
    with transaction.atomic():
        subfile = Subfile.objects.select_for_update().filter(pk=subfile_id).first()
        if subfile is None:
            raise NotFound("Diesen Vorgang gibt es nicht. Bitte prüfen Sie das Aktenzeichen.")
        require(actor, rules.REOPEN, scope=scope_of(subfile), today=clock.today(now))
        why = text.clean(reason)
        if not why:
            raise Invalid("Bitte nennen Sie den Grund.", {"reason": "Bitte nennen Sie, warum der Vorgang wieder geöffnet wird."})
        if version is not None and version != subfile.version:
            raise Conflict("Der Vorgang wurde inzwischen geändert. Bitte laden Sie die Seite neu und prüfen Sie den Stand.")
        if subfile.state == SubfileState.OPEN:
            return info(subfile)
        subfile.state = SubfileState.OPEN.value
        subfile.closed_at = subfile.retention_until = None
        subfile.version += 1
        subfile.save(update_fields=["state", "closed_at", "retention_until", "version"])
        log(subfile, Action.REOPENED, actor=actor, now=now, note=why)
        events.publish(SubfileReopened(str(subfile.pk)), aggregate=("subfile", str(subfile.pk)), now=now)
    return info(subfile)
