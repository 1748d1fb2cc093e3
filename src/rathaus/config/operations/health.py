"""`/healthz`: may requests be sent here? 200 or 503, for load balancers, `./run` and monitoring."""

from django.db import Error
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rathaus.config.operations import state


@require_safe
@never_cache
def healthz(_request: HttpRequest) -> JsonResponse:
    """503 where the database does not answer. A silent worker is named, but the pages work without it."""
    try:
        state.database_answers()
        seconds = state.worker_seconds()
    except Error:
        return JsonResponse({"status": "unavailable", "database": "no answer"}, status=503)
    alive = seconds is not None and seconds <= state.WORKER_SILENT_AFTER.total_seconds()
    return JsonResponse({"status": "ok", "database": "ok", "worker": "ok" if alive else "silent"})
