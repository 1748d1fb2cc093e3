"""The two forms of staff pages that are no draft: a letter, and the search for a service."""

import datetime as dt

from django import forms

from rathaus.foundation import ids
from rathaus.modules.applications.models import Offer


class MultipleFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class LetterForm(forms.Form):
    """The code of the printable twin, or the service chosen from the list."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    code = forms.CharField(
        label="Code vom Formular", required=False, max_length=20, help_text="Steht oben rechts, zum Beispiel 7KQ2-M9XF."
    )
    offer = forms.ChoiceField(label="Oder Leistung auswählen", required=False)
    received_on = forms.DateField(
        label="Eingegangen am", help_text="Der Tag, an dem der Brief angekommen ist, nicht der Tag des Scannens."
    )
    name = forms.CharField(label="Absenderin oder Absender", max_length=200)
    street = forms.CharField(label="Straße und Hausnummer", max_length=100)
    city = forms.CharField(label="Postleitzahl und Ort", max_length=100)
    scan = forms.FileField(
        label="Scan des Briefes",
        help_text="PDF oder Bild.",
        allow_empty_file=True,  # storage says what is wrong with an empty one
        error_messages={"required": "Bitte fügen Sie den Scan des Briefes bei."},
    )

    def __init__(self, *args: object, offers: list[Offer], today: dt.date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._offers, self._today = offers, today
        self.fields["offer"].choices = [("", "Bitte wählen"), *[(str(offer.pk), offer.title) for offer in offers]]  # type: ignore[attr-defined]

    def clean_received_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["received_on"]
        if day > self._today:
            raise forms.ValidationError("Der Tag liegt in der Zukunft. Tragen Sie den Tag ein, an dem der Brief ankam.")
        return day

    def clean(self) -> dict[str, object]:
        data: dict[str, object] = super().clean() or {}
        code = ids.read_code(str(data.get("code") or ""))
        found = Offer.objects.filter(paper_code=code).first() if code else None  # an older sheet has the code of its version
        if data.get("code") and found is None:
            self.add_error(
                "code", "Diesen Code gibt es nicht. Vergleichen Sie ihn mit dem Papier, oder wählen Sie die Leistung aus."
            )
        elif not data.get("code"):
            found = next((offer for offer in self._offers if str(offer.pk) == data.get("offer")), None)
            if found is None:
                self.add_error("offer", "Wählen Sie die Leistung aus, oder tippen Sie den Code vom Formular ab.")
        data["found"] = found
        return data
