"""What an editor says about a unit, in fields; opening hours as lines."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError

from rathaus.foundation.errors import Invalid
from rathaus.modules.organisation.details import Accessibility, Address, ContactPerson, Details
from rathaus.modules.organisation.enums import AddressKind, PaymentKind
from rathaus.modules.organisation.hours_text import (
    DEVIATION_EXAMPLE,
    HOURS_EXAMPLE,
    read_deviations,
    read_hours,
    write_deviations,
    write_hours,
)
from rathaus.modules.organisation.models import Unit
from rathaus.web.forms import DateField

T = TypeVar("T")
KNOWN = [("", "nicht geprüft"), ("yes", "ja"), ("no", "nein")]
ACCESS = {
    "step_free": "Stufenloser Zugang",
    "lift": "Aufzug",
    "toilet": "Barrierefreies WC",
    "parking": "Behindertenparkplatz",
    "guidance": "Leitsystem für blinde Menschen",
    "induction_loop": "Induktionsschleife",
    "sign_language": "Gebärdensprache nach Anmeldung",
}
_LINES = {"rows": 4}


def _area(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=forms.Textarea(attrs=_LINES), help_text=help_text, max_length=4000)


class UnitForm(forms.Form):
    summary = _area("Was macht die Stelle?", "ein bis zwei Sätze")
    phone = forms.CharField(label="Telefon", required=False, max_length=40)
    email = forms.EmailField(label="E-Mail", required=False, max_length=254)
    website = forms.URLField(label="Internetseite", required=False, assume_scheme="https")
    hours = _area("Öffnungszeiten", f"eine Zeile je Regel, zum Beispiel: {HOURS_EXAMPLE} mit Termin")
    deviations = _area("Ausnahmen", f"eine Zeile je Ausnahme, zum Beispiel: {DEVIATION_EXAMPLE}")
    open_on_holidays = forms.BooleanField(label="auch an Feiertagen geöffnet", required=False)
    by_appointment = forms.BooleanField(label="nur mit Termin", required=False)
    visit = _area("Besuchsanschrift", "leer: die Anschrift der Behörde")
    post = _area("Postanschrift")
    post_box = _area("Postfach")
    transport = _area("Anfahrt")
    payment = forms.MultipleChoiceField(
        label="Wie man bezahlen kann", required=False, choices=PaymentKind.choices, widget=forms.CheckboxSelectMultiple
    )
    contacts = _area("Ansprechpersonen", "je Zeile: Name; Thema; Telefon; E-Mail; Raum. Nur mit Einverständnis der Person.")
    access_text = _area("Barrierefreiheit in Worten")
    checked_on = DateField(label="Barrierefreiheit geprüft am", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in ACCESS.items():
            self.fields[f"access_{name}"] = forms.ChoiceField(label=label, required=False, choices=KNOWN)
        self.order_fields(
            [*(name for name in self.fields if name not in {"access_text", "checked_on"}), "access_text", "checked_on"]
        )

    def clean_hours(self) -> Any:
        return _read(read_hours, self.cleaned_data["hours"])

    def clean_deviations(self) -> Any:
        return _read(read_deviations, self.cleaned_data["deviations"])

    def clean_contacts(self) -> Any:
        found = []
        for number, line in enumerate(self.cleaned_data["contacts"].splitlines(), 1):
            parts = [part.strip() for part in line.split(";")]
            if not line.strip():
                continue
            if not parts[0] or len(parts) > 5:
                raise ValidationError(f"Zeile {number}: Schreiben Sie Name; Thema; Telefon; E-Mail; Raum.")
            found.append(ContactPerson(**dict(zip(("name", "topic", "phone", "email", "room"), parts, strict=False))))
        return tuple(found)

    def details(self) -> Details:
        """Of a valid form."""
        data = self.cleaned_data
        kinds = ((AddressKind.VISIT, "visit"), (AddressKind.POST, "post"), (AddressKind.POST_BOX, "post_box"))
        lines = {kind: tuple(line.strip() for line in data[name].splitlines() if line.strip()) for kind, name in kinds}
        known = {"yes": True, "no": False}
        return Details(
            summary=data["summary"].strip(),
            website=data["website"],
            hours=data["hours"],
            exceptions=data["deviations"],
            open_on_holidays=data["open_on_holidays"],
            by_appointment=data["by_appointment"],
            addresses=tuple(Address(kind=kind, lines=found) for kind, found in lines.items() if found),
            transport=data["transport"].strip(),
            accessibility=Accessibility(
                **{name: known.get(data[f"access_{name}"]) for name in ACCESS},
                text=data["access_text"].strip(),
                checked_on=data["checked_on"],
            ),
            payment=tuple(PaymentKind(kind) for kind in data["payment"]),
            contacts=data["contacts"],
        )


def initial_of(unit: Unit, details: Details) -> dict[str, Any]:
    addresses = {address.kind: "\n".join(address.lines) for address in details.addresses}
    words = {True: "yes", False: "no", None: ""}
    return {
        "summary": details.summary,
        "phone": unit.phone,
        "email": unit.email,
        "website": details.website,
        "hours": write_hours(details.hours),
        "deviations": write_deviations(details.exceptions),
        "open_on_holidays": details.open_on_holidays,
        "by_appointment": details.by_appointment,
        "visit": addresses.get(AddressKind.VISIT, ""),
        "post": addresses.get(AddressKind.POST, ""),
        "post_box": addresses.get(AddressKind.POST_BOX, ""),
        "transport": details.transport,
        "payment": [str(kind) for kind in details.payment],
        "contacts": "\n".join(
            f"{entry.name}; {entry.topic}; {entry.phone}; {entry.email}; {entry.room}".rstrip("; ") for entry in details.contacts
        ),
        **{f"access_{name}": words[getattr(details.accessibility, name)] for name in ACCESS},
        "access_text": details.accessibility.text,
        "checked_on": details.accessibility.checked_on,
        "version": unit.version,
    }


def _read(read: Callable[[str], T], text: str) -> T:
    try:
        return read(text)
    except Invalid as error:
        raise ValidationError(str(error)) from None
