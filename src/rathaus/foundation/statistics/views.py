"""The page for the councillor: every figure, its definition, its data."""

import csv
import datetime as dt
import io

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rathaus.foundation import clock
from rathaus.foundation.audit import public as audit
from rathaus.foundation.statistics import public as statistics


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    entries = [{"figure": figure, "reading": statistics.reading(figure.key, now=now)} for figure in statistics.figures()]
    check = audit.last_check()
    context = {
        "entries": entries,
        "check": check,
        "check_minutes": minutes_since(check.at if check else None, now),
        "sealed_minutes": minutes_since(_sealed_at(), now),
    }
    return render(request, "statistics/overview.html", context)


@require_safe
def detail(request: HttpRequest, key: str) -> HttpResponse:
    figure = _figure(key)
    reading = statistics.reading(key, now=clock.now())
    context = {
        "figure": figure,
        "reading": reading,
        "columns": (figure.row_title, f"Wert in {figure.unit}" if figure.unit else "Wert", "Fallzahl"),
        "rows": [(row.label, *_shown(row)) for row in reading.rows],
        "csv_url": reverse("statistics-csv", args=[key]),
        "json_url": reverse("statistics-json", args=[key]),
    }
    return render(request, "statistics/detail.html", context)


def _shown(row: statistics.Row) -> tuple[str, str]:
    if row.hidden:
        return "verdeckt", "unter 5 oder zum Schutz"
    value = "noch keine Zahl" if row.value is None else str(round(row.value, 1)).replace(".", ",").removesuffix(",0")
    return value, "" if row.count is None else str(row.count)


@require_safe
def as_csv(_request: HttpRequest, key: str) -> HttpResponse:
    figure = _figure(key)
    reading = statistics.reading(key, now=clock.now())
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(["schluessel", "bezeichnung", "wert", "einheit", "fallzahl", "verdeckt"])
    writer.writerow(["", "Gesamt", *_cells(reading.value, figure.unit, reading.count, hidden=reading.hidden)])
    for row in reading.rows:
        writer.writerow([_plain(row.key), _plain(row.label), *_cells(row.value, figure.unit, row.count, hidden=row.hidden)])
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{key}.csv"'
    return response


@require_safe
def as_json(_request: HttpRequest, key: str) -> HttpResponse:
    figure = _figure(key)
    reading = statistics.reading(key, now=clock.now())
    return JsonResponse(
        {
            "key": figure.key,
            "title": figure.title,
            "definition": figure.definition,
            "source": figure.source,
            "unit": figure.unit,
            "as_of": reading.as_of.isoformat(),
            "value": reading.value,
            "count": reading.count,
            "hidden": reading.hidden,
            "rows": [
                {"key": row.key, "label": row.label, "value": row.value, "count": row.count, "hidden": row.hidden}
                for row in reading.rows
            ],
        },
        json_dumps_params={"ensure_ascii": False},
    )


def _sealed_at() -> dt.datetime | None:
    head = audit.signed_head()
    return head.at if head else None


def minutes_since(moment: dt.datetime | None, now: dt.datetime) -> int | None:
    """Whole minutes, never less than 0; None for what never was."""
    return max(0, int((now - moment).total_seconds() // 60)) if moment else None


def _figure(key: str) -> statistics.Figure:
    for figure in statistics.figures():
        if figure.key == key:
            return figure
    raise Http404(key)


def _cells(value: float | None, unit: str, count: int | None, *, hidden: bool) -> list[str]:
    return [
        "" if value is None else str(value).replace(".", ","),
        unit,
        "" if count is None else str(count),
        "ja" if hidden else "nein",
    ]


def _plain(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text
