"""The profile's fields under their FIM ids (FIM-Baukasten Datenfelder, read from published XDatenfelder 3 schemas)."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """`max_length` and `pattern` as the FIM data field has them (Präzisierung)."""

    fim_id: str
    label: str
    max_length: int
    group: str
    autocomplete: str
    pattern: str = ""
    hint: str = ""

    def accepts(self, value: str) -> bool:
        return len(value) <= self.max_length and (not self.pattern or re.fullmatch(self.pattern, value) is not None)


GIVEN_NAMES, FAMILY_NAME, EMAIL = "F60000000228", "F60000000227", "F60000000242"
STREET, HOUSE_NUMBER, ADDITION, POSTAL_CODE, TOWN = "F60000000243", "F60000000244", "F60000000248", "F60000000246", "F60000000247"
DEGREE, PHONE = "F60000000229", "F60000000240"
ADDRESS = (STREET, HOUSE_NUMBER, ADDITION, POSTAL_CODE, TOWN)
NAME_GROUP, ADDRESS_GROUP, CONTACT_GROUP = "Name", "Anschrift", "Kontakt"

FIELDS = (
    Field(DEGREE, "Doktorgrade", 119, NAME_GROUP, "honorific-prefix"),
    Field(GIVEN_NAMES, "Vornamen", 80, NAME_GROUP, "given-name"),
    Field(FAMILY_NAME, "Familienname", 120, NAME_GROUP, "family-name"),
    Field(STREET, "Straße", 55, ADDRESS_GROUP, "address-line1"),
    Field(HOUSE_NUMBER, "Hausnummer", 11, ADDRESS_GROUP, "off"),
    Field(ADDITION, "Adresszusatz", 21, ADDRESS_GROUP, "address-line2"),
    Field(POSTAL_CODE, "Postleitzahl", 5, ADDRESS_GROUP, "postal-code", r"(0[1-9]|[1-9][0-9])[0-9]{3}", "Fünf Ziffern"),
    Field(TOWN, "Ort", 50, ADDRESS_GROUP, "address-level2"),
    Field(PHONE, "Telefonnummer", 23, CONTACT_GROUP, "tel"),
)
BY_ID = {field.fim_id: field for field in FIELDS}


def full_name(values: dict[str, str]) -> str:
    """`Dr. Erika Beispiel`, as far as the parts are known."""
    return " ".join(part for part in (values.get(DEGREE), values.get(GIVEN_NAMES), values.get(FAMILY_NAME)) if part)


def address_lines(values: dict[str, str]) -> tuple[str, ...]:
    """The address as on a letter, without the name; empty where street or town is missing."""
    street = " ".join(part for part in (values.get(STREET), values.get(HOUSE_NUMBER)) if part)
    town = " ".join(part for part in (values.get(POSTAL_CODE), values.get(TOWN)) if part)
    if not values.get(STREET) or not values.get(TOWN):
        return ()
    return tuple(line for line in (values.get(ADDITION, ""), street, town) if line)
