"""Numbers, dates and times as XML Schema writes them (xs:decimal, xs:integer, xs:date, xs:time, xs:dateTime)."""

import datetime as dt
import re
from decimal import Decimal

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?")
_INTEGER = re.compile(r"[+-]?[0-9]+")
_ZONE = r"(?:Z|[+-][0-9]{2}:[0-9]{2})?"
_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})" + f"({_ZONE})")
_CLOCK = r"[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,12})?"
_TIME = re.compile(_CLOCK + _ZONE)
_DATETIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T" + _CLOCK + _ZONE)
_MAX_DIGITS = 40


def number(text: str) -> Decimal | None:
    """None where the text is no number, or one longer than 40 characters or with an exponent beyond two digits."""
    return Decimal(text) if len(text) <= _MAX_DIGITS and _NUMBER.fullmatch(text) else None


def integer(text: str) -> int | None:
    return int(text) if len(text) <= _MAX_DIGITS and _INTEGER.fullmatch(text) else None


def date(text: str) -> dt.datetime | None:
    """The start of the day; without a zone in UTC, so that all can be compared. Years 0001 to 9999."""
    match = _DATE.fullmatch(text)
    return _moment(f"{match[1]}T00:00:00{match[2]}") if match else None


def time(text: str) -> dt.datetime | None:
    """The time of day on one fixed day."""
    return _moment(f"2000-01-01T{text}") if _TIME.fullmatch(text) else None


def moment(text: str) -> dt.datetime | None:
    return _moment(text) if _DATETIME.fullmatch(text) else None


def _moment(text: str) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat(text)
        return found.astimezone(dt.UTC) if found.tzinfo else found.replace(tzinfo=dt.UTC)
    except (ValueError, OverflowError):
        return None
