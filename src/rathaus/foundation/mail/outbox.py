"""Writing a mail down, in the caller's transaction."""

import datetime as dt
import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from rathaus.foundation import ids
from rathaus.foundation.mail import addresses
from rathaus.foundation.mail.models import Mail
from rathaus.foundation.text import clean


def send(*, to: str, subject: str, text: str, key: str, now: dt.datetime) -> uuid.UUID:
    """Put a mail in the outbox; its id. The same `key` again is the same mail: nothing is added.

    `to` is `name@host` or `Name <name@host>`; raises Invalid where it cannot be an address. `text` must not hold the content
    of a case.
    """
    address = addresses.read(to)
    with transaction.atomic():
        mail, _ = Mail.objects.get_or_create(
            key=key,
            defaults={
                "message_id": message_id(key),
                "token": ids.token(120).lower().replace("_", "0").replace("-", "1"),
                "to_name": address.display_name,
                "to_address": address.addr_spec,
                "subject": clean(subject)[:300],
                "text": text,
                "created_at": now,
                "next_try_at": now,
            },
        )
    return mail.id


def message_id(key: str) -> str:
    """Always the same for a key, and telling nothing of it: receivers use it to show a repeated mail once."""
    digest = salted_hmac("rathaus.mail", key, algorithm="sha256").hexdigest()[:32]
    return f"<{digest}@{urlsplit(settings.RATHAUS_BASE_URL).hostname or 'localhost'}>"
