"""An inquiry goes to the unit that can answer it: any unit takes it in, none sends the person away."""

import datetime as dt
import uuid

from django.db import transaction

from rathaus.foundation import clock
from rathaus.foundation import text as texts
from rathaus.foundation.errors import Forbidden, Invalid
from rathaus.foundation.events import public as events
from rathaus.foundation.permissions.public import SYSTEM, Actor
from rathaus.modules.cases import procedure, rules
from rathaus.modules.cases.domain import _common
from rathaus.modules.cases.domain.claim import able_persons
from rathaus.modules.cases.enums import OPEN_STATES, EntryKind, State
from rathaus.modules.cases.events import CaseHandedOver
from rathaus.modules.cases.models import Case
from rathaus.modules.organisation import public as organisation
from rathaus.modules.records import public as records


def hand_over_case(*, case_id: uuid.UUID, unit_id: uuid.UUID, reason: str, actor: Actor, now: dt.datetime, version: int) -> Case:
    """The case lies with another unit of the same authority, free for whoever works there; the clocks run on.

    `reason` is for the colleagues and stands in no history the applicant sees. Raises Invalid for a case that ends with a
    decision (its competence is no choice of a clerk), for an ended one, for a unit of another authority and where nobody there
    is cleared and unbiased; Forbidden without the right, for bias and where a colleague works the case; Conflict on another
    version.
    """
    today = clock.today(now)
    with transaction.atomic():
        case = _common.lock_for(case_id, actor=actor, right=rules.WORK, now=now, version=version)
        if not procedure.parse(case.procedure.data).by_answer:
            raise Invalid("Abgeben lassen sich nur Anfragen. Wer über einen Antrag entscheidet, steht in der Zuständigkeit.")
        if case.state not in OPEN_STATES:
            raise Invalid("Diese Anfrage ist schon abgeschlossen.")
        if case.assignee_id not in {None, actor.person_id}:
            raise Forbidden("Diesen Vorgang bearbeitet jemand anders. Lassen Sie ihn sich zuweisen, wenn Sie ihn abgeben sollen.")
        units = organisation.get_units([case.unit_id, unit_id])
        if unit_id == case.unit_id or not _may_take(units, case.unit_id, unit_id, today):
            raise Invalid("Wählen Sie eine andere Stelle dieser Behörde aus der Liste.", {"unit": "Bitte wählen."})
        if not able_persons(case, today=today, unit_id=unit_id):
            text = f"In der Stelle „{units[unit_id].name}“ darf niemand diesen Vorgang bearbeiten. Wählen Sie eine andere."
            raise Invalid(text, {"unit": text})
        before, case.unit_id, case.assignee_id = case.unit_id, unit_id, None
        if case.state == State.IN_PROGRESS:
            _common.move(case, State.RECEIVED)
        _common.save(case)
        payload = {"from": str(before), "to": str(unit_id)}
        _common.tell(case, kind=EntryKind.HANDED_OVER, actor=actor, now=now, text=f"an {units[unit_id].name}", payload=payload)
        if reason := texts.clean(reason, multiline=True):
            _common.tell(case, kind=EntryKind.NOTE, actor=actor, now=now, text=reason)
        records.move_subfile(case_id=case.pk, unit_id=unit_id, actor=SYSTEM, now=now)
        event = CaseHandedOver(str(case.pk), str(before), str(unit_id))
        events.publish(event, aggregate=("case", str(case.pk)), now=now)
    return case


def _may_take(units: dict[uuid.UUID, organisation.UnitInfo], here: uuid.UUID, there: uuid.UUID, today: dt.date) -> bool:
    old, new = units.get(here), units.get(there)
    if old is None or new is None or old.authority_id != new.authority_id:
        return False
    return new.valid_from <= today and (new.valid_until is None or today <= new.valid_until)
