"""The authority no longer wants the money."""

import datetime as dt
import uuid

from django.db import transaction

from rathaus.foundation import clock
from rathaus.foundation import text as texts
from rathaus.foundation.errors import Conflict, Invalid
from rathaus.foundation.permissions import public as permissions
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.payments import rules
from rathaus.modules.payments.domain import _common
from rathaus.modules.payments.enums import SETTLED, EventKind, State


def cancel(*, payment_id: uuid.UUID, reason: str, actor: Actor, now: dt.datetime) -> None:
    """Ends an unpaid request; cancelled twice is cancelled once. Money that still arrives proposes its own refund.

    Raises Conflict where it is paid (propose a refund instead), Invalid without a reason, Forbidden without the right.
    """
    text = texts.clean(reason)
    if not text:
        raise Invalid("Es fehlt der Grund.", {"reason": "Bitte nennen Sie den Grund."})
    with transaction.atomic():
        payment = _common.lock(payment_id)
        permissions.require(actor, rules.CANCEL, scope=rules.scope_of(payment), today=clock.today(now))
        if payment.state == State.CANCELLED:
            return
        if payment.state in SETTLED:
            raise Conflict("Das Geld ist schon da. Schlagen Sie statt dessen eine Erstattung vor.")
        payment.cancel_reason = text[:300]
        _common.move(payment, State.CANCELLED)
        _common.tell(payment, kind=EventKind.CANCELLED, actor=actor, now=now, text=text)
