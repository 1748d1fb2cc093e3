"""Deciding: the form with the finished notice beside it, and the second pair of eyes."""

import datetime as dt
import uuid
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rathaus.foundation import clock
from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Conflict, Forbidden, Invalid
from rathaus.modules.accounts.public import staff_required
from rathaus.modules.cases import notice, procedure, queries, rules
from rathaus.modules.cases.domain.decide import approve_decision, propose_decision, return_decision
from rathaus.modules.cases.enums import DecisionKind
from rathaus.modules.cases.forms import DecisionForm, ReturnForm
from rathaus.modules.cases.views import case_actions
from rathaus.modules.cases.views.worklist import actor_of


@require_http_methods(["GET", "POST"])
@staff_required(rules.WORK)
def decide(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """GET shows the notice as a grant; "Vorschau" shows it with what was typed; "Entscheiden" does it."""
    actor, now = actor_of(request), clock.now()
    case = queries.get_visible(case_id, actor, right=rules.WORK, today=clock.today(now))
    audit.record_view(actor=actor, subject=audit.Subject("case", str(case.pk)), purpose="Bescheid entwerfen", now=now)
    spec = procedure.parse(case.procedure.data)
    kinds: list[tuple[str, str]] = [(entry.kind, entry.label) for entry in spec.decisions]
    initial: dict[str, Any] = {"kind": kinds[0][0], "version": case.version}
    form = DecisionForm(request.POST or None, kinds=kinds, initial=initial)
    status = 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if "preview" not in request.POST:
            try:
                decision = propose_decision(
                    case_id=case_id,
                    kind=DecisionKind(data["kind"]),
                    reasons=data["reasons"],
                    actor=actor,
                    now=now,
                    version=data["version"],
                    operative=data["operative"],
                )
            except (Invalid, Conflict, Forbidden) as error:
                status = error.status
                case = queries.get_visible(case_id, actor, right=rules.WORK, today=clock.today(now))
                field = next((name for name in getattr(error, "fields", {}) if name in form.fields), None)
                form.add_error(field, str(error))
                if isinstance(error, Conflict):
                    kept = form.errors
                    form = DecisionForm({**request.POST.dict(), "version": str(case.version)}, kinds=kinds)
                    form.errors.update(kept)
            else:
                if decision.four_eyes:
                    messages.success(request, "Zur Freigabe gegeben. Eine zweite Person muss zustimmen.")
                    return redirect("cases:worklist")
                messages.success(request, "Entschieden. Der Bescheid geht hinaus.")
                return redirect("cases:case", case_id=case_id)
    elif request.method == "POST":
        status = 422
    kind = DecisionKind(form["kind"].value() if form["kind"].value() in dict(kinds) else kinds[0][0])
    typed = {name: str(form[name].value() or "") for name in ("reasons", "operative")}
    preview = notice.compose(case=case, spec=spec, kind=kind, signatory=actor, now=now, **typed)
    context = {
        "case": case,
        "spec": spec,
        "form": form,
        "preview": preview,
        "checks": list(case.checks.all()),
        "ready_reasons": [(entry.label, entry.reasons) for entry in spec.decisions if entry.reasons],
    }
    return render(request, "cases/decide.html", context, status=status)


@require_GET
@staff_required(rules.VIEW)
def preview_pdf(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """The notice as it would leave the house, marked as a draft."""
    actor, now = actor_of(request), clock.now()
    case = queries.get_visible(case_id, actor, today=clock.today(now))
    audit.record_view(actor=actor, subject=audit.Subject("case", str(case.pk)), purpose="Entwurf des Bescheids", now=now)
    spec = procedure.parse(case.procedure.data)
    asked = request.GET.get("kind", "")
    kind = DecisionKind(asked) if asked in DecisionKind.values else DecisionKind.GRANT
    content = notice.compose(case=case, spec=spec, kind=kind, reasons=request.GET.get("reasons", ""), signatory=actor, now=now)
    pdf = notice.render_pdf(spec=spec, content={**asdict(content), "draft": True})
    return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": 'inline; filename="Entwurf.pdf"'})


@require_POST
@staff_required(rules.APPROVE)
def approve(request: HttpRequest, case_id: uuid.UUID, decision_id: uuid.UUID) -> HttpResponse:
    version = request.POST.get("version", "")
    approve_decision(
        decision_id=decision_id, actor=actor_of(request), now=clock.now(), version=int(version) if version.isdecimal() else 0
    )
    messages.success(request, "Freigegeben. Der Bescheid geht hinaus.")
    return redirect("cases:case", case_id=case_id)


@require_POST
@staff_required(rules.APPROVE)
def return_(request: HttpRequest, case_id: uuid.UUID, decision_id: uuid.UUID) -> HttpResponse:
    def do(data: dict[str, Any], now: dt.datetime) -> None:
        return_decision(decision_id=decision_id, actor=actor_of(request), now=now, **data)

    done = "Zurückgegeben. Wer den Vorschlag gemacht hat, findet ihn wieder in seiner Liste."
    response = case_actions.act(request, case_id, "return_form", ReturnForm(request.POST), do, done)
    return redirect("cases:worklist") if response.status_code == 302 else response
