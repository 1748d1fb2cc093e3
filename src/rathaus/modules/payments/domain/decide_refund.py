"""The second pair of eyes: approve or reject a refund."""

import datetime as dt
import uuid

from django.db import transaction

from rathaus.foundation import clock
from rathaus.foundation.errors import Conflict, Forbidden, NotFound
from rathaus.foundation.events import public as events
from rathaus.foundation.money import format_cents
from rathaus.foundation.permissions import public as permissions
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.payments import rules
from rathaus.modules.payments.domain import _common
from rathaus.modules.payments.enums import EventKind, RefundState
from rathaus.modules.payments.events import RefundApproved
from rathaus.modules.payments.models import Refund


def approve_refund(*, refund_id: uuid.UUID, actor: Actor, now: dt.datetime) -> None:
    """Releases the money; the event makes a job send it. Raises Forbidden for the person who proposed it or without the right."""
    with transaction.atomic():
        refund = _decide(refund_id, RefundState.APPROVED, actor=actor, now=now)
        _tell(refund, EventKind.REFUND_APPROVED, actor=actor, now=now)
        events.publish(RefundApproved(str(refund.request_id), str(refund.pk)), aggregate=("payment", refund.request_id), now=now)


def reject_refund(*, refund_id: uuid.UUID, actor: Actor, now: dt.datetime) -> None:
    """The money stays. Raises as `approve_refund`."""
    with transaction.atomic():
        refund = _decide(refund_id, RefundState.REJECTED, actor=actor, now=now)
        _tell(refund, EventKind.REFUND_REJECTED, actor=actor, now=now)


def _decide(refund_id: uuid.UUID, state: RefundState, *, actor: Actor, now: dt.datetime) -> Refund:
    found = Refund.objects.filter(pk=refund_id).first()
    if found is None:
        raise NotFound("Diese Erstattung gibt es nicht. Öffnen Sie die Liste der Erstattungen neu.")
    payment = _common.lock(found.request_id)
    refund = Refund.objects.select_for_update().get(pk=refund_id)
    permissions.require(actor, rules.APPROVE_REFUND, scope=rules.scope_of(payment), today=clock.today(now))
    if actor.person_id is None or actor.person_id == refund.proposed_by:
        raise Forbidden("Eine Erstattung gibt eine zweite Person frei. Bitten Sie eine Kollegin oder einen Kollegen.")
    scope, today = rules.scope_of(payment), clock.today(now)
    if permissions.only_in_place_of(actor, rules.APPROVE_REFUND, person_id=refund.proposed_by, scope=scope, today=today):
        raise Forbidden("Sie vertreten gerade die Person, die die Erstattung vorgeschlagen hat. Freigeben muss jemand Drittes.")
    if refund.state != RefundState.PROPOSED:
        raise Conflict(f"Diese Erstattung ist inzwischen »{refund.get_state_display()}«. Laden Sie die Seite neu.")
    refund.state, refund.decided_by, refund.decided_at = state, actor.person_id, now
    refund.save(update_fields=["state", "decided_by", "decided_at"])
    return refund


def _tell(refund: Refund, kind: EventKind, *, actor: Actor, now: dt.datetime) -> None:
    _common.tell(refund.request, kind=kind, actor=actor, now=now, text=format_cents(refund.cents))
