"""Make the online services that a source sends to entries of ours: all of them, whenever it sent anything."""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict

from django.db import transaction

from rathaus.foundation import html
from rathaus.modules.catalogue.domain.online_services import end_services
from rathaus.modules.catalogue.domain.refresh_online import refresh_online
from rathaus.modules.catalogue.domain.sources import hold_sources
from rathaus.modules.catalogue.enums import HEARD, ObjectKind, SourceLevel, TrustLevel
from rathaus.modules.catalogue.exchange import objects
from rathaus.modules.catalogue.exchange.territory import overlaps
from rathaus.modules.catalogue.models import ObjectKey, OnlineService, Source, SourceObject
from rathaus.modules.catalogue.naming import is_official, slug_of
from rathaus.modules.catalogue.online import handover
from rathaus.modules.catalogue.online.reach import Reach, Served, otherwise_named, write_reach
from rathaus.modules.geo import public as geo
from rathaus.modules.organisation import public as organisation
from rathaus.standards.xzufi import model

BATCH = 500
GERMAN = ("de", "de-DE", "")
LINK_TO_SERVICE = "01"
_COLUMNS = (
    "name", "provider", "url", "parameters", "trust_level", "payment", "languages", "valid_from", "valid_until", "origin"
)  # fmt: skip
Place = tuple[str, str]  # scheme and value of an object


def project_online(*, source: Source, now: dt.datetime) -> list[str]:
    """Within the caller's transaction; the keys of the services that changed.

    An online service without an address that we could show (https, nothing strange) makes no entry; the check names it.
    """
    hold_sources()
    items = dict(_items(source))
    known = {(row.scheme, row.value): row for row in OnlineService.objects.select_for_update().filter(source=source)}
    rows = [row for place, item in items.items() if (row := _row(source, place, item, known.get(place)))]
    shown = {(row.scheme, row.value) for row in rows}
    gone = [row.pk for place, row in known.items() if place not in shown]
    dropped = end_services(OnlineService.objects.filter(pk__in=gone), now=now)[0] if gone else []
    OnlineService.objects.bulk_create([row for row in rows if (row.scheme, row.value) not in known], batch_size=BATCH)
    changed = [row for row in rows if (old := known.get((row.scheme, row.value))) and _differs(row, old)]
    OnlineService.objects.bulk_update(changed, _COLUMNS, batch_size=BATCH)
    reach = _reach(source, items)
    weight = HEARD[SourceLevel(source.level)]
    served = {
        row.slug: Served(
            reach[row.scheme, row.value], row.origin, valid_from=row.valid_from, valid_until=row.valid_until, weight=weight
        )
        for row in rows
    }
    touched, _unknown = write_reach(served, gone=dropped)
    return refresh_online(touched | otherwise_named({*served, *dropped}), now=now)


def project_every(*, now: dt.datetime) -> None:
    """Every day, a source at a time: a service that its online service names may have come from elsewhere since."""
    sending = SourceObject.objects.filter(kind=ObjectKind.ONLINE_SERVICE, applies=True, deleted_at=None)
    for source in Source.objects.filter(pk__in=sending.values("source")):
        with transaction.atomic():
            project_online(source=source, now=now)


def without_address(source: Source) -> list[str]:
    """The online services of a source that make no entry, by name or identifier."""
    return [_words(item.name) or value for (_, value), item in _items(source) if not _link(item)]


def _items(source: Source) -> Iterator[tuple[Place, model.OnlineService]]:
    live = SourceObject.objects.filter(source=source, kind=ObjectKind.ONLINE_SERVICE, applies=True, deleted_at=None)
    for scheme, value, content in live.order_by("value", "scheme").values_list("scheme", "value", "content"):
        item = objects.decode(bytes(content))
        if isinstance(item, model.OnlineService):
            yield (scheme, value), item


