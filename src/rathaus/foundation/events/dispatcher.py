"""Handing events to subscribers: in order, once, each in its own transaction."""

import datetime as dt

from django.db import transaction

from rathaus.foundation.events import cursors, parking
from rathaus.foundation.events.codec import decode
from rathaus.foundation.events.models import Cursor, Event, Handled
from rathaus.foundation.events.registry import Meta, Subscriber, subscribers
from rathaus.foundation.failures import describe

PER_ROUND = 100  # of one subscriber, so that a replay does not hold up the others
ROUNDS = 50  # handlers publish events in their turn; a circle of them must not hold the worker for ever


def dispatch_pending(*, now: dt.datetime) -> int:
    """Number and deliver everything committed so far, second tries that are due included; the number of handlers run.

    Any number of dispatchers may run at once: a delivery holds the lock of its subscriber's cursor.
    """
    delivered = 0
    for _ in range(ROUNDS):
        numbered = cursors.sequence_pending()
        moved = _deliver_round(now=now) + parking.retry_due(now=now, run=run_handler)
        delivered += moved
        if not numbered and not moved:
            break
    return delivered


def _deliver_round(*, now: dt.datetime) -> int:
    known = subscribers()
    places = cursors.positions(known)
    end = cursors.head()
    delivered = 0
    idle: list[str] = []
    for subscriber in known:
        if places[subscriber.name] >= end:
            continue
        for _ in range(PER_ROUND):
            if not _has_next(subscriber, after=places[subscriber.name], end=end):
                idle.append(subscriber.name)
                break
            places[subscriber.name] = deliver_next(subscriber, now=now)
            delivered += 1
    if idle:
        Cursor.objects.filter(name__in=idle, position__lt=end).update(position=end)
    return delivered


def _has_next(subscriber: Subscriber, *, after: int, end: int) -> bool:
    return Event.objects.filter(type__in=list(subscriber.classes), sequence__gt=after, sequence__lte=end).exists()


def deliver_next(subscriber: Subscriber, *, now: dt.datetime) -> int:
    """One event, or none if another dispatcher was faster; the subscriber's position afterwards."""
    with transaction.atomic():
        place = Cursor.objects.select_for_update().get(name=subscriber.name)
        event = Event.objects.filter(type__in=list(subscriber.classes), sequence__gt=place.position).order_by("sequence").first()
        if event is None or event.sequence is None:
            return place.position
        if parking.is_blocked(subscriber, event):
            parking.park_behind(subscriber, event, now=now)
        elif error := run_handler(subscriber, event, now=now):
            parking.park(subscriber, event, error=error, now=now)
        place.position = event.sequence
        place.save(update_fields=["position"])
        return place.position


def run_handler(subscriber: Subscriber, event: Event, *, now: dt.datetime) -> str:
    """Handler and handler key in one transaction, undone together; an empty text, or what went wrong."""
    if event.sequence is None or event.version is None:
        raise ValueError(f"event {event.number} has no sequence yet")
    meta = Meta(
        sequence=event.sequence,
        aggregate=(event.aggregate_kind, event.aggregate_id),
        version=event.version,
        published_at=event.published_at,
        now=now,
        key=f"{subscriber.name}:{event.sequence}",
    )
    try:
        with transaction.atomic():
            _, first = Handled.objects.get_or_create(subscriber=subscriber.name, sequence=event.sequence)
            if first:
                subscriber.handler(decode(subscriber.classes[event.type], event.data), meta)
    except Exception as error:  # noqa: BLE001  (whatever a handler raises parks its event, it never stops the dispatcher)
        return describe(error)
    return ""
