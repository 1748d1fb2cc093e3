"""Forms of the staff pages."""

from django import forms

from rathaus.foundation.storage import public as storage
from rathaus.modules.records.enums import DocumentKind


class FileForm(forms.Form):
    """A document to file. `key` makes a repeated sending harmless."""

    title = forms.CharField(label="Titel", max_length=200, help_text="Zum Beispiel: Vollmacht vom 3. November")
    kind = forms.ChoiceField(label="Art", choices=DocumentKind.choices, initial=DocumentKind.LETTER_IN)
    received_on = forms.DateField(label="Eingegangen am", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    file = forms.FileField(
        label="Datei",
        allow_empty_file=True,  # the storage says what is wrong with a file
        error_messages={"required": "Bitte wählen Sie eine Datei aus."},
        help_text=f"{storage.ACCEPTED_TEXT}, höchstens 20 MB",
        widget=forms.FileInput(attrs={"accept": storage.ACCEPT}),
    )
    key = forms.CharField(widget=forms.HiddenInput)


class ReopenForm(forms.Form):
    reason = forms.CharField(label="Grund", max_length=200, help_text="Steht danach im Verlauf des Vorgangs.")
    version = forms.IntegerField(widget=forms.HiddenInput)
