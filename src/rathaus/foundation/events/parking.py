"""Events that could not be handled: tried again with growing pauses, then left to the operator; order is kept."""

import datetime as dt
from collections.abc import Callable

from django.db import transaction

from rathaus.foundation.errors import NotFound
from rathaus.foundation.events.models import Cursor, Event, Parked
from rathaus.foundation.events.registry import Subscriber, find

PAUSES = (2, 15, 60, 600, 3600)  # seconds before the second, third ... try; after the last the operator decides

Run = Callable[..., str]


def is_blocked(subscriber: Subscriber, event: Event) -> bool:
    """Whether an earlier event of the same aggregate is still parked for this subscriber."""
    return Parked.objects.filter(
        subscriber=subscriber.name,
        event__aggregate_kind=event.aggregate_kind,
        event__aggregate_id=event.aggregate_id,
    ).exists()


def park(subscriber: Subscriber, event: Event, *, error: str, now: dt.datetime) -> None:
    Parked.objects.create(
        subscriber=subscriber.name,
        event=event,
        waiting=False,
        attempts=1,
        error=error,
        parked_at=now,
        next_try_at=now + dt.timedelta(seconds=PAUSES[0]),
    )


def park_behind(subscriber: Subscriber, event: Event, *, now: dt.datetime) -> None:
    Parked.objects.create(subscriber=subscriber.name, event=event, waiting=True, parked_at=now)


def retry_due(*, now: dt.datetime, run: Run) -> int:
    """Try again what is due; the number that now succeeded."""
    due = Parked.objects.filter(next_try_at__lte=now).order_by("event__sequence").values_list("id", "subscriber")
    return sum(_retry(parked_id, name, now=now, run=run) for parked_id, name in list(due))


def _retry(parked_id: int, name: str, *, now: dt.datetime, run: Run) -> int:
    """One parked event and, if it succeeds, those that waited behind it, each in its own transaction."""
    subscriber = find(name)
    if subscriber is None:
        return 0
    succeeded = 0
    following: int | None = parked_id
    while following is not None:
        with transaction.atomic():
            Cursor.objects.select_for_update().get(name=name)
            parked = Parked.objects.select_related("event").filter(pk=following).first()
            if parked is None:
                break
            if error := run(subscriber, parked.event, now=now):
                _again_later(parked, error=error, now=now)
                break
            parked.delete()
            succeeded += 1
            following = _next_of(parked)
    return succeeded


def _again_later(parked: Parked, *, error: str, now: dt.datetime) -> None:
    parked.attempts += 1
    parked.waiting = False
    parked.error = error
    pause = PAUSES[parked.attempts - 1] if parked.attempts <= len(PAUSES) else None
    parked.next_try_at = None if pause is None else now + dt.timedelta(seconds=pause)
    parked.save(update_fields=["attempts", "waiting", "error", "next_try_at"])


def _next_of(parked: Parked) -> int | None:
    return (
        Parked.objects.filter(
            subscriber=parked.subscriber,
            event__aggregate_kind=parked.event.aggregate_kind,
            event__aggregate_id=parked.event.aggregate_id,
        )
        .order_by("event__sequence")
        .values_list("id", flat=True)
        .first()
    )


def try_again(*, parked_id: int, now: dt.datetime) -> None:
    """The operator has removed the cause: the next dispatch tries it. Raises NotFound if it is no longer parked."""
    if not Parked.objects.filter(pk=parked_id, waiting=False).update(next_try_at=now):
        raise NotFound("Dieses Ereignis wartet nicht mehr. Laden Sie die Seite neu.")


def discard(*, parked_id: int, now: dt.datetime) -> None:
    """Give the event up for this subscriber; what waits behind it goes on. Raises NotFound if it is no longer parked."""
    with transaction.atomic():
        name = Parked.objects.filter(pk=parked_id).values_list("subscriber", flat=True).first()
        Cursor.objects.select_for_update().filter(name=name).first()  # no delivery may park behind it meanwhile
        parked = Parked.objects.select_related("event").filter(pk=parked_id).first()
        if parked is None:
            raise NotFound("Dieses Ereignis wartet nicht mehr. Laden Sie die Seite neu.")
        parked.delete()
        if (following := _next_of(parked)) is not None:
            Parked.objects.filter(pk=following).update(next_try_at=now, waiting=False)
