"""What a form is once compiled: an acyclic graph of pages, elements with cardinalities, rules, frozen code lists.

An element stands at a path of ids (`halter.F60000000227`). Where an element may occur more than once, its key carries
the occurrence from 0 (`kinder[1].F60000000228`), and `kinder#` counts the occurrences.
"""

from enum import StrEnum
from typing import ClassVar, TypeAlias

import msgspec

from rathaus.foundation import expressions


class Kind(StrEnum):
    """What a field holds; the value in answers is given beside it."""

    TEXT = "text"  # text, NFC
    TEXTAREA = "textarea"  # text with line breaks
    DATE = "date"  # YYYY-MM-DD
    TIME = "time"  # HH:MM
    INTEGER = "integer"  # a whole number
    NUMBER = "number"  # decimal number as text, with a point
    MONEY = "money"  # cents
    EMAIL = "email"
    PHONE = "phone"
    IBAN = "iban"  # without blanks
    PLATE = "plate"  # licence plate: HAL-AB 123
    CHOICE = "choice"  # a code
    CHOICES = "choices"  # a list of codes
    BOOLEAN = "boolean"  # Ja/Nein, answered by the person: true or false
    CONSENT = "consent"  # a box to tick: true
    FILE = "file"  # a list of uploads
    LOCKED = "locked"  # shown, never taken from the browser


class PrefillMode(StrEnum):
    OPTIONAL = "optional"  # may be changed
    MANDATORY = "mandatory"  # from a proven source alone, shown but not editable


class Effect(StrEnum):
    """The three effects of FITKO's translated rules."""

    REQUIRE = "require"
    FORBID = "forbid"  # hidden and cleared
    VALID = "valid"  # the condition must hold


class Condition:
    """An expression tree that travels as its JSON notation."""

    __slots__ = ("tree",)

    def __init__(self, tree: expressions.Node) -> None:
        self.tree = tree

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Condition) and other.tree == self.tree

    def __hash__(self) -> int:
        return hash(self.tree)

    def __repr__(self) -> str:
        return f"Condition({expressions.to_text(self.tree)})"


class _Frozen(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    pass


class LegalBasis(_Frozen, frozen=True):
    text: str
    link: str = ""


class Option(_Frozen, frozen=True):
    code: str
    label: str
    help: str = ""


class CodeList(_Frozen, frozen=True):
    """A list outside the fields. `version` pins it; without `options` it is not resolved and the field takes a text.

    `sha256` is the digest of the file the list was read from, `version_open` marks a reference that named no version.
    """

    uri: str
    version: str = ""
    sha256: str = ""
    version_open: bool = False
    options: tuple[Option, ...] = ()


class Prefill(_Frozen, frozen=True):
    """`source` is a FIM id or an account key such as `email`."""

    source: str
    mode: PrefillMode = PrefillMode.OPTIONAL


class Rule(_Frozen, frozen=True):
    """`target` is a path; empty for the element that bears the rule. Without a condition the rule always applies.

    `origin` says where the rule of an official schema comes from (`translated`, `text`, `decision`), `id` which one it is.
    """

    effect: Effect
    target: str = ""
    condition: Condition | None = None
    message: str = ""
    id: str = ""
    origin: str = ""


class Field(_Frozen, frozen=True, tag="field"):
    """`minimum` and `maximum` count occurrences; 1 and 1 is a required field, 0 and 1 a voluntary one.

    `demanded`: a rule may require it. Its first occurrence is laid out then, however few the form demands.
    """

    id: str
    kind: Kind
    label: str
    label_output: str = ""
    hint: str = ""
    help: str = ""
    minimum: int = 1
    maximum: int | None = 1
    visible_if: Condition | None = None
    required_if: Condition | None = None
    min_length: int | None = None
    max_length: int | None = None
    min_value: str = ""  # a number, an ISO date or `today`
    max_value: str = ""
    pattern: str = ""
    message: str = ""  # what to say where pattern or bounds are broken
    latin: bool = False  # DIN SPEC 91379
    options: tuple[Option, ...] = ()
    code_list: str = ""  # key in Form.code_lists
    max_bytes: int | None = None
    media_types: tuple[str, ...] = ()
    content: str = ""  # of a locked field
    prefill: Prefill | None = None
    autocomplete: str = ""
    legal_basis: tuple[LegalBasis, ...] = ()
    fim_version: str = ""
    demanded: bool = False
    rules: tuple[Rule, ...] = ()


class Group(_Frozen, frozen=True, tag="group"):
    """`choice`: exactly one of the children is to be filled in."""

    id: str
    label: str
    children: "tuple[Field | Group | Note, ...]"
    label_output: str = ""
    hint: str = ""
    help: str = ""
    minimum: int = 1
    maximum: int | None = 1
    choice: bool = False
    item_label: str = ""  # one occurrence: `Kind`
    visible_if: Condition | None = None
    required_if: Condition | None = None
    legal_basis: tuple[LegalBasis, ...] = ()
    fim_version: str = ""
    demanded: bool = False
    rules: tuple[Rule, ...] = ()


class Note(_Frozen, frozen=True, tag="note"):
    """A text within the form; `level` is a KERN alert level or empty for plain text."""

    id: str
    text: str
    title: str = ""
    level: str = ""
    visible_if: Condition | None = None
    fim_version: str = ""


Element: TypeAlias = Field | Group | Note


class Edge(_Frozen, frozen=True):
    """Where a page leads; the first edge whose condition holds is taken. `to` empty leads to the check of the answers."""

    to: str = ""
    when: Condition | None = None


class Page(_Frozen, frozen=True):
    id: str
    title: str
    intro: str = ""
    elements: tuple[Field | Group | Note, ...] = ()
    next: tuple[Edge, ...] = ()


class ManualCheck(_Frozen, frozen=True):
    """What no machine decides: a rule, a list that is missing, a field nobody fills. `path` is where it stands.

    `open`: nobody has decided yet what becomes of it, so the form cannot be published. `digest` is the SHA-256 of the text;
    `reason` says why it is not executed. Once decided, `decision` is what (`checked-by-clerk`, ...), with who, when and why.
    """

    id: str
    name: str
    text: str
    path: str = ""
    version: str = ""
    reason: str = ""
    digest: str = ""
    open: bool = False
    decision: str = ""
    who: str = ""
    when: str = ""
    why: str = ""


class Source(_Frozen, frozen=True):
    """Where the form came from: `toml` or `xdf3`, with the digest of the very bytes.

    `beside` names the files supplied with an official schema, `kind:sha256` each.
    """

    kind: str
    sha256: str
    id: str = ""
    version: str = ""
    beside: tuple[str, ...] = ()


class Form(_Frozen, frozen=True):
    """`key` and `version` name it for people, `digest` for machines."""

    FORMAT: ClassVar[int] = 1

    key: str
    version: str
    title: str
    pages: tuple[Page, ...]
    source: Source
    intro: str = ""
    minutes: int = 0
    needed: tuple[str, ...] = ()
    legal_basis: tuple[LegalBasis, ...] = ()
    code_lists: dict[str, CodeList] = {}
    rules: tuple[Rule, ...] = ()
    manual_checks: tuple[ManualCheck, ...] = ()
    language: str = "de"
    format: int = 1


def repeated(element: Element) -> bool:
    """Whether keys under this element carry an occurrence. Uploads are a list within one key instead."""
    if isinstance(element, Note) or (isinstance(element, Field) and element.kind is Kind.FILE):
        return False
    return element.maximum != 1
