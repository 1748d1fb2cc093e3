"""An approved refund leaves the house."""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import Sum

from rathaus.foundation.events import public as events
from rathaus.foundation.money import format_cents
from rathaus.foundation.permissions.public import SYSTEM
from rathaus.modules.payments import registry
from rathaus.modules.payments.domain import _common
from rathaus.modules.payments.enums import Booking, EventKind, RefundState, State
from rathaus.modules.payments.events import RefundSent
from rathaus.modules.payments.models import Attempt, Refund


def send_refund(*, refund_id: uuid.UUID, now: dt.datetime) -> None:
    """Orders the refund at the provider (its key is the refund's id, so twice is once), then books it: once.

    Cash goes back at the counter: it is booked when approved. Raises ProviderDown; the job tries again.
    """
    refund = Refund.objects.select_related("booking").get(pk=refund_id)
    if refund.state != RefundState.APPROVED:
        return
    booking = refund.booking
    if booking.kind != Booking.CASH:
        attempt = Attempt.objects.get(pk=booking.source.removeprefix("attempt:"))
        registry.providers.get(attempt.provider).refund(
            reference=attempt.reference, transaction_id=str(attempt.pk), cents=refund.cents, key=str(refund.pk), now=now
        )
    with transaction.atomic():
        payment = _common.lock(refund.request_id)
        refund = Refund.objects.select_for_update().get(pk=refund_id)
        if refund.state != RefundState.APPROVED:
            return
        refund.state, refund.sent_at = RefundState.SENT, now
        refund.save(update_fields=["state", "sent_at"])
        source = f"refund:{refund.pk}"
        _common.book(payment, kind=Booking.REFUND, cents=-refund.cents, source=source, provider=booking.provider, now=now)
        _common.tell(payment, kind=EventKind.REFUND_SENT, actor=SYSTEM, now=now, text=format_cents(refund.cents))
        complete = (payment.bookings.aggregate(total=Sum("cents"))["total"] or 0) == 0
        if booking.kind != Booking.LATE_RECEIPT:
            given_back = booking.refunds.filter(state=RefundState.SENT).aggregate(total=Sum("cents"))["total"] or 0
            _common.move(payment, State.REFUNDED if given_back == booking.cents else State.PART_REFUNDED)
        subject = (str(payment.pk), payment.subject_kind, payment.subject_id)
        event = RefundSent(*subject, str(refund.pk), refund.cents, complete)
        events.publish(event, aggregate=("payment", str(payment.pk)), now=now)
