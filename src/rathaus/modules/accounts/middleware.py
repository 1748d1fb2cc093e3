"""Which realm a request is in, its session, and who acts."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.sessions.backends.base import UpdateError
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject

from rathaus.foundation import clock
from rathaus.modules.accounts.actors import actor_of
from rathaus.modules.accounts.devices import describe
from rathaus.modules.accounts.enums import Realm
from rathaus.modules.accounts.guards import lacks_second_factor
from rathaus.modules.accounts.realms import RULES, RealmRules, realm_of
from rathaus.modules.accounts.sessions import STORES, USER_KEY, SessionStore

FRAMES = {Realm.CITIZEN: "web/citizen.html", Realm.STAFF: "web/office.html"}
SET_UP = "/amt/konto/"
Handler = Callable[[HttpRequest], HttpResponseBase]


class RealmSessionMiddleware:
    """One session cookie for each realm, chosen by the path; `request.realm` and `request.urlconf` follow.

    The cookies end with the browser; the row in the database carries the idle and the absolute limit.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        rules = RULES[realm_of(request.path_info)]
        request.realm = rules.realm  # type: ignore[attr-defined]
        if rules.realm is Realm.STAFF:
            request.urlconf = rules.urlconf
        request.frame = FRAMES[rules.realm]  # type: ignore[attr-defined]
        session = STORES[rules.realm](request.COOKIES.get(rules.cookie))
        session.device = describe(request.headers.get("User-Agent", ""))
        request.session = session
        response = self.get_response(request)
        _store(request, response, session, rules)
        _keep_private(request, response)
        return response


def _store(request: HttpRequest, response: HttpResponseBase, session: SessionStore, rules: RealmRules) -> None:
    session = request.session  # type: ignore[assignment]  # a test or a sign-in may have exchanged it
    if session.accessed or rules.cookie in request.COOKIES:
        patch_vary_headers(response, ("Cookie",))
    if session.accessed and session.is_empty():
        if rules.cookie in request.COOKIES:
            response.delete_cookie(rules.cookie, path=rules.path, samesite="Lax")
        return
    if response.status_code >= 500:
        return
    if session.modified:
        try:
            session.save()
        except UpdateError:  # signed out in another tab meanwhile: the sign-out counts
            response.delete_cookie(rules.cookie, path=rules.path, samesite="Lax")
            return
        response.set_cookie(
            rules.cookie,
            str(session.session_key),
            path=rules.path,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    elif session.accessed and USER_KEY in session:
        session.touch()


def _keep_private(request: HttpRequest, response: HttpResponseBase) -> None:
    """What the office or a signed-in person sees stays in no cache of a browser or a proxy, whatever the view forgot."""
    session = request.session
    personal = getattr(request, "realm", None) is Realm.STAFF or (session.accessed and USER_KEY in session)
    if personal and not response.has_header("Cache-Control"):
        response["Cache-Control"] = "private, no-store"


class SecondFactorMiddleware:
    """With `RATHAUS_STAFF_MFA=required`, staff without a second factor reach only the pages where it is set up.

    It stands here and not in a decorator, so that no page can forget it.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if (
            settings.RATHAUS_STAFF_MFA == "required"
            and realm_of(request.path_info) is Realm.STAFF
            and not request.path_info.startswith(SET_UP)
            and request.user.is_authenticated
            and lacks_second_factor(request)
        ):
            messages.warning(request, "Bitte richten Sie zuerst eine zweite Sicherung für Ihre Anmeldung ein.")
            return HttpResponseRedirect(f"{SET_UP}2fa/")
        return self.get_response(request)


class ActorMiddleware:
    """`request.actor`: guest, citizen or staff with the grants of this day; read from the database at first use."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.actor = SimpleLazyObject(lambda: actor_of(request.user, clock.now()))  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        """Sign-in pages bring a `site` of their own that would hide ours (name and legal person of the instance)."""
        del request
        if response.context_data:
            response.context_data.pop("site", None)
        return response
