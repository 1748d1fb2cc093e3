"""How complete the catalogue is for what the city itself executes; and who does the rest.

The city executes a service whose executing level is the municipality, or Land or municipality, after the type of the service or
another source, unless somebody outside is entered as in charge at home. Bare objects (keys that end with six zeros) are no
services. Everything is counted by the database: a number of queries that does not grow with the catalogue.

Another measure is one more `Part`: number, list and columns follow from it. Maturity is no yes or no: the OZG levels of models
1.1 and 2.0 stand beside, as far as they were measured. They are levels at most; what was not measured is unknown, not 0.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.core.cache import cache
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Length

from rathaus.modules.catalogue.enums import OURS, ExecutingLevel, Role
from rathaus.modules.catalogue.models import LifeEvent, Responsibility, Service
from rathaus.modules.catalogue.queries import INSIDE_NOTHING, NOT_BARE_OBJECT, VALID, home_ars
from rathaus.modules.catalogue.responsibility.rows import valid
from rathaus.modules.catalogue.scoring.maturity import TOP_1, TOP_2
from rathaus.modules.geo import public as geo
from rathaus.modules.organisation import public as organisation

EXECUTED = (ExecutingLevel.MUNICIPAL, ExecutingLevel.LAND_OR_MUNICIPAL)
NO_EVENT = "ohne-lebenslage"
KEEP_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Part:
    """One thing a service should have. `there` and `missing` name the lists of those that have it and those that do not."""

    key: str
    label: str
    there: str
    missing: str
    missing_title: str
    condition: Q


PARTS = (
    Part("described", "beschrieben", "beschrieben", "ohne-text", "noch nicht beschrieben", Q(described=True)),
    Part("with_unit", "mit zuständiger Stelle", "mit-stelle", "ohne-stelle", "ohne zuständige Stelle", Q(with_unit=True)),
    Part("online", "online", "online", "nicht-online", "noch nicht online", ~Q(online_slug="", online_elsewhere="")),
    Part(
        "rated",
        "mit Reifegrad",
        "mit-reifegrad",
        "ohne-reifegrad",
        "mit unbekanntem Reifegrad",
        Q(score__maturity_1__isnull=False),
    ),
)
EXECUTED_LIST, OTHERS_LIST = "ausgefuehrt", "andere"


@dataclass(frozen=True, slots=True)
class Numbers:
    """`there` by the key of the part."""

    total: int
    there: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class EventNumbers:
    slug: str
    name: str
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class Others:
    """Services somebody else executes, or of which no source says who does."""

    level: str
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class Levels:
    """How many of the services the city executes stand at which level of an OZG-Reifegradmodell, at most; level 0 is exact."""

    model: str
    top: int
    numbers: Mapping[int, int]
    unknown: int


@dataclass(frozen=True, slots=True)
class Coverage:
    executed: Numbers
    maturity: tuple[Levels, ...]
    life_events: tuple[EventNumbers, ...]
    others: tuple[Others, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One service of a list. `who` says who does it, `source` where that is known from."""

    key: str
    slug: str
    name: str
    who: str
    source: str
    there: tuple[bool, ...]  # in the order of PARTS
    maturity_1: int | None  # levels at most, None: unknown
    maturity_2: int | None

    @property
    def url(self) -> str:
        return f"/leistungen/{self.slug}-{self.key}/"


def titles() -> dict[str, str]:
    """The lists there are, by name, with the title of each."""
    found = {EXECUTED_LIST: "was die Stadt selbst ausführt", OTHERS_LIST: "was andere ausführen"}
    for part in PARTS:
        found |= {part.there: part.label, part.missing: part.missing_title}
    return found


def coverage_lately(*, today: dt.date) -> Coverage:
    """At most a minute old, for the page everybody may open."""
    name = f"catalogue:coverage:{today}"
    found: Coverage | None = cache.get(name)
    if found is None:
        found = coverage(today=today)
        cache.set(name, found, KEEP_SECONDS)
    return found


def coverage(*, today: dt.date) -> Coverage:
    """Eight queries."""
    rows = _services(today)
    executed = rows.filter(_mine())
    counted = {_counted(part): Count("pk", filter=part.condition, distinct=True) for part in PARTS}
    return Coverage(
        executed=_numbers(executed.aggregate(total=Count("pk", distinct=True), **counted)),
        maturity=tuple(_levels(executed)),
        life_events=tuple(_by_event(executed, counted)),
        others=tuple(_others(rows)),
    )


def lines(name: str, *, today: dt.date, life_event: str = "") -> QuerySet[Any, Any]:
    """The rows of one list, by name of the service, for paging; `line` makes each readable. Raises KeyError for no list."""
    if name not in titles():
        raise KeyError(name)
    rows = _services(today)
    if name == OTHERS_LIST:
        rows = rows.exclude(_mine())
    else:
        rows = rows.filter(_mine())
        for part in PARTS:
            if name == part.there:
                rows = rows.filter(part.condition)
            elif name == part.missing:
                rows = rows.exclude(part.condition)
    if life_event == NO_EVENT:
        rows = rows.filter(own_event=False, ozg_service=None)
    elif life_event:
        own = Service.life_events.through.objects.filter(service=OuterRef("pk"), lifeevent__slug=life_event)
        of_bundle = Q(own_event=False, ozg_service__life_event__slug=life_event)
        rows = rows.filter(Q(Exists(own)) | of_bundle)
    columns = ("key", "slug", "name", "executing_level", "level_source", "elsewhere", "elsewhere_source", "described")
    more = ("with_unit", "score__maturity_1", "score__maturity_2", "online_slug", "online_elsewhere")
    return rows.order_by("sort_key", "key").values_list(*columns, *more)


