"""`/routing/v2/routes`, `/areas`, `/info`: who is responsible where, compatible with the FIT-Connect Routing API 2.0.0.

Public, without cookies, the same for everybody. What this house cannot say is left out: docs/kochbuch/routing.md lists it.
"""

import re
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.html import escape
from django.views.decorators.http import require_safe

from rathaus.foundation import clock, html
from rathaus.foundation.abuse import public as abuse
from rathaus.modules.catalogue.enums import AccessChannel, DurationKind, Markup, Role, TextCode
from rathaus.modules.catalogue.models import Service, TextModule
from rathaus.modules.catalogue.passages import MACHINE
from rathaus.modules.catalogue.responsibility import rows
from rathaus.modules.catalogue.responsibility.matching import Facts
from rathaus.modules.catalogue.responsibility.shown import Body, Shown, of_resolution
from rathaus.modules.geo import public as geo
from rathaus.modules.organisation import public as organisation
from rathaus.standards.fitconnect import routing

LIMIT, WINDOW = 600, 60  # requests a minute and network
KEEP_SECONDS = 300
_TOWN = re.compile(r"(?P<zip>[0-9]{5})\s+(?P<city>\S.*)")
_TEXTS = {"requiredDocuments": TextCode.DOCUMENTS, "legalBasis": TextCode.LEGAL_BASIS, "furtherInformation": TextCode.SHORT}

View = Callable[[HttpRequest], dict[str, Any]]


