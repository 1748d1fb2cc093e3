"""Asking the provider and booking its answer: the only way money from a provider enters the ledger."""

import datetime as dt
import uuid

from django.db import transaction

from rathaus.foundation.events import public as events
from rathaus.foundation.permissions.public import SYSTEM
from rathaus.modules.payments import registry
from rathaus.modules.payments.base import Outcome, ProviderDown, Status
from rathaus.modules.payments.domain import _common
from rathaus.modules.payments.domain.propose_refund import late_refund
from rathaus.modules.payments.enums import ENDED, PENDING, SETTLED, AttemptState, Booking, EventKind, State
from rathaus.modules.payments.events import LatePayment, PaymentFailed, PaymentReceived
from rathaus.modules.payments.models import Attempt, PaymentRequest

# minutes after the start at which a silent provider is asked; then once a day until KEEP_ASKING
CHECKS = (1, 5, 15, 60)
KEEP_ASKING = dt.timedelta(days=30)
UNCLEAR_AFTER = dt.timedelta(hours=24)
_ENDS = {
    Outcome.FAILED: (AttemptState.FAILED, State.FAILED),
    Outcome.ABORTED: (AttemptState.ABORTED, State.ABORTED),
    Outcome.EXPIRED: (AttemptState.EXPIRED, State.EXPIRED),
}


def pull_status(*, attempt_id: uuid.UUID, now: dt.datetime) -> AttemptState:
    """Asks the provider (no transaction, no lock), then books what it said. Asking again is always safe.

    A provider that does not answer leaves the attempt as it is, to be asked later.
    """
    attempt = Attempt.objects.get(pk=attempt_id)
    provider = registry.providers.get(attempt.provider)
    try:
        status = provider.status(reference=attempt.reference, transaction_id=str(attempt.pk), now=now)
    except ProviderDown:
        return _ask_later(attempt_id, now=now)
    return apply_status(attempt_id=attempt_id, status=status, now=now)


def pull_pending(*, payment_id: uuid.UUID, now: dt.datetime) -> None:
    """Asks about every open try of one request."""
    for attempt_id in Attempt.objects.filter(request_id=payment_id, state__in=PENDING).values_list("pk", flat=True):
        pull_status(attempt_id=attempt_id, now=now)


def apply_status(*, attempt_id: uuid.UUID, status: Status, now: dt.datetime) -> AttemptState:
    """The fetched status, compared exactly with what was ordered, becomes state, booking and event: once."""
    with transaction.atomic():
        attempt = Attempt.objects.get(pk=attempt_id)
        payment = _common.lock(attempt.request_id)
        attempt = Attempt.objects.select_for_update().get(pk=attempt_id)
        if attempt.state == AttemptState.PAID:
            return AttemptState.PAID
        if not _matches(payment, attempt, status):
            _mismatch(payment, attempt, status, now=now)
        elif status.outcome is Outcome.PAID:
            _paid(payment, attempt, status, now=now)
        elif status.outcome in _ENDS:
            _ended(payment, attempt, status.outcome, now=now)
        else:
            _waiting(payment, attempt, status.outcome, now=now)
        return AttemptState(attempt.state)


def _matches(payment: PaymentRequest, attempt: Attempt, status: Status) -> bool:
    return (
        status.cents == payment.cents
        and status.currency == payment.currency
        and status.transaction_id == str(attempt.pk)
        and attempt.reference in {"", status.reference}
    )


def _mismatch(payment: PaymentRequest, attempt: Attempt, status: Status, *, now: dt.datetime) -> None:
    """Amount, currency, transaction or reference differ: nothing is booked, a person has to look."""
    _keep(attempt, AttemptState.UNCLEAR, now=now)
    if payment.state not in ENDED:
        _common.move(payment, State.UNCLEAR)
    text = f"gemeldet: {status.cents} Cent {status.currency}, erwartet: {payment.cents} Cent {payment.currency}"
    digest = f"mismatch:{attempt.pk}:{status}"
    _common.tell(payment, kind=EventKind.MISMATCH, actor=SYSTEM, now=now, text=text, attempt=attempt, digest=digest)


