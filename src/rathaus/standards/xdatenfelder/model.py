"""The model of XDatenfelder 3: what a schema says, unchanged. Texts are stripped; absent elements are empty."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator


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


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """`bezug`: the norm as the editors wrote it, with its address where given."""

    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Cardinality:
    """`anzahl`: `0:1`, `1:*`; `maximum` None means unbounded."""

    minimum: int
    maximum: int | None


@dataclass(frozen=True, slots=True)
class Rule:
    """`regel`: the free text is all the standard carries; `kind` is K, M, V or B."""

    id: str
    version: str
    name: str
    text: str
    kind: str
    legal_basis: tuple[LegalBasis, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """`wert` of an inline list."""

    code: str
    name: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class CodeListRef:
    """`codelisteReferenz`: `version` is empty where the schema leaves it open."""

    uri: str
    version: str = ""
    version_uri: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """`praezisierung`; lengths in characters. The pattern is as written: XSD syntax, sometimes with a stray `$`."""

    min_length: int | None = None
    max_length: int | None = None
    min_value: Decimal | None = None
    max_value: Decimal | None = None
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """`datenfeld`. `datatype`: text, text_latin, date, time, datetime, bool, num, num_int, num_currency, file, obj."""

    id: str
    version: str
    name: str
    label: str
    label_output: str
    kind: FieldKind
    datatype: str
    description: str = ""
    definition: str = ""
    help: str = ""
    help_output: str = ""
    content: str = ""
    limits: Limits = Limits()
    options: tuple[Option, ...] = ()
    code_list: CodeListRef | None = None
    max_bytes: int | None = None
    media_types: tuple[str, ...] = ()
    prefill: Prefill = Prefill.NONE
    release_state: str = ""
    legal_basis: tuple[LegalBasis, ...] = ()
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """`datenfeldgruppe`. `choice` marks `art` X: exactly one of the children."""

    id: str
    version: str
    name: str
    label: str
    label_output: str
    children: "tuple[Structure, ...]"
    description: str = ""
    definition: str = ""
    help: str = ""
    help_output: str = ""
    choice: bool = False
    release_state: str = ""
    legal_basis: tuple[LegalBasis, ...] = ()
    rules: tuple[Rule, ...] = ()


Element: TypeAlias = Field | Group


@dataclass(frozen=True, slots=True)
class Structure:
    """`struktur`: one place of an element in its parent, with its own cardinality and legal basis."""

    cardinality: Cardinality
    element: Element
    legal_basis: tuple[LegalBasis, ...] = ()


@dataclass(frozen=True, slots=True)
class Schema:
    """`stammdatenschema`. `release_state` is 1 to 8: 5 released by the department (silver), 6 (gold)."""

    id: str
    version: str
    name: str
    title: str
    children: tuple[Structure, ...]
    description: str = ""
    definition: str = ""
    help: str = ""
    release_state: str = ""
    legal_basis: tuple[LegalBasis, ...] = ()
    rules: tuple[Rule, ...] = ()

    def walk(self) -> "Iterator[tuple[tuple[str, ...], Structure]]":
        """Every place in document order with its path of ids; the same id may stand in many places."""
        stack: list[tuple[tuple[str, ...], Structure]] = [((), child) for child in reversed(self.children)]
        while stack:
            parents, place = stack.pop()
            path = (*parents, place.element.id)
            yield path, place
            if isinstance(place.element, Group):
                stack.extend((path, child) for child in reversed(place.element.children))
