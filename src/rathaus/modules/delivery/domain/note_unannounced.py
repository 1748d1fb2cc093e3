"""The e-mail that should announce a document could not be delivered."""

import datetime as dt
import uuid

from django.db import transaction

from rathaus.foundation.permissions.public import SYSTEM
from rathaus.modules.delivery.domain import _evidence
from rathaus.modules.delivery.domain.expire import end_retrieval
from rathaus.modules.delivery.enums import DeliveryState
from rathaus.modules.delivery.models import Delivery
from rathaus.standards.evidence.events import EvidenceEvent


def note_unannounced(*, delivery_id: uuid.UUID, reason: str, now: dt.datetime) -> None:
    """Without the announcement nothing can run (§ 41 Abs. 2a VwVfG, § 122a Abs. 4 AO): the letter is prepared at once.

    A document that was fetched all the same stays fetched. Unknown deliveries are passed over.
    """
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update().filter(pk=delivery_id).first()
        if delivery is None:
            return
        _evidence.note(delivery, EvidenceEvent.CONSIGNMENT_NOTIFICATION_FAILURE, actor=SYSTEM, now=now, reason=reason)
        if delivery.state == DeliveryState.AVAILABLE and delivery.land:
            end_retrieval(delivery, reason="announcement failed", now=now)
