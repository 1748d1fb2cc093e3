"""The page of one service. Its main part is kept for a minute; whoever has no cookie gets the whole page from there."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import parse_etags
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from rathaus.foundation import clock
from rathaus.modules.catalogue.editing.shape import LANGUAGES
from rathaus.modules.catalogue.models import Service
from rathaus.modules.catalogue.page import GERMAN, service_page

KEEP_SECONDS = 60
_TAIL = re.compile(r"(?:(?P<slug>.*?)-)?(?P<key>99\d{12}|local:[a-z0-9-]+)", re.DOTALL)


@require_safe
def service(request: HttpRequest, tail: str) -> HttpResponse:
    """`/leistungen/<slug>-<key>/`. The key finds the service; a wrong or old name in the address is corrected."""
    match = _TAIL.fullmatch(tail)
    row = (
        Service.objects.filter(key=match["key"], valid_until=None).values("key", "slug", "name", "version").first()
        if match
        else None
    )
    if row is None:
        raise Http404(tail)
    if match and match["slug"] != row["slug"]:
        return redirect("service", tail=f"{row['slug']}-{row['key']}")
    if request.COOKIES or request.META.get("QUERY_STRING"):
        return _page(request, row)
    return _guest_page(request, row)


def _guest_page(request: HttpRequest, row: Mapping[str, Any]) -> HttpResponse:
    """The same for everybody without a cookie, so it can be kept whole."""
    name = f"catalogue:page:{row['key']}:{row['version']}"
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


def _page(request: HttpRequest, row: Mapping[str, Any]) -> HttpResponse:
    asked = request.GET.get("sprache", GERMAN)
    language = asked if asked in LANGUAGES else GERMAN
    name = f"catalogue:service:{row['key']}:{row['version']}:{language}"
    body: str | None = cache.get(name)
    if body is None:
        page = service_page(row["key"], now=clock.now(), language=language)
        if page is None:
            raise Http404(row["key"])
        body = render_to_string("catalogue/service_body.html", {"page": page, "service": page.service})
        cache.set(name, body, KEEP_SECONDS)
    context = {"name": row["name"], "body": mark_safe(body)}
    return render(request, "catalogue/service.html", context)
