"""The web addresses that stand in published descriptions, and what the answer of a web server says about one of them."""

import html
import re
import uuid
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rathaus.modules.catalogue.enums import LinkState, Role, TextCode
from rathaus.modules.catalogue.models import OnlineService, Responsibility, Service, ServiceChannel, ServiceFee, TextModule
from rathaus.modules.catalogue.online import handover

if TYPE_CHECKING:
    from django.db.models import QuerySet

LONGEST = 2000
ONLINE_PLACE = "Onlinedienst"  # its links are watched: people are sent there
BROKEN_AFTER = 3  # checks in a row without an answer; "not found" is believed at once
_IN_TEXT = re.compile(r"https?://[^\s<>\"'()\[\]{}]+")
_LIVE = {"service__valid_until": None, "service__described": True}
Found = tuple[str, uuid.UUID, str]  # address, id of the service, place


def standing_links() -> Iterator[Found]:
    """Every link of every published description, and every online service that is offered. Seven queries, streamed."""
    texts = TextModule.objects.filter(**_LIVE).values_list("service_id", "code", "language", "text", "links")
    for service_id, code, language, words, links in texts.iterator(chunk_size=2000):
        place = f"{TextCode(code).label} ({language})"[:60]
        for address in (*(link.get("uri", "") for link in links), *in_text(words)):
            if fit := _fit(address):
                yield fit, service_id, place
    yield from _column(ServiceFee.objects.filter(**_LIVE), "url", "Kosten")
    yield from _column(ServiceChannel.objects.filter(**_LIVE), "url", "Wege zum Antrag")
    yield from _forms()
    yield from _column(Responsibility.objects.filter(**_LIVE, role=Role.IN_CHARGE), "external_url", "zuständige Stelle")
    yield from _online()


def _forms() -> Iterator[Found]:
    rows = Service.objects.filter(valid_until=None, described=True, forms__isnull=False)
    for service_id, forms in rows.values_list("pk", "forms").iterator(chunk_size=2000):
        yield from ((fit, service_id, "Formulare") for form in forms or () if (fit := _fit(form["url"])))


def _online() -> Iterator[Found]:
    """The address without what is handed over to it."""
    addresses = {slug: handover.plain(url) for slug, url in OnlineService.objects.values_list("slug", "url")}
    rows = Responsibility.objects.filter(service__valid_until=None).exclude(online_slug="")
    for service_id, slug in rows.values_list("service_id", "online_slug"):
        if slug in addresses:
            yield addresses[slug], service_id, ONLINE_PLACE


def _column(
    rows: "QuerySet[ServiceFee] | QuerySet[ServiceChannel] | QuerySet[Responsibility]", column: str, place: str
) -> Iterable[Found]:
    for service_id, address in rows.values_list("service_id", column):
        if fit := _fit(address):
            yield fit, service_id, place


def in_text(words: str) -> list[str]:
    """Addresses written in words or as `href`; a full stop behind one belongs to the sentence."""
    return [address.rstrip(".,;:!?") for address in _IN_TEXT.findall(html.unescape(words))]


def _fit(address: str) -> str:
    address = address.strip().partition("#")[0]
    return address if len(address) <= LONGEST and host_of(address) else ""


def host_of(address: str) -> str:
    """The host in lower case with its port; empty for what is no address of the web."""
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018  (raises for a port that is none)
    except ValueError:
        return ""
    return parts.netloc.lower()[:255] if parts.scheme in {"http", "https"} and parts.hostname else ""


def state_after(status: int, *, moved: bool, failures: int) -> LinkState:
    """`failures` is the number of checks in a row that failed, this one included."""
    if 200 <= status < 300:
        return LinkState.MOVED if moved else LinkState.GOOD
    if status in {404, 410}:
        return LinkState.BROKEN
    return LinkState.BROKEN if failures >= BROKEN_AFTER else LinkState.SHAKY
