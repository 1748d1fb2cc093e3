"""Take over what an editorial system sends: objects to write and to delete, in order, as often as it likes."""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from django.db import transaction

from rathaus.foundation import ids, rows
from rathaus.foundation.audit import public as audit
from rathaus.foundation.permissions.public import SYSTEM, Actor
from rathaus.modules.catalogue.domain.heed_responsibilities import concerned, heed, note_served
from rathaus.modules.catalogue.domain.project_online import project_online
from rathaus.modules.catalogue.domain.refresh import refresh
from rathaus.modules.catalogue.domain.source_forms import keys_with_forms
from rathaus.modules.catalogue.domain.sources import hold_sources
from rathaus.modules.catalogue.enums import ObjectKind
from rathaus.modules.catalogue.exchange import objects
from rathaus.modules.catalogue.exchange.territory import applies
from rathaus.modules.catalogue.models import ObjectKey, Source, SourceObject
from rathaus.modules.organisation import public as organisation
from rathaus.standards import xzufi

BATCH = 500
Place = tuple[ObjectKind, str, str]  # kind, scheme, value


def services_in_words(number: int) -> str:
    return f"{number} Leistung{'' if number == 1 else 'en'}"


@dataclass(slots=True)
class Taken:
    """What became of the operations. `orphaned` deletions name what nobody has; `elsewhere` does not apply in our territories.

    `responsibilities` are the rows made, some of them anew.
    """

    written: int = 0
    unchanged: int = 0
    deleted: int = 0
    orphaned: int = 0
    elsewhere: int = 0
    responsibilities: int = 0
    services: set[str] = field(default_factory=set)

    def add(self, other: "Taken") -> None:
        self.written += other.written
        self.unchanged += other.unchanged
        self.deleted += other.deleted
        self.orphaned += other.orphaned
        self.elsewhere += other.elsewhere
        self.responsibilities += other.responsibilities
        self.services |= other.services

    @property
    def seen(self) -> int:
        return self.written + self.unchanged + self.deleted + self.orphaned

    @property
    def text(self) -> str:
        return (
            f"{self.written} Objekte geschrieben, {self.unchanged} unverändert, {self.deleted} gelöscht, "
            f"{self.orphaned} Löschungen ohne Gegenstand, {self.elsewhere} gelten nicht bei uns; "
            f"{services_in_words(len(self.services))} geändert, {self.responsibilities} Zuständigkeiten eingetragen."
        )


def import_objects(
    *,
    source: Source,
    operations: Iterable[xzufi.Operation],
    now: dt.datetime,
    actor: Actor = SYSTEM,
    only_new: bool = False,
) -> Taken:
    """With `only_new`, what is known already stays as it is: for lists, which say less than a description.

    Batches of a fixed size, each in a transaction of its own: repeated after a break it ends in the same state.

    The caller has read all operations once before, so that bad input changes nothing (`exchange.reading`).
    """
    taken = Taken()
    ours = tuple(authority.ars for authority in organisation.get_authorities().values())
    stream = iter(operations)
    while batch := list(islice(stream, BATCH)):
        with transaction.atomic():
            hold_sources()
            _apply(source, batch, ours, taken, now, only_new=only_new)
    with transaction.atomic():
        if taken.seen:  # also what changed nothing: a break may have come just before this
            taken.services.update(project_online(source=source, now=now))
        source.last_import_at = now
        source.save(update_fields=["last_import_at"])
        audit.record(
            act="catalogue.objects_imported",
            actor=actor,
            subject=audit.Subject("catalogue", source.slug),
            payload={"written": taken.written, "deleted": taken.deleted, "services": len(taken.services)},
            now=now,
        )
    return taken


@dataclass(slots=True)
class _Batch:
    """The rows to write, and the services that each of them speaks of now."""

    rows: list[SourceObject] = field(default_factory=list)
    keys: dict[Place, tuple[str, ...]] = field(default_factory=dict)
    known: set[Place] = field(default_factory=set)
    items: dict[uuid.UUID, xzufi.XzufiObject] = field(default_factory=dict)

    def add(self, row: SourceObject, keys: tuple[str, ...], item: xzufi.XzufiObject | None = None) -> None:
        self.rows.append(row)
        if item is not None:
            self.items[row.id] = item
        self.keys[_place_of(row)] = keys


