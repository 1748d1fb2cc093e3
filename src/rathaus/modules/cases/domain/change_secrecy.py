"""The secrecy classes of a case change (an Auskunftssperre is noted, extended, ends), and every room follows at once."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db import transaction

from rathaus.foundation import clock
from rathaus.foundation import text as texts
from rathaus.foundation.errors import Invalid
from rathaus.foundation.permissions import public as permissions
from rathaus.foundation.permissions.public import SYSTEM, Actor, Secrecy
from rathaus.modules.cases import deadlines, places, procedure, rules
from rathaus.modules.cases.domain import _common, claim
from rathaus.modules.cases.enums import EntryKind, State
from rathaus.modules.cases.models import Case
from rathaus.modules.delivery import public as delivery
from rathaus.modules.payments import public as payments
from rathaus.modules.records import public as records

REVIEW_BEFORE = dt.timedelta(days=42)  # time to ask the registration office and the person before a block ends


def block_case(*, case_id: uuid.UUID, actor: Actor, now: dt.datetime, until: dt.date | None = None) -> Case:
    """An Auskunftssperre became known or is extended (§ 51 BMG): only staff with that grant too find the case from now on.

    `until` is the last day the registration office named; without one, the term of the law (two years). The other classes of
    the case stay. The same block twice changes nothing. Raises Invalid for a day that is not in the future, Forbidden.
    """
    if until is not None and until <= clock.today(now):
        raise Invalid("Die Auskunftssperre muss in der Zukunft enden.", {"until": "Bitte einen späteren Tag angeben."})
    with transaction.atomic():
        case = _common.lock_for(case_id, actor=actor, right=rules.WORK, now=now)
        known = Secrecy.BLOCKED in permissions.classes_of(case)
        day = until or case.blocked_until or end_of_block(case, clock.today(now))
        if known and day == case.blocked_until:
            return case
        case.blocked_until, case.block_review_on = day, day - REVIEW_BEFORE
        _set_classes(case, permissions.classes_of(case) | {Secrecy.BLOCKED})
        _take_from_the_uncleared(case, actor, today=clock.today(now))
        _common.save(case)
        text = f"Auskunftssperre {'verlängert' if known else 'vermerkt'} bis {day:%d.%m.%Y} (§ 51 BMG)"
        payload = {"added": Secrecy.BLOCKED.value, "until": day.isoformat()}
        _common.tell(case, kind=EntryKind.SECRECY, actor=actor, now=now, text=text, payload=payload)
        subject = ("case", str(case.pk))
        delivery.raise_secrecy(subject=subject, secrecy=Secrecy.BLOCKED)
        payments.raise_secrecy(subject=subject, secrecy=Secrecy.BLOCKED)
        records.raise_secrecy(case_id=case.pk, secrecy=Secrecy.BLOCKED, actor=SYSTEM, now=now)
    return case


def lower_secrecy(*, case_id: uuid.UUID, secrecy: Secrecy, reason: str, actor: Actor, now: dt.datetime) -> Case:
    """One class ends, the others stay: the end of an Auskunftssperre, of which the person has been told (§ 51 (4) BMG).

    Nothing ends by itself. Raises Invalid without a reason or where the case does not have the class, Forbidden without the
    right or without a grant for every class of the case.
    """
    reason = texts.clean(reason)
    if not reason:
        raise Invalid("Nennen Sie den Grund in einem Satz; er gehört in die Akte.", {"reason": "Bitte ausfüllen."})
    with transaction.atomic():
        case = _common.lock_for(case_id, actor=actor, right=rules.LOWER_SECRECY, now=now)
        classes = permissions.classes_of(case)
        if secrecy not in classes:
            raise Invalid("Diese Geheimhaltung hat der Vorgang nicht oder nicht mehr. Laden Sie die Seite neu.")
        _set_classes(case, classes - {secrecy})
        if secrecy is Secrecy.BLOCKED:
            case.blocked_until = case.block_review_on = None
        _common.save(case)
        name = "Auskunftssperre aufgehoben" if secrecy is Secrecy.BLOCKED else f"Geheimhaltung {secrecy} aufgehoben"
        payload = {"lowered": secrecy.value, "reason": reason}
        _common.tell(case, kind=EntryKind.SECRECY, actor=actor, now=now, text=f"{name}: {reason}", payload=payload)
        subject = ("case", str(case.pk))
        delivery.lower_secrecy(subject=subject, secrecy=secrecy)
        payments.lower_secrecy(subject=subject, secrecy=secrecy)
        records.lower_secrecy(case_id=case.pk, secrecy=secrecy, actor=SYSTEM, now=now)
    return case


def review_blocks(*, now: dt.datetime) -> int:
    """Blocks that end soon, or of which nobody knows the end, come before a clerk. How many; each in its own transaction."""
    due = Case.objects.filter(block_review_on__lte=clock.today(now)).order_by("block_review_on")
    return sum(_review(case_id, now=now) for case_id in list(due.values_list("pk", flat=True)))


def _review(case_id: uuid.UUID, *, now: dt.datetime) -> bool:
    today = clock.today(now)
    with transaction.atomic():
        case = _common.lock(case_id)
        if case.block_review_on is None or case.block_review_on > today:  # extended or lifted in this very moment
            return False
        case.block_review_on = None
        case.resubmit_on = min(case.resubmit_on or today, today)
        _common.save(case)
        until = f"gilt bis {case.blocked_until:%d.%m.%Y}" if case.blocked_until else "hat noch keinen Tag, an dem sie endet"
        text = f"Die Auskunftssperre {until}. Fragen Sie die Meldebehörde; dann verlängern oder aufheben (§ 51 Abs. 4 BMG)."
        _common.tell(case, kind=EntryKind.RESUBMISSION, actor=SYSTEM, now=now, text=text)
    return True


def locked_classes(case_id: uuid.UUID) -> frozenset[Secrecy]:
    """The classes of a case, held until the caller's transaction ends: what is written with them misses none added meanwhile."""
    return permissions.classes_of(_common.lock(case_id))


def end_of_block(case: Case, entered: dt.date) -> dt.date:
    """The last day of a block entered that day, where the registration office named none."""
    authority, _unit = places.home_of(case.unit_id)
    regime = procedure.parse(case.procedure.data).regime
    return deadlines.block_ends(entered, land=authority.land, regime=regime)


def _set_classes(case: Case, classes: Iterable[Secrecy]) -> None:
    for name, value in permissions.columns_of(classes).items():
        setattr(case, name, value)


def _take_from_the_uncleared(case: Case, actor: Actor, *, today: dt.date) -> None:
    """Whoever works the case and may no longer see it gives it back."""
    if case.assignee_id is None:
        return
    if case.assignee_id == actor.person_id:
        stays = permissions.allowed(actor, rules.WORK, scope=_common.scope_of(case), today=today)
    else:
        stays = case.assignee_id in claim.able_persons(case, today=today)
    if not stays:
        case.assignee_id = None
        if case.state == State.IN_PROGRESS:
            _common.move(case, State.RECEIVED)
