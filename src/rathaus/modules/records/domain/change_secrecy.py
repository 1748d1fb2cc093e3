"""A secrecy class became known after the Vorgang was opened, or ended."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F

from rathaus.foundation.audit import public as audit
from rathaus.foundation.permissions import public as permissions
from rathaus.foundation.permissions.public import Actor, Secrecy
from rathaus.modules.records.models import Subfile


def raise_secrecy(*, case_id: uuid.UUID, secrecy: Secrecy, actor: Actor, now: dt.datetime) -> None:
    """From now on only who holds this class too finds the Vorgang and its documents; the room of the case checked the right.

    The Vorgang stays in its Akte under its reference: what may be seen is judged Vorgang by Vorgang. Twice is once.
    """
    with transaction.atomic():
        changed = permissions.add_class(Subfile.objects.filter(case_id=case_id), secrecy)
        _tell(changed, "records.secrecy_raised", secrecy, actor=actor, now=now)


def lower_secrecy(*, case_id: uuid.UUID, secrecy: Secrecy, actor: Actor, now: dt.datetime) -> None:
    """The class ended; every other class of the Vorgang stays. The room of the case checked the right and keeps the reason."""
    with transaction.atomic():
        changed = permissions.drop_class(Subfile.objects.filter(case_id=case_id), secrecy)
        _tell(changed, "records.secrecy_lowered", secrecy, actor=actor, now=now)


def _tell(changed: Iterable[Subfile], act: str, secrecy: Secrecy, *, actor: Actor, now: dt.datetime) -> None:
    for subfile in changed:
        Subfile.objects.filter(pk=subfile.pk).update(version=F("version") + 1)
        audit.record(
            act=act,
            actor=actor,
            subject=audit.Subject("subfile", subfile.pk),
            payload={
                "reference": subfile.reference,
                "secrecy": secrecy.value,
                "classes": sorted(permissions.classes_of(subfile)),
            },
            now=now,
        )
