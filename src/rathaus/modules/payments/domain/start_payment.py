"""Off to the provider's page."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from rathaus.foundation.errors import Conflict, Invalid
from rathaus.foundation.permissions.public import GUEST
from rathaus.modules.payments import registry
from rathaus.modules.payments.base import Order, Provider, ProviderDown
from rathaus.modules.payments.domain import _common
from rathaus.modules.payments.domain.settle import next_check, pull_pending
from rathaus.modules.payments.enums import PAYABLE, AttemptState, EventKind, State
from rathaus.modules.payments.models import Attempt, PaymentRequest
from rathaus.modules.payments.references import sepa_text

UNAVAILABLE = (
    "Der Zahlungsdienst antwortet gerade nicht. Es wurde nichts abgebucht. Versuchen Sie es in einigen Minuten noch einmal."
)


def start(*, payment_id: uuid.UUID, provider: str, return_url: str, now: dt.datetime) -> str:
    """The address to send the payer to.

    A try that is still open is continued, not doubled: the provider is asked about it first. Raises Conflict where the money
    is there already or the request was cancelled, Invalid where the provider is unknown or down.
    """
    try:
        plugin = registry.providers.get(provider)
    except KeyError:
        raise Invalid("Diese Zahlungsart gibt es hier nicht. Wählen Sie eine andere oder zahlen Sie am Schalter.") from None
    pull_pending(payment_id=payment_id, now=now)
    attempt = _attempt(payment_id, plugin, now=now)
    if attempt.redirect_url:
        return attempt.redirect_url
    payment = PaymentRequest.objects.get(pk=payment_id)
    order = Order(
        transaction_id=str(attempt.pk),
        cents=payment.cents,
        currency=payment.currency,
        purpose=sepa_text(f"{payment.cash_reference} {payment.title}"),
        cash_reference=payment.cash_reference,
        return_url=return_url,
        notify_url=settings.RATHAUS_BASE_URL + reverse("payments:notify", args=[plugin.identifier]),
    )
    try:
        started = plugin.start(order, now=now)
    except ProviderDown:
        raise Invalid(UNAVAILABLE) from None
    Attempt.objects.filter(pk=attempt.pk, reference="").update(reference=started.reference, redirect_url=started.redirect_url)
    return started.redirect_url


def _attempt(payment_id: uuid.UUID, plugin: Provider, *, now: dt.datetime) -> Attempt:
    with transaction.atomic():
        payment = _common.lock(payment_id)
        known = payment.attempts.filter(state=AttemptState.STARTED, provider=plugin.identifier).last()
        if known is not None and payment.state == State.STARTED:
            return known
        if payment.state not in PAYABLE and payment.state != State.STARTED:
            raise Conflict(_why_not(payment))
        attempt = Attempt(request=payment, provider=plugin.identifier, started_at=now)
        attempt.next_check_at = next_check(attempt, now=now)
        attempt.save(force_insert=True)
        _common.move(payment, State.STARTED)
        _common.tell(payment, kind=EventKind.STARTED, actor=GUEST, now=now, text=plugin.label, attempt=attempt)
        return attempt


def _why_not(payment: PaymentRequest) -> str:
    if payment.state == State.UNCLEAR:
        return "Ihre Zahlung wird noch geprüft. Bitte zahlen Sie nicht noch einmal; wir melden uns, sobald sie geklärt ist."
    if payment.state == State.CANCELLED:
        return "Diese Forderung ist aufgehoben. Sie müssen nichts zahlen."
    return "Das ist schon bezahlt. Sie müssen nichts mehr tun."
