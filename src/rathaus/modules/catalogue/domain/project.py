"""Make the tables that pages and search read from what is said about the services, many at a time."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from django.db.models import F, Q

from rathaus.foundation import ids, rows, text
from rathaus.foundation.errors import NotFound
from rathaus.modules.catalogue import descriptions
from rathaus.modules.catalogue.descriptions import Description
from rathaus.modules.catalogue.domain.heed_responsibilities import heed, naming_keys
from rathaus.modules.catalogue.enums import ExecutingLevel, Origin
from rathaus.modules.catalogue.index import SERVICES, index_keys
from rathaus.modules.catalogue.models import (
    Deadline,
    Duration,
    LifeEvent,
    RequiredDocument,
    Responsibility,
    Service,
    ServiceChannel,
    ServiceFee,
    Term,
    TextModule,
)
from rathaus.modules.catalogue.naming import slug_of
from rathaus.modules.geo import public as geo
from rathaus.modules.organisation import public as organisation

_KEPT = (Origin.OWN, Origin.ONLINE, Origin.SOURCE)  # what is no part of a description
_PARTS = (Term, TextModule, ServiceFee, Deadline, Duration, RequiredDocument, ServiceChannel)
_COLUMNS = (
    "slug", "name", "sort_key", "official_name", "described", "has_text", "demo", "source", "type", "executing_level",
    "level_source", "trust_level", "written_form", "personal_appearance", "informal", "single_contact", "addressees",
    "sdg_areas", "catalogue_status", "library_status", "prominence", "valid_from", "valid_until", "said", "version", "forms",
    "machine_translated",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """What the tables of one service shall show: the composed description, who says it, whether the city is among them."""

    description: Description
    source: str
    own: bool = False
    demo: bool = False

    @property
    def mark(self) -> str:
        """Changes with everything the tables show of it."""
        shown = descriptions.encode(self.description) + f"|{self.source}|{self.own}|{self.demo}".encode()
        return hashlib.sha256(shown).hexdigest()


def write(said: Sequence[Said], *, now: dt.datetime) -> list[str]:
    """Within the caller's transaction; the keys of those that changed. A number of queries that does not grow with them."""
    wanted = {entry.description.key: entry for entry in said}
    known = {row.key: row for row in Service.objects.select_for_update().filter(key__in=list(wanted))}
    changed = [entry for key, entry in wanted.items() if key not in known or known[key].said != entry.mark]
    if not changed:
        return []
    made = [row_of(entry, known.get(entry.description.key)) for entry in changed]
    Service.objects.bulk_create(made, update_conflicts=True, unique_fields=["key"], update_fields=list(_COLUMNS))
    old = [row.id for row in made if row.key in known]
    for model in (*_PARTS, Service.life_events.through) if old else ():
        model.objects.filter(service_id__in=old).delete()
    services = {row.key: row.id for row in made}
    pairs = [(services[entry.description.key], entry) for entry in changed]
    _write_parts(pairs)
    _write_life_events(pairs)
    _write_responsibilities(pairs, now=now)
    keys = list(services)
    heed(naming_keys([key for key in keys if key not in known]), day=now.date())
    index_keys(keys)
    return keys


def withdraw(keys: Collection[str], *, now: dt.datetime) -> list[str]:
    """Nobody says anything about these any more: gives the keys of those where somebody did.

    What the catalogue of the federation names stands bare again, the others end.
    """
    rows = Service.objects.filter(key__in=list(keys), valid_until=None).filter(Q(described=True) | Q(has_text=True) | ~Q(said=""))
    found = {row.key: row for row in rows.select_for_update()}
    ids_ = [row.id for row in found.values()]
    for model in (*_PARTS, Service.life_events.through) if ids_ else ():
        model.objects.filter(service_id__in=ids_).delete()
    named = [key for key, row in found.items() if row.digest]
    ended = [key for key, row in found.items() if not row.digest]
    nothing = {
        "described": False,
        "has_text": False,
        "said": "",
        "version": F("version") + 1,
        "forms": None,
        "machine_translated": False,
    }
    Service.objects.filter(key__in=named).update(**nothing, name=F("official_name"))
    Service.objects.filter(key__in=ended).update(**nothing, valid_until=now.date() - dt.timedelta(days=1))
    SERVICES.remove(ended)
    index_keys(named)
    return list(found)


