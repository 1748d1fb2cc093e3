"""The page of one service. Its main part is kept for a minute; whoever has no cookie gets the whole page from there."""

import hashlib

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import parse_etags
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from rathaus.foundation import clock, rows
from rathaus.modules.catalogue.addresses import TAIL
from rathaus.modules.catalogue.forms import ResponsibleForm
from rathaus.modules.catalogue.languages import GERMAN, known_or_german
from rathaus.modules.catalogue.models import Service
from rathaus.modules.catalogue.page import service_page
from rathaus.modules.catalogue.structured import json_ld

KEEP_SECONDS = 60


@require_safe
def service(request: HttpRequest, tail: str) -> HttpResponse:
    """`/leistungen/<slug>-<key>/`. The key finds the service; a wrong or old name in the address is corrected."""
    match = TAIL.fullmatch(tail)
    row = next(iter(rows.read(Service, key=match["key"])), None) if match else None
    if row is None or row.valid_until is not None:
        raise Http404(tail)
    if match and match["slug"] != row.slug:
        return redirect("service", tail=f"{row.slug}-{row.key}")
    if request.COOKIES or request.META.get("QUERY_STRING"):
        return _page(request, row)
    return _guest_page(request, row)


def _guest_page(request: HttpRequest, row: Service) -> HttpResponse:
    """The same for everybody without a cookie, so it can be kept whole."""
    name = f"catalogue:page:{row.key}:{row.version}"
    kept: tuple[bytes, str] | None = cache.get(name)
    if kept is None:
        content = _page(request, row).content
        kept = content, f'"{hashlib.sha256(content).hexdigest()[:32]}"'
        if not request.META.get("CSRF_COOKIE_NEEDS_UPDATE"):
            cache.set(name, kept, KEEP_SECONDS)
    content, etag = kept
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(content)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["Vary"] = "Cookie"
    return response


def _page(request: HttpRequest, row: Service) -> HttpResponse:
    language = known_or_german(request.GET.get("sprache", GERMAN))
    name = f"catalogue:service:{row.key}:{row.version}:{language}"
    body: str | None = cache.get(name)
    if body is None:
        page = service_page(row, now=clock.now(), language=language)
        form = ResponsibleForm(page.responsible.needs)
        address = settings.RATHAUS_BASE_URL + page.service.url
        context = {"page": page, "service": page.service, "form": form, "json_ld": json_ld(page), "address": address}
        body = render_to_string("catalogue/service_body.html", context)
        cache.set(name, body, KEEP_SECONDS)
    return render(request, "catalogue/service.html", {"name": row.name, "body": mark_safe(body)})
