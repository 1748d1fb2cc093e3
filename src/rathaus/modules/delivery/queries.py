"""Reads: deliveries of a subject, a mailbox, the posting book."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.urls import reverse

from rathaus.foundation.audit.public import Subject
from rathaus.foundation.errors import NotFound
from rathaus.foundation.permissions import public as permissions
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.delivery import clocks, rules
from rathaus.modules.delivery.enums import DeliveryState
from rathaus.modules.delivery.models import Delivery
from rathaus.modules.delivery.types import Clock, DeliveryInfo


def with_parts(rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """What `info` needs, in one query."""
    return rows.select_related("posting", "fallback")


def get_deliveries(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, DeliveryInfo]:
    """By id; unknown ids are left out."""
    return {row.id: info(row) for row in with_parts(Delivery.objects.filter(id__in=list(ids)))}


def deliveries_for(subject: Subject | tuple[str, str]) -> list[DeliveryInfo]:
    """Everything sent in this matter, oldest first."""
    kind, identifier = subject if isinstance(subject, tuple) else (subject.kind, subject.id)
    rows = Delivery.objects.filter(subject_kind=kind, subject_id=str(identifier)).order_by("dispatched_at", "id")
    return [info(row) for row in with_parts(rows)]


def clock_of(delivery: uuid.UUID | DeliveryInfo) -> Clock:
    """The clock of one delivery. Raises KeyError for an unknown one."""
    delivery_id = delivery if isinstance(delivery, uuid.UUID) else delivery.id
    rows = {row.id: row for row in with_parts(Delivery.objects.filter(id=delivery_id))}
    return row_clock(rows[delivery_id])


def recipient_url(row: Delivery) -> str:
    """The recipient's own page: in the mailbox, or the unguessable address of a guest."""
    if row.account_id:
        return reverse("delivery-item", args=[row.id])
    return reverse("delivery-guest", args=[row.token])


def row_clock(row: Delivery) -> Clock:
    posting = getattr(row, "posting", None)
    return clocks.clock(row, posted_on=posting.posted_on if posting else None)


def info(row: Delivery) -> DeliveryInfo:
    posting, fallback = getattr(row, "posting", None), getattr(row, "fallback", None)
    return DeliveryInfo(
        id=row.id,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        title=row.title,
        channel=row.channel,
        channel_label=row.get_channel_display(),
        state=row.state,
        state_label=row.get_state_display(),
        dispatched_at=row.dispatched_at,
        window_ends=row.window_ends,
        retrieved_at=row.retrieved_at,
        posted_on=posting.posted_on if posting else None,
        notified_on=row.notified_on,
        deadline_ends=row.deadline_ends,
        clock_text=row_clock(row).text,
        url=recipient_url(row),
        office_url=reverse("delivery-office", args=[row.id]),
        document_id=row.document_id,
        letter_id=fallback.id if fallback else None,
    )


def mailbox(account_id: uuid.UUID) -> list[DeliveryInfo]:
    """Everything in the mailbox, newest first, in one query."""
    rows = Delivery.objects.filter(mailbox_item__account_id=account_id).order_by("-mailbox_item__at", "-id")
    return [info(row) for row in with_parts(rows)]


def own_delivery(*, account_id: uuid.UUID | None, delivery_id: uuid.UUID) -> Delivery:
    """Raises NotFound for anybody but the recipient: what others receive stays unsaid."""
    row = with_parts(Delivery.objects.filter(id=delivery_id, account_id=account_id)).first() if account_id else None
    if row is None:
        raise NotFound("Dieses Schreiben gibt es in Ihrem Postfach nicht. Melden Sie sich mit dem Konto an, das es bekommen hat.")
    return row


def guest_delivery(token: str) -> Delivery:
    """By the unguessable address; what belongs to an account is not reached that way. Raises NotFound."""
    row = with_parts(Delivery.objects.filter(token=token, account_id=None)).first()
    if row is None:
        raise NotFound("Diese Adresse ist nicht richtig. Öffnen Sie den Link noch einmal aus der E-Mail.")
    return row


def retrievable(row: Delivery, *, today: dt.date) -> bool:
    """Whether the recipient can still fetch it with legal effect."""
    return row.state == DeliveryState.AVAILABLE and (row.window_ends is None or today <= row.window_ends)


def visible(actor: Actor, right: str, *, today: dt.date) -> Q:
    """The filter that leaves only deliveries the actor may work on: unit, service, all secrecy classes, no bias in the matter."""
    return permissions.visible(actor, right, today=today)


def letters_to_post(actor: Actor, *, today: dt.date) -> list[Delivery]:
    """The letters that wait to be printed, oldest first."""
    rows = Delivery.objects.filter(visible(actor, rules.POST, today=today), state=DeliveryState.TO_POST)
    return list(rows.select_related("posting", "replaces").order_by("posting__prepared_at", "id"))


def letters_posted(actor: Actor, *, today: dt.date, days: int = 14) -> list[Delivery]:
    """The posting book of the last days, newest first."""
    rows = Delivery.objects.filter(
        visible(actor, rules.POST, today=today),
        state=DeliveryState.POSTED,
        posting__posted_on__gte=today - dt.timedelta(days=days),
    )
    return list(rows.select_related("posting").order_by("-posting__posted_on", "-id")[:200])


def office_delivery(actor: Actor, delivery_id: uuid.UUID, *, right: str = rules.READ, today: dt.date) -> Delivery:
    """Raises NotFound where the actor does not hold the right there."""
    rows = Delivery.objects.filter(visible(actor, right, today=today), id=delivery_id)
    row = rows.select_related("posting", "fallback", "replaces").first()
    if row is None:
        raise NotFound("Diese Zustellung gibt es nicht, oder sie gehört nicht zu Ihrer Stelle.")
    return row
