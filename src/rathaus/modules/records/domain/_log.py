"""Every act leaves two traces: a line in the history of the Vorgang and an entry in the audit chain."""

import datetime as dt
from typing import Any

from rathaus.foundation.audit import public as audit
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.records.enums import Action
from rathaus.modules.records.models import Document, HistoryEntry, Subfile


def log(
    subfile: Subfile,
    action: Action,
    *,
    actor: Actor,
    now: dt.datetime,
    document: Document | None = None,
    note: str = "",
    **payload: Any,
) -> None:
    HistoryEntry.objects.create(subfile=subfile, document=document, at=now, actor=actor.label, action=action, note=note[:300])
    audit.record(
        act=f"records.{action.value}",
        actor=actor,
        subject=audit.Subject("document", document.pk) if document else audit.Subject("subfile", subfile.pk),
        payload={"subfile_id": str(subfile.pk), "reference": subfile.reference, "note": note, **payload},
        now=now,
    )
