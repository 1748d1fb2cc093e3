"""What every object of XZuFi is made of: identity, code, text in a language, link, validity, version."""

from datetime import date, datetime
from decimal import Decimal

import msgspec


class Part(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """The base of all parts: frozen, compared by content, encodable by msgspec."""


class Identifier(Part, frozen=True):
    """`Identifikator`. Two objects are the same when scheme and value are; the value alone says nothing.

    `label` is the `name` where 2.2.0 gives a code instead (`referenzLeiKa`); 2.3.1 has no place for it.
    """

    value: str
    scheme_agency_id: str = ""
    scheme_agency_name: str = ""
    scheme_data_uri: str = ""
    scheme_id: str = ""
    scheme_name: str = ""
    scheme_uri: str = ""
    scheme_version_id: str = ""
    label: str = ""

    @property
    def scheme(self) -> str:
        """The issuing agency (in PVOG the editorial office, `B100019`), else the scheme's address or short name."""
        return self.scheme_agency_id or self.scheme_uri or self.scheme_data_uri or self.scheme_id

    @property
    def key(self) -> tuple[str, str]:
        """The identity: (scheme, value)."""
        return self.scheme, self.value


class Code(Part, frozen=True):
    """A value of a code list. Codes are texts: leading zeros count."""

    code: str
    list_uri: str = ""
    list_version: str = ""
    name: str = ""


class LocalizedText(Part, frozen=True):
    """A text in a language. In modules the text is HTML as its editors wrote it: sanitise before showing it."""

    language: str
    text: str


Texts = tuple[LocalizedText, ...]


class Period(Part, frozen=True):
    """`Zeitraum`, both ends inclusive; an absent end is open. Times without zone are local time."""

    begins: datetime | None = None
    ends: datetime | None = None
    note: Texts = ()


class Link(Part, frozen=True):
    """`HyperlinkErweitert`."""

    uri: str
    title: str = ""
    description: str = ""
    position: int | None = None
    language: str = ""


class DynamicParameter(Part, frozen=True):
    """A parameter that the portal adds to an address (`DynamischerURLParameter`): kind 001-009 or 100, and its name."""

    kind: Code
    name: str


class Amount(Part, frozen=True):
    """A sum as written; `currency` after ISO 4217."""

    value: Decimal
    currency: str = "EUR"

    @property
    def cents(self) -> int | None:
        """Hundredths, or None where the sum is finer than that."""
        hundredths = self.value * 100
        return int(hundredths) if hundredths == hundredths.to_integral_value() else None


class VersionInfo(Part, frozen=True):
    """`Versionsinformation`: created and changed, when and by whom."""

    created_at: datetime | None = None
    created_by: str = ""
    changed_at: datetime | None = None
    changed_by: str = ""
    version: str = ""


class MachineTranslation(Part, frozen=True):
    """Whence and by what a text was translated."""

    original_language: str
    original_id: Identifier | None = None
    translated_by: str = ""


class LanguageVersion(Part, frozen=True):
    """`Sprachversion`. A machine translation is never shown unmarked; 2.2.0 cannot say it (None)."""

    language: str
    name_german: str = ""
    name_native: str = ""
    machine_translated: bool | None = None
    machine_translation: MachineTranslation | None = None
    created_at: datetime | None = None
    created_by: str = ""
    changed_at: datetime | None = None
    changed_by: str = ""
    version: str = ""


Day = date
"""A calendar day without time (`xs:date`)."""