def line(row: tuple[Any, ...]) -> Line:
    key, slug, name, level, level_source, elsewhere, elsewhere_source, described, with_unit, first, second, *online = row
    label = str(ExecutingLevel(level).label)
    return Line(
        key=key,
        slug=slug,
        name=name,
        who=elsewhere or label,
        source=(elsewhere_source if elsewhere else level_source) or "keine Quelle",
        there=(described, with_unit, any(online), first is not None),
        maturity_1=first,
        maturity_2=second,
    )


def level_words(level: int | None, top: int) -> str:
    """A level in German: "höchstens 1 von 4"; nothing can be less than 0, so that one is exact."""
    if level is None:
        return "unbekannt"
    return f"{level} von {top}" if level == 0 else f"höchstens {level} von {top}"


def _mine() -> Q:
    return Q(executing_level__in=EXECUTED, elsewhere="")


def _services(today: dt.date) -> QuerySet[Any, Any]:
    """With who is in charge at home: `elsewhere` names somebody outside, `with_unit` is one of the units that work that day."""
    known = [unit.id for unit in organisation.units(today)]
    home = Responsibility.objects.filter(
        valid(today), service=OuterRef("pk"), role=Role.IN_CHARGE, territory__in=geo.beginnings(home_ars())
    )
    best = (
        home.filter(INSIDE_NOTHING)
        .exclude(external_name="", unit_id=None)
        .order_by(Coalesce("weight", OURS).desc(), Length("territory").desc(), "pk")
    )
    own = Service.life_events.through.objects.filter(service=OuterRef("pk"))
    return cast(
        "QuerySet[Any, Any]",
        Service.objects.filter(VALID, NOT_BARE_OBJECT).annotate(
            elsewhere=Coalesce(Subquery(best.values("external_name")[:1]), Value("")),
            elsewhere_source=Coalesce(Subquery(best.values("source")[:1]), Value("")),
            with_unit=Exists(home.filter(unit_id__in=known)),
            own_event=Exists(own),
        ),
    )


def _levels(executed: QuerySet[Any, Any]) -> Iterator[Levels]:
    """One query."""
    columns = ("score__maturity_1", "score__maturity_2")
    found = list(executed.values(*columns).order_by().annotate(number=Count("pk", distinct=True)))
    for model, top, column in (("1.1", TOP_1, columns[0]), ("2.0", TOP_2, columns[1])):
        numbers = {level: sum(row["number"] for row in found if row[column] == level) for level in range(top + 1)}
        yield Levels(model, top, numbers, sum(row["number"] for row in found if row[column] is None))


def _by_event(executed: QuerySet[Any, Any], counted: dict[str, Count]) -> list[EventNumbers]:
    """Its own life situations, or that of its bundle, or none; the most services first."""
    total = {"total": Count("pk", distinct=True), **counted}
    groups: dict[Any, Numbers] = {}
    own = executed.filter(own_event=True).annotate(event=F("life_events"))
    bundled = executed.filter(own_event=False).annotate(event=F("ozg_service__life_event"))
    for rows in (own, bundled):
        for row in rows.values("event").order_by().annotate(**total):
            event = row.pop("event")
            groups[event] = _sum(groups.get(event), _numbers(row))
    names: dict[Any, tuple[str, str]] = {
        pk: (slug, name) for pk, slug, name in LifeEvent.objects.values_list("pk", "slug", "name")
    }
    names[None] = (NO_EVENT, "ohne Lebenslage")
    found = [EventNumbers(*names[event], numbers) for event, numbers in groups.items()]
    return sorted(found, key=lambda one: (one.slug == NO_EVENT, -one.numbers.total, one.name))


def _others(rows: QuerySet[Any, Any]) -> list[Others]:
    found = rows.exclude(_mine()).values("executing_level").order_by().annotate(number=Count("pk", distinct=True))
    counts = {row["executing_level"]: row["number"] for row in found}
    return [Others(level.value, str(level.label), counts[level.value]) for level in ExecutingLevel if level.value in counts]


def _counted(part: Part) -> str:
    """Not the name of a column the condition may speak of."""
    return f"number_{part.key}"


def _numbers(row: Mapping[str, int]) -> Numbers:
    return Numbers(row["total"], {part.key: row[_counted(part)] for part in PARTS})


def _sum(one: Numbers | None, other: Numbers) -> Numbers:
    if one is None:
        return other
    return Numbers(one.total + other.total, {key: number + other.there[key] for key, number in one.there.items()})
