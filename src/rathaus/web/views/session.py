"""Staying signed in."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from rathaus.foundation.permissions.public import ActorKind
from rathaus.web.context import actor_of


@require_POST
@never_cache
def extend(request: HttpRequest) -> HttpResponse:
    """Reading the session moves its end on; 401 where there is no session any more."""
    if actor_of(request).kind not in {ActorKind.CITIZEN, ActorKind.STAFF}:
        return JsonResponse({"error": "Ihre Sitzung ist beendet. Melden Sie sich wieder an."}, status=401)
    return HttpResponse(status=204)
