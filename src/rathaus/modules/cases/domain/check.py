"""The points to be checked before a decision."""

import datetime as dt
import uuid

from django.db import transaction

from rathaus.foundation import text as texts
from rathaus.foundation.errors import Invalid, NotFound
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.cases import rules
from rathaus.modules.cases.domain import _common
from rathaus.modules.cases.enums import CheckKind, CheckState, EntryKind, State
from rathaus.modules.cases.models import Check


def record_check(*, check_id: uuid.UUID, state: CheckState, note: str, actor: Actor, now: dt.datetime) -> Check:
    """What a clerk found at one point. A failed point and an overruled answer of a register need a note.

    Two clerks who tick two points do not meet: only the point is written, not the case's version.
    """
    found = Check.objects.filter(pk=check_id).values_list("case_id", flat=True).first()
    if found is None:
        raise NotFound("Diesen Prüfpunkt gibt es nicht.")
    note = texts.clean(note, multiline=True)
    with transaction.atomic():
        case = _common.lock_for(found, actor=actor, right=rules.WORK, now=now)
        check = Check.objects.select_for_update().get(pk=check_id)
        if case.state not in {State.RECEIVED, State.IN_PROGRESS, State.WAITING}:
            raise Invalid("In diesem Stand des Vorgangs werden keine Prüfpunkte mehr geändert.")
        answered_by_register = check.kind == CheckKind.AUTO and check.checked_at is not None and check.checked_by is None
        if not note and (state == CheckState.FAILED or (answered_by_register and state != check.state)):
            raise Invalid("Bitte schreiben Sie in einem Satz dazu, was Sie festgestellt haben.", {"note": "Bitte ausfüllen."})
        check.state, check.note, check.checked_by, check.checked_at = state, note, actor.person_id, now
        check.save()
        text = f"{check.label}: {state.label}" + (f" ({note})" if note else "")
        _common.tell(case, kind=EntryKind.CHECKED, actor=actor, now=now, text=text, payload={"check": check.key})
    return check


def record_automatic(*, case_id: uuid.UUID, key: str, ok: bool, note: str, source: str, actor: Actor, now: dt.datetime) -> None:
    """The answer of a register. A point that a person has judged already is left alone."""
    with transaction.atomic():
        case = _common.lock(case_id)
        check = Check.objects.select_for_update().filter(case=case, key=key).first()
        if check is None or check.checked_by is not None:
            return
        check.state = CheckState.OK if ok else CheckState.OPEN
        check.kind, check.note, check.source, check.checked_at = CheckKind.AUTO, note, source, now
        check.save()
        _common.tell(case, kind=EntryKind.CHECKED, actor=actor, now=now, text=f"{check.label}: {note}", payload={"check": key})
