"""What this room does when others announce something."""

import uuid

from rathaus.foundation.events import public as events
from rathaus.foundation.mail.events import MailFailed
from rathaus.modules.delivery.domain.note_unannounced import note_unannounced
from rathaus.modules.delivery.domain.put_in_mailbox import MAIL_KEY


@events.subscribe(MailFailed, name="delivery.mail_failed")
def announcement_failed(event: MailFailed, meta: events.Meta) -> None:
    prefix, _, delivery_id = event.key.partition(":")
    if prefix == MAIL_KEY:
        note_unannounced(delivery_id=uuid.UUID(delivery_id), reason=event.reason, now=meta.now)
