"""The worklist: what is there to do, the most urgent first."""

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_GET, require_POST

from rathaus.foundation import clock
from rathaus.foundation.errors import Forbidden
from rathaus.foundation.permissions.public import Actor, allowed
from rathaus.modules.accounts.public import staff_required
from rathaus.modules.cases import queries, rules
from rathaus.modules.cases.domain.claim import claim_case, release_case
from rathaus.modules.cases.enums import Channel, State
from rathaus.modules.cases.forms import WorklistForm
from rathaus.modules.organisation import public as organisation
from rathaus.web.components import text
from rathaus.web.navigation import Realm, links

VIEWS = (
    ("mine", "Meine"),
    ("free", "Freie"),
    ("approve", "Zur Freigabe"),
    ("waiting", "Wartend"),
    ("open", "Alle offenen"),
    ("done", "Erledigte"),
)


COLUMNS = ("Antragstellende Person", "Leistung", "Stand", "Frist", "Weg", "Bei", "Neu")


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def due_level(row: queries.Row, today: dt.date) -> str:
    """How urgent a row is, as KERN names its colours; the text beside it says the same."""
    if not row.dues:
        return "info"
    left = (row.dues[0][0] - today).days
    return "danger" if left < 0 else "warning" if left <= 3 else "info"


def due_text(row: queries.Row, today: dt.date) -> str:
    if not row.dues:
        if row.decided_at:
            return f"entschieden am {clock.local(row.decided_at):%d.%m.%Y}"
        return f"abgeschlossen am {clock.local(row.closed_at):%d.%m.%Y}" if row.closed_at else "ohne Frist"
    day, label = row.dues[0]
    left = (day - today).days
    when = "heute" if left == 0 else f"seit {-left} Tagen überfällig" if left < 0 else f"noch {left} Tage"
    return f"{label} {day:%d.%m.%Y} ({when})"


@require_GET
@staff_required()
def home(request: HttpRequest) -> HttpResponse:
    """Where a member of staff begins: the worklist, or the first room of those who work no cases."""
    actor, today = actor_of(request), clock.today(clock.now())
    if allowed(actor, rules.VIEW, today=today):
        return worklist(request)
    places = links(realm=Realm.STAFF, actor=actor, path="", today=today)
    if not places:
        raise Forbidden("Ihnen ist noch keine Stelle zugewiesen. Wenden Sie sich an Ihre Leitung.")
    return redirect(places[0].url)


def worklist(request: HttpRequest) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    today = clock.today(now)
    form = WorklistForm(request.GET)
    cleaned: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    view = request.GET.get("ansicht", "")
    if view not in dict(VIEWS):
        view = (
            "mine"
            if allowed(actor, rules.WORK, today=today)
            else "approve"
            if allowed(actor, rules.APPROVE, today=today)
            else "open"
        )
    wanted = queries.Filter(
        view=view, query=cleaned.get("q", ""), channel=cleaned.get("channel", ""), overdue=bool(cleaned.get("overdue"))
    )
    page = max(1, int(request.GET.get("seite", "1"))) if request.GET.get("seite", "1").isdecimal() else 1
    rows, total = queries.worklist(actor=actor, wanted=wanted, today=today, page=page)
    counts = queries.counts(actor=actor, today=today)
    names = organisation.get_persons([row.assignee_id for row in rows if row.assignee_id])
    unread = queries.unread_from_applicants([row.id for row in rows])
    lines = [
        (
            format_html(
                '<a class="kern-link" href="{}">{}</a>', reverse("cases:case", args=[row.id]), row.applicant or row.number
            ),
            format_html('{}<br><span class="r-muted">{}</span>', row.title, row.number),
            text.status(row.state_label, "warning" if row.state == State.WAITING else "info"),
            text.status(due_text(row, today), due_level(row, today)),
            Channel(row.channel).label,
            names[row.assignee_id].name if row.assignee_id in names else "frei",
            text.badge(f"{unread[row.id]} neue Nachricht", "info", small=True) if row.id in unread else "",
        )
        for row in rows
    ]
    return render(
        request,
        "cases/worklist.html",
        {
            "columns": COLUMNS,
            "lines": lines,
            "page_object": Paginator(range(total), queries.PAGE).get_page(page),
            "total": total,
            "view": view,
            "views": [(f"{label} ({counts[key]})" if key in counts else label, f"?ansicht={key}") for key, label in VIEWS],
            "current": f"?ansicht={view}",
            "view_label": dict(VIEWS)[view],
            "form": form,
            "filtered": any((wanted.query, wanted.channel, wanted.overdue)),
            "can_work": allowed(actor, rules.WORK, today=today),
        },
    )


@require_POST
@staff_required(rules.WORK)
def claim(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    claim_case(case_id=case_id, actor=actor_of(request), now=clock.now())
    return redirect("cases:case", case_id=case_id)


@require_POST
@staff_required(rules.WORK)
def claim_next(request: HttpRequest) -> HttpResponse:
    """The most urgent free case, taken at once: for a clerk who works the list from the top."""
    actor, now = actor_of(request), clock.now()
    rows, _ = queries.worklist(actor=actor, wanted=queries.Filter(view="free"), today=clock.today(now), right=rules.WORK)
    if not rows:
        messages.info(request, "Es ist kein freier Vorgang da.")
        return redirect(f"{reverse('cases:worklist')}?ansicht=mine")
    claim_case(case_id=rows[0].id, actor=actor, now=now)
    return redirect("cases:case", case_id=rows[0].id)


@require_POST
@staff_required(rules.WORK)
def release(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    release_case(case_id=case_id, actor=actor_of(request), now=clock.now())
    messages.success(request, "Der Vorgang liegt wieder in der Liste der freien Vorgänge.")
    return redirect("cases:worklist")
