"""The model of XDatenfelder: what a schema says, unchanged. Texts are stripped; absent elements are empty."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from rathaus.standards.xdatenfelder.parts import (
    NO_COLUMNS,
    NO_DERIVATION,
    NO_HEADER,
    NO_LIMITS,
    NO_RELEASE,
    Cardinality,
    CodeListRef,
    Derivation,
    DocumentProfile,
    ElementKind,
    FieldKind,
    Header,
    Keyword,
    LegalBasis,
    Limits,
    ListColumns,
    Option,
    Part,
    Prefill,
    Relation,
    Release,
    Rule,
    Standard,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "Cardinality",
    "CodeListRef",
    "Derivation",
    "DocumentProfile",
    "Element",
    "ElementKind",
    "Field",
    "FieldKind",
    "Group",
    "Header",
    "Keyword",
    "LegalBasis",
    "Limits",
    "ListColumns",
    "Option",
    "Part",
    "Prefill",
    "Relation",
    "Release",
    "Rule",
    "Schema",
    "Standard",
    "Structure",
]


@dataclass(frozen=True, slots=True)
class Field:
    """`datenfeld`. `datatype`: text, text_latin, date, time, datetime, bool, num, num_int, num_currency, file, obj.

    `label_from_name`: bezeichnungEingabe is absent, the label is the name.
    """

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
    limits: Limits = NO_LIMITS
    options: tuple[Option, ...] = ()
    code_list: CodeListRef | None = None
    max_bytes: int | None = None
    media_types: tuple[str, ...] = ()
    prefill: Prefill = Prefill.NONE
    release_state: str = ""
    legal_basis: tuple[LegalBasis, ...] = ()
    rules: tuple[Rule, ...] = ()
    element_kind: ElementKind | None = None
    release: Release = NO_RELEASE
    keywords: tuple[Keyword, ...] = ()
    relations: tuple[Relation, ...] = ()
    columns: ListColumns = NO_COLUMNS
    label_from_name: bool = False


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
    element_kind: ElementKind | None = None
    release: Release = NO_RELEASE
    keywords: tuple[Keyword, ...] = ()
    relations: tuple[Relation, ...] = ()
    label_from_name: bool = False


Element: TypeAlias = Field | Group


@dataclass(frozen=True, slots=True)
class Structure:
    """`struktur`: one place of an element in its parent, with its own cardinality and legal basis."""

    cardinality: Cardinality
    element: Element
    legal_basis: tuple[LegalBasis, ...] = ()


@dataclass(frozen=True, slots=True)
class Schema:
    """`stammdatenschema`. `release_state` is 1 to 8: 5 released by the department (silver), 6 (gold).

    `title_from_name`: bezeichnung is absent, the title is the name.
    """

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
    standard: Standard = Standard.XDF3
    header: Header = NO_HEADER
    release: Release = NO_RELEASE
    keywords: tuple[Keyword, ...] = ()
    relations: tuple[Relation, ...] = ()
    derivation: Derivation = NO_DERIVATION
    document_profile: DocumentProfile | None = None
    title_from_name: bool = False

    def walk(self) -> "Iterator[tuple[tuple[str, ...], Structure]]":
        """Every place in document order with its path of ids; the same id may stand in many places."""
        stack: list[tuple[tuple[str, ...], Structure]] = [((), child) for child in reversed(self.children)]
        while stack:
            parents, place = stack.pop()
            path = (*parents, place.element.id)
            yield path, place
            if isinstance(place.element, Group):
                stack.extend((path, child) for child in reversed(place.element.children))
