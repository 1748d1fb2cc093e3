"""What this room keeps about people, and why it stays."""

import datetime as dt
import uuid

from rathaus.foundation.privacy import public as privacy
from rathaus.modules.payments.domain.detach_account import detach_account
from rathaus.modules.payments.models import PaymentRequest


def export(account_id: uuid.UUID) -> privacy.Part:
    """The payments asked of an account, with their bookings."""
    found = PaymentRequest.objects.filter(account_id=account_id).prefetch_related("bookings").order_by("created_at")
    return privacy.Part(
        [
            {
                "wofuer": payment.title,
                "zahlende_person": payment.payer_name,
                "kassenzeichen": payment.cash_reference,
                "cent": payment.cents,
                "rechtsgrundlage": payment.basis,
                "stand": str(payment.get_state_display()),
                "faellig": payment.due.isoformat(),
                "buchungen": [
                    {"art": str(entry.get_kind_display()), "cent": entry.cents, "am": entry.at.isoformat()}
                    for entry in payment.bookings.all()
                ],
            }
            for payment in found
        ]
    )


def erase(account_id: uuid.UUID, now: dt.datetime) -> list[privacy.Kept]:
    """Vouchers of the cash office outlive the account (Art. 17 Abs. 3 Buchst. b DSGVO); the way to it ends."""
    del now
    count = detach_account(account_id=account_id)
    reason = "Belege der Kasse müssen nach dem Haushaltsrecht der Gemeinde aufbewahrt werden (Art. 17 Abs. 3 Buchst. b DSGVO)."
    return [privacy.Kept(f"Zahlungen ({count})", reason)] if count else []


privacy.register(privacy.PersonalData("payments", "Zahlungen", export, erase))
