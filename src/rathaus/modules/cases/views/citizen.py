"""The applicant's page of a case: where it stands, what to do, all messages and documents."""

import datetime as dt
import hashlib
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rathaus.foundation import clock, ids
from rathaus.foundation.abuse import public as abuse
from rathaus.foundation.errors import Invalid, NotFound
from rathaus.foundation.permissions.public import Actor, ActorKind
from rathaus.foundation.storage import public as storage
from rathaus.modules.accounts.public import Realm, account_required, to_sign_in
from rathaus.modules.cases import outlook, presenters, queries
from rathaus.modules.cases.domain import message as messaging
from rathaus.modules.cases.domain.confirm_address import check_link, confirm_address
from rathaus.modules.cases.domain.request_documents import answer_request
from rathaus.modules.cases.domain.withdraw import withdraw_case
from rathaus.modules.cases.enums import OPEN_STATES, PUBLIC_ENTRIES, DecisionState, RequestState
from rathaus.modules.cases.models import Case
from rathaus.modules.cases.views.case_page import find_attachment
from rathaus.modules.cases.views.worklist import actor_of
from rathaus.modules.cases.words import words_of
from rathaus.modules.delivery import public as delivery
from rathaus.modules.organisation import public as organisation
from rathaus.modules.payments import public as payments

TRIES = 10  # an hour to type the number of the case
LIMIT = 20  # messages an hour in one case: an open case page must not fill the disk
TOO_OFTEN = "In diesem Vorgang kamen gerade sehr viele Nachrichten an. Warten Sie eine Stunde; Ihr Text steht noch hier."


def _reach(request: HttpRequest, token: str) -> Case | HttpResponse:
    """The case behind an unguessable address; one that belongs to a Servicekonto opens for that account alone."""
    case = Case.objects.select_related("procedure", "content").filter(token=token).first()
    if case is None:
        raise NotFound("Diesen Vorgang gibt es nicht. Prüfen Sie die Adresse in Ihrer Eingangsbestätigung.")
    if case.account_id is None:
        return case
    actor = actor_of(request)
    if actor.kind is not ActorKind.CITIZEN:
        return to_sign_in(request, Realm.CITIZEN, back=reverse("cases:citizen", args=[token]))
    if actor.id != case.account_id:
        raise NotFound("Diesen Vorgang gibt es nicht in Ihrem Servicekonto.")
    return case


