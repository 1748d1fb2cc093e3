"""Proposing, approving and returning a decision. What the notice will print is frozen with the decision."""

import datetime as dt
import uuid
from dataclasses import asdict

from django.db import transaction

from rathaus.foundation import clock
from rathaus.foundation import text as texts
from rathaus.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from rathaus.foundation.events import public as events
from rathaus.foundation.permissions import public as permissions
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.cases import notice, procedure, rules
from rathaus.modules.cases.domain import _common
from rathaus.modules.cases.enums import (
    SETTLED,
    CheckState,
    DecisionKind,
    DecisionState,
    EntryKind,
    FeeState,
    State,
)
from rathaus.modules.cases.events import CaseDecided
from rathaus.modules.cases.models import Case, Decision


def propose_decision(
    *,
    case_id: uuid.UUID,
    kind: DecisionKind,
    reasons: str,
    actor: Actor,
    now: dt.datetime,
    version: int,
    operative: str = "",
) -> Decision:
    """The clerk's decision. Where the procedure asks for a second pair of eyes it waits for it, otherwise it stands at once.

    `operative` replaces the ruling of the recipe; a placeholder left in it is refused.

    Raises Invalid where a point is still open, a burden has no reasons (§ 39 VwVfG), or a fee due before is unpaid.
    """
    reasons, operative = texts.clean(reasons, multiline=True), texts.clean(operative, multiline=True)
    with transaction.atomic():
        case = _common.lock_for(case_id, actor=actor, right=rules.WORK, now=now, version=version)
        spec = procedure.parse(case.procedure.data)
        if case.assignee_id not in {None, actor.person_id}:
            raise Forbidden("Diesen Vorgang bearbeitet jemand anders. Lassen Sie ihn sich zuweisen, wenn Sie entscheiden sollen.")
        if case.assignee_id is None:
            case.assignee_id = actor.person_id
        if case.state == State.RECEIVED:
            _common.move(case, State.IN_PROGRESS)
        _demand_ready(case, spec, kind, reasons)
        if actor.person_id is None:
            raise Forbidden("Entscheiden kann nur eine Person.")
        four_eyes = spec.four_eyes == "always" or (spec.four_eyes == "refusals" and kind != DecisionKind.GRANT)
        _common.move(case, State.PROPOSED if four_eyes else State.DECIDED)
        decision = Decision(
            case=case,
            kind=kind,
            state=DecisionState.PROPOSED if four_eyes else DecisionState.APPROVED,
            reasons=reasons,
            four_eyes=four_eyes,
            drafted_by=actor.person_id,
            drafted_at=now,
        )
        if four_eyes:
            content = notice.compose(
                case=case, spec=spec, kind=kind, reasons=reasons, signatory=None, now=now, operative=operative
            )
            _demand_filled(content)
            decision.content = asdict(content)
            decision.fee_cents = decision.content["fee_cents"]
            decision.save(force_insert=True)
            _common.save(case)
            _common.tell(
                case,
                kind=EntryKind.PROPOSED,
                actor=actor,
                now=now,
                text=str(kind.label),
                payload={"decision_id": str(decision.pk)},
            )
        else:
            _stand(case, spec, decision, operative=operative, actor=actor, now=now)
    return decision


def approve_decision(*, decision_id: uuid.UUID, actor: Actor, now: dt.datetime, version: int) -> Decision:
    """The second pair of eyes. Raises Forbidden for the drafter himself and for whoever only stands in for the drafter."""
    with transaction.atomic():
        case, decision = _lock_proposal(decision_id, actor=actor, now=now, version=version)
        decision.state = DecisionState.APPROVED
        decision.approved_by, decision.approved_at = actor.person_id, now
        _common.move(case, State.DECIDED)
        spec = procedure.parse(case.procedure.data)
        _stand(case, spec, decision, operative=str(decision.content["operative"]), actor=actor, now=now)
    return decision


