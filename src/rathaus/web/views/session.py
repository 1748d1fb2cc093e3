"""Staying signed in."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from rathaus.foundation.permissions.public import ActorKind
from rathaus.web.components.session import remaining
from rathaus.web.context import actor_of


@require_POST
@never_cache
def extend(request: HttpRequest) -> HttpResponse:
    """Moves the end of the session on, as far as its absolute limit: `{"seconds"}` left; 401 where it is over already."""
    if actor_of(request).kind not in {ActorKind.CITIZEN, ActorKind.STAFF}:
        return JsonResponse({"error": "Ihre Sitzung ist beendet. Melden Sie sich wieder an."}, status=401)
    if touch := getattr(request.session, "touch", None):
        touch()
    left = remaining(request)
    return JsonResponse({"seconds": int(left.total_seconds()) if left else 0})
