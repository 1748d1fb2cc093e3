"""Small marks on a case: resubmission, note, bias, Auskunftssperre."""

import datetime as dt
import uuid

from django.db import transaction

from rathaus.foundation import clock
from rathaus.foundation import text as texts
from rathaus.foundation.errors import Invalid
from rathaus.foundation.permissions.public import SYSTEM, Actor, Secrecy
from rathaus.modules.cases import rules
from rathaus.modules.cases.domain import _common
from rathaus.modules.cases.enums import EntryKind, State
from rathaus.modules.cases.models import Bias, Case
from rathaus.modules.delivery import public as delivery
from rathaus.modules.payments import public as payments
from rathaus.modules.records import public as records


def set_resubmission(*, case_id: uuid.UUID, day: dt.date | None, note: str, actor: Actor, now: dt.datetime) -> Case:
    """The case comes up again on `day`; None takes the mark away."""
    if day is not None and day <= clock.today(now):
        raise Invalid("Die Wiedervorlage muss in der Zukunft liegen.", {"day": "Bitte einen späteren Tag wählen."})
    with transaction.atomic():
        case = _common.lock_for(case_id, actor=actor, right=rules.WORK, now=now)
        case.resubmit_on = day
        _common.save(case)
        text = f"am {day:%d.%m.%Y}" if day else "aufgehoben"
        note = texts.clean(note, multiline=True)
        _common.tell(case, kind=EntryKind.RESUBMISSION, actor=actor, now=now, text=f"{text} {note}".strip())
    return case


def add_note(*, case_id: uuid.UUID, text: str, actor: Actor, now: dt.datetime) -> Case:
    """An internal note (Vermerk): part of the file, not shown to the applicant."""
    text = texts.clean(text, multiline=True)
    if not text:
        raise Invalid("Der Vermerk ist leer.", {"text": "Bitte ausfüllen."})
    with transaction.atomic():
        case = _common.lock_for(case_id, actor=actor, right=rules.WORK, now=now)
        _common.tell(case, kind=EntryKind.NOTE, actor=actor, now=now, text=text)
    return case


def declare_bias(*, case_id: uuid.UUID, reason: str, actor: Actor, now: dt.datetime) -> Case:
    """The actor steps back (§§ 20, 21 VwVfG): the case leaves his lists and his hands; it cannot be undone by himself."""
    reason = texts.clean(reason)
    if not reason:
        raise Invalid("Nennen Sie den Grund in einem Satz; Ihre Leitung muss ihn kennen.", {"reason": "Bitte ausfüllen."})
    if actor.person_id is None:
        raise Invalid("Nur Beschäftigte können sich für befangen erklären.")
    with transaction.atomic():
        case = _common.lock_for(case_id, actor=actor, right=rules.VIEW, now=now)
        Bias.objects.create(case=case, person_id=actor.person_id, reason=reason[:300], at=now)
        if case.assignee_id == actor.person_id:
            case.assignee_id = None
            if case.state == State.IN_PROGRESS:
                _common.move(case, State.RECEIVED)
        _common.save(case)
        _common.tell(case, kind=EntryKind.BIAS, actor=actor, now=now, text=reason)
    return case


def block_case(*, case_id: uuid.UUID, actor: Actor, now: dt.datetime) -> Case:
    """An Auskunftssperre became known (§ 51 BMG): from now on only staff with that grant find the case.

    What other rooms keep of it (file, posting book, cash office) follows in the same transaction.
    """
    with transaction.atomic():
        case = _common.lock_for(case_id, actor=actor, right=rules.WORK, now=now)
        case.secrecy = Secrecy.BLOCKED
        case.assignee_id = None if not any(Secrecy.BLOCKED in grant.secrecy for grant in actor.grants) else case.assignee_id
        if case.assignee_id is None and case.state == State.IN_PROGRESS:
            _common.move(case, State.RECEIVED)
        _common.save(case)
        _common.tell(case, kind=EntryKind.NOTE, actor=actor, now=now, text="Auskunftssperre vermerkt (§ 51 BMG)")
        subject = ("case", str(case.pk))
        delivery.raise_secrecy(subject=subject, secrecy=Secrecy.BLOCKED)
        payments.raise_secrecy(subject=subject, secrecy=Secrecy.BLOCKED)
        if case.subfile_id is not None:
            records.raise_secrecy(subfile_id=case.subfile_id, secrecy=Secrecy.BLOCKED, actor=SYSTEM, now=now)
    return case
