"""For staff: the territories, districts and streets the house knows, and where an address lands."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rathaus.foundation import clock, text
from rathaus.foundation.permissions.public import require
from rathaus.modules.geo import queries
from rathaus.modules.geo.addresses import number_words
from rathaus.modules.geo.enums import Parity
from rathaus.modules.geo.models import AddressRange, District, Street, Territory
from rathaus.modules.geo.rules import VIEW_PLACES
from rathaus.modules.organisation import public as organisation
from rathaus.web.context import actor_of

PAGE = 50
KINDS = (("gebiete", "Gebiete"), ("stadtteile", "Stadtteile"), ("strassen", "Straßen"))
PROBLEMS = {
    "no_street": "Geben Sie eine Straße an.",
    "unknown_street": "Diese Straße steht nicht im Verzeichnis.",
    "ambiguous": "Diese Straße gibt es mehrmals, oder die Hausnummer liegt in zwei Bereichen.",
    "no_number": "Geben Sie auch die Hausnummer an.",
    "unknown_number": "Diese Hausnummer liegt in keinem Bereich der Straße. Tragen Sie sie im Verzeichnis nach.",
}


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    require(actor_of(request), VIEW_PLACES, today=clock.today(now))
    kind = request.GET.get("art", "gebiete")
    listing = _LISTINGS.get(kind, _territories)
    words = text.clean(request.GET.get("q", ""))[:100]
    columns, page, rows = listing(words, request.GET.get("seite"))
    context = {
        "kinds": [(name, f"?art={key}") for key, name in KINDS],
        "current": f"?art={kind}",
        "kind": kind,
        "kind_name": dict(KINDS).get(kind, "Gebiete"),
        "words": words,
        "columns": columns,
        "rows": rows,
        "page": page,
        "lists": queries.lists(),
    }
    return render(request, "geo/places.html", context)


Listing = tuple[tuple[str, ...], Any, list[tuple[object, ...]]]


def _territories(words: str, number: str | None) -> Listing:
    page = Paginator(queries.territory_rows(words), PAGE).get_page(number)
    found: list[Territory] = list(page.object_list)
    rows = [(row.ars, row.name, row.get_kind_display(), row.ags, _period(row), row.hint) for row in found]
    return ("Schlüssel", "Name", "Art", "AGS", "Gültig", "Hinweis"), page, list(rows)


def _districts(words: str, number: str | None) -> Listing:
    page = Paginator(queries.district_rows(words), PAGE).get_page(number)
    found: list[District] = list(page.object_list)
    rows = [(row.name, row.ars, _period(row), _origin(row)) for row in found]
    return ("Stadtteil", "Gemeinde", "Gültig", "Quelle"), page, list(rows)


def _streets(words: str, number: str | None) -> Listing:
    page = Paginator(queries.street_rows(words).prefetch_related("ranges__district"), PAGE).get_page(number)
    found: list[Street] = list(page.object_list)
    rows = [
        (row.name, "; ".join(_numbers(entry) for entry in row.ranges.all()) or "keine", row.ars, _origin(row)) for row in found
    ]
    return ("Straße", "Hausnummern und Stadtteil", "Gemeinde", "Quelle"), page, list(rows)


_LISTINGS: dict[str, Callable[[str, str | None], Listing]] = {
    "gebiete": _territories,
    "stadtteile": _districts,
    "strassen": _streets,
}


def _numbers(entry: AddressRange) -> str:
    until = "Ende" if entry.last // 100 == 9999 else number_words(entry.last)
    side = "" if entry.parity == Parity.ALL else f" ({Parity(entry.parity).label})"
    return f"{number_words(entry.first)} bis {until}{side}: {entry.district.name}"


def _period(row: Territory | District) -> str:
    begin = f"ab {row.valid_from:%d.%m.%Y}" if row.valid_from else ""
    end = f"bis {row.valid_until:%d.%m.%Y}" if row.valid_until else ""
    return f"{begin} {end}".strip() or "ohne Angabe"


def _origin(row: District | Street) -> str:
    return row.source


class AddressForm(forms.Form):
    line = forms.CharField(label="Straße und Hausnummer", max_length=200, help_text="Zum Beispiel Große Ulrichstr. 12a")


@require_http_methods(["GET", "POST"])
@never_cache
def address(request: HttpRequest) -> HttpResponse:
    """Sent by POST and answered at once: nothing changes, and no address gets into a log or a history."""
    now = clock.now()
    today = clock.today(now)
    require(actor_of(request), VIEW_PLACES, today=today)
    form = AddressForm(request.POST or None)
    rows: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        ars = organisation.main_authority().ars
        found = queries.locate(form.cleaned_data["line"], ars=ars, day=today)
        if found.problem:
            meant = f" Meinten Sie: {', '.join(found.suggestions)}?" if found.suggestions else ""
            form.add_error("line", PROBLEMS[found.problem] + meant)
        else:
            rows = _facts(found.place, today)
    status = 422 if form.errors else 200
    return render(request, "geo/address.html", {"form": form, "rows": rows}, status=status)


def _facts(place: Any, today: Any) -> list[tuple[str, str]]:
    territory = queries.get_territories([place.ars]).get(place.ars)
    areas = ", ".join(sorted(queries.get_names(place.area_ids).values()))
    return [
        ("Gebiet", f"{place.ars} {territory.name}" if territory and territory.valid_on(today) else place.ars),
        ("Straße", place.street),
        ("Stadtteil", place.district),
        ("Flächen", areas or "keine"),
    ]
