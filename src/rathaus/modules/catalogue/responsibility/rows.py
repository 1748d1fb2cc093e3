"""The rows of responsibility as the resolver reads them, in bulk: one query each."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Count, Q, QuerySet

from rathaus.modules.catalogue.enums import Origin
from rathaus.modules.catalogue.models import Responsibility, Service
from rathaus.modules.catalogue.responsibility.matching import Candidate, Facts
from rathaus.modules.catalogue.responsibility.resolve import Resolution, resolve
from rathaus.modules.geo import public as geo

COLUMNS = (
    "id", "service__key", "territory", "role", "unit_id", "unit_slug", "online_slug", "form_name", "form_url", "external_name",
    "external_url", "district_id", "street_id", "number_from", "number_to", "parity", "area_id", "letter_from", "letter_to",
    "place_of", "valid_from", "valid_until", "source", "certainty", "weight", "condition", "foreign_id",
)  # fmt: skip
PUBLISHED = Q(described=True, valid_until=None)


def valid(day: dt.date) -> Q:
    return (Q(valid_from=None) | Q(valid_from__lte=day)) & (Q(valid_until=None) | Q(valid_until__gte=day))


def candidates(rows: QuerySet[Responsibility]) -> dict[str, list[Candidate]]:
    """By service key."""
    found: dict[str, list[Candidate]] = defaultdict(list)
    for values in rows.values_list(*COLUMNS):
        found[values[1]].append(Candidate(*values))
    return found


def at(keys: Iterable[str], ars: str, day: dt.date) -> dict[str, list[Candidate]]:
    """All rows of these services that hold somewhere in or around the place: the key and its beginnings in one indexed query."""
    return candidates(Responsibility.objects.filter(valid(day), service__key__in=list(keys), territory__in=geo.beginnings(ars)))


def resolve_services(keys: Sequence[str], *, facts: Facts, day: dt.date) -> dict[str, Resolution]:
    """Many services at one place. One query; a service without a row has an empty resolution."""
    found = at(keys, facts.ars, day)
    return {key: resolve(found.get(key, ()), facts, day) for key in keys}


def resolve_places(key: str, *, places: Sequence[Facts], day: dt.date) -> list[Resolution]:
    """One service at many places, in their order. One query; each place looks only at the rows of its own territories."""
    by_territory: dict[str, list[Candidate]] = defaultdict(list)
    for row in candidates(Responsibility.objects.filter(valid(day), service__key=key)).get(key, ()):
        by_territory[row.territory].append(row)
    return [
        resolve([row for around in geo.beginnings(facts.ars) for row in by_territory.get(around, ())], facts, day)
        for facts in places
    ]


def published_rows() -> tuple[dict[str, str], dict[str, list[Candidate]]]:
    """Names of all published services, and their rows of any day. Two queries."""
    names = dict(Service.objects.filter(PUBLISHED).order_by("sort_key", "key").values_list("key", "name"))
    rows = Responsibility.objects.filter(service__in=Service.objects.filter(PUBLISHED))
    return names, candidates(rows)


def told(day: dt.date) -> tuple[int, int]:
    """How many rows sources say that day, for how many services. One query."""
    rows = Responsibility.objects.filter(valid(day), origin=Origin.SOURCE, service__valid_until=None)
    found = rows.aggregate(rows=Count("pk"), services=Count("service", distinct=True))
    return found["rows"], found["services"]


def by_ids(service_key: str, ids: Iterable[uuid.UUID]) -> list[Candidate]:
    """Rows of one service by id. One query."""
    return candidates(Responsibility.objects.filter(service__key=service_key, pk__in=list(ids))).get(service_key, [])


def all_of(service_key: str) -> list[Candidate]:
    """Every row of a service, of any day and place, for explaining. One query."""
    return candidates(Responsibility.objects.filter(service__key=service_key)).get(service_key, [])
