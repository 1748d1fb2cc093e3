"""An account ends; its payments stay without it."""

import uuid

from rathaus.modules.payments.models import PaymentRequest


def detach_account(*, account_id: uuid.UUID) -> int:
    """Cuts the way from payments to an account; how many."""
    return PaymentRequest.objects.filter(account_id=account_id).update(account_id=None)
