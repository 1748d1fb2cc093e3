"""Taking a case, giving it back, handing it to a colleague."""

import datetime as dt
import uuid
from dataclasses import replace

from django.db import transaction

from rathaus.foundation import clock
from rathaus.foundation.errors import Conflict, Forbidden, Invalid
from rathaus.foundation.permissions import public as permissions
from rathaus.foundation.permissions.public import Actor, ActorKind, Role, Scope, allowed
from rathaus.modules.cases import rules
from rathaus.modules.cases.domain import _common
from rathaus.modules.cases.enums import OPEN_STATES, EntryKind, State
from rathaus.modules.cases.models import Case
from rathaus.modules.organisation import public as organisation


def claim_case(*, case_id: uuid.UUID, actor: Actor, now: dt.datetime) -> Case:
    """The actor takes a free case. Claiming one's own case again changes nothing.

    Raises Conflict where a colleague holds it already.
    """
    with transaction.atomic():
        case = _common.lock_for(case_id, actor=actor, right=rules.WORK, now=now)
        if case.assignee_id == actor.person_id and actor.person_id is not None:
            return case
        if case.assignee_id is not None:
            raise Conflict("Diesen Vorgang hat inzwischen jemand anders übernommen. Wählen Sie einen freien aus der Liste.")
        if case.state not in OPEN_STATES:
            raise Invalid("Dieser Vorgang ist schon entschieden.")
        case.assignee_id = actor.person_id
        if case.state == State.RECEIVED:
            _common.move(case, State.IN_PROGRESS)
        _common.save(case)
        _common.tell(case, kind=EntryKind.CLAIMED, actor=actor, now=now)
    return case


def release_case(*, case_id: uuid.UUID, actor: Actor, now: dt.datetime) -> Case:
    """The holder puts the case back into the common list."""
    with transaction.atomic():
        case = _common.lock_for(case_id, actor=actor, right=rules.WORK, now=now)
        if case.assignee_id != actor.person_id:
            raise Forbidden("Nur wer den Vorgang bearbeitet, kann ihn zurücklegen. Ihre Leitung kann ihn neu zuweisen.")
        case.assignee_id = None
        if case.state == State.IN_PROGRESS:
            _common.move(case, State.RECEIVED)
        _common.save(case)
        _common.tell(case, kind=EntryKind.RELEASED, actor=actor, now=now)
    return case


def assign_case(*, case_id: uuid.UUID, person_id: uuid.UUID, actor: Actor, now: dt.datetime, version: int) -> Case:
    """The lead gives the case to somebody who may work it. Raises Invalid where that person may not."""
    with transaction.atomic():
        case = _common.lock_for(case_id, actor=actor, right=rules.ASSIGN, now=now, version=version)
        if person_id not in able_persons(case, today=clock.today(now)):
            raise Invalid("Diese Person darf den Vorgang nicht bearbeiten. Wählen Sie jemanden aus der Liste.")
        case.assignee_id = person_id
        if case.state == State.RECEIVED:
            _common.move(case, State.IN_PROGRESS)
        _common.save(case)
        name = organisation.get_persons([person_id])[person_id].name
        _common.tell(
            case, kind=EntryKind.ASSIGNED, actor=actor, now=now, text=f"an {name}", payload={"person_id": str(person_id)}
        )
    return case


def able_persons(case: Case, *, today: dt.date, unit_id: uuid.UUID | None = None) -> list[uuid.UUID]:
    """Who holds a working post for this case, is cleared for each of its secrecy classes and is not biased in it.

    `unit_id` asks it of another unit, as if the case lay there.
    """
    barred = permissions.barred_persons(("case", case.pk))
    scope = replace(_common.scope_of(case), subject=None, unit_id=unit_id or case.unit_id)
    return [person for person in workers(scope, today=today) if person not in barred]


def workers(scope: Scope, *, today: dt.date) -> list[uuid.UUID]:
    """Who holds a working post for a unit and a service and is cleared for these secrecy classes."""
    if scope.unit_id is None:
        return []
    holders = [
        holder.person.id
        for role in (Role.CLERK, Role.LEAD)
        for holder in organisation.holders(role=role, unit_id=scope.unit_id, service_key=scope.service_key, day=today)
    ]
    return [person for person in dict.fromkeys(holders) if _cleared(person, scope, today)]


def _cleared(person: uuid.UUID, scope: Scope, today: dt.date) -> bool:
    actor = Actor(kind=ActorKind.STAFF, name="", person_id=person, grants=organisation.grants_of(person, today))
    return allowed(actor, rules.WORK, scope=scope, today=today)
