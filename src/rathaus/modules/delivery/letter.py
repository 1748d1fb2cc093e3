"""The cover letter after DIN 5008: address in the window, and one sentence why this comes on paper."""

from rathaus.foundation import clock
from rathaus.foundation.documents import public as documents
from rathaus.modules.delivery.clocks import german
from rathaus.modules.delivery.models import Delivery
from rathaus.modules.organisation import public as organisation


def cover_letter(delivery: Delivery) -> bytes:
    """A PDF of one page. Slow (a child process renders it): never inside a transaction."""
    authority, unit = _sender(delivery)
    sent = clock.today(delivery.dispatched_at)
    data = {
        "title": delivery.title,
        "authority": {
            "name": authority.name,
            "unit": unit.name if unit else "",
            "lines": list(authority.address_lines),
            "phone": unit.phone if unit else authority.phone,
            "email": unit.email if unit else authority.email,
        },
        "recipient": {"lines": [delivery.recipient_name, *delivery.address_lines]},
        "date": sent.isoformat(),
        "subject": delivery.title,
        "salutation": "Guten Tag,",
        "body": _body(delivery),
        "closing": "Mit freundlichen Grüßen",
        "signatory": {"name": authority.name},
        "enclosures": [delivery.title],
        "note": "Demonstration: kein echtes Schreiben." if authority.demo else "",
    }
    return documents.render(template="letter", data=data, now=delivery.dispatched_at)


def _sender(delivery: Delivery) -> tuple[organisation.AuthorityInfo, organisation.UnitInfo | None]:
    unit = organisation.get_units([delivery.unit_id]).get(delivery.unit_id) if delivery.unit_id else None
    if unit is None:
        return organisation.main_authority(), None
    return organisation.get_authorities([unit.authority_id])[unit.authority_id], unit


def _body(delivery: Delivery) -> list[str]:
    if delivery.replaces is None:
        return ["anbei erhalten Sie das unten genannte Schreiben."]
    since = german(clock.today(delivery.replaces.dispatched_at))
    why = (
        f"wir hatten Ihnen das unten genannte Schreiben am {since} in Ihr Postfach im Serviceportal gelegt. "
        "Es wurde dort nicht abgerufen. Deshalb schicken wir es Ihnen als Brief."
    )
    return [
        why,
        "Für Sie ist dadurch kein Nachteil entstanden: Fristen rechnen erst ab der Bekanntgabe durch diesen Brief.",
    ]
