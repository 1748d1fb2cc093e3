"""How a table says where a part of the model stands in XML. Reader, writer and documentation use the same rows."""

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import TypeAlias

from rathaus.standards.xzufi.model.basics import Part


class Leaf(Enum):
    """Kinds of values that need no table of their own."""

    STRING = "Text, unverändert"
    TOKEN = "Text ohne Leerzeichen am Rand"  # noqa: S105 - a kind of text
    INTEGER = "ganze Zahl"
    BOOLEAN = "true oder false"
    DATE = "Datum"
    DATETIME = "Datum mit Uhrzeit"
    AMOUNT = "Zahl mit Attribut currencyCode"
    CODE = "code, name ohne Namensraum; Attribute listURI, listVersionID"
    BARE_CODE = "Code als Text"
    LOCALIZED = "Text mit Attribut languageCode"
    IDENTIFIER = "Wert mit den Attributen schemeID, schemeAgencyID ..."
    KEY_AS_CODE = "Schlüssel als code, name ohne Namensraum"
    LINK_AS_URI = "Adresse als Text"
    XSI_TYPE = "Attribut xsi:type"


@dataclass(frozen=True, slots=True)
class Struct:
    """A part with a table; `xsi_type` is written where the schema's type is abstract."""

    cls: type[Part]
    xsi_type: str = ""


@dataclass(frozen=True, slots=True)
class Union:
    """One of several parts, told apart by `xsi:type`; also read without it, by wrapper or by content."""

    members: tuple[tuple[type[Part], str], ...]


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """A part that is no more than its one member (2.2.0 knows no frame around an incoming document): `attribute`, `name`."""

    cls: type[Part]
    attribute: str
    name: str
    kind: Struct


Kind: TypeAlias = Leaf | Struct | Union | Unwrapped


class Evidence(StrEnum):
    """On what a row rests."""

    SEEN = "gesehen"
    """The name was seen in files or readers in use."""
    MODEL = "Objektmodell"
    """Named in the published object model; its spelling in XML follows from the others by rule."""
    ASSUMED = "angenommen"
    """Nothing public names it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands in one version: element (or attribute) `name`, at most `most` times, inside the element `within`."""

    name: str
    kind: Kind
    most: int | None = 1
    within: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One attribute of a part. `new` holds for 2.3.1, `old` for 2.2.0 and 2.1.0; None: that version has no place for it."""

    attribute: str
    new: Place | None
    old: Place | None
    required: bool = False
    in_attribute: bool = False
    aliases: tuple[str, ...] = ()
    evidence: Evidence = Evidence.MODEL

    def place(self, *, new: bool) -> Place | None:
        return self.new if new else self.old


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one part, in the order of 2.3.1; `old_order` where 2.2.0 has another."""

    cls: type[Part]
    rows: tuple[Row, ...]
    old_order: tuple[str, ...] = ()

    def ordered(self, *, new: bool) -> tuple[Row, ...]:
        rows = tuple(row for row in self.rows if row.place(new=new) is not None)
        if new or not self.old_order:
            return rows
        ranks = {attribute: rank for rank, attribute in enumerate(self.old_order)}
        return tuple(sorted(rows, key=lambda row: ranks[row.attribute]))


def row(
    attribute: str,
    name: str,
    kind: Kind,
    *,
    many: bool = False,
    required: bool = False,
    old: str | None = None,
    old_kind: Kind | None = None,
    old_most: int | None = None,
    within: str = "",
    old_within: str = "",
    in_attribute: bool = False,
    aliases: tuple[str, ...] = (),
    evidence: Evidence = Evidence.MODEL,
) -> Row:
    most = None if many else 1
    before = Place(old or name, old_kind or kind, old_most if old_most is not None else most, old_within)
    return Row(attribute, Place(name, kind, most, within), before, required, in_attribute, aliases, evidence)


def since_231(
    attribute: str,
    name: str,
    kind: Kind,
    *,
    many: bool = False,
    within: str = "",
    in_attribute: bool = False,
    evidence: Evidence = Evidence.MODEL,
) -> Row:
    """A part that 2.2.0 has no place for."""
    return Row(attribute, Place(name, kind, None if many else 1, within), None, in_attribute=in_attribute, evidence=evidence)


def until_220(
    attribute: str, name: str, kind: Kind, *, many: bool = False, within: str = "", evidence: Evidence = Evidence.MODEL
) -> Row:
    """A part that 2.3.1 no longer has."""
    return Row(attribute, None, Place(name, kind, None if many else 1, within), evidence=evidence)
