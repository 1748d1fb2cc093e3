"""What the use cases of this room share: the locked row, the history, the audit entry."""

import datetime as dt
import hashlib
import uuid

from rathaus.foundation import ids
from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Conflict, NotFound
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.payments.enums import TRANSITIONS, Booking, EventKind, State
from rathaus.modules.payments.models import Attempt, LedgerEntry, PaymentEvent, PaymentRequest


def lock(payment_id: uuid.UUID) -> PaymentRequest:
    """The row, locked until the transaction ends. Raises NotFound."""
    payment = PaymentRequest.objects.select_for_update().filter(pk=payment_id).first()
    if payment is None:
        raise NotFound("Diese Zahlung gibt es nicht. Prüfen Sie die Adresse oder suchen Sie nach dem Kassenzeichen.")
    return payment


def move(payment: PaymentRequest, state: State) -> None:
    """The next state, stored. Raises Conflict where the transition is not allowed."""
    if state == payment.state:
        return
    if state not in TRANSITIONS[State(payment.state)]:
        raise Conflict(
            f"Die Zahlung {payment.cash_reference} ist inzwischen »{payment.get_state_display()}«. Laden Sie die Seite neu."
        )
    payment.state = state
    payment.version += 1
    payment.save(update_fields=["state", "version", "settled_at", "cancel_reason"])


def tell(
    payment: PaymentRequest,
    *,
    kind: EventKind,
    actor: Actor,
    now: dt.datetime,
    text: str = "",
    attempt: Attempt | None = None,
    digest: str | None = None,
) -> bool:
    """A line in the payment's history and, where it changes something, in the audit. False for a digest seen before."""
    key = hashlib.sha256((digest or str(ids.new_id())).encode()).hexdigest()
    if digest is not None and PaymentEvent.objects.filter(digest=key).exists():
        return False
    PaymentEvent.objects.create(
        request=payment, attempt=attempt, kind=kind, at=now, actor=actor.label, text=text[:300], digest=key
    )
    if kind not in {EventKind.STATUS, EventKind.NOTIFIED}:
        audit.record(
            act=f"payment.{kind}",
            actor=actor,
            subject=audit.Subject("payment", payment.pk),
            payload={"cash_reference": payment.cash_reference, "cents": payment.cents, "state": str(payment.state), "text": text},
            now=now,
        )
    return True


def book(
    payment: PaymentRequest, *, kind: Booking, cents: int, source: str, provider: str, now: dt.datetime, number: str = ""
) -> LedgerEntry:
    """One booking. IntegrityError where the source is booked already: nothing is ever booked twice."""
    return LedgerEntry.objects.create(
        request=payment, kind=kind, cents=cents, source=source, provider=provider, number=number, at=now
    )
