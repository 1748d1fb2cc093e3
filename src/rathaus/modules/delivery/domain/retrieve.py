"""Fetching a document from the portal: the deliberate act that starts the clock."""

import datetime as dt
import secrets
import uuid

from django.db import transaction

from rathaus.foundation import clock
from rathaus.foundation.errors import Invalid, NotFound
from rathaus.foundation.events import public as events
from rathaus.foundation.law import public as law
from rathaus.foundation.permissions.public import GUEST, Actor, ActorKind
from rathaus.modules.delivery import clocks, queries
from rathaus.modules.delivery.domain import _evidence, _states
from rathaus.modules.delivery.enums import ChannelId, DeliveryState
from rathaus.modules.delivery.events import DocumentRetrieved
from rathaus.modules.delivery.models import Delivery
from rathaus.modules.delivery.types import DeliveryInfo
from rathaus.standards.evidence.events import EvidenceEvent


def retrieve(
    *, delivery_id: uuid.UUID, now: dt.datetime, account_id: uuid.UUID | None = None, token: str = "", trust_level: str = ""
) -> DeliveryInfo:
    """Marks the document as retrieved by its recipient; a second time changes nothing.

    Raises NotFound for anybody but the recipient, Invalid where the ten days are over (§ 41 Abs. 2a VwVfG) or it is a letter.
    """
    today = clock.today(now)
    with transaction.atomic():
        delivery = _states.lock(delivery_id)
        actor = _recipient(delivery, account_id=account_id, token=token)
        if delivery.state == DeliveryState.RETRIEVED:
            return queries.get_deliveries([delivery_id])[delivery_id]
        if delivery.channel != ChannelId.PORTAL:
            raise Invalid("Dieses Schreiben kommt als Brief. Es gibt hier nichts abzurufen.")
        if delivery.state == DeliveryState.NOT_RETRIEVED or (delivery.window_ends and today > delivery.window_ends):
            raise Invalid(
                "Die Zeit zum Abrufen ist abgelaufen. Sie bekommen das Schreiben als Brief. Es entsteht Ihnen kein Nachteil."
            )
        delivery.retrieved_at = now
        clocks.start_clock(delivery, event=law.Start.RETRIEVED, day=today)
        _states.move(delivery, DeliveryState.RETRIEVED)
        _evidence.note(
            delivery, EvidenceEvent.CONTENT_ACCESS_TRACKING, actor=actor, now=now, trust_level=trust_level or _level(account_id)
        )
        events.publish(_event(delivery), aggregate=(delivery.subject_kind, delivery.subject_id), now=now)
    return queries.get_deliveries([delivery_id])[delivery_id]


def _recipient(delivery: Delivery, *, account_id: uuid.UUID | None, token: str) -> Actor:
    if delivery.account_id and delivery.account_id == account_id:
        return Actor(kind=ActorKind.CITIZEN, name="", id=account_id)
    if delivery.account_id is None and token and secrets.compare_digest(token.encode(), delivery.token.encode()):
        return GUEST
    raise NotFound("Dieses Schreiben gibt es in Ihrem Postfach nicht. Melden Sie sich mit dem Konto an, das es bekommen hat.")


def _level(account_id: uuid.UUID | None) -> str:
    return "signed in, identity not proven" if account_id else "personal link, not signed in"


def _event(delivery: Delivery) -> DocumentRetrieved:
    return DocumentRetrieved(
        delivery_id=str(delivery.id),
        subject_kind=delivery.subject_kind,
        subject_id=delivery.subject_id,
        notified_on=delivery.notified_on.isoformat() if delivery.notified_on else "",
        deadline_ends=delivery.deadline_ends.isoformat() if delivery.deadline_ends else "",
    )
