"""The one place where a delivery changes its state."""

import uuid

from rathaus.foundation.errors import Invalid, NotFound
from rathaus.modules.delivery.enums import TRANSITIONS, DeliveryState
from rathaus.modules.delivery.models import Delivery


def lock(delivery_id: uuid.UUID) -> Delivery:
    """The delivery, locked until the transaction ends. Raises NotFound."""
    delivery = Delivery.objects.select_for_update().filter(pk=delivery_id).first()
    if delivery is None:
        raise NotFound("Diese Zustellung gibt es nicht. Prüfen Sie die Adresse der Seite.")
    return delivery


def move(delivery: Delivery, to: DeliveryState) -> None:
    """Raises Invalid where the state does not lead there. Saves the whole row."""
    if to not in TRANSITIONS[DeliveryState(delivery.state)]:
        raise Invalid(f"Diese Zustellung ist schon weiter: {DeliveryState(delivery.state).label}. Laden Sie die Seite neu.")
    delivery.state = to
    delivery.version += 1
    delivery.save()
