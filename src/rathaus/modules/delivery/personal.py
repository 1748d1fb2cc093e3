"""What this room keeps of a person: shown on request, reduced on erasure, the rest explained."""

import datetime as dt
import uuid

from rathaus.foundation.privacy.public import Kept, Part, PersonalData, register
from rathaus.foundation.storage import public as storage
from rathaus.modules.delivery import queries
from rathaus.modules.delivery.domain.forget_recipient import forget_recipient
from rathaus.modules.delivery.enums import DeliveryState
from rathaus.modules.delivery.models import Delivery

HANDED_OVER = (DeliveryState.RETRIEVED, DeliveryState.POSTED)


def export(account_id: uuid.UUID) -> Part:
    """Every delivery to the account; the documents only where they count as handed over: a copy must not outrun the clock."""
    rows = list(queries.with_parts(Delivery.objects.filter(account_id=account_id)).order_by("dispatched_at", "id"))
    data = [
        {
            "titel": row.title,
            "eingestellt": row.dispatched_at,
            "weg": row.get_channel_display(),
            "stand": queries.row_clock(row).text,
            "anschrift": [row.recipient_name, *row.address_lines],
            "e_mail": row.email,
            "pruefsumme_sha256": row.sha256,
        }
        for row in rows
    ]
    files = {f"{row.id}-{row.filename}": storage.read(row.sha256) for row in rows if row.state in HANDED_OVER}
    return Part(data, files)


def erase(account_id: uuid.UUID, _now: dt.datetime) -> list[Kept]:
    """Mailbox and e-mail addresses go; what was notified and when stays with the file it belongs to."""
    kept = forget_recipient(account_id=account_id)
    reason = "Belegt die Bekanntgabe und gehört zur Akte (Art. 17 Abs. 3 Buchst. b und e DSGVO)"
    return [Kept(f"{kept} Zustellungen mit Nachweis", reason)] if kept else []


register(PersonalData(module="delivery", label="Postfach und Zustellungen", export=export, erase=erase))
