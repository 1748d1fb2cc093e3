"""For staff: the proof of responsibility with its remedies, and why a unit is in charge of one address."""

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rathaus.foundation import clock
from rathaus.foundation.permissions.public import require
from rathaus.modules.catalogue import queries
from rathaus.modules.catalogue.enums import PlaceOf
from rathaus.modules.catalogue.models import Service
from rathaus.modules.catalogue.naming import slug_of
from rathaus.modules.catalogue.responsibility import rows, words
from rathaus.modules.catalogue.responsibility.matching import Facts, name_key
from rathaus.modules.catalogue.responsibility.report import KINDS, WRONG, DayReport, Finding, report
from rathaus.modules.catalogue.responsibility.resolve import explain
from rathaus.modules.catalogue.responsibility.shown import bodies_of
from rathaus.modules.catalogue.rules import VIEW_RESPONSIBILITY
from rathaus.modules.geo import public as geo
from rathaus.web.components.text import status
from rathaus.web.context import actor_of

MOST_ROWS = 200
COLUMNS = ("Leistung", "Was", "Gebiet", "Wo", "Abhilfe")
CONSIDERED = ("Stelle", "Rolle", "Gilt für", "Gültig", "Ergebnis")


@require_safe
def report_page(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    today = clock.today(now)
    require(actor_of(request), VIEW_RESPONSIBILITY, today=today)
    days = [_day(day) for day in report(today=today).days]
    return render(request, "catalogue/responsibility.html", {"days": days, "columns": COLUMNS, "most": MOST_ROWS})


def _day(day: DayReport) -> dict[str, Any]:
    findings = day.findings[:MOST_ROWS]
    return {"report": day, "rows": [_row(one) for one in findings], "more": len(day.findings) - len(findings)}


def _row(one: Finding) -> tuple[object, ...]:
    level = "danger" if one.kind in WRONG else "info"
    name = (
        format_html('<a class="kern-link" href="/leistungen/{}-{}/">{}</a>', slug_of(one.service), one.service_key, one.service)
        if one.service_key
        else "Straßenverzeichnis"
    )
    return name, status(KINDS[one.kind], level), one.territory, one.where, one.remedy


class WhyForm(forms.Form):
    service = forms.CharField(label="Leistungsschlüssel", max_length=60)
    address = forms.CharField(label="Straße und Hausnummer", max_length=200, required=False)
    name = forms.CharField(label="Nachname beginnt mit", max_length=40, required=False)
    place_of = forms.ChoiceField(label="Anschrift von", choices=[("", "keine Angabe"), *PlaceOf.choices], required=False)

    def clean_service(self) -> str:
        key: str = self.cleaned_data["service"].strip()
        if not Service.objects.filter(key=key, valid_until=None).exists():
            raise forms.ValidationError("Diesen Schlüssel gibt es im Katalog nicht. Er steht am Ende der Seite der Leistung.")
        return key


@require_http_methods(["GET", "POST"])
@never_cache
def why(request: HttpRequest) -> HttpResponse:
    """Sent by POST and answered at once: nothing changes, and no address gets into a log or a history."""
    now = clock.now()
    today = clock.today(now)
    require(actor_of(request), VIEW_RESPONSIBILITY, today=today)
    form = WhyForm(request.POST or None, initial={"service": request.GET.get("leistung", "")})
    considered: list[tuple[object, ...]] | None = None
    if request.method == "POST" and form.is_valid() and (facts := _facts(form, today)) is not None:
        considered = _considered(form.cleaned_data["service"], facts, today)
    context = {"form": form, "considered": considered, "columns": CONSIDERED, "fallback": words.FALLBACK_TEXT}
    return render(request, "catalogue/why.html", context, status=422 if form.errors else 200)


def _facts(form: WhyForm, day: dt.date) -> Facts | None:
    data, ars = form.cleaned_data, queries.home_ars()
    place = None
    if data["address"]:
        located = geo.locate(data["address"], ars=ars, day=day)
        if located.problem:
            meant = f" Gemeint vielleicht: {', '.join(located.suggestions)}." if located.suggestions else ""
            form.add_error("address", f"Diese Anschrift steht nicht im Verzeichnis.{meant}")
            return None
        place = located.place
    kind = PlaceOf(data["place_of"]) if data["place_of"] else None
    return Facts(ars, place=place, name=name_key(data["name"]) or None, place_of=kind)


def _considered(key: str, facts: Facts, day: dt.date) -> list[tuple[object, ...]]:
    found = explain(rows.all_of(key), facts, day)
    bodies = bodies_of([one.candidate for one in found])
    lines: list[tuple[object, ...]] = []
    for one, body in zip(found, bodies, strict=True):
        where = ", ".join(filter(None, [one.candidate.territory or "überall", body.condition]))
        verdict = words.VERDICTS[one.verdict]
        shown = status(verdict, "success") if one.verdict == "won" else verdict
        lines.append((body.name, body.role_label, where, words.period(one.candidate) or "ohne Ende", shown))
    return lines
