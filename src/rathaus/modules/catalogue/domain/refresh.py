"""Bring the tables of some services in line with what all sources say about them now."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable

import msgspec

from rathaus.modules.catalogue import descriptions
from rathaus.modules.catalogue.domain import project
from rathaus.modules.catalogue.domain.source_forms import offered
from rathaus.modules.catalogue.domain.sources import hold_sources, schemes_of
from rathaus.modules.catalogue.enums import SPECIFIC, EditionState, ObjectKind, SourceLevel
from rathaus.modules.catalogue.exchange import objects
from rathaus.modules.catalogue.layers import Layer, compose
from rathaus.modules.catalogue.models import Contribution, Edition, ObjectKey, SourceObject
from rathaus.standards.xzufi import model

BATCH = 500


def refresh(keys: Iterable[str], *, now: dt.datetime) -> list[str]:
    """Within the caller's transaction; gives the keys of those that changed, withdrawn ones among them.

    The city's own published edition comes first, then the sources by level. A service nobody describes any more ends;
    one that only the catalogue of the federation names stays as it stands there.
    """
    hold_sources()
    wanted = list(dict.fromkeys(keys))
    changed: list[str] = []
    for start in range(0, len(wanted), BATCH):
        changed += _batch(wanted[start : start + BATCH], now)
    return changed


def _batch(keys: Collection[str], now: dt.datetime) -> list[str]:
    layers = layers_of(keys)
    published = Edition.objects.filter(service_key__in=keys, state=EditionState.PUBLISHED)
    demo = dict(published.values_list("service_key", "demo"))
    said = [
        project.Said(compose(found), source=found[0].source, own=key in demo, demo=demo.get(key, False))
        for key, found in layers.items()
        if found
    ]
    ended = project.withdraw([key for key in keys if not layers.get(key)], now=now)
    return project.write(said, now=now) + ended


def layers_of(keys: Collection[str]) -> dict[str, list[Layer]]:
    """For each key what is said about it, the most specific source first. A fixed number of queries, five without forms."""
    found: dict[str, list[Layer]] = defaultdict(list)
    editions = Edition.objects.filter(service_key__in=list(keys), state=EditionState.PUBLISHED)
    for key, content, source in editions.values_list("service_key", "content", "source"):
        found[key].append(Layer(source, descriptions.decode(content)))
    contributed = Contribution.objects.filter(service_key__in=list(keys)).order_by("source")
    for key, content, source in contributed.values_list("service_key", "content", "source"):
        found[key].append(Layer(source, descriptions.decode(content)))
    columns = (
        "object__source__level", "object__source__name", "object__source", "object__scheme", "object__value", "object__content"
    )  # fmt: skip
    live = ObjectKey.objects.filter(service_key__in=list(keys), object__kind=ObjectKind.SERVICE, object__deleted_at=None)
    rows = list(live.order_by("object__value").values_list("service_key", *columns))
    added = _specialisations({(row[3], row[5]) for row in rows})
    forms = offered({(row[3], row[4], row[5]) for row in rows}, keys)
    for key, _level, name, *place, content in sorted(rows, key=lambda row: (SPECIFIC[SourceLevel(row[1])], row[2])):
        for part in (*added.get(tuple(place), ()), bytes(content)):
            said = objects.describe(part, key=key)
            if said is not None:
                here = forms.by_place.get((place[0], place[1], place[2]), ())
                found[key].append(Layer(name, msgspec.structs.replace(said, forms=here)))
    for key, more in forms.by_key.items():
        if found.get(key):  # a form alone describes no service
            found[key].append(Layer(more[0].source, descriptions.Description(key=key, forms=more)))
    return found


def lower_layers(key: str) -> list[Layer]:
    """What others say about a service, the Land before the federation: all that shows through where the city says nothing."""
    published = Edition.objects.filter(service_key=key, state=EditionState.PUBLISHED).exists()
    return layers_of([key]).get(key, [])[1 if published else 0 :]


def _specialisations(services: Collection[tuple[uuid.UUID, str]]) -> dict[tuple[object, ...], list[bytes]]:
    """What specialises Leistungen of these values with us, by source, scheme and value; the latest first. Two queries at most."""
    rows = SourceObject.objects.filter(
        kind=ObjectKind.SPECIALISATION,
        source__in={source for source, _ in services},
        about__in={value for _, value in services},
        applies=True,
        deleted_at=None,
    )
    read = list(rows.order_by("-changed_at", "value").values_list("source", "about", "content"))
    there = schemes_of(ObjectKind.SERVICE, {row[:2] for row in read})
    found: dict[tuple[object, ...], list[bytes]] = defaultdict(list)
    for source, about, content in read:
        item = objects.decode(bytes(content))
        scheme = objects.identity(item.service_id)[0] if isinstance(item, model.Specialisation) else ""
        found[source, objects.of_scheme(there[source, about], scheme), about].append(bytes(content))
    return found
