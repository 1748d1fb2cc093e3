"""Every part of a description as people type and read it. One table for the form, its reading, and the comparison of two."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import TextChoices

from rathaus.foundation import money
from rathaus.foundation import text as texts
from rathaus.modules.catalogue.descriptions import Deadline, Document, Duration, Fee, Link, Term, Way
from rathaus.modules.catalogue.enums import (
    Certainty,
    Channel,
    DurationKind,
    ExecutingLevel,
    FeeKind,
    TermKind,
    TextCode,
    TrustLevel,
)
from rathaus.modules.catalogue.languages import GERMAN, PLAIN, SIGN

Choices = tuple[tuple[str, str], ...]
UNITS: Choices = (
    ("ARBEITSTAG", "Arbeitstage"), ("TAG", "Tage"), ("WOCHE", "Wochen"), ("MONAT", "Monate"), ("JAHR", "Jahre"),
    ("STUNDE", "Stunden"), ("MINUTE", "Minuten"), ("QUARTAL", "Quartale"), ("HALBJAHR", "Halbjahre"),
)  # fmt: skip
_TRUST: Choices = tuple((str(value), str(label)) for value, label in TrustLevel.choices)
YES_NO: Choices = (("ja", "ja"), ("nein", "nein"))
_NOTHING: tuple[Any, ...] = (None, "", ())


class Kind(StrEnum):
    """How a value is typed and kept."""

    LINE = "line"
    LINES = "lines"
    CHOICE = "choice"
    DAY = "day"  # 24.12.2026
    CENTS = "cents"  # 30,70
    NUMBER = "number"
    ASK = "ask"  # yes, no, or not said
    LIST = "list"  # one a line
    SEVERAL = "several"  # of choices given at the time
    ADDRESS = "address"
    LINKS = "links"  # one a line: address, then title
    MONTH_DAY = "month_day"  # --MM-DD or YYYY-MM-DD


@dataclass(frozen=True, slots=True)
class Field:
    """`empty` is the value where nothing was typed; `limit` the characters that the tables hold; `more` hides it at first."""

    name: str
    label: str
    kind: Kind = Kind.LINE
    hint: str = ""
    of: type[TextChoices] | None = None
    given: Choices = ()
    limit: int = 0
    more: bool = False
    needed: bool = False
    empty: Any = ""

    @property
    def choices(self) -> Choices:
        return tuple((str(value), str(label)) for value, label in self.of.choices) if self.of else self.given


@dataclass(frozen=True, slots=True)
class Rows:
    """A part of the description that repeats."""

    name: str
    title: str
    one: str
    part: type
    fields: tuple[Field, ...]


def _day(name: str, label: str, *, more: bool = True) -> Field:
    return Field(name, label, Kind.DAY, "zum Beispiel 24.12.2026", empty=None, more=more)


NAMES = (
    Field(
        "name",
        "Name der Leistung",
        hint="So, wie Menschen danach fragen: „Bewohnerparkausweis verlängern“",
        limit=400,
        needed=True,
    ),
    Field("official_name", "Amtliche Bezeichnung", limit=400),
)
FLAGS = (
    Field("unit", "Zuständige Stelle", Kind.CHOICE),
    Field("territory", "Gebiet (ARS)", hint="leer lassen für das ganze Stadtgebiet", limit=12, more=True),
    Field("life_events", "Lebenslagen", Kind.SEVERAL, empty=()),
    Field("level", "Wer führt aus (Vollzug)", Kind.CHOICE, of=ExecutingLevel, empty=None),
    Field("level_source", "Quelle dazu", limit=200, more=True),
    Field("trust_level", "Vertrauensniveau", Kind.CHOICE, given=_TRUST),
    Field("written_form", "Schriftform nötig", Kind.ASK, empty=None),
    Field("personal_appearance", "Persönliches Erscheinen nötig", Kind.ASK, empty=None),
    Field("informal", "Formloser Antrag möglich", Kind.ASK, empty=None),
    Field("prominence", "Häufigkeit", Kind.NUMBER, "0 bis 100; was oft gefragt wird, steht vorn", empty=0, more=True),
    _day("valid_from", "Leistung gültig ab"),
    _day("valid_until", "Leistung gültig bis"),
    Field("type", "Typisierung (FIM)", limit=20, more=True),
    Field("other_keys", "Weitere Leistungsschlüssel", Kind.LIST, "einer je Zeile", empty=(), more=True),
    Field("single_contact", "Einheitliche Stelle (Code)", limit=2, more=True),
    Field("addressees", "Adressaten (Codes)", Kind.LIST, "einer je Zeile", empty=(), more=True),
    Field("sdg_areas", "SDG-Informationsbereiche (Codes)", Kind.LIST, "einer je Zeile", empty=(), more=True),
    Field("catalogue_status", "Status Katalog (1 bis 8)", Kind.NUMBER, empty=None, more=True),
    Field("library_status", "Status Bibliothek (1 bis 8)", Kind.NUMBER, empty=None, more=True),
)
ROWS: tuple[Rows, ...] = (
    Rows("terms", "Andere Wörter dafür", "Wort", Term, (
        Field("text", "Wort", limit=200, needed=True),
        Field("kind", "Art", Kind.CHOICE, of=TermKind, empty=TermKind.SYNONYM),
        Field("language", "Sprache", limit=12, empty=GERMAN, more=True),
    )),
    Rows("fees", "Kosten", "Gebühr", Fee, (
        Field("kind", "Art", Kind.CHOICE, of=FeeKind, needed=True, empty=FeeKind.TEXT),
        Field("label", "wofür", limit=200),
        Field("cents", "Betrag in Euro", Kind.CENTS, "zum Beispiel 30,70", empty=None),
        Field("cents_to", "bis Betrag in Euro", Kind.CENTS, "nur bei einem Rahmen", empty=None),
        Field("text", "in Worten", Kind.LINES),
        Field("legal_basis", "Rechtsgrundlage", hint="Satzung oder Gesetz mit Fundstelle", limit=300),
        _day("as_of", "Stand", more=False),
        Field("source", "Quelle", limit=200),
        Field("certainty", "Prüfung", Kind.CHOICE, of=Certainty, empty=Certainty.UNCHECKED),
        Field("url", "Verweis", Kind.ADDRESS, limit=200, more=True),
        Field("prepayment", "im Voraus zu zahlen", Kind.ASK, empty=None, more=True),
        Field("code", "Kostentyp (Code)", limit=3, more=True),
        Field("currency", "Währung", limit=3, empty="EUR", more=True),
        _day("valid_from", "gültig ab"),
        _day("valid_until", "gültig bis"),
    )),
    Rows("deadlines", "Fristen", "Frist", Deadline, (
        Field("amount", "Dauer", Kind.NUMBER, empty=None),
        Field("amount_to", "bis Dauer", Kind.NUMBER, empty=None),
        Field("unit", "Einheit", Kind.CHOICE, given=UNITS),
        Field("month_day", "oder Stichtag", Kind.MONTH_DAY, "zum Beispiel 15.02. für jedes Jahr oder 15.02.2027"),
        Field("text", "in Worten", Kind.LINES),
        Field("legal_basis", "Rechtsgrundlage", limit=300),
        Field("code", "Fristtyp (Code)", limit=3, more=True),
        _day("valid_from", "gültig ab"),
        _day("valid_until", "gültig bis"),
    )),
    Rows("durations", "Bearbeitungsdauer", "Dauer", Duration, (
        Field("kind", "Art", Kind.CHOICE, of=DurationKind, empty=DurationKind.PROMISE),
        Field("amount", "Dauer", Kind.NUMBER, empty=None),
        Field("amount_to", "bis Dauer", Kind.NUMBER, empty=None),
        Field("unit", "Einheit", Kind.CHOICE, given=UNITS),
        Field("text", "in Worten", Kind.LINES),
    )),
    Rows("documents", "Unterlagen", "Unterlage", Document, (
        Field("name", "Name", limit=300, needed=True),
        Field("text", "Erläuterung", Kind.LINES),
        Field("mandatory", "immer nötig", Kind.ASK, empty=None),
        Field("code", "Dokumenttyp (Code)", limit=3, more=True),
    )),
    Rows("ways", "Wege zum Antrag", "Weg", Way, (
        Field("channel", "Weg", Kind.CHOICE, of=Channel, needed=True),
        Field("url", "Verweis", Kind.ADDRESS, limit=200),
        Field("text", "Hinweis", Kind.LINES),
    )),
)  # fmt: skip
ROWS_OF: Mapping[str, Rows] = {rows.name: rows for rows in ROWS}
PLAIN_FIELDS: Mapping[str, Field] = {field.name: field for field in (*NAMES, *FLAGS)}

TEXT_CODES = (
    TextCode.SHORT, TextCode.FULL, TextCode.REQUIREMENTS, TextCode.PROCEDURE, TextCode.HINTS, TextCode.LEGAL_BASIS,
    TextCode.REMEDY, TextCode.FURTHER,
)  # fmt: skip
TEXT_HINTS: Mapping[TextCode, str] = {
    TextCode.SHORT: "ein bis zwei Sätze: Worum geht es, für wen?",
    TextCode.FULL: "Absätze mit einer Leerzeile trennen",
    TextCode.PROCEDURE: "ein Schritt je Zeile",
}
FIRST_LANGUAGES = (GERMAN, PLAIN, SIGN, "en")


def _write_lines(value: Iterable[str]) -> str:
    return "\n".join(value)


def _write_month_day(value: str) -> str:
    if match := re.fullmatch(r"--(\d\d)-(\d\d)", value):
        return f"{match[2]}.{match[1]}."
    if match := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", value):
        return f"{match[3]}.{match[2]}.{match[1]}"
    return value


_WRITE: Mapping[Kind, Callable[[Any], str]] = {
    Kind.DAY: lambda day: f"{day:%d.%m.%Y}",
    Kind.CENTS: lambda cents: money.format_cents(cents).removesuffix("\u00a0€"),
    Kind.ASK: lambda yes: "ja" if yes else "nein",
    Kind.LIST: _write_lines,
    Kind.SEVERAL: _write_lines,
    Kind.LINKS: lambda links: _write_lines(f"{link.uri} {link.title}".strip() for link in links),
    Kind.MONTH_DAY: _write_month_day,
}
_SEVERAL_LINES = frozenset({Kind.LINES, Kind.LIST, Kind.SEVERAL, Kind.LINKS})


def write(field: Field, value: Any) -> str:
    """The value as it is typed; empty for the value that stands for nothing."""
    return "" if value in _NOTHING else _WRITE.get(field.kind, str)(value)


def read(field: Field, typed: str) -> Any:
    """The value of what was typed. Raises ValueError with a German message that says how to write it."""
    words = texts.clean(typed, multiline=field.kind in _SEVERAL_LINES)
    if not words:
        return field.empty
    if field.limit and len(words) > field.limit:
        raise ValueError(f"höchstens {field.limit} Zeichen, Sie haben {len(words)} geschrieben.")
    if field.kind is Kind.CHOICE and field.choices and words not in dict(field.choices):
        raise ValueError("Wählen Sie einen Eintrag der Liste.")
    return field.of(words) if field.of else _READ.get(field.kind, str)(words)


def _read_ask(said: str) -> bool:
    if said not in {"ja", "nein"}:
        raise ValueError("Wählen Sie ja oder nein, oder lassen Sie es offen.")
    return said == "ja"


def _read_lines(said: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.strip() for line in said.splitlines() if line.strip()))


def _read_links(said: str) -> tuple[Link, ...]:
    return tuple(_read_link(line) for line in _read_lines(said))


def _read_day(said: str) -> dt.date:
    match = re.fullmatch(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", said)
    try:
        return dt.date(int(match[3]), int(match[2]), int(match[1])) if match else dt.date.fromisoformat(said)
    except ValueError:
        raise ValueError("Dieses Datum gibt es nicht. Schreiben Sie zum Beispiel 24.12.2026.") from None


def _read_cents(said: str) -> int:
    try:
        cents = money.parse_cents(said)
    except ValueError:
        cents = -1
    if not 0 <= cents <= 2_147_483_647:
        raise ValueError("Das ist kein Betrag. Schreiben Sie zum Beispiel 30,70.")
    return cents


def _read_number(said: str) -> int:
    if not (said.isascii() and said.isdigit()) or int(said) > 32767:
        raise ValueError("Schreiben Sie eine ganze Zahl, zum Beispiel 14.")
    return int(said)


def _read_address(said: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#]+\S*", said, re.IGNORECASE):
        raise ValueError("Eine Adresse beginnt mit https:// und enthält keine Leerzeichen.")
    return said


def _read_link(line: str) -> Link:
    uri, _, title = line.strip().partition(" ")
    return Link(uri=_read_address(uri), title=title.strip())


def _read_month_day(said: str) -> str:
    if match := re.fullmatch(r"(\d{1,2})\.\s?(\d{1,2})\.", said):
        try:
            day = dt.date(2024, int(match[2]), int(match[1]))  # a leap year: the 29th of February may be said
        except ValueError:
            raise ValueError("Diesen Tag gibt es nicht. Schreiben Sie zum Beispiel 15.02.") from None
        return f"--{day:%m-%d}"
    return _read_day(said).isoformat()


_READ: Mapping[Kind, Callable[[str], Any]] = {
    Kind.DAY: _read_day,
    Kind.CENTS: _read_cents,
    Kind.NUMBER: _read_number,
    Kind.ASK: _read_ask,
    Kind.LIST: _read_lines,
    Kind.SEVERAL: _read_lines,
    Kind.ADDRESS: _read_address,
    Kind.LINKS: _read_links,
    Kind.MONTH_DAY: _read_month_day,
}


def said(field: Field, value: Any, choices: Choices = ()) -> str:
    """The value as people read it: the label of a choice, euro behind an amount."""
    if field.kind is Kind.CENTS and value is not None:
        return money.format_cents(value)
    if field.kind is Kind.CHOICE and value:
        return dict((*choices, *field.choices)).get(str(value), str(value))
    return write(field, value)
