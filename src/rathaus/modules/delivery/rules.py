"""Who may read a delivery and keep the posting book."""

import datetime as dt
import uuid

from rathaus.foundation.permissions.public import Actor, Role, Scope, Secrecy, allowed, declare, require

READ = "delivery.read"
POST = "delivery.post"

declare(
    {
        READ: {Role.CLERK, Role.APPROVER, Role.LEAD, Role.POST_ROOM, Role.AUDITOR},
        POST: {Role.CLERK, Role.LEAD, Role.POST_ROOM},
    }
)


def scope(*, unit_id: uuid.UUID | None, service_key: str, secrecy: str) -> Scope:
    return Scope(unit_id=unit_id, service_key=service_key or None, secrecy=Secrecy(secrecy))


def may(actor: Actor, right: str, where: Scope, *, today: dt.date) -> bool:
    return allowed(actor, right, scope=where, today=today)


def demand(actor: Actor, right: str, where: Scope, *, today: dt.date) -> None:
    """Raises Forbidden unless the actor holds the right there."""
    require(actor, right, scope=where, today=today)
