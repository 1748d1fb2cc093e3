"""Keep a Vorgang from disposal (a lawsuit, an audit, a request for access), and let it go again."""

import datetime as dt
import uuid

from django.db import transaction

from rathaus.foundation import clock, text
from rathaus.foundation.errors import Invalid, NotFound
from rathaus.foundation.permissions.public import Actor, require
from rathaus.modules.records import rules
from rathaus.modules.records.domain._log import log
from rathaus.modules.records.enums import Action
from rathaus.modules.records.models import Subfile
from rathaus.modules.records.queries import scope_of


def hold_subfile(*, subfile_id: uuid.UUID, reason: str, actor: Actor, now: dt.datetime) -> None:
    """While held, the Vorgang is not due for disposal, whatever its period says. Raises NotFound, Forbidden, Invalid."""
    why = text.clean(reason)[:200]
    if not why:
        raise Invalid("Bitte nennen Sie den Grund der Sperre.", {"reason": "Bitte nennen Sie den Grund der Sperre."})
    _set(subfile_id, why, Action.HELD, actor, now)


def release_subfile(*, subfile_id: uuid.UUID, actor: Actor, now: dt.datetime) -> None:
    """Raises NotFound, Forbidden."""
    _set(subfile_id, "", Action.RELEASED, actor, now)


def _set(subfile_id: uuid.UUID, reason: str, action: Action, actor: Actor, now: dt.datetime) -> None:
    with transaction.atomic():
        subfile = Subfile.objects.select_for_update().filter(pk=subfile_id).first()
        if subfile is None:
            raise NotFound("Diesen Vorgang gibt es nicht. Bitte prüfen Sie das Aktenzeichen.")
        require(actor, rules.HOLD, scope=scope_of(subfile), today=clock.today(now))
        if subfile.hold_reason == reason:
            return
        note = reason or subfile.hold_reason
        subfile.hold_reason = reason
        subfile.version += 1
        subfile.save(update_fields=["hold_reason", "version"])
        log(subfile, action, actor=actor, now=now, note=note)
