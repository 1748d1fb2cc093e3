"""The first pair of eyes: money should go back."""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import Sum

from rathaus.foundation import clock
from rathaus.foundation import text as texts
from rathaus.foundation.errors import Conflict, Invalid
from rathaus.foundation.events import public as events
from rathaus.foundation.money import format_cents
from rathaus.foundation.permissions import public as permissions
from rathaus.foundation.permissions.public import SYSTEM, Actor
from rathaus.modules.payments import rules
from rathaus.modules.payments.domain import _common
from rathaus.modules.payments.enums import Booking, EventKind, RefundState
from rathaus.modules.payments.events import RefundProposed
from rathaus.modules.payments.models import LedgerEntry, PaymentRequest, Refund

LIVE = (RefundState.PROPOSED, RefundState.APPROVED, RefundState.SENT)


def propose_refund(*, payment_id: uuid.UUID, reason: str, actor: Actor, now: dt.datetime, cents: int | None = None) -> uuid.UUID:
    """Proposes to give back `cents`, or all that is left of the payment. A second proposal of the whole is the first one.

    Raises Invalid without a reason or for more than is left, Conflict where nothing was paid, Forbidden without the right.
    """
    text = texts.clean(reason)
    if not text:
        raise Invalid("Es fehlt der Grund.", {"reason": "Bitte nennen Sie den Grund."})
    with transaction.atomic():
        payment = _common.lock(payment_id)
        permissions.require(actor, rules.PROPOSE_REFUND, scope=rules.scope_of(payment), today=clock.today(now))
        booking = payment.bookings.filter(kind__in=[Booking.RECEIPT, Booking.CASH]).first()
        if booking is None:
            raise Conflict("Es ist kein Geld eingegangen, das erstattet werden könnte. Heben Sie die Forderung auf.")
        left = remaining(booking)
        live = booking.refunds.filter(state__in=LIVE).last()
        if cents is None and live is not None and (left == 0 or live.state != RefundState.SENT):
            return live.pk
        amount = left if cents is None else cents
        if not 0 < amount <= left:
            problem = f"Erstattet werden können noch {format_cents(left)}."
            raise Invalid(problem, {"cents": problem})
        return _propose(payment, booking, cents=amount, reason=text, actor=actor, now=now).pk


def late_refund(payment: PaymentRequest, booking: LedgerEntry, *, reason: str, now: dt.datetime) -> Refund:
    """The house proposes by itself, inside the transaction that books the late money."""
    return _propose(payment, booking, cents=booking.cents, reason=reason, actor=SYSTEM, now=now)


def remaining(booking: LedgerEntry) -> int:
    """What of a receipt is neither given back nor proposed to be."""
    total: int | None = booking.refunds.filter(state__in=LIVE).aggregate(total=Sum("cents"))["total"]
    return booking.cents - (total or 0)


def _propose(payment: PaymentRequest, booking: LedgerEntry, *, cents: int, reason: str, actor: Actor, now: dt.datetime) -> Refund:
    refund = Refund.objects.create(
        request=payment, booking=booking, cents=cents, reason=reason[:300], proposed_at=now, proposed_by=actor.person_id
    )
    _common.tell(payment, kind=EventKind.REFUND_PROPOSED, actor=actor, now=now, text=f"{format_cents(cents)}: {reason}")
    event = RefundProposed(str(payment.pk), payment.subject_kind, payment.subject_id, str(refund.pk), cents)
    events.publish(event, aggregate=("payment", str(payment.pk)), now=now)
    return refund
