"""Forms of citizens' pages."""

from collections.abc import Iterable
from typing import Any

from django import forms

from rathaus.foundation import text
from rathaus.modules.catalogue.enums import PlaceOf
from rathaus.modules.catalogue.responsibility.matching import Need, name_key
from rathaus.modules.geo import public as geo


class ResponsibleForm(forms.Form):
    """Only what the decision needs."""

    street = forms.CharField(label="Straße", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    number = forms.CharField(
        label="Hausnummer", max_length=20, help_text="Zum Beispiel 12a", widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    name = forms.CharField(
        label="Ihr Nachname beginnt mit",
        max_length=80,
        help_text="Die ersten Buchstaben genügen",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    place_of = forms.ChoiceField(label="Worum geht es?", choices=PlaceOf.choices, widget=forms.RadioSelect)

    def __init__(self, needs: Iterable[Need], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = set(needs)
        kept = {"street": Need.ADDRESS, "number": Need.ADDRESS, "name": Need.NAME, "place_of": Need.PLACE_OF}
        for name, need in kept.items():
            if need not in wanted:
                del self.fields[name]

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        if geo.parse(f"Weg {number}").code is None:
            raise forms.ValidationError("Geben Sie die Hausnummer mit Ziffern an, zum Beispiel 12a.")
        return number

    def clean_name(self) -> str:
        """Whoever types the whole name is understood; no more than six letters of it decide anywhere, and none are kept."""
        name = name_key(text.clean(self.cleaned_data["name"]))[:6]
        if not name:
            raise forms.ValidationError("Geben Sie den ersten Buchstaben Ihres Nachnamens an.")
        return name
