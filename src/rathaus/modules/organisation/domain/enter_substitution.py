"""Enter who looks after somebody's posts for a while."""

import datetime as dt
import uuid

from django.db import transaction

from rathaus.foundation import clock
from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Forbidden, Invalid, NotFound
from rathaus.foundation.events import public as events
from rathaus.foundation.permissions.public import Actor, Scope, allowed
from rathaus.modules.organisation import rules
from rathaus.modules.organisation.events import SubstitutionEntered
from rathaus.modules.organisation.models import Person, Substitution
from rathaus.modules.organisation.queries import holdings_on

LONGEST = dt.timedelta(days=366)


def enter_substitution(
    *, absent_id: uuid.UUID, substitute_id: uuid.UUID, valid_from: dt.date, valid_until: dt.date, actor: Actor, now: dt.datetime
) -> uuid.UUID:
    """The absent person's own entry, or a lead's for the own unit. The same entry twice is one.

    Raises Forbidden, NotFound, Invalid (with the field at fault).
    """
    today = clock.today(now)
    with transaction.atomic():
        people = {row.pk: row for row in Person.objects.select_for_update().filter(pk__in=[absent_id, substitute_id])}
        if absent_id not in people or substitute_id not in people:
            raise NotFound("Diese Person gibt es nicht. Wählen Sie eine Person aus der Liste.")
        check_right(actor, absent_id, today)
        _check_period(absent_id, substitute_id, valid_from, valid_until, today)
        row, new = Substitution.objects.get_or_create(
            absent_id=absent_id,
            substitute_id=substitute_id,
            valid_from=valid_from,
            valid_until=valid_until,
            defaults={"entered_by": actor.label, "entered_at": now},
        )
        if new:
            _announce(row, actor, now)
    return row.pk


def check_right(actor: Actor, absent_id: uuid.UUID, today: dt.date, *, ending: bool = False) -> None:
    """A lead enters it where all posts of the absent person are his to lead: the substitute gets every one of them.

    To end it, leading one of them is enough. Raises Forbidden.
    """
    if actor.person_id == absent_id and actor.person_id is not None:
        return
    units = set(holdings_on(today).filter(person_id=absent_id).values_list("post__unit_id", flat=True))
    led = {unit for unit in units if allowed(actor, rules.SUBSTITUTE, scope=Scope(unit_id=unit), today=today)}
    if not led or (led != units and not ending):
        raise Forbidden("Eine Vertretung tragen die Person selbst oder ihre Leitung ein. Bitten Sie eine von beiden.")


def _check_period(absent: uuid.UUID, substitute: uuid.UUID, start: dt.date, end: dt.date, today: dt.date) -> None:
    if absent == substitute:
        raise Invalid(
            "Niemand vertritt sich selbst. Wählen Sie eine andere Person.", {"substitute": "Wählen Sie eine andere Person."}
        )
    if end < start:
        message = "Das Ende liegt vor dem Anfang. Berichtigen Sie die Daten."
        raise Invalid(message, {"valid_until": message})
    if end < today:
        message = "Der Zeitraum ist schon vorbei. Wählen Sie ein Ende ab heute."
        raise Invalid(message, {"valid_until": message})
    if end - start > LONGEST:
        message = "Eine Vertretung gilt höchstens ein Jahr. Wählen Sie ein früheres Ende."
        raise Invalid(message, {"valid_until": message})


def _announce(row: Substitution, actor: Actor, now: dt.datetime) -> None:
    event = SubstitutionEntered(
        substitution_id=str(row.pk),
        absent_id=str(row.absent_id),
        substitute_id=str(row.substitute_id),
        valid_from=row.valid_from.isoformat(),
        valid_until=row.valid_until.isoformat(),
    )
    audit.record(
        act="organisation.substitution_entered",
        actor=actor,
        subject=audit.Subject("person", row.absent_id),
        payload={"substitute": event.substitute_id, "from": event.valid_from, "until": event.valid_until},
        now=now,
    )
    events.publish(event, aggregate=("person", row.absent_id), now=now)
