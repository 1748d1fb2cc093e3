"""The fee as a state of the case; the money itself is the business of payments."""

import datetime as dt
import uuid

from django.db import transaction

from rathaus.foundation.permissions.public import Actor
from rathaus.modules.cases.domain import _common
from rathaus.modules.cases.enums import EntryKind, FeeState
from rathaus.modules.cases.models import Case


def set_fee_state(*, case_id: uuid.UUID, state: FeeState, text: str, actor: Actor, now: dt.datetime) -> Case:
    """What payments reports. The same state twice changes nothing."""
    with transaction.atomic():
        case = _common.lock(case_id)
        if case.fee_state == state:
            return case
        case.fee_state = state
        _common.save(case)
        _common.tell(case, kind=EntryKind.FEE, actor=actor, now=now, text=text or str(state.label))
    return case
