"""Forms of the sign-in, with our words and bound to the realm of the request."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from allauth.account import forms as account_forms
from allauth.core import context
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.db import IntegrityError, transaction
from django.forms import BaseForm
from django.http import HttpRequest

from rathaus.foundation.abuse import public as abuse
from rathaus.foundation.errors import Invalid
from rathaus.modules.accounts.adapter import realm
from rathaus.modules.accounts.enums import Realm
from rathaus.modules.accounts.models import User, fold_email

PASSWORD_HINT = "Mindestens zwölf Zeichen. Ein langer Satz ist gut."  # noqa: S105  (a hint, no secret)
DIFFERENT = "Die beiden Passwörter sind verschieden. Geben Sie zweimal dasselbe ein."
WORDS = {
    "login": ("E-Mail-Adresse", ""),
    "email": ("E-Mail-Adresse", ""),
    "password": ("Passwort", ""),
    "oldpassword": ("Bisheriges Passwort", ""),
    "password1": ("Neues Passwort", PASSWORD_HINT),
    "password2": ("Neues Passwort noch einmal", ""),
    "code": ("Code", ""),
    "passwordless": (
        "Als Passkey benutzen",
        "Dann melden Sie sich ohne Passwort an. Der Schlüssel muss dafür PIN, Fingerabdruck oder Gesicht prüfen.",
    ),
}


def dress(form: BaseForm, words: Mapping[str, tuple[str, str]] | None = None) -> None:
    """Our labels and hints; no placeholders (they vanish while typing)."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        if found := {**WORDS, **(words or {})}.get(name):
            field.label, field.help_text = found


class Dressed:
    """Mixed into allauth's forms."""

    words: Mapping[str, tuple[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self, self.words)  # type: ignore[arg-type]

    def add_error(self, field: str | None, error: Any) -> None:
        """The library says one thing about the second password: that it is another one."""
        known = isinstance(error, forms.ValidationError) or field != "password2"
        super().add_error(field, error if known else DIFFERENT)  # type: ignore[misc]


class LoginForm(Dressed, account_forms.LoginForm):  # type: ignore[misc]
    pass


class SignupForm(Dressed, account_forms.SignupForm):  # type: ignore[misc]
    """Sign-up to the Servicekonto; a known address is answered like an unknown one, by mail."""

    words = {"password1": ("Passwort", PASSWORD_HINT), "password2": ("Passwort noch einmal", "")}
    name = forms.CharField(label="Name", max_length=200, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ["name", "email", "password1", "password2"]

    def validate_unique_email(self, value: str) -> str:
        self.account_already_exists = User.objects.by_email(Realm.CITIZEN, value) is not None
        return value

    def try_save(self, request: HttpRequest) -> Any:
        """Two sign-ups with one address at the same moment: the second is answered like a known address."""
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            self.account_already_exists = True
            return super().try_save(request)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        if not self.errors:  # a form that comes back for another reason keeps its challenge
            try:
                abuse.check_form(context.request, "signup")
            except Invalid as refusal:
                self.add_error(None, str(refusal))
        return data


class ResetPasswordForm(Dressed, account_forms.ResetPasswordForm):  # type: ignore[misc]
    """A link to a new password, for an account of this realm; the answer is the same where there is none."""

    def clean_email(self) -> str:
        email = fold_email(self.cleaned_data["email"])
        in_realm = realm(context.request)
        try:
            abuse.require_hit(context.request, "password-reset", 20, dt.timedelta(hours=1))
        except Invalid as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        user = User.objects.by_email(in_realm, email)
        self.users = [user] if user is not None and user.is_active else []
        return email


class ResetPasswordKeyForm(Dressed, account_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    pass


class ChangePasswordForm(Dressed, account_forms.ChangePasswordForm):  # type: ignore[misc]
    pass


class SetPasswordForm(Dressed, account_forms.SetPasswordForm):  # type: ignore[misc]
    pass


class ReauthenticateForm(Dressed, account_forms.ReauthenticateForm):  # type: ignore[misc]
    pass


class ChangeEmailForm(Dressed, account_forms.AddEmailForm):  # type: ignore[misc]
    """Another address for the Servicekonto, in force once it is confirmed."""

    words = {"email": ("Neue E-Mail-Adresse", "")}


def _count_code(user: User) -> None:
    if not abuse.hit(context.request, "second-factor", 10, dt.timedelta(minutes=5), key=str(user.pk)):
        raise forms.ValidationError("Zu viele Versuche. Warten Sie fünf Minuten und versuchen Sie es dann noch einmal.")


class AuthenticateForm(Dressed, mfa_forms.AuthenticateForm):  # type: ignore[misc]
    words = {"code": ("Code aus der App oder Wiederherstellungscode", "")}

    def clean_code(self) -> Any:
        _count_code(self.user)
        return super().clean_code()


class ReauthenticateCodeForm(Dressed, mfa_forms.ReauthenticateForm):  # type: ignore[misc]
    words = AuthenticateForm.words

    def clean_code(self) -> Any:
        _count_code(self.user)
        return super().clean_code()


class ActivateTOTPForm(Dressed, totp_forms.ActivateTOTPForm):  # type: ignore[misc]
    words = {"code": ("Code aus der App", "Sechs Ziffern")}


class AddWebAuthnForm(Dressed, webauthn_forms.AddWebAuthnForm):  # type: ignore[misc]
    words = {"name": ("Name des Schlüssels", "")}


class EditWebAuthnForm(Dressed, webauthn_forms.EditWebAuthnForm):  # type: ignore[misc]
    words = {"name": ("Name des Schlüssels", "")}
