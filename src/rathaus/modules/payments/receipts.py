"""The receipt of a payment as PDF."""

from rathaus.foundation import clock
from rathaus.foundation.documents import public as documents
from rathaus.foundation.errors import NotFound
from rathaus.foundation.money import format_cents
from rathaus.modules.organisation import public as organisation
from rathaus.modules.payments.enums import SETTLED, Booking
from rathaus.modules.payments.models import PaymentRequest


def receipt_pdf(payment: PaymentRequest) -> bytes:
    """Slow (a child process): never inside a transaction. Raises NotFound while nothing is paid."""
    booking = payment.bookings.filter(kind__in=[Booking.RECEIPT, Booking.CASH]).first()
    if payment.state not in SETTLED or booking is None:
        raise NotFound("Einen Beleg gibt es erst, wenn die Zahlung gebucht ist. Laden Sie die Zahlungsseite in einer Minute neu.")
    authority = organisation.main_authority()
    when = clock.local(booking.at)
    facts = [
        ["Betrag", format_cents(booking.cents)],
        ["Bezahlt am", f"{when:%d.%m.%Y, %H:%M} Uhr"],
        ["Kassenzeichen", payment.cash_reference],
        ["Zahlungsart", "bar am Schalter" if booking.kind == Booking.CASH else "online"],
        *([["Quittung", booking.number]] if booking.number else []),
        *([["Eingezahlt von", payment.payer_name]] if payment.payer_name else []),
        *[["Umsatzsteuer", item["tax"]] for item in payment.items[:1]],
    ]
    data = {
        "title": f"Zahlungsbeleg {payment.cash_reference}",
        "authority": {"name": authority.name, "lines": list(authority.address_lines)},
        "recipient": {"lines": [payment.payer_name] if payment.payer_name else []},
        "date": when.date().isoformat(),
        "subject": f"Zahlungsbeleg: {payment.title}",
        "references": [["Kassenzeichen", payment.cash_reference]],
        "intro": ["Diese Zahlung ist bei uns eingegangen."],
        "facts": facts,
        "items": [{"label": item["label"], "cents": item["cents"], "basis": item["basis"]} for item in payment.items],
        "outro": _refunded(payment),
    }
    return documents.render(template="receipt", data=data, now=booking.at)


def _refunded(payment: PaymentRequest) -> list[str]:
    given_back = -sum(entry.cents for entry in payment.bookings.filter(kind=Booking.REFUND))
    return [f"Davon wurden {format_cents(given_back)} erstattet."] if given_back else []
