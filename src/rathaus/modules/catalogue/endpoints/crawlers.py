"""What search engines ask for: robots.txt and the site map.

The map names what is worth finding: services that somebody describes, life situations, units. Bare entries of the federal
catalogue are left out. `lastmod` stands where a date of change is known: for services alone.
"""

from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import Max, OuterRef, Q, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from rathaus.foundation import clock
from rathaus.modules.catalogue import queries
from rathaus.modules.catalogue.endpoints.answers import kept
from rathaus.modules.catalogue.models import FeedEntry, LifeEvent, ObjectKey, Service
from rathaus.modules.organisation import public as organisation

PART = 1000
KEEP_SECONDS = 3600
CLOSED = ("/amt/", "/konto/", "/postfach/", "/vorgang/", "/antrag/e/", "/antraege/", "/suche/", "/sitzung/", "/demo/")
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
Entry = tuple[str, Any]  # path, day of the last change or None


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """A demonstration is not to be found: its texts are no information of an authority."""
    lines = ["User-agent: *"]
    if settings.RATHAUS_DEMO:
        lines.append("Disallow: /")
    else:
        lines += [f"Disallow: {path}" for path in CLOSED]
        lines.append(f"Sitemap: {settings.RATHAUS_BASE_URL}{reverse('sitemap')}")
    return kept(request, ("\n".join(lines) + "\n").encode(), "text/plain; charset=utf-8", seconds=KEEP_SECONDS)


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The index. Three queries."""
    found = {"leistungen": _services().count(), "lebenslagen": LifeEvent.objects.count(), "stellen": len(_units())}
    paths = [
        reverse("sitemap-part", args=[kind, part])
        for kind, number in found.items()
        for part in range(1, (number + PART - 1) // PART + 1)
    ]
    entries = "".join(f"<sitemap><loc>{_url(path)}</loc></sitemap>" for path in paths)
    return _xml(request, f'<sitemapindex xmlns="{_NAMESPACE}">{entries}</sitemapindex>')


@require_safe
def sitemap_part(request: HttpRequest, kind: str, part: int) -> HttpResponse:
    """At most a thousand addresses. One query."""
    if kind not in _KINDS or not 1 <= part <= 10_000:
        raise Http404(kind)
    entries = list(_KINDS[kind]((part - 1) * PART))
    if not entries:
        raise Http404(kind)
    body = "".join(
        f"<url><loc>{_url(path)}</loc>{f'<lastmod>{day.isoformat()}</lastmod>' if day else ''}</url>" for path, day in entries
    )
    return _xml(request, f'<urlset xmlns="{_NAMESPACE}">{body}</urlset>')


def _services() -> Any:
    return Service.objects.filter(queries.VALID).filter(Q(described=True) | Q(has_text=True))


def _service_entries(offset: int) -> Iterable[Entry]:
    own = FeedEntry.objects.filter(service_key=OuterRef("key")).values("at")[:1]
    told = ObjectKey.objects.filter(service_key=OuterRef("key")).values("service_key").annotate(at=Max("object__changed_at"))
    rows = _services().order_by("key").annotate(own_at=Subquery(own), told_at=Subquery(told.values("at")[:1]))
    for slug, key, *dates in rows.values_list("slug", "key", "own_at", "told_at")[offset : offset + PART]:
        last = max((date for date in dates if date), default=None)
        yield reverse("service", args=[f"{slug}-{key}"]), clock.today(last) if last else None


def _life_event_entries(offset: int) -> Iterable[Entry]:
    rows = LifeEvent.objects.order_by("slug").values_list("slug", flat=True)
    return ((reverse("life-event", args=[slug]), None) for slug in rows[offset : offset + PART])


def _units() -> list[str]:
    return [unit.slug for unit in organisation.units(clock.today(clock.now()))]


def _unit_entries(offset: int) -> Iterable[Entry]:
    return ((reverse("unit", kwargs={"slug": slug}), None) for slug in _units()[offset : offset + PART])


_KINDS = {"leistungen": _service_entries, "lebenslagen": _life_event_entries, "stellen": _unit_entries}


def _url(path: str) -> str:
    return escape(settings.RATHAUS_BASE_URL + path)


def _xml(request: HttpRequest, body: str) -> HttpResponse:
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'
    return kept(request, text.encode(), "application/xml; charset=utf-8", seconds=KEEP_SECONDS)
