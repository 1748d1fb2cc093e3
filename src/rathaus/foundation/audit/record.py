"""Recording acts and looks. Two inserts an act; numbering and signing happen later (`sequencer`)."""

import datetime as dt
import os
import threading
import uuid
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.db import connection
from django.db.transaction import TransactionManagementError

from rathaus.foundation import ids
from rathaus.foundation.audit.models import Entry, ViewLog
from rathaus.foundation.audit.types import Subject
from rathaus.foundation.permissions.public import Actor
from rathaus.standards.evidence.canonical import canonical

SALT_BYTES = 32
_ENTRY = "INSERT INTO audit_entry (id, act, actor, subject_kind, subject_id, at, commitment) VALUES (%s, %s, %s, %s, %s, %s, %s)"
_PAYLOAD = "INSERT INTO audit_payload (entry_id, salt, text) VALUES (%s, %s, %s)"
_LOCK = threading.Lock()
_LAST = [uuid.UUID(int=0)]


def record(*, act: str, actor: Actor, subject: Subject, payload: Mapping[str, Any], now: dt.datetime) -> uuid.UUID:
    """Writes one act (`case.opened`) into the chain, in the caller's transaction: both hold or neither. Returns its entry id.

    `payload` is a JSON object without decimal fractions; ids as text, moments as ISO text, money in cents. Personal data
    belong there and nowhere else: the payload alone can be erased. Raises TypeError or ValueError for other payloads,
    TransactionManagementError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("audit.record belongs inside the transaction of the act it records")
    text = canonical(payload)
    salt = os.urandom(SALT_BYTES)
    entry_id = _next_id()
    stored_id = entry_id if connection.features.has_native_uuid_field else entry_id.hex
    at = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:  # plain statements: every use case pays for this, and the ORM costs four times as much
        commitment = sha256(salt + text).digest()
        cursor.execute(_ENTRY, [stored_id, act, actor.label, subject.kind, subject.id, at, commitment])
        cursor.execute(_PAYLOAD, [stored_id, salt, text.decode()])
    return entry_id


def _next_id() -> uuid.UUID:
    """A new id larger than any this process gave before: acts of one transaction keep their order within a millisecond."""
    with _LOCK:
        _LAST[0] = max(ids.new_id(), uuid.UUID(int=_LAST[0].int + 1))
        return _LAST[0]


def record_view(*, actor: Actor, subject: Subject, purpose: str, now: dt.datetime) -> None:
    """Notes a look at personal data in the separate log (never in the chain)."""
    ViewLog(at=now, actor=actor.label, subject_kind=subject.kind, subject_id=subject.id, purpose=purpose[:200]).save(
        force_insert=True
    )


def leaf_data(entry: Entry) -> bytes:
    """The bytes a leaf is hashed from. They hold no personal payload and cannot be guessed: the commitment is salted."""
    return canonical(
        {
            "act": entry.act,
            "actor": entry.actor,
            "at": entry.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
            "commitment": bytes(entry.commitment).hex(),
            "id": str(entry.id),
            "subject": {"id": entry.subject_id, "kind": entry.subject_kind},
        }
    )
