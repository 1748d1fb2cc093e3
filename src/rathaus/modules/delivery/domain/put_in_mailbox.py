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
from rathaus.modules.delivery.domain.expire import end_retrieval
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
    """Makes the document available for retrieval and tells the recipient (§ 41 Abs. 2a VwVfG).

    Where nobody can be told, no period can run: a document with legal frame is prepared as a letter at once.
    """
    today = clock.today(now)
    clocks.start_window(delivery, day=today)
    if delivery.account_id:
        MailboxItem(delivery=delivery, account_id=delivery.account_id, title=delivery.title, at=now).save(force_insert=True)
    _evidence.note(delivery, EvidenceEvent.CONTENT_CONSIGNMENT, actor=actor, now=now)
    if _send(delivery, now=now):
        clocks.start_clock(delivery, event=law.Start.ANNOUNCED, day=today)
        delivery.save()
        by = {"notified_by": "e-mail, queued"}
        _evidence.note(delivery, EvidenceEvent.CONSIGNMENT_NOTIFICATION, actor=actor, now=now, extra=by)
    elif delivery.land:
        end_retrieval(delivery, reason="nobody could be told", now=now)


def _send(delivery: Delivery, *, now: dt.datetime) -> bool:
    """False for an address that can be none."""
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
