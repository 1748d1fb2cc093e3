"""Note with each service which online service of others holds at home today, for lists, search and figures."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from rathaus.foundation import clock
from rathaus.modules.catalogue.domain.sources import hold_sources
from rathaus.modules.catalogue.index import index_keys
from rathaus.modules.catalogue.models import OnlineService, Responsibility, Service
from rathaus.modules.catalogue.online.entries import named
from rathaus.modules.catalogue.queries import home_ars
from rathaus.modules.catalogue.responsibility.matching import Facts
from rathaus.modules.catalogue.responsibility.rows import resolve_services, valid

BATCH = 500


def refresh_online(keys: Iterable[str], *, now: dt.datetime) -> list[str]:
    """Within the caller's transaction; the keys of those that changed. Four queries for five hundred services."""
    wanted, changed, day = sorted(set(keys)), [], clock.today(now)
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        found = {key: named(one) for key, one in resolve_services(batch, facts=Facts(home_ars()), day=day).items()}
        slugs = {slug for several in found.values() for slug in several}
        there = set(OnlineService.objects.filter(valid(day), slug__in=slugs).values_list("slug", flat=True)) if slugs else set()
        rows = []
        for service in Service.objects.select_for_update().filter(key__in=batch).only("key", "online_elsewhere", "version"):
            holds = next((slug for slug in found[service.key] if slug in there), "")
            if service.online_elsewhere != holds:
                service.online_elsewhere, service.version = holds, service.version + 1
                rows.append(service)
        Service.objects.bulk_update(rows, ["online_elsewhere", "version"])
        index_keys([service.key for service in rows])
        changed += [service.key for service in rows]
    return changed


def refresh_all_online(*, now: dt.datetime) -> int:
    """Every day: what begins or ends by its validity. Gives the number of services that changed."""
    with transaction.atomic():
        hold_sources()
        by_rows = Responsibility.objects.exclude(online_slug="").values("service_id")
        rows = Service.objects.filter(Q(pk__in=by_rows) | ~Q(online_elsewhere=""))
        return len(refresh_online(rows.values_list("key", flat=True), now=now))
