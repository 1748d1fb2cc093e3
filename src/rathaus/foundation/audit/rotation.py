"""Handing the chain over to a new key."""

import datetime as dt

from django.db import transaction

from rathaus.foundation.audit import keys
from rathaus.foundation.audit.models import KeyRecord
from rathaus.foundation.audit.record import record
from rathaus.foundation.audit.types import Subject
from rathaus.foundation.permissions.public import Actor


def rotate(*, actor: Actor, now: dt.datetime) -> str:
    """A new key takes over, endorsed by the old one; the act is in the chain. Returns the new fingerprint.

    The old private key is gone afterwards. Raises keys.KeyMissing where the file does not belong to the chain.
    """
    waiting = keys.next_path()
    with transaction.atomic():
        old, latest = keys.current(now)
        waiting.unlink(missing_ok=True)
        keys.write_key(waiting)
        public = keys.raw_public(keys.load(waiting))
        name, number = keys.fingerprint_of(public), latest.number + 1
        endorsement = old.sign(keys.endorsement_statement(number, name, now))
        KeyRecord(number=number, fingerprint=name, public_key=public, at=now, endorsement=endorsement).save(force_insert=True)
        record(
            act="audit.key_rotated",
            actor=actor,
            subject=Subject("log_key", name),
            payload={"number": number, "from": latest.fingerprint},
            now=now,
        )
    waiting.replace(keys.key_path())
    return name
