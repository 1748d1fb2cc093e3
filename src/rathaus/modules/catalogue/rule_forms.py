"""Forms of the page on which staff say who is responsible where."""

from collections.abc import Iterable
from typing import Any

from django import forms

from rathaus.foundation import text
from rathaus.modules.catalogue.enums import Certainty, PlaceOf, Role
from rathaus.modules.catalogue.responsibility.matching import name_key
from rathaus.modules.geo import public as geo
from rathaus.modules.organisation import public as organisation
from rathaus.web.forms import DateField

NOTHING = ("", "überall darin")
WHO = [("unit", "eine Stelle von uns"), ("other", "jemand anderes"), ("online", "ein Onlinedienst"), ("form", "ein Formular")]


class RuleForm(forms.Form):
    """One rule as a person says it; `data` is what the use case takes. What is not asked for by `who` is not looked at."""

    who = forms.ChoiceField(label="Wer macht es?", choices=WHO, widget=forms.RadioSelect, initial="unit")
    unit = forms.ChoiceField(label="Stelle", required=False, help_text="wenn es eine Stelle von uns ist")
    name = forms.CharField(label="Name", max_length=200, required=False, help_text="der anderen Behörde oder des Formulars")
    url = forms.URLField(label="Adresse im Netz", required=False, assume_scheme="https", help_text="mit https://")
    online = forms.CharField(label="Onlinedienst", max_length=120, required=False, help_text="sein Kürzel, wie in /antrag/…")
    role = forms.ChoiceField(label="Als was?", choices=Role.choices, initial=Role.IN_CHARGE)
    territory = forms.CharField(
        label="Gebiet (Regionalschlüssel)",
        max_length=12,
        required=False,
        help_text="2, 3, 5, 9 oder 12 Ziffern; leer heißt überall",
    )
    district = forms.ChoiceField(label="Stadtteil", required=False)
    area = forms.ChoiceField(label="Fläche", required=False)
    street = forms.CharField(label="Straße", max_length=120, required=False)
    number_from = forms.CharField(label="Hausnummer von", max_length=10, required=False)
    number_to = forms.CharField(label="Hausnummer bis", max_length=10, required=False)
    side = forms.ChoiceField(label="Straßenseite", choices=geo.Parity.choices, initial=geo.Parity.ALL, required=False)
    letter_from = forms.CharField(label="Nachname von", max_length=6, required=False, help_text="die ersten Buchstaben")
    letter_to = forms.CharField(label="Nachname bis", max_length=6, required=False)
    place_of = forms.ChoiceField(label="Welche Anschrift zählt?", choices=[("", "jede"), *PlaceOf.choices], required=False)
    valid_from = DateField(label="Gilt ab", required=False)
    valid_until = DateField(label="Gilt bis", required=False)
    source = forms.CharField(
        label="Woher wissen wir das?", max_length=200, help_text="zum Beispiel Satzung, Geschäftsverteilung, Erlass"
    )
    checked = forms.BooleanField(label="Das Rechtsamt hat es geprüft", required=False)

    def __init__(self, *args: Any, units: list[tuple[str, str]], districts: list[Any], areas: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        choices = {
            "unit": [("", "keine"), *units],
            "district": [NOTHING, *((one.slug, one.name) for one in districts)],
            "area": [NOTHING, *((one.slug, one.name) for one in areas)],
        }
        for field, found in choices.items():
            self.fields[field].choices = found  # type: ignore[attr-defined]

    def clean_territory(self) -> str:
        key: str = self.cleaned_data["territory"].strip()
        if key and not geo.is_key(key):
            raise forms.ValidationError("Ein Regionalschlüssel hat 2, 3, 5, 9 oder 12 Ziffern. Sie finden ihn unter „Gebiete“.")
        return key

    def _number(self, field: str) -> str:
        given: str = self.cleaned_data[field].strip()
        if given and geo.number_code(given) is None:
            raise forms.ValidationError("Geben Sie die Hausnummer an wie 12 oder 12a.")
        return given

    def clean_number_from(self) -> str:
        return self._number("number_from")

    def clean_number_to(self) -> str:
        return self._number("number_to")

    def _letters(self, field: str) -> str:
        given = text.clean(self.cleaned_data[field])
        key = name_key(given)
        if given and not (key.isascii() and key.isalpha()):
            raise forms.ValidationError("Geben Sie nur Buchstaben an.")
        return given

    def clean_letter_from(self) -> str:
        return self._letters("letter_from")

    def clean_letter_to(self) -> str:
        return self._letters("letter_to")

    def clean(self) -> None:
        data = self.cleaned_data
        who = str(data.get("who") or "")
        needed = {"unit": ["unit"], "other": ["name", "url"], "form": ["name", "url"], "online": ["online"]}
        for field in needed.get(who, ()):
            if field in data and not data[field]:
                self.add_error(field, f"Das brauchen wir für „{dict(WHO)[who]}“.")
        if (data.get("number_from") or data.get("number_to")) and not data.get("street"):
            self.add_error("street", "Zu Hausnummern gehört die Straße.")
        if not self.errors and (geo.last_code(data["number_to"]) or 0) < (geo.number_code(data["number_from"]) or 0):
            self.add_error("number_to", "Diese Hausnummer liegt vor der ersten.")
        first, last = name_key(data.get("letter_from", "")), name_key(data.get("letter_to", ""))
        if first and last and last[: len(first)] < first[: len(last)]:
            self.add_error("letter_to", "Diese Buchstaben liegen vor den ersten.")
        inside = [name for name in ("district", "area", "street") if data.get(name)]
        if inside and "territory" in data and not data["territory"]:
            self.add_error("territory", "Stadtteil, Fläche und Straße brauchen den Regionalschlüssel der Gemeinde.")
        begin, end = data.get("valid_from"), data.get("valid_until")
        if begin and end and end < begin:
            self.add_error("valid_until", "Das Ende liegt vor dem Anfang.")

    @property
    def data_of_rule(self) -> dict[str, Any]:
        """As `record_responsibility` takes it."""
        data = self.cleaned_data
        who, link = data["who"], {"name": data["name"], "url": data["url"]}
        authority, _, unit = data["unit"].partition("/")
        target: dict[str, Any] = {who: {"unit": unit, "online": data["online"]}.get(who, link)}
        if who == "unit":
            target["authority"] = authority
        numbers = {"from": data["number_from"], "to": data["number_to"]}
        letters = {"from": data["letter_from"], "to": data["letter_to"]}
        rest = {name: data[name] for name in ("territory", "district", "area", "street", "place_of", "valid_from", "valid_until")}
        if any(numbers.values()) or (data["street"] and data["side"] not in {"", geo.Parity.ALL}):
            rest["numbers"] = {**numbers, "side": data["side"] or geo.Parity.ALL}
        if any(letters.values()):
            rest["letters"] = letters
        certainty = Certainty.CHECKED if data["checked"] else Certainty.UNCHECKED
        said = {"role": data["role"], "source": data["source"], "certainty": certainty.value}
        return {**target, **{name: value for name, value in rest.items() if value}, **said}


class EndForm(forms.Form):
    last_day = DateField(label="Letzter Tag")


def unit_choices(units: Iterable[organisation.UnitInfo]) -> list[tuple[str, str]]:
    """Authority and unit by their slugs, which name a unit only together; the authority is said where there are several."""
    authorities = organisation.get_authorities()
    several = len(authorities) > 1
    named = [(authorities[unit.authority_id], unit) for unit in units]
    return [(f"{of.slug}/{unit.slug}", f"{unit.name} ({of.name})" if several else unit.name) for of, unit in named]
