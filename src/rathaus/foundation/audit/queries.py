"""Reads for screens: the history of a subject, the views of it."""

import datetime as dt
import json
from collections.abc import Sequence

from rathaus.foundation.audit.models import Entry, KeyRecord, ViewLog
from rathaus.foundation.audit.types import HistoryItem, Subject, View
from rathaus.foundation.errors import Forbidden
from rathaus.foundation.permissions import public as permissions

READ_VIEWS = "audit.read_views"


def history(subject: Subject) -> list[HistoryItem]:
    """Every act on the subject, oldest first, in one query."""
    entries = (
        Entry.objects.filter(subject_kind=subject.kind, subject_id=subject.id).select_related("payload", "leaf").order_by("id")
    )
    return [
        HistoryItem(
            entry_id=entry.id,
            act=entry.act,
            actor=entry.actor,
            at=entry.at,
            payload=json.loads(entry.payload.text) if hasattr(entry, "payload") else None,
            index=entry.leaf.index if hasattr(entry, "leaf") else None,
        )
        for entry in entries
    ]


def views_of(subject: Subject, *, actor: permissions.Actor, today: dt.date) -> Sequence[View]:
    """Who looked at the subject, newest first. For data protection alone; raises Forbidden for everybody else.

    For who is barred from the matter too: nobody examines his own. Secrecy classes do not count, the log has no content.
    """
    permissions.require(actor, READ_VIEWS, today=today)
    if permissions.is_barred(actor.person_id, (subject.kind, subject.id)):
        raise Forbidden(
            "Sie sind in dieser Sache befangen (§§ 20, 21 VwVfG). Bitten Sie Ihre Vertretung, das Protokoll zu prüfen."
        )
    rows = ViewLog.objects.filter(subject_kind=subject.kind, subject_id=subject.id).order_by("-at", "-id")
    return [View(at=row.at, actor=row.actor, subject=subject, purpose=row.purpose) for row in rows]


def is_own_key(fingerprint: str) -> bool:
    """Whether the chain is or was signed with this key."""
    return KeyRecord.objects.filter(fingerprint=fingerprint).exists()