def _paid(payment: PaymentRequest, attempt: Attempt, status: Status, *, now: dt.datetime) -> None:
    attempt.reference = status.reference
    _finish(attempt, AttemptState.PAID, now=now)
    source = f"attempt:{attempt.pk}"
    late = payment.state in ENDED
    kind = Booking.LATE_RECEIPT if late else Booking.RECEIPT
    booking = _common.book(payment, kind=kind, cents=status.cents, source=source, provider=attempt.provider, now=now)
    aggregate = ("payment", str(payment.pk))
    subject = (str(payment.pk), payment.subject_kind, payment.subject_id)
    if late:
        why = "bereits bezahlt" if payment.state in SETTLED else "aufgehoben"
        _common.tell(payment, kind=EventKind.LATE, actor=SYSTEM, now=now, text=f"Die Forderung war {why}.", attempt=attempt)
        refund = late_refund(payment, booking, reason=f"Zahlung ging ein, als die Forderung {why} war.", now=now)
        events.publish(LatePayment(*subject, status.cents, str(refund.pk)), aggregate=aggregate, now=now)
        return
    payment.settled_at = now
    _common.move(payment, State.PAID)
    _common.tell(payment, kind=EventKind.PAID, actor=SYSTEM, now=now, attempt=attempt)
    events.publish(PaymentReceived(*subject, status.cents), aggregate=aggregate, now=now)


def _ended(payment: PaymentRequest, attempt: Attempt, outcome: Outcome, *, now: dt.datetime) -> None:
    attempt_state, state = _ENDS[outcome]
    if attempt.state == attempt_state:
        _keep(attempt, attempt_state, now=now)
        return
    _finish(attempt, attempt_state, now=now)
    others = payment.attempts.filter(state__in=PENDING).exclude(pk=attempt.pk)
    _common.tell(payment, kind=EventKind.STATUS, actor=SYSTEM, now=now, text=str(attempt_state.label), attempt=attempt)
    if payment.state in ENDED or others.exists():
        return
    _common.move(payment, state)
    event = PaymentFailed(str(payment.pk), payment.subject_kind, payment.subject_id, outcome.value)
    events.publish(event, aggregate=("payment", str(payment.pk)), now=now)


def _waiting(payment: PaymentRequest, attempt: Attempt, outcome: Outcome, *, now: dt.datetime) -> None:
    unclear = outcome is Outcome.UNCLEAR or now - attempt.started_at > UNCLEAR_AFTER
    _keep(attempt, AttemptState.UNCLEAR if unclear else AttemptState.STARTED, now=now)
    if unclear and payment.state == State.STARTED:
        _common.move(payment, State.UNCLEAR)


def _finish(attempt: Attempt, state: AttemptState, *, now: dt.datetime) -> None:
    """Ended tries are still asked about for a while: providers have been seen to change their mind."""
    attempt.state, attempt.ended_at, attempt.checks = state, now, attempt.checks + 1
    attempt.next_check_at = None if state == AttemptState.PAID else next_check(attempt, now=now)
    attempt.save(update_fields=["state", "ended_at", "checks", "next_check_at", "reference"])


def _keep(attempt: Attempt, state: AttemptState, *, now: dt.datetime) -> None:
    attempt.state, attempt.checks = state, attempt.checks + 1
    attempt.next_check_at = next_check(attempt, now=now)
    attempt.save(update_fields=["state", "checks", "next_check_at"])


def _ask_later(attempt_id: uuid.UUID, *, now: dt.datetime) -> AttemptState:
    with transaction.atomic():
        attempt = Attempt.objects.select_for_update().get(pk=attempt_id)
        if attempt.state in PENDING:
            _keep(attempt, AttemptState(attempt.state), now=now)
        return AttemptState(attempt.state)


def next_check(attempt: Attempt, *, now: dt.datetime) -> dt.datetime | None:
    """The next time to ask: 1, 5, 15, 60 minutes after the start, then daily; None after 30 days."""
    for minutes in CHECKS:
        moment = attempt.started_at + dt.timedelta(minutes=minutes)
        if moment > now:
            return moment
    tomorrow = now + dt.timedelta(days=1)
    return tomorrow if tomorrow <= attempt.started_at + KEEP_ASKING else None