def return_decision(*, decision_id: uuid.UUID, note: str, actor: Actor, now: dt.datetime, version: int) -> Decision:
    """The proposal goes back to its drafter with a note that says what is wrong."""
    note = texts.clean(note, multiline=True)
    if not note:
        raise Invalid("Schreiben Sie dazu, was geändert werden soll.", {"note": "Bitte ausfüllen."})
    with transaction.atomic():
        case, decision = _lock_proposal(decision_id, actor=actor, now=now, version=version)
        decision.state, decision.return_note = DecisionState.RETURNED, note
        decision.save()
        _common.move(case, State.IN_PROGRESS)
        _common.save(case)
        _common.tell(case, kind=EntryKind.RETURNED, actor=actor, now=now, text=note)
    return decision


def _demand_ready(case: Case, spec: procedure.ProcedureSpec, kind: DecisionKind, reasons: str) -> None:
    try:
        way = spec.decision(kind)
    except KeyError:
        raise Invalid("So kann in diesem Verfahren nicht entschieden werden.") from None
    burden = kind != DecisionKind.GRANT
    if (burden or way.reasons_required) and not reasons:
        raise Invalid("Eine belastende Entscheidung braucht eine Begründung (§ 39 VwVfG).", {"reasons": "Bitte begründen."})
    checks = list(case.checks.filter(required=True))
    if open_ones := [check.label for check in checks if check.state == CheckState.OPEN]:
        raise Invalid(f"Es sind noch Prüfpunkte offen: {'; '.join(open_ones)}.")
    if kind == DecisionKind.GRANT and any(check.state == CheckState.FAILED for check in checks):
        raise Invalid("Ein Prüfpunkt ist nicht erfüllt. Bewilligen können Sie erst, wenn er in Ordnung ist oder nicht zutrifft.")
    if kind != DecisionKind.REFUSAL and spec.fee.when == "before_decision" and case.fee_state not in SETTLED:
        raise Invalid("Die Gebühr ist vor der Entscheidung zu zahlen und noch offen. Warten Sie den Zahlungseingang ab.")


def _lock_proposal(decision_id: uuid.UUID, *, actor: Actor, now: dt.datetime, version: int) -> tuple[Case, Decision]:
    case_id = Decision.objects.filter(pk=decision_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise NotFound("Diesen Vorschlag gibt es nicht.")
    case = _common.lock_for(case_id, actor=actor, right=rules.APPROVE, now=now, version=version)
    decision = Decision.objects.select_for_update().get(pk=decision_id)
    if decision.state != DecisionState.PROPOSED:
        raise Conflict("Über diesen Vorschlag ist schon befunden worden. Laden Sie die Seite neu.")
    if actor.person_id is None or actor.person_id == decision.drafted_by:
        raise Forbidden("Vier Augen: Ihren eigenen Vorschlag kann nur jemand anders freigeben.")
    scope = _common.scope_of(case)
    if permissions.only_in_place_of(actor, rules.APPROVE, person_id=decision.drafted_by, scope=scope, today=clock.today(now)):
        raise Forbidden("Vier Augen: Sie vertreten gerade die Person, die entschieden hat. Freigeben muss jemand Drittes.")
    return case, decision


def _demand_filled(content: notice.NoticeContent) -> None:
    if left := notice.unfilled(content.operative):
        text = f"Ersetzen Sie im Tenor noch: {', '.join(left)}."
        raise Invalid(text, {"operative": text})


def _stand(
    case: Case, spec: procedure.ProcedureSpec, decision: Decision, *, operative: str, actor: Actor, now: dt.datetime
) -> None:
    """The decision stands: content frozen with its signatory, fee state moved, event written."""
    kind = DecisionKind(decision.kind)
    content = notice.compose(
        case=case, spec=spec, kind=kind, reasons=decision.reasons, signatory=actor, now=now, operative=operative
    )
    _demand_filled(content)
    decision.content, decision.fee_cents = asdict(content), content.fee_cents
    decision.save()
    case.outcome, case.decided_at = kind, now
    if spec.fee.when == "with_decision" and content.fee_cents:
        case.fee_state = FeeState.DUE
    _common.save(case)
    _common.tell(
        case,
        kind=EntryKind.DECIDED,
        actor=actor,
        now=now,
        text=str(kind.label),
        payload={"decision_id": str(decision.pk), "content": decision.content},
    )
    events.publish(CaseDecided(str(case.pk), str(decision.pk), kind.value), aggregate=("case", str(case.pk)), now=now)
