"""Forms of the clerk's pages. Texts a clerk typed survive every refusal: the view shows the form again with them."""

import datetime as dt
from typing import Any

from django import forms

from rathaus.modules.cases.enums import AnswerWay, Channel, CheckState, DecisionKind


class WorklistForm(forms.Form):
    """The narrowing of the worklist; wrong values fall back to none."""

    q = forms.CharField(label="Suchen", required=False, max_length=100, help_text="Vorgangsnummer, Aktenzeichen oder Name")
    channel = forms.ChoiceField(label="Eingangsweg", required=False, choices=[("", "alle"), *Channel.choices])
    overdue = forms.BooleanField(label="nur fällige", required=False)


class CheckForm(forms.Form):
    """`state` is the value of the button pressed."""

    note = forms.CharField(label="Bemerkung", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, state: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.state = state

    def clean(self) -> dict[str, Any]:
        if self.state not in CheckState.values:
            raise forms.ValidationError("Wählen Sie ein Ergebnis mit einem der Knöpfe.")
        return {**self.cleaned_data, "state": self.state}


class MessageForm(forms.Form):
    text = forms.CharField(label="Ihre Nachricht", max_length=10_000, widget=forms.Textarea(attrs={"rows": 4}))
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)


class AnswerForm(forms.Form):
    """Ends an inquiry; see domain/answer.py."""

    text = forms.CharField(
        label="Ihre Antwort",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Sie steht so im Vorgang, auch wenn Sie die Person angerufen oder ihr geschrieben haben.",
    )
    way = forms.ChoiceField(
        label="Wie ist die Antwort bei der Person angekommen?", choices=AnswerWay.choices, widget=forms.RadioSelect
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    version = forms.IntegerField(widget=forms.HiddenInput)


class HandOverForm(forms.Form):
    unit = forms.ChoiceField(label="Stelle")
    reason = forms.CharField(
        label="Hinweis für die Kolleginnen und Kollegen",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Bleibt in der Akte und ist für die anfragende Person nicht sichtbar.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", "bitte wählen"), *units]  # type: ignore[attr-defined]


class RequestForm(forms.Form):
    text = forms.CharField(
        label="Welche Unterlage fehlt?",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Dieser Text geht so an die antragstellende Person.",
    )
    due = forms.DateField(label="Frist zur Antwort", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    version = forms.IntegerField(widget=forms.HiddenInput)


class DecisionForm(forms.Form):
    kind = forms.ChoiceField(label="Entscheidung", choices=DecisionKind.choices, widget=forms.RadioSelect)
    reasons = forms.CharField(
        label="Begründung",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Bei einer Ablehnung oder Teilbewilligung nötig (§ 39 VwVfG). Sie steht so im Bescheid.",
    )
    operative = forms.CharField(
        label="Tenor in eigenen Worten",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Leer lassen, wenn der Satz in der Vorschau stimmt.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class ReturnForm(forms.Form):
    note = forms.CharField(label="Was soll geändert werden?", max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(widget=forms.HiddenInput)


class NoteForm(forms.Form):
    text = forms.CharField(
        label="Vermerk",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Bleibt in der Akte und ist für die antragstellende Person nicht sichtbar.",
    )


class ResubmissionForm(forms.Form):
    day = forms.DateField(
        label="Wiedervorlage am",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Leer lassen, um die Wiedervorlage aufzuheben.",
    )
    note = forms.CharField(label="Anlass", required=False, max_length=500)


class BiasForm(forms.Form):
    reason = forms.CharField(label="Grund in einem Satz", max_length=300)


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Grund", max_length=300)


class BlockForm(forms.Form):
    until = forms.DateField(
        label="Gilt bis",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Der Tag, den die Meldebehörde nennt.",
    )


class AssignForm(forms.Form):
    person = forms.ChoiceField(label="Zuweisen an")
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, persons: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "bitte wählen"), *persons]  # type: ignore[attr-defined]


def default_due(today: dt.date, days: int) -> dt.date:
    return today + dt.timedelta(days=days)
