"""Small marks on a case: resubmission, note."""

import datetime as dt
import uuid

from django.db import transaction

from rathaus.foundation import clock
from rathaus.foundation import text as texts
from rathaus.foundation.errors import Invalid
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.cases import rules
from rathaus.modules.cases.domain import _common
from rathaus.modules.cases.enums import EntryKind
from rathaus.modules.cases.models import Case


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