def _apply(
    source: Source,
    operations: Sequence[xzufi.Operation],
    ours: Sequence[str],
    taken: Taken,
    now: dt.datetime,
    *,
    only_new: bool,
) -> None:
    last = {_place(operation): operation for operation in operations}  # of several on one object the last one counts
    stored = SourceObject.objects.select_for_update().filter(source=source, value__in={place[2] for place in last})
    known = {_place_of(row): row for row in stored.defer("content")}
    batch = _Batch(known=set(known))
    for place, operation in last.items():
        row = known.get(place)
        if isinstance(operation, xzufi.Delete):
            if row is None or row.deleted_at:
                taken.orphaned += 1
                continue
            row.deleted_at = now
            taken.deleted += 1
            batch.add(row, ())
            continue
        content = objects.encode(operation.item)
        there = row is not None and row.deleted_at is None
        if row is not None and there and (only_new or row.sha256 == objects.digest(content)):
            taken.unchanged += 1
            continue
        here = applies(operation.item, ours)
        taken.elsewhere += not here
        taken.written += 1
        written = _row(place, operation.item, content, known=row)
        written.source, written.applies, written.changed_at = source, here, now
        batch.add(written, objects.service_keys(operation.item) if here else (), operation.item)
    if batch.rows:
        _store(source, batch, taken, now)


def _place(operation: xzufi.Operation) -> Place:
    if isinstance(operation, xzufi.Delete):
        return (objects.kind_of_class(operation.item_class), *objects.identity(operation.id))
    return (objects.kind_of(operation.item), *objects.identity(operation.item.id))


def _place_of(row: SourceObject) -> Place:
    return ObjectKind(row.kind), row.scheme, row.value


def _row(place: Place, item: xzufi.XzufiObject, content: bytes, *, known: SourceObject | None) -> SourceObject:
    kind, scheme, value = place
    return SourceObject(
        id=known.id if known else ids.new_id(),
        kind=kind,
        scheme=scheme,
        value=value,
        about=objects.about(item)[:300],
        sha256=objects.digest(content),
        content=content,
    )


def _store(source: Source, batch: _Batch, taken: Taken, now: dt.datetime) -> None:
    touched = dict.fromkeys(keys_with_forms(source, batch.rows))
    gone = [row.id for row in batch.rows if row.deleted_at]
    SourceObject.objects.filter(id__in=gone).update(deleted_at=now, changed_at=now)
    written = [row for row in batch.rows if not row.deleted_at]
    rows.insert_all(row for row in written if _place_of(row) not in batch.known)
    SourceObject.objects.bulk_create(
        [row for row in written if _place_of(row) in batch.known],
        update_conflicts=True,
        unique_fields=["source", "kind", "scheme", "value"],
        update_fields=["about", "applies", "sha256", "content", "changed_at", "deleted_at"],
    )
    before = [row.id for row in batch.rows if _place_of(row) in batch.known]
    if before:
        old = ObjectKey.objects.filter(object__in=before)
        touched |= dict.fromkeys(old.values_list("service_key", flat=True))
        old.delete()
    rows.insert_all(ObjectKey(object=row, service_key=key) for row in batch.rows for key in batch.keys[_place_of(row)])
    touched |= dict.fromkeys(key for found in batch.keys.values() for key in found)
    touched |= dict.fromkeys(_specialised(source, batch.rows))
    note_served(batch.rows, batch.items, known=before)
    touched |= dict.fromkeys(keys_with_forms(source, batch.rows))
    taken.services.update(refresh(touched, now=now))
    taken.responsibilities += heed(concerned(source, batch.rows), day=now.date(), items=batch.items)


def _specialised(source: Source, rows: Sequence[SourceObject]) -> Iterator[str]:
    """The services whose texts a specialisation adds to."""
    values = {row.about for row in rows if row.kind == ObjectKind.SPECIALISATION and row.about}
    if values:
        found = ObjectKey.objects.filter(object__source=source, object__kind=ObjectKind.SERVICE, object__value__in=values)
        yield from found.values_list("service_key", flat=True)
