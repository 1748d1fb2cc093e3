"""Messages of payment providers."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from rathaus.foundation import clock
from rathaus.foundation.errors import NotFound
from rathaus.modules.payments.base import Untrusted
from rathaus.modules.payments.domain.receive_notice import receive_notice
from rathaus.modules.payments.tasks import pull_status_job

LONGEST = 64 * 1024  # bytes


@csrf_exempt
@require_POST
def notify(request: HttpRequest, provider: str) -> HttpResponse:
    """200 taken (once or again), 400 no valid signature or too long, 404 unknown transaction."""
    if int(request.headers.get("Content-Length") or 0) > LONGEST:
        return JsonResponse({"error": "too long"}, status=400)
    try:
        with transaction.atomic():
            received = receive_notice(provider=provider, body=request.body, headers=request.headers, now=clock.now())
            pull_status_job.enqueue(str(received.attempt_id))
    except Untrusted:
        return JsonResponse({"error": "signature"}, status=400)
    except NotFound:
        return JsonResponse({"error": "unknown transaction"}, status=404)
    return JsonResponse({"result": "ok"})
