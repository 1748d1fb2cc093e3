"""The online services of others as the office sees them: reachable or not, and what is missing for the hand-over."""

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from rathaus.foundation import clock
from rathaus.modules.accounts.public import staff_required
from rathaus.modules.catalogue import rules
from rathaus.modules.catalogue.enums import Origin
from rathaus.modules.catalogue.models import OnlineService, Responsibility
from rathaus.modules.catalogue.online.entries import OnlineEntry, shown
from rathaus.modules.catalogue.views.office import sections
from rathaus.web.components.text import status

COLUMNS = ("Onlinedienst", "Anbieter", "Zustand", "Gilt für", "Übergabe", "Herkunft")


@require_safe
@staff_required(rules.VIEW_COMPLETENESS)
def online_list(request: HttpRequest) -> HttpResponse:
    """Seven queries, whatever the number of online services."""
    page = Paginator(OnlineService.objects.select_related("sender"), 50).get_page(request.GET.get("seite"))
    services = list(page.object_list)
    found = shown(services, facts={})
    rows = Responsibility.objects.filter(origin=Origin.ONLINE, online_slug__in=found, service__valid_until=None)
    numbers = dict(rows.values_list("online_slug").annotate(number=Count("service", distinct=True)))
    links, current = sections(request)
    context = {
        "links": links,
        "current": current,
        "columns": COLUMNS,
        "rows": [_line(one, found[one.slug], numbers.get(one.slug, 0)) for one in services],
        "page_object": page,
    }
    return render(request, "catalogue/office/online.html", context)


def _line(service: OnlineService, entry: OnlineEntry, number: int) -> tuple[object, ...]:
    unmapped = ", ".join(entry.unmapped)
    told = (
        f"ohne Bedeutung: {unmapped}"
        if unmapped
        else "vollständig"
        if service.parameters or "{" in service.url
        else "nichts verlangt"
    )
    name = format_html('{}<br><span class="r-note r-address">{} ({})</span>', service.name, service.url, service.slug)
    return name, service.provider, _state(entry), f"{number} Leistung{'' if number == 1 else 'en'}", told, service.origin


def _state(entry: OnlineEntry) -> object:
    if entry.down_since:
        since = f"{clock.local(entry.down_since):%d.%m.%Y, %H:%M} Uhr"
        return status(f"nicht erreichbar seit {since}", "danger")
    if entry.checked_at is None:
        return "noch nicht geprüft"
    return status(f"zuletzt geprüft {clock.local(entry.checked_at):%d.%m.%Y, %H:%M} Uhr", "success")
