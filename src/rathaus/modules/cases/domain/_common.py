"""What every use case of this room does: take the case under lock, check right and version, move it, tell it."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from rathaus.foundation import clock, rows
from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Conflict, Invalid, NotFound
from rathaus.foundation.permissions import public as permissions
from rathaus.foundation.permissions.public import Actor, Scope
from rathaus.modules.cases.enums import TRANSITIONS, EntryKind, State
from rathaus.modules.cases.models import Case, HistoryEntry

CHANGED = (
    "Jemand hat diesen Vorgang inzwischen geändert. Ihre Eingaben stehen noch in Ihrem Formular: "
    "Prüfen Sie den neuen Stand und senden Sie sie dann noch einmal."
)


def lock(case_id: uuid.UUID) -> Case:
    """The case, locked until the transaction ends. Raises NotFound."""
    case = Case.objects.select_for_update(of=("self",)).select_related("procedure").filter(pk=case_id).first()
    if case is None:
        raise NotFound("Diesen Vorgang gibt es nicht.")
    return case


def scope_of(case: Case) -> Scope:
    classes = permissions.classes_of(case)
    return Scope(unit_id=case.unit_id, service_key=case.service_key, secrecy=classes, subject=("case", case.pk))


def lock_for(case_id: uuid.UUID, *, actor: Actor, right: str, now: dt.datetime, version: int | None = None) -> Case:
    """The locked case for a member of staff. Raises Forbidden for bias or a missing right, Conflict on another version."""
    case = lock(case_id)
    permissions.require(actor, right, scope=scope_of(case), today=clock.today(now))
    if version is not None and version != case.version:
        raise Conflict(CHANGED)
    return case


def move(case: Case, to: State) -> None:
    """Raises Invalid where the state does not allow it."""
    here = State(case.state)
    if to not in TRANSITIONS[here]:
        raise Invalid(f"Der Vorgang ist „{here.label}“; „{to.label}“ ist von dort aus nicht möglich. Laden Sie die Seite neu.")
    case.state = to


def save(case: Case) -> None:
    case.version += 1
    case.save()


def tell(
    case: Case, *, kind: EntryKind, actor: Actor, now: dt.datetime, text: str = "", payload: Mapping[str, Any] | None = None
) -> HistoryEntry:
    """One line in the history and one entry in the audit, in the caller's transaction."""
    entry = HistoryEntry(
        case_id=case.pk, at=now, kind=kind, text=text, actor_name=actor.name, actor_id=actor.person_id or actor.id
    )
    rows.insert(entry)
    audit.record(
        act=f"case.{kind.value}",
        actor=actor,
        subject=audit.Subject("case", str(case.pk)),
        payload={"number": case.number, "state": case.state, "text": text, **(payload or {})},
        now=now,
    )
    return entry
