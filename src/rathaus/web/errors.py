"""Error pages: status, one sentence, the way back. They must draw even when the database is away."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import Resolver404

from rathaus.web import navigation
from rathaus.web.site import site

TITLES = {
    400: "Diese Anfrage konnten wir nicht lesen",
    403: "Kein Zugang",
    404: "Diese Seite gibt es nicht",
    409: "Das hat sich inzwischen geändert",
    413: "Das ist zu groß",
    422: "Das passt so nicht",
    429: "Zu viele Versuche",
    500: "Bei uns ist ein Fehler aufgetreten",
    503: "Gerade nicht erreichbar",
}

TEXTS = {
    400: "Ihr Browser hat etwas geschickt, das wir nicht verstehen. Gehen Sie zurück und versuchen Sie es noch einmal.",
    403: "Für diese Seite fehlt Ihnen das Recht, oder Sie sind nicht angemeldet.",
    404: "Vielleicht ist die Adresse falsch geschrieben, oder die Seite ist umgezogen. Suchen Sie auf der Startseite danach.",
    413: "Eine Datei darf höchstens 20 MB groß sein. Verkleinern Sie die Datei oder teilen Sie sie auf. "
    "Was Sie vorher gespeichert haben, ist noch da.",
    500: "Der Fehler liegt nicht bei Ihnen. Versuchen Sie es in ein paar Minuten noch einmal. "
    "Was Sie vorher gespeichert haben, ist noch da.",
}


def way_back(request: HttpRequest) -> str:
    """The page the person came from when it is ours, else the start page of the realm."""
    home = "/amt/" if navigation.realm_of(request.path) is navigation.Realm.STAFF else "/"
    referrer = urlsplit(request.headers.get("Referer", ""))
    if referrer.netloc != request.META.get("HTTP_HOST") or referrer.path in {"", request.path}:
        return home
    return referrer.path + (f"?{referrer.query}" if referrer.query else "")


def error_page(request: HttpRequest, *, status: int, text: str = "", fields: dict[str, str] | None = None) -> HttpResponse:
    """A page of the realm without navigation, so that it asks neither the session nor the database."""
    realm = navigation.realm_of(request.path)
    context: dict[str, Any] = {
        "site": site(),
        "realm": realm,
        "status": status,
        "heading": TITLES.get(status) or HTTPStatus(status).phrase,
        "text": text or TEXTS.get(status, TEXTS[400]),
        "fields": fields or {},
        "back": way_back(request),
        "home": "/amt/" if realm is navigation.Realm.STAFF else "/",
        "path": request.path,
    }
    return HttpResponse(render_to_string("web/error.html", context), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400; a body above the limit of fields, files or bytes is told apart as 413."""
    too_big = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    return error_page(request, status=413 if too_big else 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, status=403, text=str(exception))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404; a message given to `Http404` is shown, the resolver's own never."""
    text = "" if isinstance(exception, Resolver404) else str(exception)
    return error_page(request, status=404, text=text)


def server_error(request: HttpRequest) -> HttpResponse:
    return error_page(request, status=500)
