"""Error pages: status, one sentence, the way back. They must draw even when the database is away."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404
from django.utils.cache import patch_cache_control

from rathaus.web import navigation
from rathaus.web.addresses import tellable
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
    own = referrer.netloc == request.META.get("HTTP_HOST")
    if not own or referrer.path in {"", request.path} or referrer.path.startswith("//"):
        return home
    return referrer.path + (f"?{referrer.query}" if referrer.query else "")


def error_page(request: HttpRequest, *, status: int, text: str = "", fields: dict[str, str] | None = None) -> HttpResponse:
    """A page of the realm without navigation, so that it asks neither the session nor the database."""
    realm = navigation.realm_of(request.path)
    context: dict[str, Any] = {
        "house": site(),
        "realm": realm,
        "status": status,
        "heading": TITLES.get(status) or HTTPStatus(status).phrase,
        "text": text or TEXTS.get(status, TEXTS[400]),
        "fields": fields or {},
        "back": way_back(request),
        "home": "/amt/" if realm is navigation.Realm.STAFF else "/",
        "path": tellable(request),
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


def _from_own_page(request: HttpRequest) -> bool:
    """The browser says that the form came from this very address."""
    sender = request.headers.get("Origin") or request.headers.get("Referer", "")
    parts = urlsplit(sender)
    return f"{parts.scheme}://{parts.netloc}" == f"{request.scheme}://{request.get_host()}"


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A page too old to be accepted: the entries come back with a fresh token, to be sent by one more click.

    Only for our own pages; what another site has sent is refused without being shown. Secrets do not come back.
    """
    del reason
    if not _from_own_page(request) or not request.accepts("text/html"):
        return error_page(request, status=403, text=TEXTS[400])
    return _again(request)


def sign_in_first(request: HttpRequest, sign_in_url: str) -> HttpResponse:
    """The session ended while the person typed: sign in in a second window, then send what stands in this page.

    The entries go back to the browser they came from and are kept nowhere else.
    """
    return _again(request, sign_in_url=sign_in_url)


def _again(request: HttpRequest, *, sign_in_url: str = "") -> HttpResponse:
    pairs = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and "password" not in name and name != "code"
        for value in values
    ]
    context = {
        "pairs": pairs,
        "files": bool(request.FILES),
        "target": request.get_full_path(),
        "home": "/amt/" if navigation.realm_of(request.path) is navigation.Realm.STAFF else "/",
        "sign_in_url": sign_in_url,
    }
    response = render(request, "web/again.html", context, status=403)
    patch_cache_control(response, no_store=True)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    return error_page(request, status=500)
