"""The demonstration provider seen from our side: it knows its own table and nothing of ours."""

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from rathaus.foundation.plugins import ConfigProblem
from rathaus.modules.payments.base import Notice, Order, Outcome, ProviderDown, Started, Status, Untrusted
from rathaus.modules.payments.contrib.demo.models import DemoState, DemoTransaction

SIGNATURE = "X-Demo-Signature"
OPEN_FOR = dt.timedelta(minutes=30)
_OUTCOMES = {
    DemoState.PENDING: Outcome.PENDING,
    DemoState.PAID: Outcome.PAID,
    DemoState.ABORTED: Outcome.ABORTED,
    DemoState.EXPIRED: Outcome.EXPIRED,
}


class DemoProvider:
    identifier = "demo"
    label = "Demo-Zahlungsdienst (kein echtes Geld)"

    def check_config(self) -> list[ConfigProblem]:
        if settings.RATHAUS_DEMO:
            return []
        return [
            ConfigProblem("Der Demo-Zahlungsdienst ist außerhalb einer Demonstration aktiv.", "Setzen Sie RATHAUS_DEMO auf 0.")
        ]

    def start(self, order: Order, *, now: dt.datetime) -> Started:
        page, _created = DemoTransaction.objects.get_or_create(
            transaction_id=order.transaction_id,
            defaults={
                "cents": order.cents,
                "currency": order.currency,
                "purpose": order.purpose,
                "return_url": order.return_url,
                "notify_url": order.notify_url,
                "opened_at": now,
            },
        )
        return Started(page.reference, reverse("payments:demo_page", args=[page.reference]))

    def status(self, *, reference: str, transaction_id: str, now: dt.datetime) -> Status:
        del reference
        page = DemoTransaction.objects.filter(transaction_id=transaction_id).first()
        if page is None:
            raise ProviderDown("no such transaction")
        if page.state == DemoState.PENDING and now - page.opened_at > OPEN_FOR:
            press(page.reference, DemoState.EXPIRED)
            page.refresh_from_db()
        return Status(_OUTCOMES[DemoState(page.state)], page.reference, page.transaction_id, page.cents, page.currency)

    def refund(self, *, reference: str, transaction_id: str, cents: int, key: str, now: dt.datetime) -> None:
        del now, reference
        with transaction.atomic():
            page = DemoTransaction.objects.select_for_update().filter(transaction_id=transaction_id).first()
            if page is None or page.state != DemoState.PAID:
                raise ProviderDown("nothing to refund")
            if key in page.refunds:
                return
            if sum(page.refunds.values()) + cents > page.cents:
                raise ProviderDown("more than was paid")
            page.refunds[key] = cents
            page.save(update_fields=["refunds"])

    def read_notice(self, body: bytes, headers: Mapping[str, str]) -> Notice:
        if not hmac.compare_digest(sign(body), headers.get(SIGNATURE, "")):
            raise Untrusted
        try:
            transaction_id = json.loads(body)["transaction_id"]
        except (ValueError, KeyError, TypeError):
            raise Untrusted from None
        return Notice(str(transaction_id), hashlib.sha256(body).hexdigest())


def press(reference: str, state: DemoState) -> bool:
    """A button of the hosted page: the first one counts. True where it was this one."""
    return DemoTransaction.objects.filter(pk=reference, state=DemoState.PENDING).update(state=state) == 1


def sign(body: bytes) -> str:
    """HMAC-SHA-256 with a key derived from the instance's secret."""
    key = hashlib.sha256(b"demo-payment" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, body, hashlib.sha256).hexdigest()
