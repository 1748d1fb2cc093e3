"""Which drafts this browser holds: a signed cookie with the addresses of the last few, so that a sign-in does not lose them."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from rathaus.modules.applications.models import Draft

COOKIE, SALT = "entwuerfe", "applications.held"
MOST = 5
KEEP = 30 * 24 * 3600  # seconds


def held(request: HttpRequest) -> list[str]:
    """The tokens, latest first; empty for a cookie that is not ours."""
    try:
        found = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEEP)
    except signing.BadSignature:
        return []
    return [str(token) for token in found][:MOST]


def hold(request: HttpRequest, response: HttpResponse, draft: Draft) -> HttpResponse:
    """Notes a draft that belongs to no account. Nothing is written where the browser holds it already."""
    known = held(request)
    if draft.account_id is not None or draft.staff_person_id is not None or draft.token in known:
        return response
    text = signing.dumps([draft.token, *known][:MOST], salt=SALT)
    response.set_cookie(COOKIE, text, max_age=KEEP, httponly=True, samesite="Lax", secure=bool(settings.SESSION_COOKIE_SECURE))
    return response
