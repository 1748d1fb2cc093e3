"""The five fields of our page about the person, as a Django form."""

from django import forms


class PersonForm(forms.Form):
    given = forms.CharField(label="Vornamen", max_length=80)
    family = forms.CharField(label="Familienname", max_length=120)
    street = forms.CharField(label="Straße und Hausnummer", max_length=66)
    city = forms.CharField(
        label="Postleitzahl und Ort", max_length=56, min_length=3, help_text="Zum Beispiel 06108 Halle (Saale)"
    )
    email = forms.EmailField(
        label="E-Mail-Adresse",
        required=False,
        help_text="Nur für Nachrichten zum Stand. Inhalte schicken wir nicht per E-Mail.",
    )
