"""An inquiry ends with an answer: no decision, no notice."""

import datetime as dt
import uuid

from django.db import transaction

from rathaus.foundation.errors import Conflict, Forbidden, Invalid
from rathaus.foundation.events import public as events
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.cases import procedure, rules
from rathaus.modules.cases.domain import _common
from rathaus.modules.cases.domain.message import write
from rathaus.modules.cases.domain.request_documents import stop_waiting
from rathaus.modules.cases.enums import ANSWERED, AnswerWay, CheckState, EntryKind, RequestState, State
from rathaus.modules.cases.events import CaseClosed
from rathaus.modules.cases.models import Case, Message


def answer_case(*, case_id: uuid.UUID, text: str, way: AnswerWay, key: str, actor: Actor, now: dt.datetime, version: int) -> Case:
    """The answer as a message of the case, and its end. The same `key` twice is one answer.

    `way` says how it reached the person; the text stands in the case in any event. Raises Invalid where the procedure ends
    with a decision, a point is still open or the text is empty, Forbidden without the right, for bias and where a colleague
    works the case, Conflict on another version.
    """
    with transaction.atomic():
        case = _common.lock_for(case_id, actor=actor, right=rules.WORK, now=now)
        if case.state == State.CLOSED and Message.objects.filter(key=key, case=case, from_office=True).exists():
            return case
        _demand_answerable(case, actor)
        if version != case.version:
            raise Conflict(_common.CHANGED)
        case.assignee_id = case.assignee_id or actor.person_id
        if case.state == State.WAITING:
            stop_waiting(case, now=now)
        case.requests.filter(state__in=[RequestState.OPEN, RequestState.EXPIRED]).update(state=RequestState.CANCELLED)
        if case.state != State.IN_PROGRESS:
            _common.move(case, State.IN_PROGRESS)
        write(case, text=text, attachments=(), key=key, from_office=True, actor=actor, now=now)
        _common.move(case, State.CLOSED)
        case.outcome, case.closed_at, case.resubmit_on = ANSWERED, now, None
        _common.save(case)
        _common.tell(case, kind=EntryKind.CLOSED, actor=actor, now=now, text=f"beantwortet: {way.label}")
        events.publish(CaseClosed(str(case.pk), ANSWERED), aggregate=("case", str(case.pk)), now=now)
    return case


def _demand_answerable(case: Case, actor: Actor) -> None:
    if not procedure.parse(case.procedure.data).by_answer:
        raise Invalid("Dieser Vorgang endet mit einer Entscheidung und ihrem Bescheid. Gehen Sie über „Entscheiden“.")
    if case.state in {State.CLOSED, State.WITHDRAWN}:
        raise Invalid("Diese Anfrage ist schon abgeschlossen. Schreiben Sie sonst eine Nachricht.")
    if case.assignee_id not in {None, actor.person_id}:
        raise Forbidden("Diesen Vorgang bearbeitet jemand anders. Lassen Sie ihn sich zuweisen, wenn Sie antworten sollen.")
    if open_ones := list(case.checks.filter(required=True, state=CheckState.OPEN).values_list("label", flat=True)):
        raise Invalid(f"Es sind noch Prüfpunkte offen: {'; '.join(open_ones)}.")
