"""The end: the notice is made, filed and sent; after the remedy's period the case is closed and its subfile with it."""

import datetime as dt
import uuid

from django.db import transaction

from rathaus.foundation.errors import Invalid
from rathaus.foundation.events import public as events
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.cases import rules
from rathaus.modules.cases.domain import _common
from rathaus.modules.cases.enums import EntryKind, State
from rathaus.modules.cases.events import CaseClosed
from rathaus.modules.cases.models import Case, Decision


def note_filed(*, case_id: uuid.UUID, subfile_id: uuid.UUID, file_reference: str, actor: Actor, now: dt.datetime) -> None:
    """Records has opened the subfile."""
    with transaction.atomic():
        case = _common.lock(case_id)
        if case.subfile_id == subfile_id:
            return
        case.subfile_id, case.file_reference = subfile_id, file_reference
        _common.save(case)
        _common.tell(case, kind=EntryKind.FILED, actor=actor, now=now, text=file_reference)


def note_delivered(
    *, decision_id: uuid.UUID, document_id: uuid.UUID, delivery_id: uuid.UUID, text: str, actor: Actor, now: dt.datetime
) -> None:
    """The notice is filed and on its way."""
    with transaction.atomic():
        case = _common.lock(Decision.objects.values_list("case_id", flat=True).get(pk=decision_id))
        decision = Decision.objects.select_for_update().get(pk=decision_id)
        if decision.delivery_id is not None:
            return
        decision.document_id, decision.delivery_id = document_id, delivery_id
        decision.save()
        _common.save(case)
        _common.tell(case, kind=EntryKind.DELIVERED, actor=actor, now=now, text=text)


def note_in_history(
    *, case_id: uuid.UUID, kind: EntryKind, text: str, actor: Actor, now: dt.datetime, resubmit_on: dt.date | None = None
) -> None:
    """Something another room reports (retrieved, not retrieved, posted); `resubmit_on` puts the case before a clerk again."""
    with transaction.atomic():
        case = _common.lock(case_id)
        if resubmit_on is not None:
            case.resubmit_on = resubmit_on
        _common.save(case)
        _common.tell(case, kind=kind, actor=actor, now=now, text=text)


def close_case(*, case_id: uuid.UUID, actor: Actor, now: dt.datetime) -> Case:
    """From decided to closed. Raises Invalid from any other state, Forbidden for bias or without the right to work the case."""
    with transaction.atomic():
        case = _common.lock_for(case_id, actor=actor, right=rules.WORK, now=now)
        if case.state == State.IN_PROGRESS:  # from there the way to the end is an answer, see answer.py
            raise Invalid("Über diesen Vorgang ist noch nicht entschieden. Abschließen können Sie ihn nach der Entscheidung.")
        _common.move(case, State.CLOSED)
        case.closed_at, case.resubmit_on = now, None
        _common.save(case)
        _common.tell(case, kind=EntryKind.CLOSED, actor=actor, now=now)
        events.publish(CaseClosed(str(case.pk), case.outcome), aggregate=("case", str(case.pk)), now=now)
    return case
