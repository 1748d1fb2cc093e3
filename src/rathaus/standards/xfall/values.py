"""What one field can hold: the Python type in the data, its XSD type, its JSON type and how it is written.

text, text_latin   str            xs:string     string          as it stands, line breaks too
select             str            xs:token      string          the code
date               datetime.date  xs:date       string date     a time zone in a document is dropped: the day counts
time               datetime.time  xs:time       string          without a zone, so not RFC 3339 `time`
datetime           datetime       xs:dateTime   date-time       with a zone; a document without one means German time
bool               bool           xs:boolean    boolean
num_int            Decimal        xs:integer    integer
num                Decimal        xs:float      number          written in full, never through a float
num_currency       Decimal        xs:decimal    number
file               uuid.UUID      xs:anyType    string uuid     the id of the attachment
obj                str            xs:anyType    string
"""

import datetime as dt
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from rathaus.standards.xdatenfelder import Field, FieldKind

Value: TypeAlias = str | bool | Decimal | dt.date | dt.time | dt.datetime | uuid.UUID
Data: TypeAlias = Mapping[str, Any]
"""The data of one application: a value, a group as Mapping or a list of either (where more than one is possible), by key.

The key is the id of the element; the second place of an id under one parent is `<id>_2`. What is absent is left out;
None, an empty list and a group of nothing say the same. An empty text is a text.
"""

MAX_DIGITS = 30
"""Before and after the point of a number."""
_ZONE = ZoneInfo("Europe/Berlin")
_MAX_OFFSET = dt.timedelta(hours=14)  # XML Schema Part 2, 3.2.7.3

_TOKEN = re.compile(r"[^ \t\r\n]+(?: [^ \t\r\n]+)*")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_INTEGER = re.compile(r"[+-]?[0-9]+")
_OFFSET = r"(?:Z|[+-][0-9]{2}:[0-9]{2})"
_DATE = re.compile(rf"([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}){_OFFSET}?")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?")
_MOMENT = re.compile(rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(?:\.[0-9]{{1,6}})?{_OFFSET}?")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
TIME_PATTERN = r"^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?$"
TOKEN_PATTERN = f"^{_TOKEN.pattern}$"


class Kind(StrEnum):
    """Feldart and Datentyp together, as far as they decide what is written."""

    TEXT = "text"
    OBJECT = "obj"
    CODE = "select"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    BOOLEAN = "bool"
    INTEGER = "num_int"
    NUMBER = "num"
    MONEY = "num_currency"
    FILE = "file"


def kind_of(field: Field) -> Kind:
    """A list of codes whatever the datatype says; text_latin is text."""
    if field.kind is FieldKind.SELECT:
        return Kind.CODE
    return Kind.TEXT if field.datatype == "text_latin" else Kind(field.datatype)


@dataclass(frozen=True, slots=True)
class Notation:
    """How values of one kind are written. `read` raises ValueError; `sound` says whether a value can be written."""

    python: type
    named: str  # "hier wird ... erwartet"
    xsd: str
    json: Mapping[str, Any]
    read: Callable[[str], Value]
    write: Callable[[Any], str] = str
    sound: Callable[[Any], bool] = lambda _value: True
    stripped: bool = True  # blanks around do not count


def _checked(pattern: re.Pattern[str], text: str) -> str:
    if len(text) > 100 or not pattern.fullmatch(text):
        raise ValueError(pattern.pattern)
    return text


def _code(text: str) -> str:
    return " ".join(re.split(r"[ \t\r\n]+", text))


def _date(text: str) -> dt.date:
    _checked(_DATE, text)
    return dt.date.fromisoformat(text[:10])


def _moment(text: str) -> dt.datetime:
    found = dt.datetime.fromisoformat(_checked(_MOMENT, text))
    return found if found.tzinfo else found.replace(tzinfo=_ZONE)


def _has_offset(value: dt.datetime) -> bool:
    offset = value.utcoffset()
    return offset is not None and abs(offset) <= _MAX_OFFSET and not offset % dt.timedelta(minutes=1)


def _boolean(text: str) -> bool:
    return {"true": True, "1": True, "false": False, "0": False}[_checked(re.compile("true|false|0|1"), text)]


def _number(pattern: re.Pattern[str]) -> Callable[[str], Decimal]:
    return lambda text: Decimal(_checked(pattern, text))


def _moderate(value: Decimal) -> bool:
    """Finite, and short when written in full."""
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and value.adjusted() < MAX_DIGITS and exponent >= -MAX_DIGITS


def _whole(value: Decimal) -> bool:
    return _moderate(value) and value == value.to_integral_value()


def full(value: Decimal) -> str:
    """A number without an exponent."""
    return f"{value:f}"


def _integer(value: Decimal) -> str:
    return full(value.to_integral_value())


_STRING = MappingProxyType({"type": "string"})
_REAL = MappingProxyType({"type": "number"})


def _string(**more: str) -> Mapping[str, Any]:
    return MappingProxyType({"type": "string", **more})


NOTATIONS: Mapping[Kind, Notation] = MappingProxyType(
    {
        Kind.TEXT: Notation(str, "ein Text", "xs:string", _STRING, str, stripped=False),
        Kind.OBJECT: Notation(str, "ein Text", "xs:anyType", _STRING, str, stripped=False),
        Kind.CODE: Notation(
            str,
            "ein Code ohne Leerzeichen am Rand",
            "xs:token",
            _string(pattern=TOKEN_PATTERN),
            _code,
            sound=lambda value: _TOKEN.fullmatch(value) is not None,
        ),
        Kind.DATE: Notation(
            dt.date,
            "ein Datum wie 2026-11-28",
            "xs:date",
            _string(format="date"),
            _date,
            dt.date.isoformat,
            lambda value: not isinstance(value, dt.datetime),
        ),
        Kind.TIME: Notation(
            dt.time,
            "eine Uhrzeit wie 10:30:00 ohne Zeitzone",
            "xs:time",
            _string(pattern=TIME_PATTERN),
            lambda text: dt.time.fromisoformat(_checked(_TIME, text)),
            dt.time.isoformat,
            lambda value: value.tzinfo is None,
        ),
        Kind.DATETIME: Notation(
            dt.datetime,
            "ein Zeitpunkt mit Zeitzone wie 2026-11-28T10:30:00+01:00",
            "xs:dateTime",
            _string(format="date-time"),
            _moment,
            dt.datetime.isoformat,
            _has_offset,
        ),
        Kind.BOOLEAN: Notation(
            bool,
            "true oder false",
            "xs:boolean",
            MappingProxyType({"type": "boolean"}),
            _boolean,
            lambda value: "true" if value else "false",
        ),
        Kind.INTEGER: Notation(
            Decimal,
            "eine ganze Zahl",
            "xs:integer",
            MappingProxyType({"type": "integer"}),
            _number(_INTEGER),
            _integer,
            _whole,
        ),
        Kind.NUMBER: Notation(Decimal, "eine Zahl", "xs:float", _REAL, _number(_NUMBER), full, _moderate),
        Kind.MONEY: Notation(Decimal, "ein Betrag", "xs:decimal", _REAL, _number(_DECIMAL), full, _moderate),
        Kind.FILE: Notation(
            uuid.UUID,
            "der Verweis auf eine Anlage (UUID)",
            "xs:anyType",
            _string(format="uuid"),
            lambda text: uuid.UUID(_checked(_UUID, text)),
        ),
    }
)
NATIVE = frozenset({Kind.BOOLEAN, Kind.INTEGER, Kind.NUMBER, Kind.MONEY})
"""What JSON does not write as a string."""
