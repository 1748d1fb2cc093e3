"""Who is signed in, until when, and how to stay (WCAG 2.2.1, 2.2.6)."""

import datetime as dt
from urllib.parse import quote

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from rathaus.foundation import clock
from rathaus.web.components.text import button, icon
from rathaus.web.navigation import Realm, realm_of

WARN = dt.timedelta(minutes=5)


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:  # an instance without sign-in
        return ""


def account_area(request: HttpRequest, *, signed_in: bool, name: str) -> SafeString:
    """Sign in, or the name and sign out (a POST, so that no link of another page does it)."""
    if not signed_in:
        if not (url := _url("account_login")) or request.path == url:
            return SafeString()
        target = "" if request.path == "/" or request.method == "POST" else f"?next={quote(request.path)}"
        return format_html('<div class="r-account"><a class="kern-link" href="{}{}">Anmelden</a></div>', url, target)
    return format_html(
        '<div class="r-account"><span>{}</span><form method="post" action="{}" class="r-inline">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">{}</form></div>',
        name,
        _url("account_logout"),
        get_token(request),
        button("Abmelden", "tertiary", icon="logout"),
    )


def remaining(request: HttpRequest) -> dt.timedelta | None:
    """How long the session lasts without a further request; None where it tells no end."""
    ends: dt.datetime | None = getattr(request.session, "ends_at", None)
    return None if ends is None else ends - clock.real_now()


def extend_url(path: str) -> str:
    """The session cookie of each realm is sent to its own paths only."""
    return "/amt/sitzung/" if realm_of(path) is Realm.STAFF else "/sitzung/"


def notice(request: HttpRequest) -> SafeString:
    """One line with the time; the script turns it into a warning five minutes before, with a button that extends."""
    left = remaining(request)
    if left is None or left <= dt.timedelta():
        return SafeString()
    end = clock.local(clock.real_now() + left)
    return format_html(
        '<aside class="r-session" aria-label="Sitzung" '
        'data-session="{seconds}" data-warn="{warn}" data-extend="{url}" data-token="{token}">'
        '<div class="kern-container"><p>Sie bleiben bis <span data-until>{end}</span> Uhr angemeldet. '
        "Jede neue Seite verlängert die Zeit.</p>"
        '<p data-over hidden role="alert">{icon}<strong>Ihre Sitzung ist beendet.</strong> '
        "Lassen Sie diese Seite offen und melden Sie sich in einem zweiten Fenster wieder an. "
        "Danach können Sie hier weitermachen und absenden; nichts geht verloren.</p>"
        "</div></aside>"
        '<dialog id="sitzung" class="kern-dialog" aria-labelledby="sitzung_titel"><div class="kern-dialog__header">'
        '<h2 class="kern-title kern-title--large" id="sitzung_titel">Möchten Sie angemeldet bleiben?</h2></div>'
        '<div class="kern-dialog__body"><p>Ihre Sitzung endet um <span data-until>{end}</span> Uhr, weil Sie längere Zeit '
        'nichts eingegeben haben.</p></div><div class="kern-dialog__footer">{stay}</div></dialog>',
        seconds=int(left.total_seconds()),
        warn=int(WARN.total_seconds()),
        url=extend_url(request.path),
        token=get_token(request),
        end=f"{end:%H:%M}",
        icon=icon("warning"),
        stay=button("Angemeldet bleiben", type="button", data_extend="ja"),
    )
