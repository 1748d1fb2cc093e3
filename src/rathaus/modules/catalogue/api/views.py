"""`/api/v1/`: read only, without cookies, the same for everybody, from every site."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

import msgspec
import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from rathaus.foundation import clock
from rathaus.foundation.abuse import public as abuse
from rathaus.modules.catalogue.api import openapi, parameters, reading, types
from rathaus.modules.catalogue.endpoints.answers import kept

LIMIT, WINDOW = 300, 60  # requests a minute and network
KEEP_SECONDS = 60
_METHODS = "GET, HEAD, OPTIONS"
_TITLES = {
    400: "Die Anfrage entspricht nicht der Beschreibung",
    404: "Das gibt es hier nicht",
    405: "Diese Schnittstelle liest nur",
    429: "Zu viele Anfragen",
    500: "Bei uns ist ein Fehler aufgetreten",
}
View = Callable[..., Any]


def endpoint(view: View) -> Callable[..., HttpResponse]:
    """Limits, problems and headers that every answer has. `view` gives what is encoded, None for what does not exist."""

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, **arguments: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            response = HttpResponse(status=204)
        elif request.method not in {"GET", "HEAD"}:
            response = problem(405, f"Erlaubt sind {_METHODS}.")
            response["Allow"] = _METHODS
        else:
            left = abuse.allowance(request, "catalogue.api", LIMIT, WINDOW)
            response = _answer(view, request, arguments) if left.within else problem(429, "Warten Sie bis zum Ende des Fensters.")
            response["RateLimit-Limit"] = str(left.limit)
            response["RateLimit-Remaining"] = str(left.remaining)
            response["RateLimit-Reset"] = str(left.reset)
            if not left.within:
                response["Retry-After"] = str(left.reset)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Allow-Methods"] = _METHODS
        response["Access-Control-Allow-Headers"] = "If-None-Match"
        response["Access-Control-Expose-Headers"] = "ETag, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset"
        return response

    return answer


def _answer(view: View, request: HttpRequest, arguments: dict[str, Any]) -> HttpResponse:
    try:
        nul = any("\x00" in value for value in arguments.values())  # no key holds it, and PostgreSQL refuses to look for it
        found = None if nul else view(request, **arguments)
        if found is None:
            return problem(404, "Prüfen Sie die Kennung; eine Liste steht eine Ebene höher.")
        return kept(request, msgspec.json.encode(found), "application/json", seconds=KEEP_SECONDS)
    except parameters.BadRequest as error:
        return problem(400, str(error))
    except Exception:  # noqa: BLE001  (the description promises a problem document for every failure)
        structlog.get_logger("rathaus.api").exception("api_failed")
        return problem(500, "Versuchen Sie es später noch einmal.")


def problem(status: int, detail: str) -> HttpResponse:
    body = types.Problem(type="about:blank", title=_TITLES[status], status=status, detail=detail)
    response = HttpResponse(msgspec.json.encode(body), status=status, content_type="application/problem+json")
    response["Cache-Control"] = "no-store"
    return response


def _asked(request: HttpRequest, known: tuple[parameters.Parameter, ...]) -> parameters.Asked:
    return parameters.read({name: [str(value) for value in values] for name, values in request.GET.lists()}, known)


def _next(request: HttpRequest, after: str) -> str | None:
    if not after:
        return None
    query = {**request.GET.dict(), "cursor": parameters.cursor(after)}
    return f"{settings.RATHAUS_BASE_URL}{request.path}?{urlencode(query)}"


@endpoint
def services(request: HttpRequest) -> types.Services:
    items, after = reading.services(_asked(request, parameters.SERVICES))
    return types.Services(items=items, next=_next(request, after))


@endpoint
def service(request: HttpRequest, key: str) -> types.Service | None:
    _asked(request, ())
    return reading.service(key, now=clock.now())


@endpoint
def life_events(request: HttpRequest) -> types.LifeEvents:
    items, after = reading.life_events(_asked(request, parameters.PAGE))
    return types.LifeEvents(items=items, next=_next(request, after))


@endpoint
def units(request: HttpRequest) -> types.Units:
    items, after = reading.units(_asked(request, parameters.PAGE), now=clock.now())
    return types.Units(items=items, next=_next(request, after))


@endpoint
def description(_request: HttpRequest) -> dict[str, Any]:
    return openapi.document(settings.RATHAUS_BASE_URL)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """For people: what there is, how much of it, and where it is described."""
    operations = [
        (
            operation,
            settings.RATHAUS_BASE_URL + openapi.ROOT + operation.path,
            ", ".join(one.name for one in operation.query),
        )
        for operation in openapi.OPERATIONS
    ]
    context = {"operations": operations, "limit": LIMIT, "most": parameters.MOST, "description_url": reverse("api-description")}
    return render(request, "catalogue/api.html", context)