def endpoint(view: View) -> Callable[[HttpRequest], HttpResponse]:
    """Limits, problems and headers that every answer has."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        left = abuse.allowance(request, "catalogue.routing", LIMIT, WINDOW)
        response = (
            _answer(view, request) if left.within else _problem(429, "Zu viele Anfragen", "Warten Sie bis zum Ende des Fensters.")
        )
        response["RateLimit-Limit"] = str(left.limit)
        response["RateLimit-Remaining"] = str(left.remaining)
        response["RateLimit-Reset"] = str(left.reset)
        return response

    return answer


def _answer(view: View, request: HttpRequest) -> HttpResponse:
    if not request.headers.get("User-Agent", "").strip():
        return _problem(403, "User-Agent fehlt", "Nennen Sie Ihre Anwendung in der Kopfzeile User-Agent.")
    try:
        response = JsonResponse(view(request), json_dumps_params={"ensure_ascii": False})
    except routing.BadRequest as error:
        return _problem(400, "Die Anfrage entspricht nicht der Beschreibung", str(error))
    except Exception:  # noqa: BLE001  (the description promises a problem document for every failure)
        structlog.get_logger("rathaus.routing").exception("routing_failed")
        return _problem(500, "Bei uns ist ein Fehler aufgetreten", "Versuchen Sie es später noch einmal.")
    response["Cache-Control"] = f"public, max-age={KEEP_SECONDS}"
    return response


def _problem(status: int, title: str, detail: str) -> HttpResponse:
    body = routing.problem(status, title, detail)
    response = JsonResponse(
        body, status=status, content_type="application/problem+json", json_dumps_params={"ensure_ascii": False}
    )
    response["Cache-Control"] = "no-store"
    return response


def _query(request: HttpRequest) -> dict[str, list[str]]:
    return {name: list(values) for name, values in request.GET.lists()}


@endpoint
def info(_request: HttpRequest) -> dict[str, Any]:
    return {"version": routing.VERSION}


@endpoint
def areas(request: HttpRequest) -> dict[str, Any]:
    """`id` is the regional key: digits, and the same next year."""
    asked = routing.read_areas(_query(request))
    day = clock.today(clock.now())
    found, total = geo.search_areas(asked.expressions, offset=asked.page.offset, limit=asked.page.limit, day=day)
    entries = [{"id": info.ars, "name": info.name, "type": info.kind_label} for info in found]
    return routing.result("areas", entries, total=total, offset=asked.page.offset)


@endpoint
def routes(request: HttpRequest) -> dict[str, Any]:
    """Everybody who may be in charge of the service there: one, or several with their condition where the address decides."""
    asked = routing.read_routes(_query(request))
    day = clock.today(clock.now())
    service = Service.objects.filter(key=asked.leika_key, valid_until=None).first()
    keys = _regional_keys(asked)
    successors = geo.successors(keys, day) if keys else {}
    entries: list[dict[str, Any]] = []
    if service is not None:
        said = _about(service)
        for ars in (new for key in keys for new in successors.get(key, (key,))):
            found = rows.resolve_services([service.key], facts=Facts(ars), day=day)[service.key]
            entries += _routes_of(of_resolution(found, conditions=True), said)
    begin = asked.page.offset
    return routing.result("routes", entries[begin : begin + asked.page.limit], total=len(entries), offset=begin)


def _regional_keys(asked: routing.RoutesQuery) -> list[str]:
    """The place asked for as a regional key; none where it is unknown. The shorter keys of both kinds are the same."""
    if asked.area_id:
        return [asked.area_id] if geo.is_key(asked.area_id) else []
    if len(asked.ags) == 8:
        found = geo.ars_of_ags(asked.ags)
        return [found] if found else []
    return [asked.ars or asked.ags]


def _routes_of(shown: Shown, said: Mapping[str, Any]) -> list[dict[str, Any]]:
    bodies = [*([shown.in_charge] if shown.in_charge else [*shown.possible, *shown.several]), *shown.for_some]
    units = [body.unit for body in bodies if body.unit]
    authorities = organisation.get_authorities({unit.authority_id for unit in units}) if units else {}
    return [_route(body, authorities, said) for body in bodies]


def _route(body: Body, authorities: Mapping[Any, organisation.AuthorityInfo], said: Mapping[str, Any]) -> dict[str, Any]:
    unit = body.unit
    authority = authorities[unit.authority_id].name if unit else ""
    parameters = {"role": Role(body.role).value, "condition": body.condition, "url": body.url, "unit": unit.slug if unit else ""}
    route: dict[str, Any] = {
        "destinationName": f"{authority} - {body.name}" if authority else body.name,
        "destinationShortName": body.name,
        "customParameters": {name: value for name, value in parameters.items() if value},
        "origin": "Rathaus",
        **said,
    }
    if unit:
        contact = {"name": unit.name, "tel": unit.phone, "email": unit.email}
        route["contactPersons"] = [{name: value for name, value in contact.items() if value}]
        route["address"] = _address(unit.address_lines)
    if foreign := body.foreign:
        contact = {"name": foreign.name, "tel": foreign.phone, "email": foreign.email}
        route["contactPersons"] = [{name: value for name, value in contact.items() if value}]
        route["address"] = _address(foreign.address_lines)
    base = settings.RATHAUS_BASE_URL
    if base.startswith("https://"):
        route |= {
            "privacyPolicyUrl": f"{base}/datenschutz/",
            "imprintUrl": f"{base}/impressum/",
            "accessibilityUrl": f"{base}/barrierefreiheit/",
        }
    return {name: value for name, value in route.items() if value not in ("", {}, [])}


def _address(lines: tuple[str, ...]) -> dict[str, str]:
    """Street and town as far as the lines of a letter tell them apart; the rest stays as an addition."""
    found: dict[str, str] = {}
    extra = []
    for line in lines:
        town = _TOWN.fullmatch(line)
        parsed = geo.parse(line)
        if town:
            found |= {"zip": town["zip"], "city": town["city"]}
        elif parsed.number and "street" not in found:
            found |= {"street": parsed.street, "houseNumber": parsed.number}
        else:
            extra.append(line)
    return found | ({"additional": ", ".join(extra)} if extra else {})


def _about(service: Service) -> dict[str, Any]:
    """What the catalogue says about the service itself. Four queries."""
    modules = service.texts.filter(language="de", access_channel=AccessChannel.ALL)
    texts = {text.code: _words(text) for text in modules}
    said: dict[str, Any] = {name: _described(texts.get(code, "")) for name, code in _TEXTS.items()}
    if not said["requiredDocuments"]:
        said["requiredDocuments"] = _described("\n".join(service.documents.values_list("name", flat=True)))
    said["deadline"] = _described(next(filter(None, service.deadlines.values_list("text", flat=True)), ""))
    promise = service.durations.filter(kind=DurationKind.PROMISE, unit="ARBEITSTAG").values_list("amount", flat=True).first()
    if promise is not None:
        said["processingDuration"] = {"maxDuration": promise, "unit": "workday"}
    return said


def _words(text: TextModule) -> str:
    """Line by line; what a machine translated says so, because the answer has no field for it."""
    words = html.lines(text.text) if text.markup == Markup.HTML else text.text
    return f"{MACHINE}\n{words}" if text.machine_translated and words else words


def _described(text: str) -> dict[str, Any]:
    paragraphs = [line.strip() for line in text.splitlines() if line.strip()]
    return {"description": {"de": "".join(f"<p>{escape(line)}</p>" for line in paragraphs)}} if paragraphs else {}
