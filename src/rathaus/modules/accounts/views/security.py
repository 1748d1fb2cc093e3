"""Signing in safely: password, second factor, sessions. The same pages for both realms."""

from collections.abc import Callable
from functools import wraps

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rathaus.foundation import clock
from rathaus.foundation.errors import NotFound
from rathaus.modules.accounts.domain.end_sessions import end_sessions
from rathaus.modules.accounts.domain.invite_staff import accept_invitation, find_invitation
from rathaus.modules.accounts.enums import Realm
from rathaus.modules.accounts.guards import account_required, lacks_second_factor, staff_signed_in
from rathaus.modules.accounts.models import User
from rathaus.modules.accounts.pages import InvitationForm
from rathaus.modules.accounts.queries import sessions_of

View = Callable[[HttpRequest], HttpResponseBase]
PAGE = {Realm.CITIZEN: "/konto/sicherheit/", Realm.STAFF: "/amt/konto/sicherheit/"}


def signed_in(view: View) -> View:
    """Signed in to the realm of the path; a missing second factor does not bar the way to setting it up."""
    for_citizens, for_staff = account_required(view), staff_signed_in(view)

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponseBase:
        return (for_staff if _realm(request) is Realm.STAFF else for_citizens)(request)

    return guarded


def _realm(request: HttpRequest) -> Realm:
    return Realm(request.realm)  # type: ignore[attr-defined]


@require_GET
@never_cache
@signed_in
def security(request: HttpRequest) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    rows = [(row, row.session_key == request.session.session_key) for row in sessions_of(user)]
    context = {
        "sessions": rows,
        "second_factor": is_mfa_enabled(user),
        "must": _realm(request) is Realm.STAFF and lacks_second_factor(request),
        "is_staff": _realm(request) is Realm.STAFF,
    }
    return render(request, "accounts/security.html", context)


@require_POST
@signed_in
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    ended = end_sessions(user_id=user.pk, keep=request.session.session_key)
    messages.success(
        request, "Auf allen anderen Geräten sind Sie jetzt abgemeldet." if ended else "Es gab keine andere Anmeldung."
    )
    return HttpResponseRedirect(PAGE[_realm(request)])


@require_http_methods(["GET", "POST"])
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """A member of staff sets a password; the account is made by it."""
    now = clock.now()
    try:
        row = find_invitation(token, now=now)
    except NotFound as error:
        return render(request, "accounts/invitation_gone.html", {"text": str(error)}, status=404)
    form = InvitationForm(User(email=row.email, name=row.name), request.POST or None)
    if request.method == "POST" and form.is_valid():
        accept_invitation(token=token, password=form.cleaned_data["password1"], now=now)
        messages.success(request, "Ihr Konto ist eingerichtet. Melden Sie sich jetzt an.")
        return HttpResponseRedirect("/amt/konto/login/")
    return render(request, "accounts/invitation.html", {"form": form, "name": row.name, "email": row.email})
