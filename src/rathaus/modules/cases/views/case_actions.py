"""What a clerk does on the page of a case; each a POST that leads back to it."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from rathaus.foundation import clock
from rathaus.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from rathaus.foundation.permissions.public import Secrecy
from rathaus.modules.accounts.public import staff_required
from rathaus.modules.cases import forms, queries, rules
from rathaus.modules.cases.domain import answer as answering
from rathaus.modules.cases.domain import bias as bias_verbs
from rathaus.modules.cases.domain import change_secrecy, claim, mark
from rathaus.modules.cases.domain import close as closing
from rathaus.modules.cases.domain import hand_over as handing
from rathaus.modules.cases.domain import message as messaging
from rathaus.modules.cases.domain import request_documents as requesting
from rathaus.modules.cases.domain.check import record_check
from rathaus.modules.cases.enums import AnswerWay, CheckState
from rathaus.modules.cases.models import Check
from rathaus.modules.cases.views.case_page import LIFT, other_units, prefix_of, show
from rathaus.modules.cases.views.worklist import actor_of


def act(  # noqa: PLR0917
    request: HttpRequest, case_id: uuid.UUID, name: str, form: Any, do: Callable[[dict[str, Any], dt.datetime], Any], done: str
) -> HttpResponse:
    """The pattern of every small form of this page: read, do, back to the page; refused, the form again with its text.

    Raises NotFound where the actor may no longer see the case.
    """
    now = clock.now()
    case = queries.get_visible(case_id, actor_of(request), today=clock.today(now))
    if not form.is_valid():
        return show(request, case, now=now, status=422, **{name: form})
    try:
        do(form.cleaned_data, now)
    except (Invalid, Conflict, Forbidden) as error:
        case = queries.get_visible(case_id, actor_of(request), today=clock.today(now))
        return show(request, case, now=now, status=error.status, **{name: refused(form, error, version=case.version)})
    messages.success(request, done)
    return redirect("cases:case", case_id=case_id)


def refused(form: Any, error: Invalid | Conflict | Forbidden, *, version: int) -> Any:
    """The form as it was typed, with what speaks against it; after a conflict it counts for the case as it stands now."""
    if isinstance(error, Conflict) and "version" in form.fields:
        form.data = {**form.data.dict(), "version": str(version)}
    for field, text in getattr(error, "fields", {}).items():
        form.add_error(field if field in form.fields else None, text)
    if not getattr(error, "fields", {}):
        form.add_error(None, str(error))
    return form


@require_POST
@staff_required(rules.WORK)
def check(request: HttpRequest, case_id: uuid.UUID, check_id: uuid.UUID) -> HttpResponse:
    form = forms.CheckForm(request.POST, prefix=prefix_of(check_id), state=request.POST.get("state", ""))

    def do(data: dict[str, Any], now: dt.datetime) -> None:
        record_check(check_id=check_id, state=CheckState(data["state"]), note=data["note"], actor=actor_of(request), now=now)

    return act(request, case_id, "check_form", form, do, "Prüfpunkt gespeichert.")


@require_POST
@staff_required(rules.WORK)
def check_all(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Every open point is in order: the clean case in one step. Points a register objected to stay for a closer look."""
    actor, now = actor_of(request), clock.now()
    case = queries.get_visible(case_id, actor, right=rules.WORK, today=clock.today(now))
    open_points = list(Check.objects.filter(case=case, state=CheckState.OPEN))
    for point in open_points:
        if not point.note:
            record_check(check_id=point.pk, state=CheckState.OK, note="", actor=actor, now=now)
    if left := [point.label for point in open_points if point.note]:
        messages.warning(request, f"Bitte sehen Sie sich das noch an, ein Register hat widersprochen: {'; '.join(left)}.")
        return redirect("cases:case", case_id=case_id)
    return redirect("cases:decide", case_id=case_id)


