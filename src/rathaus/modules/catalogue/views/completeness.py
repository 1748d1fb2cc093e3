"""For everybody: how complete we are, what is missing. Every number opens its list, every list is a table for download too."""

import csv
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from rathaus.foundation import clock
from rathaus.modules.catalogue import coverage
from rathaus.modules.catalogue.coverage import PARTS, Line, Numbers
from rathaus.modules.catalogue.models import LifeEvent
from rathaus.modules.catalogue.scoring.maturity import TOP_1, TOP_2
from rathaus.web.components.tables import Column
from rathaus.web.components.text import status

PAGE = 100


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Eight queries, none within a minute."""
    found = coverage.coverage_lately(today=clock.today(clock.now()))
    columns = ["Lebenslage", *(Column(label, numeric=True) for label in ("Leistungen", *(part.label for part in PARTS)))]
    context = {
        "found": found,
        "parts": [
            {
                "part": part,
                "number": found.executed.there[part.key],
                "missing": found.executed.total - found.executed.there[part.key],
                "url": _url(part.there),
                "missing_url": _url(part.missing),
            }
            for part in PARTS
        ],
        "executed_url": _url(coverage.EXECUTED_LIST),
        "others_url": _url(coverage.OTHERS_LIST),
        "others_total": sum(other.number for other in found.others),
        "columns": columns,
        "rows": [(event.name, *_cells(event.slug, event.numbers)) for event in found.life_events],
        "maturity": [
            {
                "model": levels.model,
                "columns": ["Stufe", Column("Leistungen", numeric=True)],
                "rows": [
                    *((coverage.level_words(level, levels.top), number) for level, number in levels.numbers.items() if number),
                    ("unbekannt", levels.unknown),
                ],
            }
            for levels in found.maturity
        ],
    }
    return render(request, "catalogue/complete.html", context)


def _cells(event: str, numbers: Numbers) -> Iterator[Any]:
    yield _link(_url(coverage.EXECUTED_LIST, event), numbers.total)
    for part in PARTS:
        yield _link(_url(part.there, event), numbers.there[part.key])


def _link(url: str, number: int) -> Any:
    return format_html('<a class="kern-link" href="{}">{}</a>', url, number) if number else "0"


def _url(name: str, event: str = "") -> str:
    return reverse("completeness-list", args=[name]) + (f"?{urlencode({'lebenslage': event})}" if event else "")


@require_safe
def one_list(request: HttpRequest, name: str) -> HttpResponse:
    """Five queries."""
    title, event, event_name = _asked(request, name)
    rows = coverage.lines(name, today=clock.today(clock.now()), life_event=event)
    page = Paginator(rows, PAGE).get_page(request.GET.get("seite"))
    there, missing = status("da", "success"), status("fehlt", "warning")
    others = name == coverage.OTHERS_LIST
    context = {
        "title": title,
        "event_name": event_name,
        "page": page,
        "columns": [
            "Leistung",
            "Wer es ausführt",
            *([] if others else [*(part.label.capitalize() for part in PARTS), "OZG-Reifegrad"]),
        ],
        "rows": [
            (
                format_html('<a class="kern-link" href="{}">{}</a>', line.url, line.name),
                f"{line.who} (Quelle: {line.source})",
                *([] if others else [*(there if present else missing for present in line.there), _maturity(line)]),
            )
            for line in map(coverage.line, page.object_list)
        ],
        "csv_url": reverse("completeness-csv", args=[name]) + (f"?{urlencode({'lebenslage': event})}" if event else ""),
    }
    return render(request, "catalogue/complete_list.html", context)


def _maturity(line: Line) -> str:
    first, second = coverage.level_words(line.maturity_1, TOP_1), coverage.level_words(line.maturity_2, TOP_2)
    return f"Modell 1.1: {first}; Modell 2.0: {second}"


@require_safe
def as_csv(request: HttpRequest, name: str) -> StreamingHttpResponse:
    """The whole list, row by row. Four queries."""
    _, event, _ = _asked(request, name)
    rows = coverage.lines(name, today=clock.today(clock.now()), life_event=event)
    writer = csv.writer(_Echo(), delimiter=";", lineterminator="\r\n")
    head = ["schluessel", "bezeichnung", "wer", "quelle", *(part.key for part in PARTS), "reifegrad_1_1", "reifegrad_2_0"]
    lines = (writer.writerow(_plain(line)) for line in map(coverage.line, rows.iterator(chunk_size=1000)))
    response = StreamingHttpResponse(_all("\ufeff" + writer.writerow(head), lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="leistungen-{name}.csv"'
    return response


def _asked(request: HttpRequest, name: str) -> tuple[str, str, str]:
    """Title of the list, slug and name of the life situation; 404 for what there is not."""
    title = coverage.titles().get(name)
    event = request.GET.get("lebenslage", "")
    if title is None:
        raise Http404(name)
    if event in {"", coverage.NO_EVENT}:
        return title, event, "ohne Lebenslage" if event else ""
    event_name = None if "\x00" in event else LifeEvent.objects.filter(slug=event).values_list("name", flat=True).first()
    if event_name is None:
        raise Http404(event)
    return title, event, event_name


def _plain(line: Line) -> list[str]:
    """A cell that begins like a formula is none."""
    cells = [line.key, line.name, line.who, line.source, *("ja" if there else "nein" for there in line.there)]
    cells += ["" if level is None else str(level) for level in (line.maturity_1, line.maturity_2)]
    return [f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell for cell in cells]


def _all(head: str, lines: Iterator[str]) -> Iterator[str]:
    yield head
    yield from lines


class _Echo:
    """What the writer writes is given back at once."""

    def write(self, text: str) -> str:
        return text
