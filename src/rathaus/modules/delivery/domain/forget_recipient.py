"""When an account is erased: its mailbox and its e-mail address go."""

import uuid

from django.db import transaction

from rathaus.modules.delivery.models import Delivery, MailboxItem


def forget_recipient(*, account_id: uuid.UUID) -> int:
    """Returns how many deliveries stay, without e-mail address. What still waits in the mailbox will go out as a letter."""
    with transaction.atomic():
        MailboxItem.objects.filter(account_id=account_id).delete()
        return Delivery.objects.filter(account_id=account_id).update(email="")
