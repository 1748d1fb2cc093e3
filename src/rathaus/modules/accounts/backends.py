"""The sign-in back end: an address is looked up in the realm of the request alone."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.http import HttpRequest

from rathaus.modules.accounts.enums import Realm
from rathaus.modules.accounts.models import User


class RealmBackend(AuthenticationBackend):  # type: ignore[misc]
    """Password sign-in by e-mail. The session's own realm guards every later request (see sessions.py)."""

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        realm = getattr(request, "realm", Realm.CITIZEN)
        user = User.objects.by_email(realm, credentials.get("email") or "")
        if user is not None and user.demo and not settings.RATHAUS_DEMO:  # their passwords are public
            user = None
        return self._check_password(user, credentials.get("password") or "")  # type: ignore[no-any-return]