def _row(source: Source, place: Place, item: model.OnlineService, known: OnlineService | None) -> OnlineService | None:
    link = _link(item)
    if link is None:
        return None
    name = _words(item.name) or link.title or link.uri
    digest = hashlib.sha256("\n".join((source.slug, *place)).encode()).hexdigest()[:8]
    period = next(iter(item.validity), None)
    publisher = next(iter(item.publisher.names), "") if item.publisher else ""
    row = OnlineService(
        slug=known.slug if known else f"{slug_of(name)}-{digest}",
        name=name[:300],
        provider=(html.plain(publisher) or source.name)[:200],
        url=link.uri,
        parameters=[asdict(handover.Parameter(one.name, one.kind.code)) for one in link.parameters],
        trust_level=item.trust_level.code if item.trust_level and item.trust_level.code in TrustLevel.values else "",
        payment=[_words(one.description) or one.kind.name or one.kind.code for one in item.payment],
        languages=list(item.execution_languages),
        valid_from=period.begins.date() if period and period.begins else None,
        valid_until=period.ends.date() if period and period.ends else None,
        origin=source.name,
        source=source,
        scheme=place[0],
        value=place[1],
    )
    if known is not None:
        row.pk = known.pk
    return row


def _link(item: model.OnlineService) -> model.ServiceLink | None:
    """The address people go to: of the kind for it, in German, and one that is safe to show."""
    fit = [link for link in item.links if not handover.faults(link.uri) and not _strange(link.parameters)]
    kind = [link for link in fit if link.kind is None or link.kind.code == LINK_TO_SERVICE] or fit
    return next((link for link in kind if link.language in GERMAN), next(iter(kind), None))


def _strange(parameters: Iterable[model.DynamicParameter]) -> bool:
    return any(handover.parameter_faults(handover.Parameter(one.name, one.kind.code)) for one in parameters)


def _differs(row: OnlineService, known: OnlineService) -> bool:
    return any(getattr(row, column) != getattr(known, column) for column in _COLUMNS)


def _words(texts: Sequence[model.LocalizedText]) -> str:
    german = [entry for entry in texts if entry.language in GERMAN]
    return next((found for entry in (*german, *texts) if (found := html.plain(entry.text))), "")


def _reach(source: Source, items: dict[Place, model.OnlineService]) -> dict[Place, frozenset[Reach]]:
    """What each says of itself, and what responsibilities that hang on it say."""
    said: dict[Place, list[model.Responsibility]] = {place: list(item.responsibilities) for place, item in items.items()}
    by_value: dict[str, dict[str, Place]] = defaultdict(dict)
    for scheme, value in items:
        by_value[value][scheme] = scheme, value
    values = list(by_value)
    for start in range(0, len(values), BATCH):
        batch = values[start : start + BATCH]
        owned = SourceObject.objects.filter(
            source=source, kind=ObjectKind.RESPONSIBILITY, about__in=batch, applies=True, deleted_at=None
        )
        for content in owned.values_list("content", flat=True):
            item = objects.decode(bytes(content))
            if isinstance(item, model.OwnedResponsibility) and _of_online(item.responsibility):
                scheme, value = objects.identity(item.owner_id)
                place = objects.of_scheme(by_value[value], scheme)
                if place is not None:
                    said[place].append(item.responsibility)
    keys = _keys(source, {objects.identity(one) for several in said.values() for entry in several for one in entry.services})
    ours = [authority.ars for authority in organisation.get_authorities().values()]
    return {
        place: frozenset(
            Reach(key, territory)
            for entry in several
            for one in entry.services
            for key in keys[objects.identity(one)]
            for territory in _territories(entry, items[place], ours)
        )
        for place, several in said.items()
    }


def _of_online(entry: model.Responsibility) -> bool:
    return entry.owner_kind in {None, model.Owner.ONLINE_SERVICE}


def _keys(source: Source, named: set[Place]) -> dict[Place, list[str]]:
    """The keys of the Leistungen of a source that are named so; a Leistungsschlüssel names itself."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    values = sorted({value for _, value in named})
    for start in range(0, len(values), BATCH):
        rows = ObjectKey.objects.filter(
            object__source=source, object__kind=ObjectKind.SERVICE, object__value__in=values[start : start + BATCH]
        )
        for scheme, value, key in rows.values_list("object__scheme", "object__value", "service_key"):
            found[value][scheme].append(key)
    return {
        (scheme, value): (objects.of_scheme(found[value], scheme) or []) + ([value] if is_official(value) else [])
        for scheme, value in named
    }


def _territories(entry: model.Responsibility, item: model.OnlineService, ours: Sequence[str]) -> Iterator[str]:
    """Those of the responsibility, else those of the online service, else everywhere; what is not ours is left out."""
    said = [one.value for one in (entry.territories or item.territories)]
    if not said:
        yield ""
    for territory in said:
        if not territory.strip("0"):
            yield ""  # the whole federation
        elif geo.is_key(territory) and any(overlaps(territory, ars) for ars in ours):
            yield geo.shortest(territory)
