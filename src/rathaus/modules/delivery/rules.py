"""Who may read a delivery and keep the posting book."""

import datetime as dt
import uuid
from typing import Protocol

from rathaus.foundation.permissions.public import Actor, Role, Scope, allowed, classes_of, declare, require

READ = "delivery.read"
POST = "delivery.post"

declare(
    {
        READ: {Role.CLERK, Role.APPROVER, Role.LEAD, Role.POST_ROOM, Role.AUDITOR},
        POST: {Role.CLERK, Role.LEAD, Role.POST_ROOM},
    }
)


class Sent(Protocol):
    """What of a delivery decides who may see it."""

    unit_id: uuid.UUID | None
    service_key: str
    secrecy: str
    secrecy_set: int | None
    subject_kind: str
    subject_id: str


def scope_of(delivery: Sent) -> Scope:
    return Scope(
        unit_id=delivery.unit_id,
        service_key=delivery.service_key or None,
        secrecy=classes_of(delivery),
        subject=(delivery.subject_kind, delivery.subject_id),
    )


def may(actor: Actor, right: str, where: Scope, *, today: dt.date) -> bool:
    return allowed(actor, right, scope=where, today=today)


def demand(actor: Actor, right: str, where: Scope, *, today: dt.date) -> None:
    """Raises Forbidden unless the actor holds the right there."""
    require(actor, right, scope=where, today=today)
