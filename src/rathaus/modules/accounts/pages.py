"""Forms of the Servicekonto's own pages."""

from typing import Any

from django import forms
from django.contrib.auth import password_validation

from rathaus.foundation import clock
from rathaus.modules.accounts import fim
from rathaus.modules.accounts.models import User
from rathaus.modules.accounts.types import Value
from rathaus.web.forms import DateField


class ProfileForm(forms.Form):
    """One field for each FIM field; a proven value is shown, not asked."""

    def __init__(self, values: dict[str, Value], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in fim.FIELDS:
            present = values.get(field.fim_id)
            if present is not None and present.proven:
                continue
            attrs = {"autocomplete": field.autocomplete}
            self.fields[field.fim_id] = forms.CharField(
                label=field.label,
                required=False,
                max_length=field.max_length,
                help_text=field.hint,
                initial=present.value if present else "",
                widget=forms.TextInput(attrs=attrs),
            )


class MandateForm(forms.Form):
    agent_email = forms.EmailField(
        label="E-Mail-Adresse der Person, die für Sie handeln soll",
        help_text="Die Person muss die Vollmacht in ihrem eigenen Servicekonto annehmen.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    service_key = forms.ChoiceField(label="Wofür", required=False)
    valid_from = DateField(label="Gültig ab")
    valid_until = DateField(
        label="Gültig bis", required=False, help_text="Ohne Angabe gilt die Vollmacht, bis Sie sie widerrufen."
    )
    shares_address = forms.BooleanField(
        label="Meine Anschrift darf in den Antrag eingetragen werden",
        required=False,
        help_text="Ihren Namen sieht die Person immer. Sonst erfährt sie nichts aus Ihrem Servicekonto.",
    )

    def __init__(self, services: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"valid_from": clock.today(clock.now())})
        super().__init__(*args, **kwargs)
        self.fields["service_key"].choices = [("", "Alle Leistungen"), *services]  # type: ignore[attr-defined]


class DeleteForm(forms.Form):
    password = forms.CharField(
        label="Ihr Passwort", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}), strip=False
    )
    sure = forms.BooleanField(label="Ich möchte mein Konto endgültig löschen")

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        if not self.user.check_password(password):
            raise forms.ValidationError("Das Passwort stimmt nicht. Geben Sie es bitte noch einmal ein.")
        return password


class InvitationForm(forms.Form):
    password1 = forms.CharField(
        label="Neues Passwort",
        help_text="Mindestens zwölf Zeichen. Ein langer Satz ist gut.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )
    password2 = forms.CharField(
        label="Neues Passwort noch einmal", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password1(self) -> str:
        password = str(self.cleaned_data["password1"])
        password_validation.validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or {}
        if data.get("password1") and data.get("password2") and data["password1"] != data["password2"]:
            self.add_error("password2", "Die beiden Passwörter sind verschieden. Geben Sie zweimal dasselbe ein.")
        return data
