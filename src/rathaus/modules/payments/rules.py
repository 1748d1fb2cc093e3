"""Who may do what with money. Two pairs of eyes on a refund are a rule of the use case, not of a role."""

import datetime as dt
import uuid
from typing import Protocol

from django.db.models import Q

from rathaus.foundation.permissions import public as permissions
from rathaus.foundation.permissions.public import Actor, Role, Scope

VIEW = "payments.view"
CASH = "payments.cash"
CANCEL = "payments.cancel"
PROPOSE_REFUND = "payments.propose_refund"
APPROVE_REFUND = "payments.approve_refund"

permissions.declare(
    {
        VIEW: {Role.CASHIER, Role.AUDITOR, Role.COUNTER, Role.LEAD},
        CASH: {Role.CASHIER, Role.COUNTER},
        CANCEL: {Role.CASHIER, Role.CLERK, Role.LEAD},
        PROPOSE_REFUND: {Role.CASHIER, Role.CLERK, Role.LEAD},
        APPROVE_REFUND: {Role.CASHIER, Role.APPROVER, Role.LEAD},
    }
)


class Owed(Protocol):
    """What of a payment decides who may see it."""

    unit_id: uuid.UUID | None
    service_key: str
    secrecy: str
    secrecy_set: int | None
    subject_kind: str
    subject_id: str


def scope_of(payment: Owed) -> Scope:
    return Scope(
        unit_id=payment.unit_id,
        service_key=payment.service_key or None,
        secrecy=permissions.classes_of(payment),
        subject=(payment.subject_kind, payment.subject_id),
    )


def visible(actor: Actor, *, today: dt.date, right: str = VIEW) -> Q:
    """The filter for lists: unit, service, all secrecy classes, no bias in the matter. A row outside it is not even counted."""
    return permissions.visible(actor, right, today=today)
