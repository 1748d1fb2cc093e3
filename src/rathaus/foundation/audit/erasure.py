"""Erasing what an act was about, without a hole in the chain (Art. 17 DSGVO)."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from rathaus.foundation.audit.models import Payload, ViewLog
from rathaus.foundation.audit.record import record
from rathaus.foundation.audit.types import Subject
from rathaus.foundation.permissions.public import Actor

ERASED = "audit.payload_erased"
VIEWS_KEPT = dt.timedelta(days=365)


def erase_payloads(*, subjects: Iterable[Subject], reason: str, actor: Actor, now: dt.datetime) -> int:
    """Removes payloads and salts of every act on the subjects and records, per subject, which entries that were and why.

    `reason` names the rule (`retention.cases`), nothing personal: it stays. Returns the number of payloads erased. Entries
    that record an erasure keep their payload: the check of the chain accepts a missing payload only with them.
    """
    erased = 0
    with transaction.atomic():
        for subject in dict.fromkeys(subjects):
            rows = Payload.objects.filter(
                ~Q(entry__act=ERASED), entry__subject_kind=subject.kind, entry__subject_id=subject.id
            ).order_by("entry_id")
            ids = list(rows.values_list("entry_id", flat=True))
            if not ids:
                continue
            record(
                act=ERASED, actor=actor, subject=subject, payload={"entries": [str(i) for i in ids], "reason": reason}, now=now
            )
            Payload.objects.filter(entry_id__in=ids).delete()
            erased += len(ids)
    return erased


def sweep_views(*, now: dt.datetime) -> int:
    """Removes looks older than a year from the separate log (Art. 5(1)(e) DSGVO). Returns how many."""
    deleted, _ = ViewLog.objects.filter(at__lt=now - VIEWS_KEPT).delete()
    return deleted
