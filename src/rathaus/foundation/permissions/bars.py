"""Who must keep out of a matter: filled by the room of the matter, asked by every room that keeps a part of it."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db.models import Q

from rathaus.foundation.permissions.models import Bar

Subject = tuple[str, str | uuid.UUID]  # kind and id: ("case", id)


def bar(*, subject: Subject, person_ids: Iterable[uuid.UUID], now: dt.datetime) -> None:
    """From now on these persons find nothing of the matter in any room. Twice is once.

    In the transaction of the act that says why: that act is the one on record.
    """
    kind, identifier = subject
    rows = [Bar(person_id=person, subject_kind=kind, subject_id=str(identifier), since=now) for person in person_ids]
    Bar.objects.bulk_create(rows, ignore_conflicts=True)


def unbar(*, subject: Subject, person_id: uuid.UUID) -> None:
    """The matter is open to the person again, as far as rights reach. In the transaction of the act that says why."""
    kind, identifier = subject
    Bar.objects.filter(person_id=person_id, subject_kind=kind, subject_id=str(identifier)).delete()


def barred_persons(subject: Subject) -> frozenset[uuid.UUID]:
    """Who must keep out of the matter; for lists of whom it may be given to."""
    kind, identifier = subject
    rows = Bar.objects.filter(subject_kind=kind, subject_id=str(identifier))
    return frozenset(rows.values_list("person_id", flat=True))


def is_barred(person_id: uuid.UUID | None, subject: Subject | None) -> bool:
    if person_id is None or subject is None:
        return False
    kind, identifier = subject
    return Bar.objects.filter(person_id=person_id, subject_kind=kind, subject_id=str(identifier)).exists()


def unbarred(person_id: uuid.UUID | None, *, kind: str | None = None, column: str | None = None) -> Q:
    """The filter that leaves out what the person must keep out of. One query, whatever the number of rows.

    Rows name their matter in `subject_kind` and `subject_id`, or, where `kind` is given, by the id in `column`.
    """
    found = Q()
    if person_id is None:
        return found
    matters: dict[str, list[str]] = {}
    for subject_kind, subject_id in Bar.objects.filter(person_id=person_id).values_list("subject_kind", "subject_id"):
        matters.setdefault(subject_kind, []).append(subject_id)
    if kind is not None and column is not None:
        return ~Q(**{f"{column}__in": matters[kind]}) if kind in matters else found
    for subject_kind, subject_ids in matters.items():
        found &= ~Q(subject_kind=subject_kind, subject_id__in=subject_ids)
    return found
