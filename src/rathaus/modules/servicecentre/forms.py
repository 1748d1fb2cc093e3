"""The contact form. What is demanded decides the use case; here are only the fields."""

from typing import Any

from django import forms

from rathaus.modules.cases.public import Channel
from rathaus.modules.servicecentre.domain.send_inquiry import MAX_LENGTH
from rathaus.modules.servicecentre.enums import Nature

TAKEN = (Channel.PHONE, Channel.COUNTER)


def _line(label: str, autocomplete: str, *, length: int = 200, hint: str = "", required: bool = False) -> forms.CharField:
    attrs = {"autocomplete": autocomplete} if autocomplete else {}
    return forms.CharField(label=label, max_length=length, help_text=hint, required=required, widget=forms.TextInput(attrs=attrs))


class ContactForm(forms.Form):
    """`office`: staff take in for somebody else."""

    kind = forms.ChoiceField(label="Worum geht es?", widget=forms.RadioSelect)
    nature = forms.ChoiceField(label="Was ist Ihre Nachricht?", choices=Nature.choices, widget=forms.RadioSelect)
    understood = forms.BooleanField(
        label="Ich weiß: Diese Nachricht ersetzt keinen Widerspruch und wahrt keine Frist. Ich möchte sie trotzdem senden.",
        required=False,
    )
    subject = _line("Betreff", "", required=True)
    text = forms.CharField(label="Nachricht", max_length=MAX_LENGTH, widget=forms.Textarea(attrs={"rows": 8}))
    dateien = forms.FileField(label="Dateien anhängen", required=False)
    name = _line("Name", "name", hint="So sprechen wir Sie an.", required=True)
    email = forms.CharField(
        label="E-Mail-Adresse", max_length=254, required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    phone = forms.CharField(
        label="Telefon", max_length=40, required=False, widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"})
    )
    street = _line("Straße und Hausnummer", "street-address")
    city = _line("Postleitzahl und Ort", "")
    channel = forms.ChoiceField(
        label="Wie kam die Anfrage?", choices=[(way.value, way.label) for way in TAKEN], widget=forms.RadioSelect
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    page = forms.CharField(widget=forms.HiddenInput, max_length=200, required=False)

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], office: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        if office:
            self.fields["nature"].label = "Was ist die Nachricht?"
            self.fields["name"].required = False
            self.fields["name"].help_text = ""
        else:
            del self.fields["channel"]
