"""Paid at the counter."""

import datetime as dt
import uuid

from django.db import transaction

from rathaus.foundation import clock, ids
from rathaus.foundation.errors import Conflict
from rathaus.foundation.events import public as events
from rathaus.foundation.permissions import public as permissions
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.payments import rules
from rathaus.modules.payments.domain import _common
from rathaus.modules.payments.enums import ENDED, Booking, EventKind, State
from rathaus.modules.payments.events import PaymentReceived


def record_cash(*, payment_id: uuid.UUID, actor: Actor, now: dt.datetime) -> str:
    """Books the whole amount as taken in cash and returns the number of the receipt (`Q-7KQ2-M9XF`).

    Raises Conflict where it is paid or cancelled already, Forbidden without the right.
    """
    with transaction.atomic():
        payment = _common.lock(payment_id)
        permissions.require(actor, rules.CASH, scope=rules.scope_of(payment), today=clock.today(now))
        if payment.state in ENDED:
            raise Conflict(f"Diese Forderung ist schon »{payment.get_state_display()}«. Nehmen Sie kein Geld an.")
        number = f"Q-{ids.readable_code(8)}"
        source = f"cash:{payment.pk}"
        _common.book(payment, kind=Booking.CASH, cents=payment.cents, source=source, provider="bar", now=now, number=number)
        payment.settled_at = now
        _common.move(payment, State.PAID)
        _common.tell(payment, kind=EventKind.CASH, actor=actor, now=now, text=f"Quittung {number}")
        event = PaymentReceived(str(payment.pk), payment.subject_kind, payment.subject_id, payment.cents)
        events.publish(event, aggregate=("payment", str(payment.pk)), now=now)
    return number
