"""Into the posting book."""

import datetime as dt

from rathaus.foundation.permissions.public import Actor
from rathaus.modules.delivery.domain import _evidence
from rathaus.modules.delivery.models import Delivery, Posting
from rathaus.standards.evidence.events import EvidenceEvent


def prepare_letter(*, delivery: Delivery, actor: Actor, now: dt.datetime) -> None:
    """A line in the posting book: the post room prints the letter and records the day it left."""
    Posting(delivery=delivery, prepared_at=now).save(force_insert=True)
    _evidence.note(
        delivery,
        EvidenceEvent.RELAY_TO_NON_ERDS,
        actor=actor,
        now=now,
        reason="not retrieved in time" if delivery.replaces_id else "letter chosen or no mailbox",
        extra={"address": list(delivery.address_lines)},
    )
