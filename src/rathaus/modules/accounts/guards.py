"""Who may open a page: decorators for views, by realm and right."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.http import urlencode

from rathaus.foundation import clock
from rathaus.foundation.permissions.public import ActorKind, require
from rathaus.modules.accounts.enums import Realm
from rathaus.web.errors import sign_in_first

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

SIGN_IN = {Realm.CITIZEN: "/konto/login/", Realm.STAFF: "/amt/konto/login/"}


def account_required(view: View[P]) -> View[P]:
    """A page of the Servicekonto: guests are sent to the sign-in and come back afterwards."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if _actor(request).kind is not ActorKind.CITIZEN:
            return to_sign_in(request, Realm.CITIZEN)
        return view(request, *args, **kwargs)

    return guarded


def staff_required(right: str | None = None) -> Callable[[View[P]], View[P]]:
    """A staff page under `/amt/`; with `right`, only for actors who hold it somewhere (raises Forbidden).

    The object itself is checked again by the use case. A second factor, where demanded, is the middleware's business.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            actor = _actor(request)
            if actor.kind is not ActorKind.STAFF:
                return to_sign_in(request, Realm.STAFF)
            if right is not None:
                require(actor, right, today=clock.today(clock.now()))
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def staff_signed_in(view: View[P]) -> View[P]:
    """Signed in as staff, with or without the second factor: for the pages where it is set up."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if _actor(request).kind is not ActorKind.STAFF:
            return to_sign_in(request, Realm.STAFF)
        return view(request, *args, **kwargs)

    return guarded


def lacks_second_factor(request: HttpRequest) -> bool:
    """Whether the operator demands a second factor and this account has none; asked once a session, then remembered."""
    if settings.RATHAUS_STAFF_MFA != "required" or request.session.get("second_factor"):
        return False
    # allauth's models: only where the operator demands the second factor
    from allauth.mfa.models import Authenticator
    from allauth.mfa.utils import is_mfa_enabled

    if is_mfa_enabled(request.user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]):
        request.session["second_factor"] = True
        return False
    return True


def _actor(request: HttpRequest) -> Any:
    return request.actor  # type: ignore[attr-defined]


def to_sign_in(request: HttpRequest, realm: Realm, *, back: str = "") -> HttpResponse:
    """The way to the sign-in and back to `back` (this page, where nothing is named); what was posted stays with the person."""
    if request.method == "POST":
        home = "/amt/" if realm is Realm.STAFF else "/konto/"
        return sign_in_first(request, f"{SIGN_IN[realm]}?{urlencode({'next': home})}")
    return HttpResponseRedirect(f"{SIGN_IN[realm]}?{urlencode({'next': back or request.get_full_path()})}")
