"""For staff: the rules that say who is responsible for one service, to add one and to let one end."""

import datetime as dt
import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from rathaus.foundation import clock
from rathaus.foundation import text as texts
from rathaus.foundation.errors import Conflict, Invalid
from rathaus.foundation.permissions.public import allowed
from rathaus.modules.accounts.public import staff_required
from rathaus.modules.catalogue import queries
from rathaus.modules.catalogue.domain.record_responsibility import end_responsibility, record_responsibility
from rathaus.modules.catalogue.models import Service
from rathaus.modules.catalogue.responsibility import words
from rathaus.modules.catalogue.rule_forms import EndForm, RuleForm, unit_choices
from rathaus.modules.catalogue.rule_list import OWN, PAST, TOLD, Asked, sections
from rathaus.modules.catalogue.rules import EDIT_RESPONSIBILITY, VIEW_RESPONSIBILITY
from rathaus.modules.geo import public as geo
from rathaus.modules.organisation import public as organisation
from rathaus.web.context import actor_of

COLUMNS = ("Wer", "Als was", "Gilt für", "Gültig", "Quelle")


@staff_required(VIEW_RESPONSIBILITY)
@require_http_methods(["GET", "HEAD", "POST"])
def rules_page(request: HttpRequest, key: str) -> HttpResponse:
    service = Service.objects.filter(key=key, valid_until=None).first()
    if service is None:
        raise Http404(key)
    now = clock.now()
    today = clock.today(now)
    may_edit = allowed(actor_of(request), EDIT_RESPONSIBILITY, today=today)
    ending = _uuid(request.POST.get("regel", "")) if request.method == "POST" else None
    end_form = EndForm(request.POST, prefix=str(ending)) if ending else None
    form = _rule_form(request, today) if request.method == "POST" and not ending else _rule_form(None, today)
    if request.method == "POST":
        done = _end(request, key, ending, end_form, now) if ending and end_form else _add(request, key, form, now)
        if done:
            messages.success(request, done)
            return HttpResponseRedirect(request.get_full_path())
    query = texts.clean(request.GET.get("q", ""))
    found = sections(key, Asked(query, request.GET.dict(), end_form), today=today)
    context = {
        "service": service,
        "query": query,
        "own": found[OWN],
        "told": found[TOLD],
        "told_rows": [line.cells for line in found[TOLD].lines],
        "past": found[PAST],
        "past_rows": [line.cells for line in found[PAST].lines],
        "nothing": not any(part.number for part in found.values()),
        "columns": COLUMNS,
        "form": form,
        "may_edit": may_edit,
        "wrong": form.is_bound or bool(end_form),
        "fallback": words.FALLBACK_TEXT,
    }
    return render(request, "catalogue/office/rules.html", context, status=422 if request.method == "POST" else 200)


def _rule_form(request: HttpRequest | None, today: dt.date) -> RuleForm:
    home = queries.home_ars()
    return RuleForm(
        request.POST if request else None,
        initial={"territory": home},
        units=unit_choices(organisation.units(today)),
        districts=geo.districts(home, today),
        areas=geo.areas(home, today),
    )


def _add(request: HttpRequest, key: str, form: RuleForm, now: dt.datetime) -> str:
    """What to say when it is done; empty where the form has to come again with its errors."""
    if not form.is_valid():
        return ""
    try:
        record_responsibility(service_key=key, data=form.data_of_rule, actor=actor_of(request), now=now)
    except (Invalid, Conflict) as error:
        form.add_error(None, str(error))
        return ""
    return "Die Regel gilt. Was der Beweis dazu sagt, steht unter „Zuständigkeit“."


def _end(request: HttpRequest, key: str, row_id: uuid.UUID, form: EndForm, now: dt.datetime) -> str:
    if not form.is_valid():
        return ""
    last_day = form.cleaned_data["last_day"]
    try:
        end_responsibility(service_key=key, row_id=row_id, last_day=last_day, actor=actor_of(request), now=now)
    except (Invalid, Conflict) as error:
        form.add_error("last_day", str(error))
        return ""
    return f"Die Regel gilt noch bis zum {last_day:%d.%m.%Y}."


def _uuid(given: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(given)
    except ValueError:
        return None
