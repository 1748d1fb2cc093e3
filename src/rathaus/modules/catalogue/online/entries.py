"""What a page says about the online services of others: three queries for all of them together."""

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from rathaus.modules.catalogue.enums import Slot, TrustLevel
from rathaus.modules.catalogue.models import OnlineParameter, OnlineService, WebLink
from rathaus.modules.catalogue.online import handover
from rathaus.modules.catalogue.responsibility.resolve import Resolution
from rathaus.modules.catalogue.responsibility.rows import valid

DOWN_AFTER = 2  # checks in a row; "not found" is believed at once


@dataclass(frozen=True, slots=True)
class OnlineEntry:
    """`url` carries what is handed over; `down_since` is None while nothing speaks against it; `reports` the status to us."""

    slug: str
    name: str
    provider: str
    url: str
    trust_level: str
    trust_label: str
    payment: tuple[str, ...]
    languages: tuple[str, ...]
    demo: bool
    reports: bool
    missing: tuple[str, ...]
    unmapped: tuple[str, ...]
    down_since: dt.datetime | None
    checked_at: dt.datetime | None

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""


def named(resolution: Resolution) -> list[str]:
    """The online services that hold where the question was asked: the most specific one, or all that are equally so."""
    found: dict[str, None] = {}
    for (_role, slot), answer in sorted(resolution.answers.items()):
        if slot == Slot.ONLINE:
            rows = [answer.winner] if answer.winner else [*answer.conflict, *([answer.otherwise] if answer.otherwise else [])]
            found |= dict.fromkeys(row.online_slug for row in rows)
    return list(found)


def entries(slugs: Collection[str], *, facts: Mapping[str, str], day: dt.date) -> dict[str, OnlineEntry]:
    """By slug; what has no entry, or none that holds that day, is left out."""
    if not slugs:
        return {}
    services = list(OnlineService.objects.filter(valid(day), slug__in=list(slugs)).select_related("sender"))
    return shown(services, facts=facts)


def shown(services: Iterable[OnlineService], *, facts: Mapping[str, str]) -> dict[str, OnlineEntry]:
    """Two queries."""
    known = list(services)
    if not known:
        return {}
    meanings = rules() if any(service.parameters for service in known) else {}
    links = {link.sha256: link for link in WebLink.objects.filter(sha256__in=[_digest(service.url) for service in known])}
    found = {}
    for service in known:
        address = handover.build(service.url, parameters_of(service), meanings, facts)
        link = links.get(_digest(service.url))
        found[service.slug] = OnlineEntry(
            slug=service.slug,
            name=service.name,
            provider=service.provider,
            url=address.url,
            trust_level=service.trust_level,
            trust_label=str(TrustLevel(service.trust_level).label) if service.trust_level else "",
            payment=tuple(service.payment),
            languages=tuple(service.languages),
            demo=service.demo,
            reports=service.sender is not None and service.sender.active,
            missing=address.missing,
            unmapped=address.unmapped,
            down_since=down_since(link),
            checked_at=link.checked_at if link else None,
        )
    return found


def down_since(link: WebLink | None) -> dt.datetime | None:
    """Since when it cannot be reached, once that is more than a hiccup."""
    if link is None or not link.failures or (link.failures < DOWN_AFTER and link.status not in {404, 410}):
        return None
    return link.failing_since


def parameters_of(service: OnlineService) -> list[handover.Parameter]:
    return [handover.Parameter(**said) for said in service.parameters]


def rules() -> dict[tuple[str, str], str]:
    """What the operator says the parameters mean. One query."""
    return {(row.kind, row.name): row.value for row in OnlineParameter.objects.all()}


def _digest(url: str) -> str:
    return hashlib.sha256(handover.plain(url).encode()).hexdigest()
