"""Which services an online service is for, and where: rows of responsibility that come and go with it."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from rathaus.modules.catalogue.enums import Certainty, Origin
from rathaus.modules.catalogue.models import Responsibility, Service

BATCH = 500


@dataclass(frozen=True, slots=True, order=True)
class Reach:
    """One service in one territory (as `geo.shortest` spells it; empty for everywhere)."""

    service_key: str
    territory: str = ""


@dataclass(frozen=True, slots=True)
class Served:
    """Where an online service is offered, and while it is. `weight` is that of the source that says so, None for the city."""

    reach: frozenset[Reach]
    source: str
    certainty: Certainty = Certainty.UNCHECKED
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    weight: int | None = None


def write_reach(wanted: Mapping[str, Served], *, gone: Collection[str] = ()) -> tuple[set[str], set[str]]:
    """Within the caller's transaction: the services whose rows changed, and the keys that are not in our catalogue.

    What stands already stays. A number of queries that grows by five hundreds.
    """
    keys = sorted({reach.service_key for served in wanted.values() for reach in served.reach})
    known = {key: pk for batch in _batches(keys) for key, pk in Service.objects.filter(key__in=batch).values_list("key", "id")}
    goal = {
        (
            slug, reach.service_key, reach.territory, served.source[:200], served.valid_from, served.valid_until,
            served.certainty, served.weight,
        )
        for slug, served in wanted.items()
        for reach in served.reach
        if reach.service_key in known
    }  # fmt: skip
    touched: set[str] = set()
    dropped = []
    columns = ("online_slug", "service__key", "territory", "source", "valid_from", "valid_until", "certainty", "weight")
    for batch in _batches(sorted({*wanted, *gone})):
        rows = Responsibility.objects.filter(origin=Origin.ONLINE, online_slug__in=batch)
        for pk, *said in rows.values_list("id", *columns):
            row = tuple(said)
            if row in goal:
                goal.discard(row)
            else:
                dropped.append(pk)
                touched.add(said[1])
    for batch in _batches(dropped):
        Responsibility.objects.filter(pk__in=batch).delete()
    new = [
        Responsibility(
            service_id=known[key], online_slug=slug, territory=territory, source=source, valid_from=begin, valid_until=end,
            certainty=certainty, weight=weight, origin=Origin.ONLINE,
        )
        for slug, key, territory, source, begin, end, certainty, weight in sorted(goal, key=str)
    ]  # fmt: skip
    Responsibility.objects.bulk_create(new, batch_size=BATCH)
    return touched | {row[1] for row in goal}, set(keys) - known.keys()


def otherwise_named(slugs: Collection[str]) -> set[str]:
    """The services for which a rule of the city names one of these online services. A query for five hundred."""
    rows = Responsibility.objects.exclude(origin=Origin.ONLINE)
    return {
        key
        for batch in _batches(sorted(slugs))
        for key in rows.filter(online_slug__in=batch).values_list("service__key", flat=True)
    }


def _batches(values: list[Any]) -> list[list[Any]]:
    return [values[start : start + BATCH] for start in range(0, len(values), BATCH)]
