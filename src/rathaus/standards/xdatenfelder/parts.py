"""The small values of which schemas, groups, fields and rules consist. Texts are stripped; what is absent is empty.

Dates and times stay texts as written (xs:date, xs:dateTime): the time zone a file gives is kept.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Standard(StrEnum):
    """The edition a message was written in."""

    XDF1 = "1"
    XDF2 = "2"
    XDF3 = "3.0.0"


class FieldKind(StrEnum):
    """`feldart`, code list urn:xoev-de:fim:codeliste:xdatenfelder.feldart 2.0."""

    INPUT = "input"
    SELECT = "select"
    LABEL = "label"
    HIDDEN = "hidden"
    LOCKED = "locked"


class Prefill(StrEnum):
    """`vorbefuellung`: none, allowed, or only from a proven source."""

    NONE = "keine"
    OPTIONAL = "optional"
    MANDATORY = "verpflichtend"


class ElementKind(StrEnum):
    """`schemaelementart`: abstract, harmonised, or bound to a norm (rechtsnormgebunden)."""

    ABSTRACT = "ABS"
    HARMONISED = "HAR"
    NORM = "RNG"


class Relation(NamedTuple):
    """`relation`: `predicate` ABL (derived from), ERS (replaces), EQU, VKN, and the object by id and, mostly absent, version.

    A plain tuple: one field may carry 4,000 of them, one file 16,000.
    """

    predicate: str
    id: str
    version: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """`header` of the message. Edition 1 knows the id of the schema and a date; they stand in `message_id` and `created`."""

    message_id: str = ""
    created: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """`bezug`: the norm as the editors wrote it, with its address where given."""

    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Keyword:
    """`stichwort`; `uri` says in which vocabulary."""

    text: str
    uri: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """Who released what when. `status` is the state of editions 1 and 2 (aktiv ...); edition 3 says it in `release_state`.

    Edition 2 calls `status_date` freigabedatum and `status_by` fachlicherErsteller.
    """

    status_date: str = ""
    status_by: str = ""
    valid_from: str = ""
    valid_until: str = ""
    version_note: str = ""
    published: str = ""
    last_change: str = ""
    status: str = ""


NO_RELEASE = Release()


@dataclass(frozen=True, slots=True)
class Cardinality:
    """`anzahl`: `0:1`, `1:*`; `maximum` None means unbounded."""

    minimum: int
    maximum: int | None


@dataclass(frozen=True, slots=True)
class Part:
    """An element kept as it stands, where no public source says what it holds (`param`, `ziel`, `fehler` of a rule)."""

    name: str
    text: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    parts: "tuple[Part, ...]" = ()
    qualified: bool = True


@dataclass(frozen=True, slots=True)
class Rule:
    """`regel`: the free text is all that files carry so far; `kind` is K, M, V or B, empty in editions 1 and 2.

    `author` is fachlicherErsteller. `label` and `release` occur in edition 2 alone, whose definition is the free text.
    """

    id: str
    version: str
    name: str
    text: str
    kind: str
    legal_basis: tuple[LegalBasis, ...] = ()
    description: str = ""
    author: str = ""
    last_change: str = ""
    script: str = ""
    parameters: tuple[Part, ...] = ()
    targets: tuple[Part, ...] = ()
    errors: tuple[Part, ...] = ()
    keywords: tuple[Keyword, ...] = ()
    label: str = ""
    release: Release = NO_RELEASE


@dataclass(frozen=True, slots=True)
class Option:
    """`wert` of an inline list."""

    code: str
    name: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class CodeListRef:
    """`codelisteReferenz`: `version` is empty where the schema leaves it open; `id` (C...) and `name` only before edition 3."""

    uri: str
    version: str = ""
    version_uri: str = ""
    id: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class ListColumns:
    """`codeKey`, `nameKey`, `helpKey`: the columns of the referenced list to be used instead of the usual ones."""

    code: str = ""
    name: str = ""
    help: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """`praezisierung`; lengths in characters. The pattern is as written: XSD syntax, sometimes with a stray `$`.

    `min_text` and `max_text` are the bounds as written where a plain number would not give them back: dates, times.
    `note` is text beside the attributes (before edition 3: text that is no JSON).
    """

    min_length: int | None = None
    max_length: int | None = None
    min_value: Decimal | None = None
    max_value: Decimal | None = None
    pattern: str = ""
    min_text: str = ""
    max_text: str = ""
    note: str = ""

    @property
    def lower(self) -> str:
        """`minValue` as text."""
        return self.min_text or ("" if self.min_value is None else str(self.min_value))

    @property
    def upper(self) -> str:
        """`maxValue` as text."""
        return self.max_text or ("" if self.max_value is None else str(self.max_value))


@dataclass(frozen=True, slots=True)
class Derivation:
    """`ableitungsmodifikationen...`: codes 0 to 3 and 0 to 1, how far a derived schema may change the structure and the texts.

    What 0 and 3 mean is contradicted by public sources; the code list in the XRepository decides.
    """

    structure: str = ""
    representation: str = ""


@dataclass(frozen=True, slots=True)
class DocumentProfile:
    """`dokumentsteckbrief`: the profile the schema belongs to; D99000000001 is a placeholder."""

    id: str
    version: str = ""


NO_HEADER, NO_LIMITS, NO_COLUMNS, NO_DERIVATION = Header(), Limits(), ListColumns(), Derivation()
