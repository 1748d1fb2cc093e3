"""Erasure of a person across the modules, with a report of what stays and why (Art. 17 DSGVO)."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction

from rathaus.foundation.audit import public as audit
from rathaus.foundation.permissions.public import Actor
from rathaus.foundation.privacy.registry import Kept, registered


@dataclass(frozen=True, slots=True)
class Report:
    """What stays after the erasure, by the label of the module."""

    account_id: uuid.UUID
    at: dt.datetime
    kept: tuple[tuple[str, Kept], ...]

    @property
    def complete(self) -> bool:
        return not self.kept


def erase_person(account_id: uuid.UUID, *, actor: Actor, now: dt.datetime) -> Report:
    """Runs every module's erasure in one transaction, the account itself last. Repeating it is harmless."""
    kept: list[tuple[str, Kept]] = []
    with transaction.atomic():
        for entry in reversed(registered()):
            kept += [(entry.label, item) for item in entry.erase(account_id, now)]
        audit.record(
            act="privacy.erased",
            actor=actor,
            subject=audit.Subject("account", account_id),
            payload={"kept": [{"area": label, "what": item.what, "reason": item.reason} for label, item in kept]},
            now=now,
        )
    return Report(account_id=account_id, at=now, kept=tuple(kept))


def sweep(*, now: dt.datetime) -> dict[str, int]:
    """Removes what has reached the end of its time, module by module; each in its own transaction. How many, by module."""
    removed = {}
    for entry in registered():
        if entry.retention is not None:
            with transaction.atomic():
                removed[entry.module] = entry.retention(now)
    return removed
