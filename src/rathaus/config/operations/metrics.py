"""`/metrics` in the text format of Prometheus: requests of all web processes, the state of the engine room."""

import hmac
import os

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client import REGISTRY as PROCESS_REGISTRY
from prometheus_client.multiprocess import MultiProcessCollector

from rathaus.config.operations import state
from rathaus.foundation.errors import Forbidden

REQUESTS = Counter("rathaus_requests_total", "Answered requests", ["method", "route", "status"])
SECONDS = Histogram("rathaus_request_seconds", "Seconds to answer", ["route"], buckets=(0.01, 0.03, 0.1, 0.3, 1, 3, 10))


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """For the machine itself, or with `Authorization: Bearer RATHAUS_METRICS_TOKEN`. Raises Forbidden."""
    if not may_read(request):
        raise Forbidden("Diese Zahlen sind dem Betrieb vorbehalten.")
    return HttpResponse(collect(), content_type=CONTENT_TYPE_LATEST)


def may_read(request: HttpRequest) -> bool:
    """A request that a proxy passed on does not come from this machine, whatever its address says."""
    token = settings.RATHAUS_METRICS_TOKEN
    given = request.headers.get("Authorization", "")
    if token and hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        return True
    forwarded = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "X-Real-Ip"))
    return not forwarded and request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"}


def collect() -> bytes:
    """With PROMETHEUS_MULTIPROC_DIR the sums over all web processes, else the numbers of this one."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        processes = CollectorRegistry()
        MultiProcessCollector(processes)  # type: ignore[no-untyped-call]
    else:
        processes = PROCESS_REGISTRY
    return generate_latest(processes) + generate_latest(_engine())


def _engine() -> CollectorRegistry:
    now = state.read()
    registry = CollectorRegistry()

    def gauge(name: str, text: str, value: float) -> None:
        Gauge(name, text, registry=registry).set(value)

    gauge("rathaus_worker_alive", "1 while a worker was seen lately", 1 if now.worker_alive else 0)
    gauge("rathaus_events_pending", "Events not yet numbered", now.events_pending)
    tasks = Gauge("rathaus_tasks", "Background tasks by state", ["state"], registry=registry)
    for name, value in (("ready", now.tasks_ready), ("running", now.tasks_running), ("dead", now.tasks_dead)):
        tasks.labels(name).set(value)
    parked = Gauge("rathaus_events_parked", "Events a subscriber could not handle", ["state"], registry=registry)
    parked.labels("retrying").set(now.events_parked - now.events_stuck)
    parked.labels("stuck").set(now.events_stuck)
    mails = Gauge("rathaus_mails", "Mails in the outbox by state", ["state"], registry=registry)
    mails.labels("open").set(now.mails_open)
    mails.labels("failed").set(now.mails_failed)
    return registry
