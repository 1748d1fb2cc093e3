"""The posting book: the day a letter was handed to the post (Vermerk nach § 4 Abs. 2 VwZG, § 41 Abs. 2 VwVfG)."""

import datetime as dt
import uuid

from django.db import transaction

from rathaus.foundation import clock
from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Conflict, Invalid
from rathaus.foundation.events import public as events
from rathaus.foundation.law import public as law
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.delivery import clocks, queries, rules
from rathaus.modules.delivery.domain import _states
from rathaus.modules.delivery.enums import DeliveryState
from rathaus.modules.delivery.events import DeliveryPosted
from rathaus.modules.delivery.models import Delivery, Posting
from rathaus.modules.delivery.types import DeliveryInfo


def record_posting(*, delivery_id: uuid.UUID, posted_on: dt.date, actor: Actor, now: dt.datetime) -> DeliveryInfo:
    """Records the day of posting and starts the clock. The same day again changes nothing.

    Raises Forbidden without the right, Invalid for a day in the future or before the letter was prepared, Conflict where
    another day is in the book already.
    """
    today = clock.today(now)
    with transaction.atomic():
        delivery = _states.lock(delivery_id)
        rules.demand(actor, rules.POST, rules.scope_of(delivery), today=today)
        posting = Posting.objects.filter(delivery=delivery).first()
        if posting is None:
            raise Invalid("Diese Zustellung ist kein Brief. Sie liegt im Postfach der Person.")
        if posting.posted_on == posted_on:
            return queries.get_deliveries([delivery_id])[delivery_id]
        if posting.posted_on is not None:
            raise Conflict(
                f"Dieser Brief ist schon als abgeschickt vermerkt, am {clocks.german(posting.posted_on)}. "
                "Wenn der Tag falsch ist, halten Sie das im Vorgang als Aktenvermerk fest."
            )
        _check_day(posted_on, prepared=clock.today(posting.prepared_at), today=today)
        posting.posted_on, posting.posted_by, posting.recorded_at = posted_on, actor.label, now
        posting.save()
        clocks.start_clock(delivery, event=law.Start.POSTED, day=posted_on)
        _states.move(delivery, DeliveryState.POSTED)
        _record(delivery, posted_on, actor=actor, now=now)
        events.publish(_event(delivery, posted_on), aggregate=(delivery.subject_kind, delivery.subject_id), now=now)
    return queries.get_deliveries([delivery_id])[delivery_id]


def _check_day(posted_on: dt.date, *, prepared: dt.date, today: dt.date) -> None:
    if posted_on > today:
        raise Invalid("Der Tag liegt in der Zukunft.", fields={"posted_on": "Geben Sie heute oder einen früheren Tag an."})
    if posted_on < prepared:
        text = f"Der Brief wurde erst am {clocks.german(prepared)} vorbereitet."
        raise Invalid(text, fields={"posted_on": f"{text} Geben Sie diesen oder einen späteren Tag an."})


def _record(delivery: Delivery, posted_on: dt.date, *, actor: Actor, now: dt.datetime) -> None:
    audit.record(
        act="delivery.posted",
        actor=actor,
        subject=audit.Subject("delivery", delivery.id),
        payload={
            "delivery": str(delivery.id),
            "posted_on": posted_on.isoformat(),
            "notified_on": delivery.notified_on.isoformat() if delivery.notified_on else None,
            "deadline_ends": delivery.deadline_ends.isoformat() if delivery.deadline_ends else None,
            "files": [{"name": delivery.filename, "sha256": delivery.sha256, "length": delivery.size}],
        },
        now=now,
    )


def _event(delivery: Delivery, posted_on: dt.date) -> DeliveryPosted:
    return DeliveryPosted(
        delivery_id=str(delivery.id),
        subject_kind=delivery.subject_kind,
        subject_id=delivery.subject_id,
        posted_on=posted_on.isoformat(),
        notified_on=delivery.notified_on.isoformat() if delivery.notified_on else "",
        deadline_ends=delivery.deadline_ends.isoformat() if delivery.deadline_ends else "",
    )
