"""Bias (§§ 20, 21 VwVfG): who must not act in a case finds nothing of it in any room, until a mistake is withdrawn."""

import datetime as dt
import uuid

from django.db import transaction

from rathaus.foundation import text as texts
from rathaus.foundation.errors import Invalid, NotFound
from rathaus.foundation.permissions import public as permissions
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.cases import rules
from rathaus.modules.cases.domain import _common
from rathaus.modules.cases.enums import EntryKind, State
from rathaus.modules.cases.models import Bias, Case
from rathaus.modules.organisation import public as organisation

OVERLAP = dt.timedelta(days=2)  # longer than two versions ever serve side by side


def declare_bias(*, case_id: uuid.UUID, reason: str, actor: Actor, now: dt.datetime) -> Case:
    """The actor steps back: the case leaves his lists and his hands, here and in every room; he cannot undo it himself.

    Raises Invalid without a reason, Forbidden for whoever may not see the case.
    """
    reason = _demand_reason(reason)
    if actor.person_id is None:
        raise Invalid("Nur Beschäftigte können sich für befangen erklären.")
    with transaction.atomic():
        case = _common.lock_for(case_id, actor=actor, right=rules.VIEW, now=now)
        bar_biased(case, [actor.person_id], reason=reason, now=now)
        if case.assignee_id == actor.person_id:
            case.assignee_id = None
            if case.state == State.IN_PROGRESS:
                _common.move(case, State.RECEIVED)
        _common.save(case)
        _common.tell(case, kind=EntryKind.BIAS, actor=actor, now=now, text=reason)
    return case


def withdraw_bias(*, case_id: uuid.UUID, person_id: uuid.UUID, reason: str, actor: Actor, now: dt.datetime) -> Case:
    """The lead ends a bias that was a mistake; the case comes back to the person. Nobody ends his own: he does not find the case.

    Raises Invalid without a reason, NotFound where the person is not biased here, Forbidden without the right.
    """
    reason = _demand_reason(reason)
    with transaction.atomic():
        case = _common.lock_for(case_id, actor=actor, right=rules.WITHDRAW_BIAS, now=now)
        gone, _ = Bias.objects.filter(case=case, person_id=person_id).delete()
        if not gone:
            raise NotFound("Diese Person ist in diesem Vorgang nicht als befangen vermerkt. Laden Sie die Seite neu.")
        permissions.unbar(subject=("case", case.pk), person_id=person_id)
        _common.save(case)
        people = organisation.get_persons([person_id])
        name = people[person_id].name if person_id in people else "einer Person"
        _common.tell(
            case,
            kind=EntryKind.BIAS,
            actor=actor,
            now=now,
            text=f"Befangenheit von {name} zurückgenommen: {reason}",
            payload={"withdrawn": str(person_id)},
        )
    return case


def bar_biased(case: Case, person_ids: list[uuid.UUID], *, reason: str, now: dt.datetime) -> None:
    """Why stands here, that it acts stands where every room asks. In the caller's transaction; twice is once."""
    rows = [Bias(case=case, person_id=person, reason=reason[:300], at=now) for person in person_ids]
    Bias.objects.bulk_create(rows, ignore_conflicts=True)
    permissions.bar(subject=("case", case.pk), person_ids=person_ids, now=now)


def carry_biases(*, now: dt.datetime) -> int:
    """What release 0.1.0 wrote while it still served beside this one reaches the other rooms. How many it looked at."""
    recent = list(Bias.objects.filter(at__gt=now - OVERLAP).values_list("case_id", "person_id", "at"))
    for case_id, person_id, at in recent:
        permissions.bar(subject=("case", case_id), person_ids=[person_id], now=at)
    return len(recent)


def _demand_reason(reason: str) -> str:
    cleaned = texts.clean(reason)
    if not cleaned:
        raise Invalid("Nennen Sie den Grund in einem Satz; er gehört in die Akte.", {"reason": "Bitte ausfüllen."})
    return cleaned
