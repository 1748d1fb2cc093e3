"""For staff: the list of services with what they lack, and the links that lead nowhere."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from rathaus.foundation import clock
from rathaus.foundation import text as texts
from rathaus.foundation.permissions.public import allowed
from rathaus.modules.accounts.public import staff_required
from rathaus.modules.catalogue import rules, staff
from rathaus.modules.catalogue.enums import EditionState, LinkState
from rathaus.modules.catalogue.models import Edition, Service, WebLink
from rathaus.modules.catalogue.scoring.completeness import PARTS, by_key
from rathaus.modules.catalogue.scoring.warnings import LABELS
from rathaus.modules.organisation import public as organisation
from rathaus.web.components.tables import Column
from rathaus.web.components.text import status
from rathaus.web.context import actor_of

COLUMNS = (
    "Leistung",
    "Stand",
    Column("Vollständig", numeric=True),
    Column("Lesbarkeit", numeric=True),
    "Reifegrad",
    "Fehlt",
    "Warnungen",
)
LEVELS = {
    EditionState.DRAFT: "info",
    EditionState.REVIEW: "warning",
    EditionState.REVIEWED: "warning",
    EditionState.RELEASED: "warning",
    EditionState.PUBLISHED: "success",
}
SHOWN_MISSING = 3


class FilterForm(forms.Form):
    """Works by GET; every field may stay empty."""

    q = forms.CharField(label="Name oder Schlüssel", required=False, max_length=100)
    stand = forms.ChoiceField(label="Stand", required=False)
    reifegrad = forms.ChoiceField(label="Reifegrad 1.1, höchstens", required=False)
    fehlt = forms.ChoiceField(label="Es fehlt", required=False)
    warnung = forms.ChoiceField(label="Warnung", required=False)
    stelle = forms.ChoiceField(label="Zuständige Stelle", required=False)

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        states = [(state.value, state.label) for state in LEVELS]
        given = {
            "stand": [("", "alle"), *states, ("none", "ohne eigenen Text")],
            "reifegrad": [("", "alle"), *((str(level), str(level)) for level in range(5))],
            "fehlt": [("", "egal"), *((part.key, part.label) for part in PARTS)],
            "warnung": [("", "egal"), *LABELS.items()],
            "stelle": [("", "alle"), *units],
        }
        for name, choices in given.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices

    def wanted(self) -> staff.Filter:
        """A value that is no entry of its list counts as empty."""
        self.is_valid()
        value = self.cleaned_data.get
        return staff.Filter(
            query=texts.clean(value("q", "")),
            state=value("stand", ""),
            maturity=value("reifegrad", ""),
            missing=value("fehlt", ""),
            warning=value("warnung", ""),
            unit=value("stelle", ""),
        )


def sections(request: HttpRequest) -> tuple[list[tuple[str, str]], str]:
    links = [("Leistungen", reverse("office-services")), ("Links prüfen", reverse("office-links"))]
    links.append(("Zuständigkeit", reverse("office-responsibility")))
    links.append(("Onlinedienste anderer", reverse("office-online")))
    return links, request.path


@require_safe
@staff_required(rules.VIEW_COMPLETENESS)
def service_list(request: HttpRequest) -> HttpResponse:
    today = clock.today(clock.now())
    units = [(unit.slug, unit.name) for unit in organisation.units(today)]
    form = FilterForm(request.GET, units=units)
    page = Paginator(staff.services(form.wanted()), 50).get_page(request.GET.get("seite"))
    rows = list(page.object_list)
    editions = staff.states_of([row.key for row in rows])
    links, current = sections(request)
    context = {
        "form": form,
        "links": links,
        "current": current,
        "columns": COLUMNS,
        "rows": [_line(row, editions.get(row.key, [])) for row in rows],
        "page_object": page,
        "number": page.paginator.count,
        "may_draft": allowed(actor_of(request), rules.DRAFT, today=today),
        "filtered": any(request.GET.get(name) for name in form.fields),
        "new_drafts": Edition.objects.filter(state__in=[EditionState.DRAFT])
        .exclude(service_key__in=Service.objects.values("key"))
        .only("service_key", "number")[:50],
    }
    return render(request, "catalogue/office/list.html", context)


def _line(service: Service, editions: list[Edition]) -> tuple[object, ...]:
    score = getattr(service, "score", None)
    link = format_html('<a class="kern-link" href="{}">{}</a>', reverse("office-service", args=[service.key]), service.name)
    states = format_html_join(
        SafeString("<br>"), "{}",
        ((status(f"{EditionState(one.state).label} (Fassung {one.number})", LEVELS.get(EditionState(one.state), "info")),)
         for one in editions),
    )  # fmt: skip
    if score is None:
        return (link, states or "kein eigener Text", "", "", "", "noch nicht gemessen" if service.described else "", "")
    missing = [part.label for part in by_key(score.missing)]
    more = f" und {len(missing) - SHOWN_MISSING} weitere" if len(missing) > SHOWN_MISSING else ""
    return (
        link,
        states or "kein eigener Text",
        f"{score.completeness} %",
        f"{score.readability:.1f}".replace(".", ",") if score.readability is not None else "–",
        f"höchstens {score.maturity_1}" if score.maturity_1 else str(score.maturity_1 if score.maturity_1 == 0 else "unbekannt"),
        ", ".join(missing[:SHOWN_MISSING]) + more,
        str(len(score.warnings)) if score.warnings else "keine",
    )


LINK_COLUMNS = ("Adresse", "Befund", "Geprüft", "Zuletzt erreicht", "Steht in")
LINK_LEVELS = {LinkState.GOOD: "success", LinkState.BROKEN: "danger", LinkState.SHAKY: "warning", LinkState.MOVED: "warning"}
BAD = (LinkState.BROKEN, LinkState.SHAKY, LinkState.MOVED, LinkState.REFUSED)


@require_safe
@staff_required(rules.VIEW_COMPLETENESS)
def link_list(request: HttpRequest) -> HttpResponse:
    """The bad ones first; `?stand=` shows one state."""
    wanted = request.GET.get("stand", "")
    states = [wanted] if wanted in LinkState.values else list(BAD)
    rows = WebLink.objects.filter(state__in=states).prefetch_related("places__service").order_by("state", "host", "url")
    page = Paginator(rows, 50).get_page(request.GET.get("seite"))
    links, current = sections(request)
    counted = {state: WebLink.objects.filter(state=state).count() for state in LinkState}
    context = {
        "links": links,
        "current": current,
        "columns": LINK_COLUMNS,
        "rows": [_link_line(link) for link in page.object_list],
        "page_object": page,
        "states": [(f"{state.label} ({counted[state]})", f"?{urlencode({'stand': state.value})}") for state in LinkState],
        "state": f"?{urlencode({'stand': wanted})}" if wanted else "",
    }
    return render(request, "catalogue/office/links.html", context)


def _link_line(link: WebLink) -> tuple[object, ...]:
    state = LinkState(link.state)
    notes = [f"HTTP {link.status}" if link.status else "", f"führt nach {link.leads_to}" if link.leads_to else "", link.reason]
    note = ", ".join(filter(None, notes))
    places = format_html_join(
        SafeString("<br>"), '<a class="kern-link" href="{}">{}</a> ({})',
        ((reverse("office-service", args=[one.service.key]), one.service.name, one.place) for one in link.places.all()),
    )  # fmt: skip
    return (
        format_html('<span class="r-address">{}</span>', link.url),
        format_html(
            '{}<br><span class="r-note r-address">{}</span>', status(str(state.label), LINK_LEVELS.get(state, "info")), note
        ),
        f"{clock.local(link.checked_at):%d.%m.%Y}" if link.checked_at else "noch nicht",
        f"{clock.local(link.seen_at):%d.%m.%Y}" if link.seen_at else "nie",
        places,
    )
