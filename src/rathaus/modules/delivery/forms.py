"""The posting book's one form."""

from collections.abc import Sequence
from typing import Any

from django import forms

from rathaus.modules.delivery.models import Delivery
from rathaus.web.forms import DateField


class PostingForm(forms.Form):
    """Which letters were handed to the post, and on which day."""

    letters = forms.MultipleChoiceField(
        label="Abgeschickte Briefe",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Wählen Sie mindestens einen Brief aus."},
    )
    posted_on = DateField(
        label="Zur Post gegeben am",
        help_text="Der Tag, an dem der Brief das Haus verlassen hat. Er bestimmt die Frist der Empfängerin oder des Empfängers.",
        error_messages={"required": "Geben Sie den Tag an."},
    )

    def __init__(self, *args: Any, letters: Sequence[Delivery], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["letters"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  (declared above)
        field.choices = [(str(row.id), f"{row.recipient_name}: {row.title}") for row in letters]
