"""Forms of the sign-in, with our labels and bound to the realm of the request."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.core import context
from django import forms

from rathaus.modules.accounts.adapter import realm
from rathaus.modules.accounts.enums import Realm
from rathaus.modules.accounts.models import User, fold_email


def _accounts_with(email: str, in_realm: Realm) -> list[User]:
    user = User.objects.by_email(in_realm, email)
    return [user] if user is not None and user.is_active else []


class LoginForm(allauth_forms.LoginForm):  # type: ignore[misc]
    pass


class SignupForm(allauth_forms.SignupForm):  # type: ignore[misc]
    """Sign-up to the Servicekonto; a known address is answered like an unknown one, by mail."""

    name = forms.CharField(label="Name", max_length=200, required=False)

    def validate_unique_email(self, value: str) -> str:
        self.account_already_exists = User.objects.by_email(Realm.CITIZEN, value) is not None
        return value


class ResetPasswordForm(allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    def clean_email(self) -> str:
        email = fold_email(self.cleaned_data["email"])
        self.users = _accounts_with(email, realm(context.request))
        return email


class ChangeEmailForm(allauth_forms.AddEmailForm):  # type: ignore[misc]
    """Another address for the Servicekonto, in force once it is confirmed."""

    def clean_email(self) -> Any:
        return super().clean_email()
