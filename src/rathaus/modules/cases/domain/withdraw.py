"""The applicant takes the application back: possible until the decision."""

import datetime as dt
import uuid

from django.db import transaction

from rathaus.foundation.errors import Invalid
from rathaus.foundation.events import public as events
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.cases.domain import _common
from rathaus.modules.cases.domain.request_documents import stop_waiting
from rathaus.modules.cases.enums import OPEN_STATES, DecisionState, EntryKind, RequestState, State
from rathaus.modules.cases.events import CaseWithdrawn
from rathaus.modules.cases.models import Case
from rathaus.modules.cases.words import words_of


def withdraw_case(*, case_id: uuid.UUID, actor: Actor, now: dt.datetime) -> Case:
    """Withdrawing twice changes nothing. Raises Invalid after the decision: then an objection is the way."""
    with transaction.atomic():
        case = _common.lock(case_id)
        if case.state == State.WITHDRAWN:
            return case
        if case.state not in OPEN_STATES:
            raise Invalid(words_of(case).too_late)
        stop_waiting(case, now=now)
        _common.move(case, State.WITHDRAWN)
        case.outcome, case.closed_at = State.WITHDRAWN, now
        case.requests.filter(state=RequestState.OPEN).update(state=RequestState.CANCELLED)
        case.decisions.filter(state=DecisionState.PROPOSED).update(state=DecisionState.RETURNED)
        _common.save(case)
        _common.tell(case, kind=EntryKind.WITHDRAWN, actor=actor, now=now)
        events.publish(CaseWithdrawn(str(case.pk)), aggregate=("case", str(case.pk)), now=now)
    return case