@require_POST
@staff_required(rules.WORK)
def message(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    def do(data: dict[str, Any], now: dt.datetime) -> None:
        messaging.write_as_office(case_id=case_id, text=data["text"], key=data["key"], actor=actor_of(request), now=now)

    return act(request, case_id, "message_form", forms.MessageForm(request.POST), do, "Nachricht gesendet.")


@require_POST
@staff_required(rules.WORK)
def answer(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    def do(data: dict[str, Any], now: dt.datetime) -> None:
        way = AnswerWay(data.pop("way"))
        answering.answer_case(case_id=case_id, way=way, actor=actor_of(request), now=now, **data)

    return act(request, case_id, "answer_form", forms.AnswerForm(request.POST), do, "Beantwortet und abgeschlossen.")


@require_POST
@staff_required(rules.WORK)
def hand_over(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Afterwards the case may lie where the clerk sees nothing of it: on to the worklist, a second click included."""
    try:
        response = _hand_over(request, case_id)
    except NotFound:
        if not _handed_over_already(request, case_id):
            raise
        return redirect("cases:worklist")
    if response.status_code == 302 or _handed_over_already(request, case_id):
        return redirect("cases:worklist")
    return response


def _hand_over(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    now = clock.now()
    case = queries.get_visible(case_id, actor_of(request), right=rules.WORK, today=clock.today(now))

    def do(data: dict[str, Any], now: dt.datetime) -> None:
        unit_id = uuid.UUID(data.pop("unit"))
        handing.hand_over_case(case_id=case_id, unit_id=unit_id, actor=actor_of(request), now=now, **data)

    form = forms.HandOverForm(request.POST, units=other_units(case, today=clock.today(now)))
    return act(request, case_id, "hand_over_form", form, do, "Die Anfrage liegt jetzt bei der anderen Stelle.")


def _handed_over_already(request: HttpRequest, case_id: uuid.UUID) -> bool:
    """Whether this person has given the case to that unit before; says so, with the words that came too late."""
    entry, kept = queries.own_hand_over(
        case_id, request.POST.get("unit", ""), actor_of(request), note=request.POST.get("reason", "")
    )
    if entry is None:
        return False
    at = clock.local(entry.at)
    text = f"Diese Anfrage haben Sie schon abgegeben: {entry.text}, am {at:%d.%m.%Y} um {at:%H:%M} Uhr."
    late = "" if kept else f" Ihr Hinweis wurde nicht übernommen: {request.POST['reason']}"
    messages.info(request, text + late)
    return True


@require_POST
@staff_required(rules.WORK)
def request_documents_view(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    def do(data: dict[str, Any], now: dt.datetime) -> None:
        requesting.request_documents(
            case_id=case_id, text=data["text"], due=data["due"], version=data["version"], actor=actor_of(request), now=now
        )

    return act(
        request, case_id, "request_form", forms.RequestForm(request.POST), do, "Nachforderung gesendet. Der Vorgang wartet."
    )


@require_POST
@staff_required(rules.WORK)
def resume(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    now = clock.now()
    case = queries.get_visible(case_id, actor_of(request), right=rules.WORK, today=clock.today(now))
    requesting.resume_case(case_id=case_id, actor=actor_of(request), now=now, version=case.version)
    return redirect("cases:case", case_id=case_id)


@require_POST
@staff_required(rules.WORK)
def note(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    def do(data: dict[str, Any], now: dt.datetime) -> None:
        mark.add_note(case_id=case_id, text=data["text"], actor=actor_of(request), now=now)

    return act(request, case_id, "note_form", forms.NoteForm(request.POST), do, "Vermerk gespeichert.")


@require_POST
@staff_required(rules.WORK)
def resubmission(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    def do(data: dict[str, Any], now: dt.datetime) -> None:
        mark.set_resubmission(case_id=case_id, day=data["day"], note=data["note"], actor=actor_of(request), now=now)

    return act(request, case_id, "resubmission_form", forms.ResubmissionForm(request.POST), do, "Wiedervorlage gespeichert.")


@require_POST
@staff_required(rules.VIEW)
def bias(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    form = forms.BiasForm(request.POST)
    now = clock.now()
    case = queries.get_visible(case_id, actor_of(request), today=clock.today(now))
    if not form.is_valid():
        return show(request, case, now=now, status=422, bias_form=form)
    bias_verbs.declare_bias(case_id=case_id, reason=form.cleaned_data["reason"], actor=actor_of(request), now=now)
    messages.success(request, "Der Vorgang ist aus Ihrer Liste genommen. Jemand anders übernimmt ihn.")
    return redirect("cases:worklist")


@require_POST
@staff_required(rules.WITHDRAW_BIAS)
def withdraw_bias(request: HttpRequest, case_id: uuid.UUID, person_id: uuid.UUID) -> HttpResponse:
    def do(data: dict[str, Any], now: dt.datetime) -> None:
        bias_verbs.withdraw_bias(case_id=case_id, person_id=person_id, reason=data["reason"], actor=actor_of(request), now=now)

    form = forms.ReasonForm(request.POST, prefix=prefix_of(person_id))
    return act(request, case_id, "withdraw_bias_form", form, do, "Zurückgenommen. Der Vorgang steht der Person wieder offen.")


@require_POST
@staff_required(rules.WORK)
def block(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    case, form = queries.get_visible(case_id, actor, today=clock.today(now)), forms.BlockForm(request.POST)
    if not form.is_valid():
        return show(request, case, now=now, status=422, block_form=form)
    try:
        change_secrecy.block_case(case_id=case_id, until=form.cleaned_data["until"], actor=actor, now=now)
    except Invalid as error:
        return show(request, case, now=now, status=422, block_form=refused(form, error, version=case.version))
    messages.success(request, "Die Auskunftssperre ist vermerkt.")
    if queries.visible(actor, today=clock.today(now)).filter(pk=case.pk).exists():
        return redirect("cases:case", case_id=case_id)
    return redirect("cases:worklist")


@require_POST
@staff_required(rules.LOWER_SECRECY)
def lift_block(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    def do(data: dict[str, Any], now: dt.datetime) -> None:
        change_secrecy.lower_secrecy(
            case_id=case_id, secrecy=Secrecy.BLOCKED, reason=data["reason"], actor=actor_of(request), now=now
        )

    form = forms.ReasonForm(request.POST, prefix=LIFT)
    return act(request, case_id, "lower_form", form, do, "Die Auskunftssperre ist aufgehoben.")


@require_POST
@staff_required(rules.ASSIGN)
def assign(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    queries.get_visible(case_id, actor, right=rules.ASSIGN, today=clock.today(now))
    person, version = request.POST.get("person", ""), request.POST.get("version", "")
    try:
        person_id = uuid.UUID(person)
        number = int(version)
    except ValueError:
        raise Invalid("Bitte wählen Sie aus der Liste, wer den Vorgang bekommen soll.") from None
    claim.assign_case(case_id=case_id, person_id=person_id, version=number, actor=actor, now=now)
    return redirect("cases:case", case_id=case_id)


@require_POST
@staff_required(rules.WORK)
def close(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    queries.get_visible(case_id, actor, right=rules.WORK, today=clock.today(now))
    closing.close_case(case_id=case_id, actor=actor, now=now)
    messages.success(request, "Der Vorgang ist abgeschlossen und zur Akte verfügt.")
    return redirect("cases:case", case_id=case_id)
