"""For staff: what the catalogue still lacks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from rathaus.foundation import clock
from rathaus.foundation.permissions.public import require
from rathaus.modules.catalogue import queries
from rathaus.modules.catalogue.rules import VIEW_COMPLETENESS
from rathaus.modules.organisation import public as organisation
from rathaus.web.components.text import status
from rathaus.web.context import actor_of

COLUMNS = ("Leistung", "Text", "Kosten", "Stelle", "Papier", "Online")


@require_safe
def completeness(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    require(actor_of(request), VIEW_COMPLETENESS, today=clock.today(now))
    services = queries.completeness()
    units = organisation.get_units(service.unit_id for service in services if service.unit_id)
    there, missing = status("da", "success"), status("fehlt", "warning")
    rows = [
        (
            format_html('<a class="kern-link" href="{}">{}</a>', service.url, service.name),
            there if service.has_text else missing,
            missing if not service.has_fee else status("ungeprüft", "info") if service.fees_unchecked else there,
            units[service.unit_id].name if service.unit_id in units else missing,
            there if service.has_paper else status("nein", "info"),
            there if service.online_slug else status("nein", "info"),
        )
        for service in services
    ]
    return render(request, "catalogue/completeness.html", {"columns": COLUMNS, "rows": rows, "number": len(rows)})
