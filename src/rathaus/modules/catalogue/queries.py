"""Reads of the catalogue; each with a fixed number of queries."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from rathaus.foundation import clock, text
from rathaus.foundation.errors import NotFound
from rathaus.modules.catalogue.enums import OURS, Certainty, Channel, DurationKind, ExecutingLevel, Role, TextCode
from rathaus.modules.catalogue.models import (
    Duration,
    LifeEvent,
    Responsibility,
    Service,
    ServiceChannel,
    ServiceFee,
    ServiceScore,
    Term,
    TextModule,
)
from rathaus.modules.catalogue.naming import is_official, object_of
from rathaus.modules.catalogue.responsibility.matching import Facts
from rathaus.modules.catalogue.responsibility.rows import resolve_services, valid
from rathaus.modules.catalogue.types import Completeness, LifeEventInfo, ServiceInfo, ServiceScores
from rathaus.modules.geo import public as geo
from rathaus.modules.organisation import public as organisation

VALID = Q(valid_until=None)
MOST_OF_UNIT = 300
MOST_MACHINE_WORDS = 20_000
MOST_TERMS = 300  # other words under one letter
_MARKED = {"a": "äÄ", "o": "öÖ", "u": "üÜ"}
_LEVEL_LABELS = {level.value: str(level.label) for level in ExecutingLevel}
INSIDE_NOTHING = Q(
    district_id=None, street_id=None, area_id=None, letter_from=None, letter_to=None, place_of=None, condition=None
)  # it holds for everybody there, as `Candidate.plain`
NOT_BARE_OBJECT = ~Q(key__endswith="000000") | Q(described=True)


# what a list of services needs: a row of the model carries three times as much, JSON among it
COLUMNS = (
    "id", "key", "slug", "name", "official_name", "described", "demo", "executing_level", "online_slug", "version",
    "online_elsewhere", "machine_translated",
)  # fmt: skip


def get_services(keys: Iterable[str]) -> dict[str, ServiceInfo]:
    """The services named, in no order; unknown keys are left out. At most four queries."""
    return {service.key: service for service in infos(Service.objects.filter(key__in=list(keys)))}


def names(keys: Iterable[str]) -> dict[str, ServiceInfo]:
    """As `get_services`, for lists that say neither who is in charge nor what is promised: those are None. One query."""
    return {service.key: service for service in listed(Service.objects.filter(key__in=list(keys)).order_by())}


def listed(rows: QuerySet[Service]) -> list[ServiceInfo]:
    """As `infos`, likewise. One query."""
    return [info(row, None, None) for row in rows.values_list(*COLUMNS, named=True)]


def infos(rows: QuerySet[Service]) -> list[ServiceInfo]:
    """The services of a query in its order. Four queries; one where none is described: only those have units and promises."""
    services = list(rows.values_list(*COLUMNS, named=True))
    ids = [service.id for service in services if service.described]
    units = _units(ids) if ids else {}
    promised = Duration.objects.filter(service__in=ids, kind=DurationKind.PROMISE)
    promises = dict(promised.values_list("service_id", "amount")) if ids else {}
    return [info(service, units.get(service.id), promises.get(service.id)) for service in services]


def info(service: Any, unit_id: uuid.UUID | None, promise_days: int | None) -> ServiceInfo:
    """`service` is a Service or a row with `COLUMNS`."""
    return ServiceInfo(
        id=service.id,
        key=service.key,
        slug=service.slug,
        name=service.name,
        official_name=service.official_name,
        described=service.described,
        demo=service.demo,
        level=service.executing_level,
        level_label=_LEVEL_LABELS[service.executing_level],
        online_slug=service.online_slug,
        unit_id=unit_id,
        promise_days=promise_days,
        version=service.version,
        online_elsewhere=service.online_elsewhere,
        machine_translated=service.machine_translated,
    )


def _units(service_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """The unit in charge at home today, where nothing inside the place decides: for lists, which know no address. Two queries."""
    around, today = geo.beginnings(home_ars()), clock.today(clock.now())
    rows = Responsibility.objects.filter(
        INSIDE_NOTHING,
        valid(today),
        service__in=list(service_ids),
        role=Role.IN_CHARGE,
        territory__in=around,
        unit_id__isnull=False,
    )
    columns = ("weight", "territory", "service_id", "unit_id")
    found = sorted(rows.values_list(*columns), key=lambda row: (OURS if row[0] is None else row[0], len(row[1])))
    return {service: unit for _weight, _territory, service, unit in found if unit}


def home_ars() -> str:
    """The regional key of the authority that runs this house; empty before there is one. One query."""
    try:
        return organisation.main_authority().ars
    except NotFound:
        return ""


def responsible_unit(service_key: str, *, ars: str, day: dt.date) -> uuid.UUID | None:
    """The unit in charge there; None where nobody is, somebody else is, or it depends on the address. One query."""
    answer = resolve_services([service_key], facts=Facts(ars), day=day)[service_key].in_charge
    return answer.winner.unit_id if answer.winner else None


def most_used(limit: int = 8) -> list[ServiceInfo]:
    """Described services the city is asked for most."""
    return listed(Service.objects.filter(VALID, described=True, prominence__gt=0).order_by("-prominence", "sort_key")[:limit])


def described_services() -> list[ServiceInfo]:
    return listed(Service.objects.filter(VALID, described=True).order_by("sort_key", "key"))


def services_of_unit(unit_id: uuid.UUID, *, day: dt.date) -> list[ServiceInfo]:
    """What a unit is in charge of that day, by name: what the city describes first, and no more than `MOST_OF_UNIT`."""
    mine = Responsibility.objects.filter(valid(day), unit_id=unit_id, role=Role.IN_CHARGE).values("service")
    found = listed(Service.objects.filter(VALID, id__in=mine).order_by("-described", "sort_key", "key")[:MOST_OF_UNIT])
    return sorted(found, key=lambda service: (text.sort_key(service.name), service.key))


def letter_rows(letter: str) -> QuerySet[Service]:
    """Every service that begins with a letter (folded), described or not; bare objects are left out. For paging."""
    until = chr(ord(letter) + 1)  # a range, which an index answers on both databases
    return Service.objects.filter(VALID, NOT_BARE_OBJECT, sort_key__gte=letter, sort_key__lt=until).order_by("sort_key", "key")


def letter_terms_lately(letter: str) -> list[tuple[str, ServiceInfo]]:
    """`letter_terms` at most a minute old, for the page: it reads every term there is."""
    name = f"catalogue:letter-terms:{letter}"
    found: list[tuple[str, ServiceInfo]] | None = cache.get(name)
    if found is None:
        found = letter_terms(letter)
        cache.set(name, found, 60)
    return found


def letter_terms(letter: str) -> list[tuple[str, ServiceInfo]]:
    """Other words for services that begin with a letter, each with the service it means, by word. Two queries."""
    marks = [other for other in (letter, letter.upper(), *_MARKED.get(letter, "")) if other]
    begins = Q()
    for mark in marks:
        begins |= Q(text__startswith=mark)
    rows = Term.objects.filter(begins, language="de", service__valid_until=None).order_by("text")[:MOST_TERMS]
    found = list(rows.values_list("text", "service__key"))
    services = names(key for _, key in found)
    named = [(term, services[key]) for term, key in found if key in services]
    return sorted(
        ((term, service) for term, service in named if text.sort_key(term) != text.sort_key(service.name)),
        key=lambda row: (text.sort_key(row[0]), row[1].key),
    )


def machine_words() -> frozenset[str]:
    """Names, and other words of theirs, that a machine has translated; at most a minute old. Two queries, mostly none."""
    found: frozenset[str] | None = cache.get("catalogue:machine-words")
    if found is None:
        rows = Service.objects.filter(machine_translated=True).order_by("name")
        terms = Term.objects.filter(language="de", service__in=rows.order_by()).values_list("text", flat=True)
        found = frozenset({*rows.values_list("name", flat=True)[:MOST_MACHINE_WORDS], *terms[:MOST_MACHINE_WORDS]})
        cache.set("catalogue:machine-words", found, 60)
    return found


def related(key: str) -> list[ServiceInfo]:
    """What else there is of the same object: the described first, then by name. One query."""
    if not is_official(key):
        return []
    rows = Service.objects.filter(VALID, key__startswith=object_of(key)).exclude(key=key).exclude(key__endswith="000000")
    return listed(rows.order_by("-described", "sort_key", "key"))


def life_events() -> list[LifeEventInfo]:
    """All life situations with the numbers of their services. Three queries."""
    through = Service.life_events.through.objects.filter(service__valid_until=None, service__described=True)
    with_form = Count("id", filter=~Q(service__online_slug="", service__online_elsewhere=""))
    rows = through.values_list("lifeevent_id").annotate(described=Count("id"), online=with_form)
    described = {event_id: (number, online) for event_id, number, online in rows}
    bundled = dict(
        Service.objects.filter(VALID, NOT_BARE_OBJECT, ozg_service__isnull=False)
        .values_list("ozg_service__life_event")
        .annotate(number=Count("id"))
    )
    found = []
    for event in LifeEvent.objects.all():
        mine, online = described.get(event.id, (0, 0))
        everything = max(bundled.get(event.id, 0), mine)
        found.append(LifeEventInfo(event.slug, event.name, event.subject, services=everything, described=mine, online=online))
    return found


def life_events_lately() -> list[LifeEventInfo]:
    """`life_events` at most a minute old, for pages: counting the whole catalogue costs more than the page."""
    found: list[LifeEventInfo] | None = cache.get("catalogue:life-events")
    if found is None:
        found = life_events()
        cache.set("catalogue:life-events", found, 60)
    return found


def of_life_event(slug: str) -> tuple[LifeEvent | None, list[ServiceInfo], list[ServiceInfo]]:
    """The life situation, its described services, and the others of the catalogue."""
    event = LifeEvent.objects.filter(slug=slug).first()
    if event is None:
        return None, [], []
    mine = listed(Service.objects.filter(VALID, described=True, life_events=event).order_by("-prominence", "sort_key"))
    others = Service.objects.filter(VALID, NOT_BARE_OBJECT, described=False, ozg_service__life_event=event)
    return event, mine, listed(others.order_by("sort_key", "key"))


def completeness() -> list[Completeness]:
    """What there is of each described service, by name; the unit is that at home. Two queries."""
    texts, fees, channels = TextModule.objects, ServiceFee.objects, ServiceChannel.objects
    home = Responsibility.objects.filter(role=Role.IN_CHARGE, unit_id__isnull=False, territory__in=geo.beginnings(home_ars()))
    of = {"service": OuterRef("pk")}
    rows = Service.objects.filter(VALID, described=True).annotate(
        has_full=Exists(texts.filter(**of, code=TextCode.FULL)),
        has_fee=Exists(fees.filter(**of)),
        fees_unchecked=Exists(fees.filter(**of, certainty=Certainty.UNCHECKED)),
        has_channel=Exists(channels.filter(**of)),
        has_paper=Exists(channels.filter(**of, channel=Channel.PAPER)),
        unit=Subquery(home.filter(**of).order_by("-territory").values("unit_id")[:1]),
    )
    columns = (
        "key", "slug", "name", "has_full", "has_fee", "fees_unchecked", "has_channel", "has_paper", "unit", "online_slug",
        "online_elsewhere",
    )  # fmt: skip
    return [Completeness(*row) for row in rows.order_by("sort_key", "key").values_list(*columns)]


def scores(keys: Iterable[str] | None = None) -> dict[str, ServiceScores]:
    """The scores measured last, of the services named or of all that are described. One query."""
    rows = ServiceScore.objects.filter(service__valid_until=None, service__described=True)
    if keys is not None:
        rows = rows.filter(service__key__in=list(keys))
    columns = ("service__key", "completeness", "missing", "readability", "maturity_1", "maturity_2", "warnings", "as_of")
    return {
        key: ServiceScores(
            key=key,
            completeness=percent,
            missing=tuple(missing),
            readability=grade,
            maturity_1=first,
            maturity_2=second,
            warnings=tuple(entry["code"] for entry in warnings),
            as_of=as_of,
        )
        for key, percent, missing, grade, first, second, warnings, as_of in rows.values_list(*columns)
    }
