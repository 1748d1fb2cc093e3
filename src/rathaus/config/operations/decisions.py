"""What the operator decides about work that failed for good, with a reason, in the log of acts."""

import datetime as dt
import uuid

from django.db import transaction

from rathaus.config.operations.rules import OPERATE
from rathaus.foundation import clock, text
from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Invalid
from rathaus.foundation.events import parking
from rathaus.foundation.permissions.public import Actor, require
from rathaus.foundation.tasks import deadletters

RETRY, DISCARD = "erneut", "verwerfen"
NEEDS_REASON = "Begründen Sie, warum die Arbeit nicht mehr getan werden soll. Die Begründung steht im Protokoll."


def decide_task(*, task_id: uuid.UUID, decision: str, reason: str, actor: Actor, now: dt.datetime) -> None:
    """Run a dead letter again or give it up. Raises Forbidden, Invalid (no reason), NotFound (somebody else decided)."""
    reason = _checked(decision, reason, actor, now)
    with transaction.atomic():
        path = (deadletters.retry if decision == RETRY else deadletters.discard)(task_id=task_id)
        audit.record(
            act=f"operations.task_{'retried' if decision == RETRY else 'discarded'}",
            actor=actor,
            subject=audit.Subject("task", str(task_id)),
            payload={"task": path, "reason": reason},
            now=now,
        )


def decide_event(*, parked_id: int, decision: str, reason: str, actor: Actor, now: dt.datetime) -> None:
    """Hand a parked event over again or give it up for its subscriber. Raises as `decide_task`."""
    reason = _checked(decision, reason, actor, now)
    with transaction.atomic():
        if decision == RETRY:
            parking.try_again(parked_id=parked_id, now=now)
        else:
            parking.discard(parked_id=parked_id, now=now)
        audit.record(
            act=f"operations.event_{'retried' if decision == RETRY else 'discarded'}",
            actor=actor,
            subject=audit.Subject("parked_event", str(parked_id)),
            payload={"reason": reason},
            now=now,
        )


def _checked(decision: str, reason: str, actor: Actor, now: dt.datetime) -> str:
    require(actor, OPERATE, today=clock.today(now))
    if decision not in {RETRY, DISCARD}:
        raise Invalid("Wählen Sie „Erneut versuchen“ oder „Verwerfen“.")
    reason = text.clean(reason)[:500]
    if decision == DISCARD and len(reason) < 5:
        raise Invalid(NEEDS_REASON, {"reason": NEEDS_REASON})
    return reason
