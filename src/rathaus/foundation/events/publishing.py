"""Writing an event: one row in the caller's transaction."""

import datetime as dt
import uuid

from django.db import connection

from rathaus.foundation import rows
from rathaus.foundation.events.codec import encode
from rathaus.foundation.events.models import Event
from rathaus.foundation.events.registry import EventClass


def publish(event: EventClass, *, aggregate: tuple[str, str | uuid.UUID], now: dt.datetime) -> None:
    """The event happens when the caller's transaction commits, or not at all.

    `aggregate` is the thing whose history this belongs to (`("case", id)`): subscribers see its events in order.
    Raises RuntimeError outside a transaction, TypeError for a field of a wrong type.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{event.TYPE} published outside a transaction")
    kind, identifier = aggregate
    rows.insert(Event(type=event.TYPE, aggregate_kind=kind, aggregate_id=str(identifier), data=encode(event), published_at=now))
