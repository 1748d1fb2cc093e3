"""Sending a document to a person."""

import datetime as dt
import uuid

from django.db import transaction

from rathaus.foundation import clock
from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Invalid
from rathaus.foundation.law import public as law
from rathaus.foundation.permissions.public import Actor, Secrecy, columns_of
from rathaus.foundation.storage import public as storage
from rathaus.modules.accounts import public as accounts
from rathaus.modules.delivery import queries
from rathaus.modules.delivery.base import Channel
from rathaus.modules.delivery.enums import ChannelId, DeliveryState
from rathaus.modules.delivery.models import Delivery
from rathaus.modules.delivery.registry import channel_for
from rathaus.modules.delivery.types import DeliveryInfo, DocumentLike, LegalFrame, Recipient

FIRST_STATE = {ChannelId.PORTAL: DeliveryState.AVAILABLE, ChannelId.LETTER: DeliveryState.TO_POST}


def dispatch(
    *,
    subject: audit.Subject | tuple[str, str],
    recipient: Recipient,
    document: DocumentLike,
    legal: LegalFrame | None,
    title: str,
    actor: Actor,
    now: dt.datetime,
    filename: str = "",
    unit_id: uuid.UUID | None = None,
    service_key: str = "",
    secrecy: frozenset[Secrecy] = frozenset(),
) -> DeliveryInfo:
    """Sends the document by the channel the recipient chose, or by letter. The same document twice is one delivery.

    The caller has decided who may send (a decision, a request): this verb asks for no right of its own. Raises Invalid where
    nobody can be reached or the law knows no rule for the frame, storage.BlobMissing where the document has no file.
    """
    channel = channel_for(recipient)
    size = storage.size(document.sha256)
    email = recipient.email or _account_email(recipient)
    kind, identifier = subject if isinstance(subject, tuple) else (subject.kind, subject.id)
    if legal:
        _check(legal, channel, day=clock.today(now))
    with transaction.atomic():
        same = Delivery.objects.select_for_update().filter(
            subject_kind=kind,
            subject_id=str(identifier),
            document_id=document.id,
            document_version=document.version,
            recipient_name=recipient.name,
            account_id=recipient.account_id,
            replaces=None,
        )
        if found := same.first():
            return queries.get_deliveries([found.id])[found.id]
        delivery = Delivery(
            subject_kind=kind,
            subject_id=str(identifier),
            unit_id=unit_id,
            service_key=service_key,
            **columns_of(secrecy),
            account_id=recipient.account_id,
            recipient_name=recipient.name,
            address_lines=list(recipient.address_lines),
            email=email,
            title=title,
            document_id=document.id,
            document_version=document.version,
            sha256=document.sha256,
            size=size,
            filename=storage.clean_filename(filename or f"{title[:80]}.pdf"),
            channel=channel.identifier,
            state=FIRST_STATE[ChannelId(channel.identifier)],
            land=legal.land if legal else "",
            regime=legal.regime if legal else "",
            act=legal.act if legal else "",
            dispatched_at=now,
        )
        delivery.save(force_insert=True)
        channel.send(delivery, actor=actor, now=now)
    return queries.get_deliveries([delivery.id])[delivery.id]


def _account_email(recipient: Recipient) -> str:
    account = accounts.get_accounts([recipient.account_id]).get(recipient.account_id) if recipient.account_id else None
    return account.email if account else ""


def _check(legal: LegalFrame, channel: Channel, *, day: dt.date) -> None:
    """Asked before anything is written: a delivery without a clock that can run must not leave the house."""
    ruleset = law.rules(legal.land, legal.regime, day)
    law.notification_start(ruleset, law.Channel(channel.identifier))
    if legal.act not in list(law.Act):
        raise Invalid(f"Die Art der Entscheidung »{legal.act}« ist unbekannt. Bekannt sind: {', '.join(law.Act)}.")
