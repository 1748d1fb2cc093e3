"""The page of one case for the clerk: checks left, the notice right, everything that happened below."""

import datetime as dt
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from rathaus.foundation import clock, ids
from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import NotFound
from rathaus.foundation.permissions.public import Secrecy, allowed, classes_of, held
from rathaus.foundation.storage import public as storage
from rathaus.modules.accounts.public import staff_required
from rathaus.modules.cases import forms, notice, outlook, presenters, procedure, queries, rules
from rathaus.modules.cases.domain import _common, change_secrecy, claim
from rathaus.modules.cases.domain import message as messaging
from rathaus.modules.cases.domain.confirm_address import confirmed_email
from rathaus.modules.cases.enums import (
    OPEN_STATES,
    SETTLED,
    AnswerWay,
    Channel,
    CheckState,
    DecisionKind,
    DecisionState,
    PartyRole,
    State,
)
from rathaus.modules.cases.links import entry_url
from rathaus.modules.cases.models import Case, Check
from rathaus.modules.cases.views.worklist import actor_of
from rathaus.modules.cases.words import words_of
from rathaus.modules.delivery import public as delivery
from rathaus.modules.organisation import public as organisation
from rathaus.modules.payments import public as payments
from rathaus.modules.records import public as records


@require_GET
@staff_required(rules.VIEW)
def case_page(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    case = queries.get_visible(case_id, actor, today=clock.today(now))
    audit.record_view(actor=actor, subject=audit.Subject("case", str(case.pk)), purpose="Vorgang bearbeiten", now=now)
    if allowed(actor, rules.WORK, scope=_common.scope_of(case), today=clock.today(now)):
        messaging.mark_read(case_id=case.pk, from_office=False, now=now)
    return show(request, case, now=now)


CHECK_LEVELS = {
    CheckState.OPEN: "warning",
    CheckState.OK: "success",
    CheckState.FAILED: "danger",
    CheckState.NOT_APPLICABLE: "info",
}


RIGHTS = (rules.REGISTER, rules.WORK, rules.APPROVE, rules.ASSIGN, rules.LOWER_SECRECY, rules.WITHDRAW_BIAS, "payments.view")

LIFT = "aufheben"  # what keeps its field apart from the reason of a bias

SECRECY_LABELS = {
    Secrecy.TAX: "Steuergeheimnis",
    Secrecy.SOCIAL: "Sozialgeheimnis",
    Secrecy.PERSONNEL: "Personaldaten",
    Secrecy.BLOCKED: "Auskunftssperre",
}


def prefix_of(row_id: uuid.UUID) -> str:
    """What keeps the ids of like forms apart on one page."""
    return f"p{row_id.hex[-12:]}"


def _check_form(check: Check) -> forms.CheckForm:
    return forms.CheckForm(initial={"note": check.note if check.checked_by else ""}, prefix=prefix_of(check.pk))


def show(request: HttpRequest, case: Case, *, now: dt.datetime, status: int = 200, **bound: Any) -> HttpResponse:
    """The page; `bound` carries a form that was refused, so that it is shown again as it was typed."""
    actor, today = actor_of(request), clock.today(now)
    can = held(actor, RIGHTS, scope=_common.scope_of(case), today=today)
    spec = procedure.parse(case.procedure.data)
    can_work = rules.WORK in can
    classes = classes_of(case)
    biases = list(case.biases.order_by("at")) if rules.WITHDRAW_BIAS in can else []
    decisions = list(case.decisions.all())
    proposal = next((entry for entry in decisions if entry.state == DecisionState.PROPOSED), None)
    standing = next((entry for entry in decisions if entry.state == DecisionState.APPROVED), None)
    checks = list(case.checks.all())
    refused, refused_bias = bound.get("check_form"), bound.get("withdraw_bias_form")
    people = organisation.get_persons(
        [
            pk
            for pk in {
                case.assignee_id,
                *(check.checked_by for check in checks),
                *(entry.drafted_by for entry in decisions),
                *(bias.person_id for bias in biases),
            }
            if pk
        ]
    )
    persons: list[tuple[str, str]] = []
    if rules.ASSIGN in can:
        able = claim.able_persons(case, today=today)
        persons = [(str(pk), person.name) for pk, person in organisation.get_persons(able).items()]
    open_now = case.state in OPEN_STATES and case.state != State.PROPOSED
    working = can_work and open_now
    context = {
        "case": case,
        "spec": spec,
        "content": case.content,
        "parties": [(party, presenters.identity(party.identity)) for party in case.parties.all()],
        "fee_blocks": working and spec.fee.when == "before_decision" and case.fee_state not in SETTLED,
        "checks": [
            {
                "check": check,
                "who": people[check.checked_by].name if check.checked_by in people else "",
                "form": refused if refused and refused.prefix == prefix_of(check.pk) else _check_form(check),
                "level": CHECK_LEVELS[CheckState(check.state)],
                "objection": check.state == CheckState.OPEN and bool(check.note),
            }
            for check in checks
        ],
        "open_checks": sum(check.state == CheckState.OPEN for check in checks),
        "entries": presenters.timeline(case.history.all().reverse()),
        "summary": presenters.summary(case.content.summary),
        "messages_list": list(case.messages.all()),
        "requests": list(case.requests.all()),
        "decisions": decisions,
        "proposal": proposal,
        "standing": standing,
        "preview": notice.compose(
            case=case, spec=spec, kind=DecisionKind.GRANT, reasons="", signatory=actor if can_work else None, now=now
        )
        if not (proposal or standing or spec.by_answer)
        else None,
        "assignee": people[case.assignee_id].name if case.assignee_id in people else "",
        "is_mine": case.assignee_id is not None and case.assignee_id == actor.person_id,
        "can_work": can_work,
        "entry_url": entry_url(case.pk) if case.channel == Channel.PAPER and open_now and rules.REGISTER in can else "",
        "working": working,
        "can_decide": working
        and not spec.by_answer
        and case.assignee_id in {None, actor.person_id}
        and case.state != State.WAITING,
        **_ending(case, spec, bound, today=today, working=working and case.assignee_id in {None, actor.person_id}),
        "words": words_of(case),
        "can_approve": rules.APPROVE in can and proposal is not None and proposal.drafted_by != actor.person_id,
        "people": people,
        "clocks": outlook.clocks(case, today=today),
        "can_cash": "payments.view" in can,
        "payments": payments.payments_for(("case", str(case.pk))),
        "documents": records.documents_of([case.subfile_id]).get(case.subfile_id, []) if case.subfile_id else [],
        "deliveries": delivery.deliveries_for(("case", str(case.pk))),
        "message_form": bound.get("message_form") or forms.MessageForm(initial={"key": ids.token()}),
        "request_form": bound.get("request_form")
        or forms.RequestForm(initial={"due": forms.default_due(today, spec.answer_days), "version": case.version}),
        "note_form": bound.get("note_form") or forms.NoteForm(),
        "resubmission_form": bound.get("resubmission_form") or forms.ResubmissionForm(initial={"day": case.resubmit_on}),
        "bias_form": bound.get("bias_form") or forms.BiasForm(),
        "secrecy": [str(SECRECY_LABELS[entry]) for entry in sorted(classes)],
        "is_blocked": Secrecy.BLOCKED in classes,
        "block_form": bound.get("block_form") or forms.BlockForm(initial={"until": case.blocked_until}),
        "block_ends": change_secrecy.end_of_block(case, today),
        "lower_form": (bound.get("lower_form") or forms.ReasonForm(prefix=LIFT))
        if rules.LOWER_SECRECY in can and Secrecy.BLOCKED in classes
        else None,
        "biases": [
            {
                "person_id": bias.person_id,
                "name": people[bias.person_id].name if bias.person_id in people else "Unbekannt",
                "reason": bias.reason,
                "at": bias.at,
                "form": refused_bias
                if refused_bias and refused_bias.prefix == prefix_of(bias.person_id)
                else forms.ReasonForm(prefix=prefix_of(bias.person_id)),
            }
            for bias in biases
        ],
        "assign_form": forms.AssignForm(persons=persons, initial={"version": case.version}) if persons else None,
        "return_form": bound.get("return_form") or forms.ReturnForm(initial={"version": case.version}),
        **{f"{name.removesuffix('_form')}_open": True for name in bound},
    }
    return render(request, "cases/case.html", context, status=status)


def _ending(case: Case, spec: procedure.ProcedureSpec, bound: dict[str, Any], *, today: dt.date, working: bool) -> dict[str, Any]:
    """How an inquiry is answered or handed on; nothing of it for a case that ends with a decision."""
    shown = {name: bound.get(name) for name in ("answer_form", "hand_over_form")}
    if not spec.by_answer or not (working or any(shown.values())):
        return {}
    applicant = case.parties.get(role=PartyRole.APPLICANT)
    return {
        "answer_form": shown["answer_form"]
        or forms.AnswerForm(initial={"key": ids.token(), "version": case.version, "way": AnswerWay.PORTAL}),
        "hand_over_form": shown["hand_over_form"]
        or forms.HandOverForm(units=other_units(case, today=today), initial={"version": case.version}),
        "unreached": case.account_id is None and not confirmed_email(applicant),
    }


def other_units(case: Case, *, today: dt.date) -> list[tuple[str, str]]:
    """The other units of this authority, by name. Two queries."""
    here = organisation.get_units([case.unit_id])[case.unit_id]
    units = organisation.units(today, authority_id=here.authority_id)
    return [(str(unit.id), unit.name) for unit in units if unit.id != case.unit_id]


@require_GET
@staff_required(rules.VIEW)
def attachment(request: HttpRequest, case_id: uuid.UUID, sha256: str) -> HttpResponseBase:
    """An attachment of the application or of a message, for whoever may see the case."""
    actor, now = actor_of(request), clock.now()
    case = queries.get_visible(case_id, actor, today=clock.today(now))
    found = find_attachment(case, sha256)
    audit.record_view(actor=actor, subject=audit.Subject("case", str(case.pk)), purpose=f"Anlage {sha256[:12]}", now=now)
    return storage.respond(request, sha256=sha256, filename=found["filename"], media_type=found["media_type"])


def find_attachment(case: Case, sha256: str) -> dict[str, Any]:
    """Raises NotFound for a hash that does not hang on this case."""
    every = [*case.content.attachments, *(entry for message in case.messages.all() for entry in message.attachments)]
    for entry in every:
        if entry["sha256"] == sha256:
            return dict(entry)
    raise NotFound("Diese Anlage gehört nicht zu diesem Vorgang.")
