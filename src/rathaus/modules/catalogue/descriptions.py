"""What is said about one service, in one value: as a recipe, an editor, the Land or the federation says it.

The shape follows XZuFi 2.3.1 as far as people read it; codes are those of XZuFi. A description is the unit of versions, of
comparison and of inheritance (`layers`); the tables that pages and search read are made from it (`domain.project`).
"""

import datetime as dt
import hashlib
import sys
from typing import Any

import msgspec

from rathaus.foundation import html
from rathaus.modules.catalogue.enums import (
    AccessChannel,
    Certainty,
    Channel,
    DurationKind,
    ExecutingLevel,
    FeeKind,
    Markup,
    TermKind,
    TextCode,
)

_NAMES = (TextCode.NAME, TextCode.SECOND_NAME)


class _Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    pass


def _same(part: msgspec.Struct, name: str) -> None:
    """Makes equal words one object: `omit_defaults` asks whether a value *is* its default; equal must give equal bytes."""
    msgspec.structs.force_setattr(part, name, sys.intern(getattr(part, name)))


class Link(_Part, frozen=True):
    uri: str
    title: str = ""
    description: str = ""


class Text(_Part, frozen=True):
    """One text module in one language. `text` is plain words or HTML (`markup`); HTML is cleaned where it is shown."""

    code: TextCode
    text: str
    language: str = "de"
    markup: Markup = Markup.PLAIN
    access_channel: AccessChannel = AccessChannel.ALL
    links: tuple[Link, ...] = ()
    machine_translated: bool = False
    source: str = ""
    approved_by: str = ""
    approved_on: dt.date | None = None
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None

    def __post_init__(self) -> None:
        _same(self, "language")


class Term(_Part, frozen=True):
    text: str
    kind: TermKind = TermKind.SYNONYM
    language: str = "de"

    def __post_init__(self) -> None:
        _same(self, "language")


class Fee(_Part, frozen=True):
    """Gebühr. `cents` and `cents_to` in hundredths of `currency`; `code` is XZuFi's Kostentyp."""

    kind: FeeKind
    code: str = ""
    label: str = ""
    cents: int | None = None
    cents_to: int | None = None
    currency: str = "EUR"
    text: str = ""
    legal_basis: str = ""
    url: str = ""
    prepayment: bool | None = None
    as_of: dt.date | None = None
    source: str = ""
    certainty: Certainty = Certainty.UNCHECKED
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None

    def __post_init__(self) -> None:
        _same(self, "currency")


class Deadline(_Part, frozen=True):
    """Frist: a span (`amount` to `amount_to` in `unit`) or a day (`month_day`, `--MM-DD` or `YYYY-MM-DD`), or words."""

    code: str = ""
    amount: int | None = None
    amount_to: int | None = None
    unit: str = ""
    month_day: str = ""
    text: str = ""
    legal_basis: str = ""
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None


class Duration(_Part, frozen=True):
    """Bearbeitungsdauer: what is promised or what the law allows; `amount` None where only words say it."""

    kind: DurationKind = DurationKind.PROMISE
    amount: int | None = None
    amount_to: int | None = None
    unit: str = "ARBEITSTAG"
    text: str = ""

    def __post_init__(self) -> None:
        _same(self, "unit")


class Document(_Part, frozen=True):
    """Eingehendes Dokument. `mandatory` None where no source says."""

    name: str
    code: str = ""
    text: str = ""
    mandatory: bool | None = None


class Way(_Part, frozen=True):
    channel: Channel
    url: str = ""
    text: str = ""


class Form(_Part, frozen=True):
    """Formular somebody offers under an address (https alone). `language` is that of the form, `kind` the word of its source.

    `condition` says for whom it is, in words of the source; empty for everybody.
    """

    name: str
    url: str
    language: str = ""
    kind: str = ""
    condition: str = ""
    source: str = ""
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None


class Description(_Part, frozen=True):
    """Leistung as one source says it. None and empty mean: this source says nothing about it."""

    key: str
    name: str = ""
    official_name: str = ""
    other_keys: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    texts: tuple[Text, ...] = ()
    fees: tuple[Fee, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    durations: tuple[Duration, ...] = ()
    documents: tuple[Document, ...] = ()
    ways: tuple[Way, ...] = ()
    forms: tuple[Form, ...] = ()
    life_events: tuple[str, ...] = ()
    level: ExecutingLevel | None = None
    level_source: str = ""
    type: str = ""
    trust_level: str = ""
    written_form: bool | None = None
    personal_appearance: bool | None = None
    informal: bool | None = None
    single_contact: str = ""
    addressees: tuple[str, ...] = ()
    sdg_areas: tuple[str, ...] = ()
    catalogue_status: int | None = None
    library_status: int | None = None
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    unit: str = ""
    territory: str = ""
    prominence: int = 0

    @property
    def machine_named(self) -> bool:
        """A machine has translated the German name: it is the words of a text that says so."""
        titles = (text for text in self.texts if text.code in _NAMES and text.language == "de" and text.machine_translated)
        return any(html.plain(text.text) == self.name for text in titles)

    @property
    def says_more_than_its_name(self) -> bool:
        counted = self.fees or self.deadlines or self.durations or self.documents or self.ways or self.forms
        return bool(counted) or any(text.code not in _NAMES for text in self.texts)


_ENCODER = msgspec.json.Encoder(order="deterministic")
_DECODER = msgspec.json.Decoder(Description)


def encode(description: Description) -> bytes:
    """Canonical JSON: the same description always gives the same bytes."""
    return _ENCODER.encode(description)


def decode(data: bytes | str) -> Description:
    """Raises msgspec.ValidationError for what `encode` has not written."""
    return _DECODER.decode(data)


def digest(description: Description) -> str:
    """SHA-256 of the canonical JSON, hexadecimal."""
    return hashlib.sha256(encode(description)).hexdigest()


def as_plain(description: Description) -> dict[str, Any]:
    """As dictionaries and lists, for comparison and for people who read JSON."""
    plain: dict[str, Any] = msgspec.json.decode(encode(description))
    return plain
