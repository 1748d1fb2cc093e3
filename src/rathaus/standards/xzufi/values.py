"""Plain values and their text in XML (XML Schema part 2), strict about what they cannot be."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from rathaus.standards.xzufi.tables.base import Leaf

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(Z|[+-]\d{2}:\d{2})?")
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}:\d{2})(?:\.(\d{1,12}))?)?(Z|[+-]\d{2}:\d{2})?")
_INTEGER = re.compile(r"[+-]?\d{1,18}")
_DECIMAL = re.compile(r"[+-]?(\d{1,15}(\.\d{0,6})?|\.\d{1,6})")
_CURRENCY = re.compile(r"[A-Z]{3}")
_INVALID = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class BadValue(ValueError):
    """The text is not what it should be: reason and remedy."""

    def __init__(self, reason: str, remedy: str = "") -> None:
        super().__init__(reason)
        self.reason, self.remedy = reason, remedy


def to_day(text: str) -> date:
    match = _DAY.fullmatch(text)
    if match is None:
        raise BadValue(f"{text[:40]!r} ist kein Datum.", "Schreiben Sie es wie 2026-05-31.")
    try:
        return date.fromisoformat(match[1])
    except ValueError:
        raise BadValue(f"Den Tag {text[:40]!r} gibt es nicht.", "Prüfen Sie Monat und Tag.") from None


def to_moment(text: str) -> datetime:
    """A day alone is its midnight. Finer than microseconds is cut off."""
    match = _MOMENT.fullmatch(text)
    if match is None:
        raise BadValue(f"{text[:40]!r} ist kein Zeitpunkt.", "Schreiben Sie ihn wie 2026-05-31T08:00:00+02:00.")
    day, time, fraction, zone = match.groups()
    tail = "" if zone is None else "+00:00" if zone == "Z" else zone
    parts = f"{day}T{time or '00:00:00'}.{(fraction or '0')[:6]:0<6}{tail}"
    try:
        return datetime.fromisoformat(parts)
    except ValueError:
        raise BadValue(f"Den Zeitpunkt {text[:40]!r} gibt es nicht.", "Prüfen Sie Tag, Uhrzeit und Zeitzone.") from None


def from_moment(value: datetime) -> str:
    text = value.isoformat()
    if value.utcoffset() == timedelta(0):
        return text.removesuffix("+00:00") + "Z"
    return text


def to_integer(text: str) -> int:
    if _INTEGER.fullmatch(text) is None:
        raise BadValue(f"{text[:40]!r} ist keine ganze Zahl.", "Schreiben Sie Ziffern ohne Komma.")
    return int(text)


def to_boolean(text: str) -> bool:
    if text in {"true", "1"}:
        return True
    if text in {"false", "0"}:
        return False
    raise BadValue(f"{text[:40]!r} ist weder true noch false.", "Schreiben Sie true oder false.")


def to_decimal(text: str) -> Decimal:
    if _DECIMAL.fullmatch(text) is None:
        raise BadValue(f"{text[:40]!r} ist kein Betrag.", "Schreiben Sie ihn mit Punkt wie 12.50.")
    try:
        return Decimal(text)
    except InvalidOperation:  # pragma: no cover - the pattern is narrower
        raise BadValue(f"{text[:40]!r} ist kein Betrag.") from None


def to_currency(text: str) -> str:
    if _CURRENCY.fullmatch(text) is None:
        raise BadValue(f"{text[:40]!r} ist keine Währung.", "Schreiben Sie das Kürzel nach ISO 4217 wie EUR.")
    return text


def checked(text: str) -> str:
    """The text as XML may carry it. Raises BadValue for characters that XML 1.0 forbids."""
    match = _INVALID.search(text)
    if match is not None:
        raise BadValue(f"Das Zeichen U+{ord(match[0]):04X} ist in XML nicht erlaubt.", "Entfernen Sie es aus dem Text.")
    return text


FROM_TEXT: dict[Leaf, Callable[[str], object]] = {
    Leaf.DATE: to_day,
    Leaf.DATETIME: to_moment,
    Leaf.INTEGER: to_integer,
    Leaf.BOOLEAN: to_boolean,
}
"""For text that is trimmed and not empty."""

TO_TEXT: dict[Leaf, Callable[..., str]] = {
    Leaf.DATE: date.isoformat,
    Leaf.DATETIME: from_moment,
    Leaf.INTEGER: str,
    Leaf.BOOLEAN: lambda value: "true" if value else "false",
    Leaf.STRING: checked,
    Leaf.TOKEN: checked,
    Leaf.BARE_CODE: checked,
}
