"""Which forms sources offer for which services: a form names them, a responsibility hangs on it, or the Leistung names it."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from rathaus.modules.catalogue.descriptions import Form
from rathaus.modules.catalogue.domain.sources import schemes_of
from rathaus.modules.catalogue.enums import ObjectKind
from rathaus.modules.catalogue.exchange import objects
from rathaus.modules.catalogue.exchange.claims import territories_of
from rathaus.modules.catalogue.exchange.source_forms import forms_of
from rathaus.modules.catalogue.models import ObjectKey, ServedService, Source, SourceObject
from rathaus.modules.catalogue.naming import is_official
from rathaus.modules.organisation import public as organisation
from rathaus.standards.xzufi import model

Place = tuple[uuid.UUID, str, str]  # source, scheme and value of a Leistung


@dataclass(frozen=True, slots=True)
class Offered:
    """`by_place` are those of Leistungen of the source itself; `by_key` those of a source that names a Leistungsschlüssel."""

    by_place: Mapping[Place, tuple[Form, ...]] = field(default_factory=dict)
    by_key: Mapping[str, tuple[Form, ...]] = field(default_factory=dict)


def keys_with_forms(source: Source, rows: Collection[SourceObject]) -> set[str]:
    """The services whose forms these objects change: as the database knows them now, so asked before and after they are written.

    Three queries where there is a form at all.
    """
    forms = {row.value for row in rows if row.kind == ObjectKind.FORM}
    if hanging := [row.pk for row in rows if row.kind == ObjectKind.RESPONSIBILITY]:
        owners = SourceObject.objects.filter(pk__in=hanging).values("about")
        there = SourceObject.objects.filter(source=source, kind=ObjectKind.FORM, value__in=owners)
        forms |= set(there.values_list("value", flat=True))
    if not forms:
        return set()
    named = ServedService.objects.filter(_sayers(forms), object__source=source)
    naming = ServedService.objects.filter(object__source=source, object__kind=ObjectKind.SERVICE, value__in=forms)
    keys = ObjectKey.objects.filter(
        Q(object__value__in=named.values("value")) | Q(object__in=naming.values("object")),
        object__source=source,
        object__kind=ObjectKind.SERVICE,
    )
    return {*keys.values_list("service_key", flat=True), *filter(is_official, named.values_list("value", flat=True))}


def offered(places: Collection[Place], keys: Collection[str]) -> Offered:
    """Two queries where no source has a form; else seven, whatever the number of services."""
    sources = dict(Source.objects.values_list("pk", "name"))
    live = SourceObject.objects.filter(source__in=sources, kind=ObjectKind.FORM, applies=True, deleted_at=None)
    if not sources or not live.exists():
        return Offered()
    said = list(_said(live, {value for *_, value in places} | set(filter(is_official, keys))))
    items = _items(live, {(one.source, one.form[1]) for one in said})
    there = schemes_of(ObjectKind.SERVICE, {(one.source, one.service[1]) for one in said})
    ours = tuple(authority.ars for authority in organisation.get_authorities().values())
    by_place: dict[Place, list[Form]] = defaultdict(list)
    by_key: dict[str, list[Form]] = defaultdict(list)
    for one in said:
        item = objects.of_scheme(items.get((one.source, one.form[1]), {}), one.form[0])
        if item is None or (one.held and not territories_of(one.held, ours)):
            continue
        forms = forms_of(item, source=sources[one.source], held=one.held)
        scheme, value = one.service
        if (found := objects.of_scheme(there[one.source, value], scheme)) is not None:
            by_place[one.source, found, value] += forms
        elif is_official(value):
            by_key[value] += forms
    return Offered({at: _once(forms) for at, forms in by_place.items()}, {key: _once(forms) for key, forms in by_key.items()})


@dataclass(frozen=True, slots=True)
class _Saying:
    """A source says that a form is for a Leistung: both by scheme and value."""

    source: uuid.UUID
    form: tuple[str, str]
    service: tuple[str, str]
    held: model.Responsibility | None


def _said(live: QuerySet[SourceObject], values: Collection[str]) -> Iterator[_Saying]:
    """Three queries."""
    naming_them = ServedService.objects.filter(value__in=values).values("object")
    speaking = SourceObject.objects.filter(_own(live), applies=True, deleted_at=None, pk__in=naming_them)
    for source, content in speaking.order_by("source", "value", "scheme").values_list("source", "content"):
        item = objects.decode(bytes(content))
        if isinstance(item, model.OwnedResponsibility):
            owned = [(objects.identity(item.owner_id), item.responsibility)]
            owned = owned if item.responsibility.owner_kind in {None, model.Owner.FORM} else []
        else:
            owned = [(objects.identity(item.id), held) for held in item.responsibilities] if isinstance(item, model.Form) else []
        for form, held in owned:
            for named in held.services:
                if (service := objects.identity(named))[1] in values:
                    yield _Saying(source, form, service, held)
    naming = ServedService.objects.filter(object__kind=ObjectKind.SERVICE, object__value__in=values, object__deleted_at=None)
    columns = ("object__source", "object__scheme", "object__value", "scheme", "value")
    for source, *service, scheme, value in naming.filter(object__applies=True).order_by("pk").values_list(*columns):
        yield _Saying(source, (scheme, value), (service[0], service[1]), None)


def _own(live: QuerySet[SourceObject]) -> Q:
    """Forms, and responsibilities that hang on the value of one: `_said` looks at the scheme too."""
    hanging = Q(kind=ObjectKind.RESPONSIBILITY, about__in=live.values("value"), source__in=live.values("source"))
    return Q(kind=ObjectKind.FORM, source__in=live.values("source")) | hanging


def _sayers(forms: Collection[str]) -> Q:
    hanging = Q(object__kind=ObjectKind.RESPONSIBILITY, object__about__in=forms)
    return Q(object__kind=ObjectKind.FORM, object__value__in=forms) | hanging


def _items(
    live: QuerySet[SourceObject], wanted: Collection[tuple[uuid.UUID, str]]
) -> dict[tuple[uuid.UUID, str], dict[str, model.Form]]:
    """The forms by source, value and scheme. One query."""
    found: dict[tuple[uuid.UUID, str], dict[str, model.Form]] = defaultdict(dict)
    rows = live.filter(value__in={value for _, value in wanted})
    for source, scheme, value, content in rows.values_list("source", "scheme", "value", "content"):
        item = objects.decode(bytes(content))
        if isinstance(item, model.Form):
            found[source, value][scheme] = item
    return found


def _once(forms: Collection[Form]) -> tuple[Form, ...]:
    """The same address in the same language once, for everybody before for some."""
    found: dict[tuple[str, str], Form] = {}
    for form in sorted(forms, key=lambda form: bool(form.condition)):
        found.setdefault((form.url, form.language), form)
    return tuple(found.values())
