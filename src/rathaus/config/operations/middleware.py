"""Each answered request: one number for the metrics, one line for the log; the route stands for the path, which may tell."""

import time
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from rathaus.config.operations.metrics import REQUESTS, SECONDS

log = structlog.get_logger("rathaus.web")
QUIET = {"healthz", "metrics", "static/"}
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class Measure:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begin = time.perf_counter()
        response = self._get_response(request)
        seconds = time.perf_counter() - begin
        route = _route(request)
        method = request.method if request.method in METHODS else "other"
        REQUESTS.labels(method, route, str(response.status_code)).inc()
        SECONDS.labels(route).observe(seconds)
        if route not in QUIET:
            log.info("request", method=method, route=route, status=response.status_code, ms=round(seconds * 1000, 1))
        return response


def _route(request: HttpRequest) -> str:
    """The pattern that matched; assets are answered before any pattern is tried."""
    if request.resolver_match:
        return str(request.resolver_match.route)
    return "static/" if request.path.startswith(settings.STATIC_URL) else "-"
