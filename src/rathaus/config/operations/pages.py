"""The operator's pages under `/amt/betrieb/`. They name jobs, states and errors, never persons or cases."""

import uuid

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from rathaus.config.operations import configuration, decisions, state
from rathaus.config.operations.rules import OPERATE
from rathaus.foundation import clock
from rathaus.foundation.errors import Invalid, NotFound
from rathaus.foundation.events.models import Parked
from rathaus.foundation.permissions.public import Actor
from rathaus.foundation.tasks import deadletters
from rathaus.modules.accounts.public import staff_required

PER_PAGE = 50


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        label="Entscheidung",
        choices=[(decisions.RETRY, "Erneut versuchen"), (decisions.DISCARD, "Verwerfen")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Begründung", required=False, max_length=500, widget=forms.Textarea, help_text="Nötig, wenn Sie verwerfen."
    )


def _link(url: str, label: str) -> SafeString:
    return format_html('<a class="kern-link" href="{}">{}</a>', url, label)


@staff_required(OPERATE)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The engine room and the configuration, with everything that is not in order and what to do about it."""
    now = state.read()
    rows = [
        ("Hintergrundarbeit", "läuft" if now.worker_alive else "meldet sich nicht – bitte den Dienst „worker“ starten"),
        ("Aufgaben wartend", now.tasks_ready),
        ("Aufgaben in Arbeit", now.tasks_running),
        ("Aufgaben gescheitert", _link(reverse("operations_tasks"), f"{now.tasks_dead} ansehen")),
        ("Ereignisse noch nicht nummeriert", now.events_pending),
        ("Ereignisse angehalten", now.events_parked),
        ("E-Mails im Postausgang", now.mails_open),
        ("E-Mails nicht zustellbar", now.mails_failed),
    ]
    examined = configuration.examine()
    findings = [(finding.area, finding.name, finding.message, finding.remedy) for finding in examined.findings]
    context = {
        "rows": rows,
        "columns": ["Was", "Stand"],
        "findings": findings,
        "finding_columns": ["Bereich", "Name", "Befund", "Abhilfe"],
        "fine": [(area, name, "in Ordnung") for area, name in examined.fine],
        "fine_columns": ["Bereich", "Name", "Befund"],
    }
    return render(request, "operations/overview.html", context)


@staff_required(OPERATE)
@require_safe
def dead_letters(request: HttpRequest) -> HttpResponse:
    """Tasks that failed for good and events a subscriber could not handle."""
    dead = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).order_by("-finished_at")
    page = Paginator(dead, PER_PAGE).get_page(request.GET.get("seite"))
    tasks = [
        (
            _link(reverse("operations_task", args=[row.pk]), row.task_path.rpartition(".")[2]),
            row.task_path.rpartition(".")[0],
            row.exception_class_path,
            _moment(row.finished_at),
        )
        for row in page
    ]
    parked = Parked.objects.filter(waiting=False).select_related("event").order_by("next_try_at", "id")[:PER_PAGE]
    events = [
        (
            _link(reverse("operations_event", args=[row.pk]), row.subscriber),
            row.event.type,
            row.error.partition("\n")[0],
            _moment(row.next_try_at) if row.next_try_at else "wartet auf Sie",
        )
        for row in parked
    ]
    context = {
        "page": page,
        "tasks": tasks,
        "task_columns": ["Aufgabe", "Ort", "Fehler", "gescheitert am"],
        "events": events,
        "event_columns": ["Empfänger", "Ereignis", "Fehler", "nächster Versuch"],
    }
    return render(request, "operations/dead_letters.html", context)


def _moment(value: object) -> str:
    return f"{clock.local(value):%d.%m.%Y, %H:%M} Uhr" if value else ""  # type: ignore[arg-type]


@staff_required(OPERATE)
def decide_task(request: HttpRequest, task_id: uuid.UUID) -> HttpResponse:
    """One dead letter: where it failed, and the decision. Raises NotFound."""
    row = DBTaskResult.objects.filter(pk=task_id, status=TaskResultStatus.FAILED).first()
    if row is None:
        raise NotFound(deadletters.GONE)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            decisions.decide_task(task_id=task_id, actor=_actor(request), now=clock.now(), **form.cleaned_data)
        except Invalid as problem:
            form.add_error("reason", str(problem))
        else:
            return _done(request, "Die Entscheidung ist gespeichert.")
    return _decision_page(request, form, title=row.task_path.rpartition(".")[2], error=row.traceback)


@staff_required(OPERATE)
def decide_event(request: HttpRequest, parked_id: int) -> HttpResponse:
    """One parked event: where its handler failed, and the decision. Raises NotFound."""
    row = Parked.objects.select_related("event").filter(pk=parked_id, waiting=False).first()
    if row is None:
        raise NotFound("Dieses Ereignis wartet nicht mehr. Gehen Sie zurück zur Liste.")
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            decisions.decide_event(parked_id=parked_id, actor=_actor(request), now=clock.now(), **form.cleaned_data)
        except Invalid as problem:
            form.add_error("reason", str(problem))
        else:
            return _done(request, "Die Entscheidung ist gespeichert.")
    return _decision_page(request, form, title=f"{row.subscriber}: {row.event.type}", error=row.error)


def _decision_page(request: HttpRequest, form: DecisionForm, *, title: str, error: str) -> HttpResponse:
    context = {"form": form, "heading": title, "error": error}
    return render(request, "operations/decision.html", context, status=422 if form.errors else 200)


def _done(request: HttpRequest, text: str) -> HttpResponse:
    messages.success(request, text)
    return HttpResponseRedirect(reverse("operations_tasks"))


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined,no-any-return]
