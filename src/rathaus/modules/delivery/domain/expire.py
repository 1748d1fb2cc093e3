"""Ten days without retrieval: not notified, the letter is prepared (§ 41 Abs. 2a VwVfG)."""

import datetime as dt
import uuid

from django.db import transaction

from rathaus.foundation import clock
from rathaus.foundation.events import public as events
from rathaus.foundation.permissions.public import SYSTEM
from rathaus.modules.delivery.domain import _evidence, _states
from rathaus.modules.delivery.domain.prepare_letter import prepare_letter
from rathaus.modules.delivery.enums import ChannelId, DeliveryState
from rathaus.modules.delivery.events import NotificationFailed
from rathaus.modules.delivery.models import Delivery
from rathaus.standards.evidence.events import EvidenceEvent

COPIED = (
    *("subject_kind", "subject_id", "unit_id", "service_key", "secrecy", "secrecy_set", "account_id", "recipient_name"),
    *("address_lines", "title", "document_id", "document_version", "sha256", "size", "filename", "land", "regime", "act"),
)


def expire_unretrieved(*, now: dt.datetime) -> int:
    """Ends every retrieval whose ten days are over and prepares the letters. Returns how many; each in its own transaction."""
    overdue = Delivery.objects.filter(state=DeliveryState.AVAILABLE, window_ends__lt=clock.today(now)).order_by(
        "window_ends", "id"
    )
    return sum(_expire(delivery_id, now=now) for delivery_id in list(overdue.values_list("id", flat=True)))


def _expire(delivery_id: uuid.UUID, *, now: dt.datetime) -> bool:
    with transaction.atomic():
        delivery = _states.lock(delivery_id)
        if delivery.state != DeliveryState.AVAILABLE:  # fetched, or expired by another worker, in this very moment
            return False
        end_retrieval(delivery, reason="not retrieved within ten days", now=now)
    return True


def end_retrieval(delivery: Delivery, *, reason: str, now: dt.datetime) -> None:
    """Takes a locked, available delivery out of the portal, says why, prepares the letter where the address is known."""
    delivery.failed_at = now
    delivery.notified_on = delivery.deadline_ends = None
    delivery.law_text = ""
    _states.move(delivery, DeliveryState.NOT_RETRIEVED)
    _evidence.note(delivery, EvidenceEvent.CONTENT_HANDOVER_FAILURE, actor=SYSTEM, now=now, reason=reason)
    letter = _letter(delivery, now=now) if delivery.address_lines else None
    event = NotificationFailed(
        delivery_id=str(delivery.id),
        subject_kind=delivery.subject_kind,
        subject_id=delivery.subject_id,
        letter_id=str(letter.id) if letter else "",
    )
    events.publish(event, aggregate=(delivery.subject_kind, delivery.subject_id), now=now)


def _letter(delivery: Delivery, *, now: dt.datetime) -> Delivery:
    letter = Delivery(
        **{name: getattr(delivery, name) for name in COPIED},
        channel=ChannelId.LETTER,
        state=DeliveryState.TO_POST,
        dispatched_at=now,
        replaces=delivery,
    )
    letter.save(force_insert=True)
    prepare_letter(delivery=letter, actor=SYSTEM, now=now)
    return letter
