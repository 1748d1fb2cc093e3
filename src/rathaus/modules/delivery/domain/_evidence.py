"""One step, one row of evidence, one act in the chain."""

import datetime as dt
from typing import Any

from rathaus.foundation.audit import public as audit
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.delivery.models import Delivery, Evidence
from rathaus.standards.evidence.events import EvidenceEvent, uri_of


def note(
    delivery: Delivery,
    event: EvidenceEvent,
    *,
    actor: Actor,
    now: dt.datetime,
    trust_level: str = "",
    reason: str = "",
    extra: dict[str, Any] | None = None,
) -> None:
    """Records the event of EN 319 522-3 with time, files, channel and how well the recipient was proven. Once per event."""
    if Evidence.objects.filter(delivery=delivery, event=event.value).exists():
        return
    payload = {
        "event": uri_of(event),
        "delivery": str(delivery.id),
        "subject": f"{delivery.subject_kind}:{delivery.subject_id}",
        "title": delivery.title,
        "channel": delivery.channel,
        "time": now.astimezone(dt.UTC).isoformat(timespec="seconds"),
        "recipient": {"name": delivery.recipient_name, "trust_level": trust_level},
        "files": [{"name": delivery.filename, "sha256": delivery.sha256, "length": delivery.size}],
        "document": {"id": str(delivery.document_id), "version": delivery.document_version},
        "notified_on": delivery.notified_on.isoformat() if delivery.notified_on else None,
        "deadline_ends": delivery.deadline_ends.isoformat() if delivery.deadline_ends else None,
        "reason": reason or None,
        **(extra or {}),
    }
    entry_id = audit.record(
        act=f"delivery.{event.value}", actor=actor, subject=audit.Subject("delivery", delivery.id), payload=payload, now=now
    )
    Evidence(delivery=delivery, event=event.value, at=now, entry_id=entry_id).save(force_insert=True)
