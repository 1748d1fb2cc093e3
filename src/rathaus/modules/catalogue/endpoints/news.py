"""`/leistungen/neu.atom`: services newly published or changed, the latest first (RFC 4287).

An entry is a service: its id never changes, `updated` does. So a reader shows a changed service once more, not twice.
"""

from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from rathaus.foundation import clock
from rathaus.modules.catalogue.endpoints.answers import kept
from rathaus.modules.catalogue.enums import TextCode
from rathaus.modules.catalogue.languages import GERMAN
from rathaus.modules.catalogue.models import Edition, FeedEntry, Service, TextModule
from rathaus.modules.catalogue.passages import MACHINE
from rathaus.web.site import site

ENTRIES = 50
KEEP_SECONDS = 300
_ATOM = "http://www.w3.org/2005/Atom"
_NO_CONTROL = {code: None for code in range(32) if code not in (9, 10, 13)}  # not allowed in XML 1.0


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Four queries. Withdrawn services are left out; harvesters learn of them in `/leistungen/xzufi/`."""
    rows = list(FeedEntry.objects.filter(deleted=False).order_by("-position")[:ENTRIES])
    keys = [row.service_key for row in rows]
    services = {service.key: service for service in Service.objects.filter(key__in=keys, valid_until=None, described=True)}
    texts = TextModule.objects.filter(service__in=services.values(), code=TextCode.SHORT, language=GERMAN)
    shorts = {text.service_id: (f"{MACHINE}: " if text.machine_translated else "") + text.words for text in texts}
    editions = Edition.objects.filter(service_key__in=keys, published_at__isnull=False).values_list("service_key")
    published = {key: (first, number) for key, first, number in editions.annotate(Min("published_at"), Count("id"))}
    base = settings.RATHAUS_BASE_URL
    entries = []
    for row in rows:
        service = services.get(row.service_key)
        if service is None:
            continue
        first, number = published.get(row.service_key, (row.at, 1))
        mark = " (maschinell übersetzt)" if service.machine_translated else ""
        url = base + reverse("service", args=[f"{service.slug}-{service.key}"])
        entries.append(
            f"<entry><id>{_text(_tag(f'leistung:{service.key}'))}</id><title>{_text(service.name + mark)}</title>"
            f'<link rel="alternate" type="text/html" href={quoteattr(url)}/>'
            f"<published>{clock.local(first).isoformat()}</published><updated>{clock.local(row.at).isoformat()}</updated>"
            f'<category term="{"neu" if number == 1 else "geaendert"}"/>'
            f"<summary>{_text(shorts.get(service.pk, ''))}</summary></entry>"
        )
    name, updated = site().name, clock.local(rows[0].at if rows else clock.now()).isoformat()
    body = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="{_ATOM}" xml:lang="de"><id>{_text(_tag("leistungen"))}</id>'
        f"<title>{_text(name)}: neue und geänderte Leistungen</title><updated>{updated}</updated>"
        f"<author><name>{_text(name)}</name></author>"
        f'<link rel="self" type="application/atom+xml" href={quoteattr(base + reverse("services-feed"))}/>'
        f'<link rel="alternate" type="text/html" href={quoteattr(base + reverse("services"))}/>'
        f"{''.join(entries)}</feed>\n"
    )
    return kept(request, body.encode(), "application/atom+xml; charset=utf-8", seconds=KEEP_SECONDS)


def _tag(what: str) -> str:
    """A name that stays when an address or a name changes (RFC 4151)."""
    return f"tag:{urlsplit(settings.RATHAUS_BASE_URL).hostname},2026:{what}"


def _text(words: str) -> str:
    return escape(words.translate(_NO_CONTROL))
