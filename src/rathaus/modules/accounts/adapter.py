"""How django-allauth behaves here: realms kept apart, no staff sign-up, our texts."""

import datetime as dt
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from rathaus.foundation import clock, text
from rathaus.foundation.abuse import public as abuse
from rathaus.foundation.errors import Forbidden
from rathaus.modules.accounts.backends import RealmBackend
from rathaus.modules.accounts.enums import Realm
from rathaus.modules.accounts.models import User, fold_email
from rathaus.web.site import site

HOME = {Realm.CITIZEN: "/konto/", Realm.STAFF: "/amt/"}
OUT = {Realm.CITIZEN: "/", Realm.STAFF: "/amt/konto/login/"}


def realm(request: HttpRequest) -> Realm:
    """The realm the middleware found for this request."""
    return Realm(getattr(request, "realm", Realm.CITIZEN))


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Every hook that must know the realm."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "Dieses Konto ist gesperrt. Wenden Sie sich an die Verwaltung.",
        "email_password_mismatch": "E-Mail-Adresse oder Passwort stimmen nicht. Prüfen Sie beides.",
        "email_taken": "Zu dieser E-Mail-Adresse gibt es schon ein Konto. Melden Sie sich damit an.",
        "duplicate_email": "Diese E-Mail-Adresse gehört schon zu Ihrem Konto.",
        "enter_current_password": "Das bisherige Passwort stimmt nicht. Geben Sie es bitte noch einmal ein.",
        "incorrect_code": "Dieser Code stimmt nicht oder ist abgelaufen. Geben Sie den neuesten Code ein.",
        "incorrect_password": "Das Passwort stimmt nicht. Geben Sie es bitte noch einmal ein.",
        "invalid_or_expired_key": "Dieser Link ist abgelaufen oder wurde schon benutzt. Fordern Sie einen neuen an.",
        "invalid_login": "Die Anmeldung ist nicht gelungen. Prüfen Sie Ihre Angaben.",
        "invalid_password_reset": "Dieser Link zum Zurücksetzen gilt nicht mehr. Fordern Sie einen neuen an.",
        "too_many_login_attempts": "Zu viele Versuche. Warten Sie fünf Minuten und versuchen Sie es dann noch einmal.",
        "rate_limited": "Zu viele Versuche. Warten Sie einige Minuten und versuchen Sie es dann noch einmal.",
        "same_as_current": "Die neue Angabe muss sich von der bisherigen unterscheiden.",
        "unverified_primary_email": "Bestätigen Sie zuerst Ihre E-Mail-Adresse.",
    }

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Counts password attempts: per network, and per account of a realm whatever the network."""
        window = dt.timedelta(minutes=5)
        target = f"{realm(request)}:{fold_email(str(credentials.get('email', '')))}"
        within = abuse.hit(request, "sign-in", 60, window)
        if not abuse.hit(request, "sign-in-account", 10, window, key=target) or not within:
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Only the back end's answer: a locked account is refused like a wrong password unless the password is right."""
        self.pre_authenticate(request, **credentials)
        RealmBackend.unstash_authenticated_user()
        user = authenticate(request, **credentials)
        return user or RealmBackend.unstash_authenticated_user()

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """At most ten mails an hour to one address, whoever asks for them; further ones are dropped without a word."""
        if abuse.hit(self.request, "account-mail", 10, dt.timedelta(hours=1), key=email):
            super().send_mail(template_prefix, email, context)

    def get_client_ip(self, request: HttpRequest) -> str:  # noqa: ARG002  (allauth's signature)
        return ""  # no mail and no row needs it

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        names = {
            "reauthenticate": "Passwort verwenden",
            "mfa_reauthenticate": "Code aus der App verwenden",
            "mfa_reauthenticate:webauthn": "Sicherheitsschlüssel verwenden",
        }
        return [{**way, "description": names[way["id"]]} for way in super().get_reauthentication_methods(user)]

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return realm(request) is Realm.CITIZEN

    def new_user(self, request: HttpRequest) -> User:  # noqa: ARG002  (allauth's signature)
        return User(realm=Realm.CITIZEN, created_at=clock.now())

    def save_user(self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True) -> User:  # noqa: FBT001, FBT002
        user.name = text.clean(form.cleaned_data.get("name", ""))[:200]
        return super().save_user(request, user, form, commit=commit)  # type: ignore[no-any-return]

    def clean_email(self, email: str) -> str:
        return fold_email(email)

    def get_login_stages(self) -> list[str]:
        """Staff addresses come from an invitation that was answered: nothing is left to confirm."""
        stages = super().get_login_stages()
        if realm(self.request) is Realm.STAFF:
            stages = [stage for stage in stages if not stage.endswith("EmailVerificationStage")]
        return stages  # type: ignore[no-any-return]

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        if user.realm != realm(request):
            messages.error(request, "Dieses Konto gehört nicht zu dieser Anmeldung.")
            return HttpResponseRedirect(self._sign_in(request))
        return super().pre_login(request, user, **kwargs)  # type: ignore[no-any-return]

    def login(self, request: HttpRequest, user: User) -> None:
        if user.realm != realm(request):  # whatever way led here (passkey, reset, code)
            raise Forbidden("Dieses Konto gehört nicht zu dieser Anmeldung. Nehmen Sie die andere Anmeldeseite.")
        super().login(request, user)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return HOME[realm(request)]

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return HOME[realm(request)]

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return OUT[realm(request)]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return "/amt/konto/sicherheit/" if realm(request) is Realm.STAFF else "/konto/sicherheit/"

    def _sign_in(self, request: HttpRequest) -> str:
        return "/amt/konto/login/" if realm(request) is Realm.STAFF else "/konto/login/"


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Names and secrets of the second factor."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": "Solange die zweite Sicherung eingeschaltet ist, kann die E-Mail-Adresse nicht geändert werden.",
        "cannot_delete_authenticator": "Die zweite Sicherung kann nicht ausgeschaltet werden.",
        "cannot_generate_recovery_codes": "Wiederherstellungscodes gibt es erst, wenn eine zweite Sicherung eingerichtet ist.",
        "incorrect_code": "Dieser Code stimmt nicht oder ist abgelaufen. Geben Sie den neuesten Code ein.",
        "unverified_email": "Bestätigen Sie zuerst Ihre E-Mail-Adresse.",
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Where staff must have a second factor, the last one cannot be taken away."""
        if authenticator.user.realm != Realm.STAFF or settings.RATHAUS_STAFF_MFA != "required":
            return True
        factors = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=factors).exclude(pk=authenticator.pk)
        return bool(others.exists())

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002  (allauth's name)
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return f"Schlüssel {number}"

    def get_totp_issuer(self) -> str:
        return str(site().name)

    def _get_site_name(self) -> str:
        return str(site().name)