def _applicant(case: Case, request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if actor.kind is ActorKind.CITIZEN:
        return actor
    name = queries.applicant_names([case.pk]).get(case.pk, "")
    return Actor(kind=ActorKind.GUEST, name=name or "Antragstellende Person")


@never_cache
@require_GET
def case_page(request: HttpRequest, token: str) -> HttpResponse:
    case = _reach(request, token)
    if isinstance(case, HttpResponse):
        return case
    messaging.mark_read(case_id=case.pk, from_office=True, now=clock.now())
    return _show(request, case)


def _show(
    request: HttpRequest, case: Case, *, status: int = 200, problem: str = "", field: str = "", text: str = ""
) -> HttpResponse:
    """The page; after a refusal with the sentence, a link to the field, and what was typed."""
    now = clock.now()
    unit = organisation.get_units([case.unit_id]).get(case.unit_id)
    subject = ("case", str(case.pk))
    asked = case.requests.filter(state__in=[RequestState.OPEN, RequestState.EXPIRED]).last()
    open_request = asked if case.state in OPEN_STATES else None
    if field == "antwort" and open_request is None:  # answered or ended meanwhile: what was typed becomes a message
        field = "nachricht"
    context = {
        "case": case,
        "unit": unit,
        "next_step": outlook.next_step(case),
        "clocks": [entry for entry in outlook.clocks(case, today=clock.today(now), to_applicant=True) if entry.key != "law"],
        "words": words_of(case),
        "entries": presenters.timeline(entry for entry in case.history.all() if entry.kind in PUBLIC_ENTRIES),
        "messages_list": list(case.messages.all()),
        "open_request": open_request,
        "payments": payments.payments_for(subject),
        "deliveries": delivery.deliveries_for(subject),
        "decision": case.decisions.filter(state=DecisionState.APPROVED).first(),
        "can_withdraw": case.state in OPEN_STATES,
        "summary": presenters.summary(case.content.summary),
        "attachments": case.content.attachments,
        "key": ids.token(),
        "problem": problem,
        "problems": [(f"id_{field}_text", problem)],
        "typed_answer": text if field == "antwort" else "",
        "typed_message": text if field == "nachricht" else "",
        "message_open": field == "nachricht",
        "accept": storage.ACCEPT,
        "accepted_text": storage.ACCEPTED_TEXT,
    }
    return render(request, "cases/citizen.html", context, status=status)


def _uploads(request: HttpRequest, field: str, now: dt.datetime) -> tuple[list[dict[str, Any]], str]:
    """The stored files and the first sentence about one that could not be taken."""
    stored, problem = [], ""
    for upload in storage.read_uploads(request, f"{field}_dateien", now=now):
        if upload.blob is not None:
            blob = upload.blob
            stored.append({"sha256": blob.sha256, "filename": blob.filename, "size": blob.size, "media_type": blob.media_type})
        elif upload.problem and not problem:
            problem = f"{upload.filename}: {upload.problem}"
    return stored, problem


@require_POST
def message(request: HttpRequest, token: str) -> HttpResponse:
    case = _reach(request, token)
    if isinstance(case, HttpResponse):
        return case
    now = clock.now()
    text = request.POST.get("nachricht_text", "")
    if not abuse.hit(request, "case_message", LIMIT, dt.timedelta(hours=1), key=str(case.pk)):
        return _show(request, case, status=429, problem=TOO_OFTEN, field="nachricht", text=text)
    stored, problem = _uploads(request, "nachricht", now)
    if problem:
        return _show(request, case, status=422, problem=problem, field="nachricht", text=text)
    try:
        messaging.write_as_applicant(
            case_id=case.pk, text=text, attachments=stored, key=request.POST.get("key", "")[:64] or ids.token(),
            actor=_applicant(case, request), now=now,
        )  # fmt: skip
    except Invalid as error:
        return _show(request, case, status=422, problem=str(error), field="nachricht", text=text)
    messages.success(request, "Ihre Nachricht ist angekommen.")
    return redirect("cases:citizen", token=token)


@require_POST
def answer(request: HttpRequest, token: str, request_id: uuid.UUID) -> HttpResponse:
    case = _reach(request, token)
    if isinstance(case, HttpResponse):
        return case
    if not case.requests.filter(pk=request_id).exists():
        raise NotFound("Diese Nachforderung gehört nicht zu Ihrem Vorgang.")
    now = clock.now()
    text = request.POST.get("antwort_text", "")
    if not abuse.hit(request, "case_message", LIMIT, dt.timedelta(hours=1), key=str(case.pk)):
        return _show(request, case, status=429, problem=TOO_OFTEN, field="antwort", text=text)
    stored, problem = _uploads(request, "antwort", now)
    if problem:
        return _show(request, case, status=422, problem=problem, field="antwort", text=text)
    try:
        answer_request(
            request_id=request_id, text=text, attachments=stored, key=request.POST.get("key", "")[:64] or ids.token(),
            actor=_applicant(case, request), now=now,
        )  # fmt: skip
    except Invalid as error:
        return _show(request, case, status=422, problem=str(error), field="antwort", text=text)
    messages.success(request, words_of(case).answer_received)
    return redirect("cases:citizen", token=token)


@never_cache
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks once, POST does it."""
    case = _reach(request, token)
    if isinstance(case, HttpResponse):
        return case
    if request.method == "POST":
        withdraw_case(case_id=case.pk, actor=_applicant(case, request), now=clock.now())
        messages.success(request, f"{words_of(case).withdrawn_subject}.")
        return redirect("cases:citizen", token=token)
    return render(request, "cases/withdraw.html", {"case": case, "words": words_of(case)})


@never_cache
@require_GET
def attachment(request: HttpRequest, token: str, sha256: str) -> HttpResponseBase:
    case = _reach(request, token)
    if isinstance(case, HttpResponse):
        return case
    found = find_attachment(case, sha256)
    return storage.respond(request, sha256=sha256, filename=found["filename"], media_type=found["media_type"])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the mail: opening it does nothing; the number of the case and a POST confirm the address."""
    now = clock.now()
    check_link(token=token, now=now)
    if request.method != "POST":
        return render(request, "cases/confirm_address.html", {})
    number = request.POST.get("number", "")[:40]
    context: dict[str, Any]
    digest = hashlib.sha256(token.encode()).hexdigest()
    if not abuse.hit(request, "confirm_address", TRIES, dt.timedelta(hours=1), key=digest):
        context = {
            "problem": "Zu viele Versuche. Warten Sie eine Stunde und versuchen Sie es dann noch einmal.",
            "number": number,
        }
        return render(request, "cases/confirm_address.html", context, status=429)
    try:
        confirm_address(token=token, number=number, actor=Actor(kind=ActorKind.GUEST, name="Antragstellende Person"), now=now)
    except Invalid as error:
        context = {"problem": str(error), "problems": [("id_number", str(error))], "number": number}
        return render(request, "cases/confirm_address.html", context, status=422)
    return render(request, "cases/confirm_address.html", {"done": True})


@never_cache
@require_GET
@account_required
def my_cases(request: HttpRequest) -> HttpResponse:
    """Everything this Servicekonto follows, the open ones first."""
    cases = list(Case.objects.filter(account_id=actor_of(request).id).order_by("-opened_at"))
    return render(
        request,
        "cases/mine.html",
        {
            "open_cases": [case for case in cases if case.state in OPEN_STATES],
            "ended_cases": [case for case in cases if case.state not in OPEN_STATES],
        },
    )