def row_of(entry: Said, known: Service | None) -> Service:
    """The row as it will stand, not saved; what the catalogue of the federation says about a known one stays."""
    said = entry.description
    known_as = (known.official_name or known.name) if known else ""
    name = said.name or said.official_name or known_as or said.key
    return Service(
        id=known.id if known else ids.new_id(),
        key=said.key,
        slug=slug_of(name),
        name=name[:400],
        sort_key=text.sort_key(name)[:200],
        official_name=((known.official_name if known else "") or said.official_name)[:400],
        described=entry.own,
        has_text=entry.own or said.says_more_than_its_name,
        demo=entry.demo,
        source=entry.source[:200],
        type=(said.type or (known.type if known else ""))[:20],
        executing_level=said.level or (known.executing_level if known else ExecutingLevel.UNKNOWN),
        level_source=(said.level_source or (known.level_source if known else ""))[:200],
        trust_level=said.trust_level,
        written_form=said.written_form,
        personal_appearance=said.personal_appearance,
        informal=said.informal,
        single_contact=said.single_contact,
        addressees=list(said.addressees),
        sdg_areas=list(said.sdg_areas),
        catalogue_status=said.catalogue_status,
        library_status=said.library_status,
        prominence=said.prominence,
        valid_from=said.valid_from,
        valid_until=None,
        machine_translated=said.machine_named,
        forms=[msgspec.to_builtins(form) for form in said.forms] or None,
        said=entry.mark,
        version=known.version + 1 if known else 1,
    )


def _write_parts(pairs: Sequence[tuple[uuid.UUID, Said]]) -> None:
    rows.insert_all(_each(Term, "terms", pairs))
    rows.insert_all(row for at, entry in pairs for row in _texts(at, entry))
    rows.insert_all(_numbered(ServiceFee, "fees", pairs))
    rows.insert_all(_numbered(Deadline, "deadlines", pairs))
    rows.insert_all(_each(Duration, "durations", pairs))
    rows.insert_all(_numbered(RequiredDocument, "documents", pairs))
    rows.insert_all(_numbered(ServiceChannel, "ways", pairs))


def _each(model: Any, name: str, pairs: Sequence[tuple[uuid.UUID, Said]]) -> Iterator[Any]:
    return (model(service_id=at, **_values(part)) for at, entry in pairs for part in getattr(entry.description, name))


def _values(part: Any) -> dict[str, Any]:
    return {name: getattr(part, name) for name in part.__struct_fields__}


def _numbered(model: Any, name: str, pairs: Sequence[tuple[uuid.UUID, Said]]) -> Iterator[Any]:
    for at, entry in pairs:
        for position, part in enumerate(getattr(entry.description, name)):
            yield model(service_id=at, position=position, **_values(part))


def _texts(at: uuid.UUID, entry: Said) -> Iterator[TextModule]:
    for position, part in enumerate(entry.description.texts):
        values = _values(part) | {"links": [_values(link) for link in part.links]}
        values["source"] = (part.source or entry.source)[:200]
        yield TextModule(service_id=at, position=position, **values)


def _write_life_events(pairs: Sequence[tuple[uuid.UUID, Said]]) -> None:
    slugs = {slug for _, entry in pairs for slug in entry.description.life_events}
    known = dict(LifeEvent.objects.filter(slug__in=slugs).values_list("slug", "id")) if slugs else {}
    through = Service.life_events.through
    through.objects.bulk_create(
        through(service_id=at, lifeevent_id=known[slug])
        for at, entry in pairs
        for slug in dict.fromkeys(entry.description.life_events)
        if slug in known
    )


def _write_responsibilities(pairs: Sequence[tuple[uuid.UUID, Said]], *, now: dt.datetime) -> None:
    """What a description itself says about who is in charge replaces what it said before."""
    Responsibility.objects.filter(service_id__in=[at for at, _ in pairs]).exclude(origin__in=_KEPT).delete()
    pairs = [(at, entry) for at, entry in pairs if entry.description.unit]
    units = _units({entry.description.unit for _, entry in pairs}, now.date())
    Responsibility.objects.bulk_create(
        Responsibility(
            service_id=at,
            territory=geo.shortest(entry.description.territory or (territory_of(unit) if unit else "")),
            unit_slug=entry.description.unit,
            unit_id=unit.id if unit else None,
            source=entry.source[:200],
            origin=Origin.SERVICE,
        )
        for at, entry in pairs
        for unit in (units.get(entry.description.unit),)
    )


def territory_of(unit: organisation.UnitInfo) -> str:
    """What a description leaves unsaid: a unit is in charge in the territory of its authority."""
    return geo.shortest(organisation.get_authorities([unit.authority_id])[unit.authority_id].ars)


def _units(slugs: Collection[str], day: dt.date) -> Mapping[str, organisation.UnitInfo]:
    found = {}
    for slug in slugs:
        try:
            found[slug] = organisation.find_unit(slug, day=day)
        except NotFound:
            continue
    return found
