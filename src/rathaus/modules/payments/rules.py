"""Who may do what with money. Two pairs of eyes on a refund are a rule of the use case, not of a role."""

import datetime as dt
import uuid
from typing import Protocol

from django.db.models import Q

from rathaus.foundation.permissions import public as permissions
from rathaus.foundation.permissions.public import Actor, Role, Scope, Secrecy

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


def scope_of(payment: Owed) -> Scope:
    return Scope(unit_id=payment.unit_id, service_key=payment.service_key or None, secrecy=Secrecy(payment.secrecy))


def visible(actor: Actor, *, today: dt.date) -> Q:
    """The filter for lists: by unit, service and secrecy class of each grant. A row outside it is not even counted."""
    found = Q(pk__in=[])
    for grant in permissions.grants_for(actor, VIEW, today=today):
        one = Q(secrecy__in=[Secrecy.NORMAL, *grant.secrecy])
        if grant.unit_id is not None:
            one &= Q(unit_id=grant.unit_id)
        if grant.service_key is not None:
            one &= Q(service_key=grant.service_key)
        found |= one
    return found
