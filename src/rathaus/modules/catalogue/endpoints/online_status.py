"""Where providers of other online services report how an application stands."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from rathaus.foundation import clock
from rathaus.foundation.errors import Conflict, Forbidden, NotFound
from rathaus.modules.catalogue.domain.take_status import take_status
from rathaus.modules.catalogue.status.base import Unreadable, Untrusted

LONGEST = 16 * 1024  # bytes
STATUS: dict[type[Exception], int] = {NotFound: 404, Untrusted: 403, Unreadable: 400, Conflict: 409, Forbidden: 410}


@csrf_exempt
@require_POST
def report(request: HttpRequest, sender: str) -> HttpResponse:
    """200 taken, known or older; 400 unreadable or not of these days; 403 signature; 404 unknown; 409 id used; 410 no consent."""
    try:
        length = int(request.headers.get("Content-Length") or 0)
    except ValueError:
        length = LONGEST + 1
    if length > LONGEST:
        return JsonResponse({"error": "too long"}, status=413)
    try:
        taken = take_status(sender=sender, body=request.body, headers=request.headers, now=clock.now())
    except (NotFound, Untrusted, Unreadable, Conflict, Forbidden) as error:
        said = "signature" if isinstance(error, Untrusted) else str(error)
        return JsonResponse({"error": said}, status=STATUS[type(error)])
    return JsonResponse({"result": str(taken)})
