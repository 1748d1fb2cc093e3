"""Into the mailbox, and an e-mail that says so without saying what."""

import datetime as dt

from django.conf import settings

from rathaus.foundation import clock
from rathaus.foundation.errors import Invalid
from rathaus.foundation.law import public as law
from rathaus.foundation.mail import public as mail
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.delivery import clocks, queries
from rathaus.modules.delivery.domain import _evidence
from rathaus.modules.delivery.models import Delivery, MailboxItem
from rathaus.standards.evidence.events import EvidenceEvent

MAIL_KEY = "delivery-notice"
NOTICE = """Guten Tag,

in Ihrem Postfach liegt ein neues Schreiben für Sie:

{url}

{window}Diese E-Mail enthält den Inhalt nicht, weil E-Mails unterwegs mitgelesen werden können.

Bitte antworten Sie nicht auf diese E-Mail.
"""
WINDOW = "Bitte rufen Sie es bis zum {day} ab. Danach schicken wir es Ihnen als Brief.\n\n"


def put_in_mailbox(*, delivery: Delivery, actor: Actor, now: dt.datetime) -> None:
    """Makes the document available for retrieval and tells the recipient (§ 41 Abs. 2a VwVfG)."""
    today = clock.today(now)
    clocks.start_window(delivery, day=today)
    clocks.start_clock(delivery, event=law.Start.ANNOUNCED, day=today)
    delivery.save()
    if delivery.account_id:
        MailboxItem(delivery=delivery, account_id=delivery.account_id, title=delivery.title, at=now).save(force_insert=True)
    _evidence.note(delivery, EvidenceEvent.CONTENT_CONSIGNMENT, actor=actor, now=now)
    if delivery.email and _send(delivery, now=now):
        _evidence.note(
            delivery, EvidenceEvent.CONSIGNMENT_NOTIFICATION, actor=actor, now=now, extra={"notified_by": "e-mail, queued"}
        )


def _send(delivery: Delivery, *, now: dt.datetime) -> bool:
    """An address that can be none must not stop the delivery: the mailbox holds it anyway."""
    window = WINDOW.format(day=clocks.german(delivery.window_ends)) if delivery.window_ends else ""
    try:
        mail.send(
            to=delivery.email,
            subject="Neues Schreiben in Ihrem Postfach",
            text=NOTICE.format(url=settings.RATHAUS_BASE_URL + queries.recipient_url(delivery), window=window),
            key=f"{MAIL_KEY}:{delivery.id}",
            now=now,
        )
    except Invalid:
        return False
    return True
