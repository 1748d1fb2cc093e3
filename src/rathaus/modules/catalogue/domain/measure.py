"""Keep the scores of services, so that lists and the public page of completeness can read them."""

import datetime as dt
from collections.abc import Collection

from django.db.models import F, Q

from rathaus.foundation import clock
from rathaus.modules.catalogue.domain.refresh import layers_of
from rathaus.modules.catalogue.enums import Role
from rathaus.modules.catalogue.layers import compose
from rathaus.modules.catalogue.models import Responsibility, Service, ServiceScore
from rathaus.modules.catalogue.scoring.completeness import Facts
from rathaus.modules.catalogue.scoring.measure import Scores, measure

BATCH = 200


def measure_services(keys: Collection[str], *, now: dt.datetime) -> int:
    """Measures what the public reads about these services; those nobody describes lose their scores. Gives the number measured.

    Within the caller's transaction or without one; a fixed number of queries.
    """
    today = clock.today(now)
    services = {row.key: row for row in Service.objects.filter(key__in=list(keys), valid_until=None, described=True)}
    ServiceScore.objects.filter(service__key__in=set(keys) - set(services)).delete()
    layers = layers_of(list(services))
    charge = Responsibility.objects.filter(service__in=[row.id for row in services.values()], role=Role.IN_CHARGE)
    charged = set(charge.exclude(unit_id=None, external_name="").values_list("service_id", flat=True))
    rows = [
        _row(
            service,
            measure(
                compose(layers[key]),
                Facts(service.id in charged, bool(service.online_slug or service.online_elsewhere)),
                today=today,
            ),
            today,
        )
        for key, service in services.items()
        if layers.get(key)
    ]
    ServiceScore.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["service"],
        update_fields=["version", "as_of", "completeness", "missing", "readability", "maturity_1", "maturity_2", "warnings"],
    )
    return len(rows)


def _row(service: Service, scores: Scores, today: dt.date) -> ServiceScore:
    return ServiceScore(
        service=service,
        version=service.version,
        as_of=today,
        completeness=scores.completeness.percent,
        missing=[part.key for part in scores.completeness.missing],
        readability=scores.reading.grade,
        maturity_1=scores.maturity_1.at_most,
        maturity_2=scores.maturity_2.at_most,
        warnings=[{"code": entry.code, "slot": entry.slot, "text": entry.text} for entry in scores.warnings],
    )


def measure_stale(*, now: dt.datetime, limit: int = 5 * BATCH) -> int:
    """Measures services that changed, and each once a day (fees and texts grow old by themselves)."""
    described = Service.objects.filter(valid_until=None, described=True)
    stale = described.filter(
        Q(score__isnull=True) | ~Q(score__version=F("version")) | Q(score__as_of__lt=clock.today(now))
    ).order_by("key")
    keys = list(stale.values_list("key", flat=True)[:limit])
    return sum(measure_services(keys[start : start + BATCH], now=now) for start in range(0, len(keys), BATCH))
