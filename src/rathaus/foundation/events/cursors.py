"""The place of each subscriber, and the gapless numbering it counts in."""

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from rathaus.foundation.events.models import Cursor, Event
from rathaus.foundation.events.registry import Subscriber, subscribers

SEQUENCER = "#sequencer"
BATCH = 500


def head() -> int:
    """The last sequence given."""
    return Cursor.objects.filter(name=SEQUENCER).values_list("position", flat=True).first() or 0


def sequence_pending() -> int:
    """Number what has been committed since; the number of events numbered.

    The lock on the `#sequencer` row (on SQLite the write lock) lets one dispatcher at a time give numbers. A transaction
    that commits after this look is numbered by the next one.
    """
    if not Event.objects.filter(sequence__isnull=True).exists():
        return 0
    Cursor.objects.get_or_create(name=SEQUENCER)
    with transaction.atomic():
        place = Cursor.objects.select_for_update().get(name=SEQUENCER)
        pending = list(Event.objects.filter(sequence__isnull=True).order_by("number")[:BATCH])
        versions = _versions(pending)
        for event in pending:
            place.position += 1
            event.sequence = place.position
            key = (event.aggregate_kind, event.aggregate_id)
            versions[key] = event.version = versions.get(key, 0) + 1
        Event.objects.bulk_update(pending, ["sequence", "version"], batch_size=100)
        place.save(update_fields=["position"])
    return len(pending)


def _versions(pending: Iterable[Event]) -> dict[tuple[str, str], int]:
    keys = {(event.aggregate_kind, event.aggregate_id) for event in pending}
    rows = (
        Event.objects.filter(aggregate_id__in={identifier for _, identifier in keys}, version__isnull=False)
        .filter(aggregate_kind__in={kind for kind, _ in keys})
        .values_list("aggregate_kind", "aggregate_id")
        .annotate(last=Max("version"))
    )
    return {(kind, identifier): last for kind, identifier, last in rows}


def positions(known: Iterable[Subscriber]) -> dict[str, int]:
    """Where each subscriber stands; who is new joins at the beginning (`replay`) or at the head."""
    known = list(known)
    found = dict(Cursor.objects.filter(name__in=[subscriber.name for subscriber in known]).values_list("name", "position"))
    for subscriber in known:
        if subscriber.name not in found:
            start = 0 if subscriber.replay else head()
            found[subscriber.name] = Cursor.objects.get_or_create(name=subscriber.name, defaults={"position": start})[0].position
    return found


def join_after_migrate(**_kwargs: Any) -> None:
    """Subscribers join when the release that brings them is migrated, before it runs: no event falls between."""
    if Cursor._meta.db_table in connection.introspection.table_names():  # noqa: SLF001  (documented; `migrate` of one app alone)
        Cursor.objects.get_or_create(name=SEQUENCER)
        positions(subscribers())
