"""A provider's message arrived: write it down. Nothing in it is believed."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from rathaus.foundation.errors import NotFound
from rathaus.foundation.permissions.public import SYSTEM
from rathaus.modules.payments import registry
from rathaus.modules.payments.domain import _common
from rathaus.modules.payments.enums import EventKind
from rathaus.modules.payments.models import Attempt


@dataclass(frozen=True, slots=True)
class Received:
    """The try to ask about; `fresh` is False where the same message came before."""

    attempt_id: uuid.UUID
    fresh: bool


def receive_notice(*, provider: str, body: bytes, headers: Mapping[str, str], now: dt.datetime) -> Received:
    """Stores the message once; the caller asks the provider, also where the message came before.

    No outbound call happens here. Raises Untrusted for a wrong signature, NotFound for an unknown provider or transaction.
    """
    try:
        notice = registry.providers.get(provider).read_notice(body, headers)
        attempt = Attempt.objects.get(pk=uuid.UUID(notice.transaction_id), provider=provider)
    except (KeyError, ValueError, Attempt.DoesNotExist):
        raise NotFound("Diese Zahlung gibt es nicht.") from None
    with transaction.atomic():
        payment = _common.lock(attempt.request_id)
        digest = f"notice:{attempt.pk}:{notice.digest}"
        fresh = _common.tell(payment, kind=EventKind.NOTIFIED, actor=SYSTEM, now=now, attempt=attempt, digest=digest)
    return Received(attempt.pk, fresh)
