"""A secrecy class became known after the Vorgang was opened."""

import datetime as dt
import uuid

from django.db import transaction

from rathaus.foundation.audit import public as audit
from rathaus.foundation.permissions.public import Actor, Secrecy
from rathaus.modules.records.models import Subfile


def raise_secrecy(*, subfile_id: uuid.UUID, secrecy: Secrecy, actor: Actor, now: dt.datetime) -> None:
    """From now on only who holds the class finds the Vorgang and its documents; the right is checked by the room of the case.

    The Vorgang stays in its Akte under its reference: what may be seen is judged Vorgang by Vorgang. Twice is once.
    """
    with transaction.atomic():
        subfile = Subfile.objects.select_for_update().filter(pk=subfile_id).exclude(secrecy=secrecy).first()
        if subfile is None:
            return
        subfile.secrecy = secrecy.value
        subfile.version += 1
        subfile.save(update_fields=["secrecy", "version"])
        audit.record(
            act="records.secrecy_raised",
            actor=actor,
            subject=audit.Subject("subfile", subfile.pk),
            payload={"reference": subfile.reference, "secrecy": secrecy.value},
            now=now,
        )
