"""The short e-mails of a case. Never its content: only that something is there, and where."""

import datetime as dt

from django.conf import settings
from django.urls import reverse

from rathaus.foundation.errors import Invalid
from rathaus.foundation.mail import public as mail
from rathaus.modules.cases.domain.confirm_address import ask_once, confirmed_email
from rathaus.modules.cases.enums import PartyRole
from rathaus.modules.cases.models import Case
from rathaus.modules.cases.places import home_of


def tell_applicant(case: Case, *, subject: str, sentence: str, key: str, now: dt.datetime) -> None:
    """Nothing where the applicant left no address, or one that cannot be one: the case page says it all the same.

    An address nobody has confirmed gets the question whether it is theirs, once, and not this.
    """
    party = case.parties.filter(role=PartyRole.APPLICANT).first()
    if party is None or not party.email:
        return
    if not confirmed_email(party):
        ask_once(case_id=case.pk, now=now)
        return
    authority, _unit = home_of(case.unit_id)
    address = f"{settings.RATHAUS_BASE_URL}{reverse('cases:citizen', args=[case.token])}"
    lines = [
        "Guten Tag,",
        "",
        sentence,
        "",
        f"Vorgangsnummer: {case.number}",
        f"Ihr Vorgang: {address}",
        "",
        "Aus Gründen des Datenschutzes steht in dieser E-Mail kein Inhalt.",
        "",
        authority.name,
    ]
    if authority.demo:
        lines.append("Dies ist eine Demonstration, keine Nachricht einer echten Behörde.")
    try:
        mail.send(to=party.email, subject=f"{subject} ({case.number})", text="\n".join(lines), key=key, now=now)
    except Invalid:
        return
