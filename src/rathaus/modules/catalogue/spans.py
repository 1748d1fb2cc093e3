"""Lengths of time in German: `amount` to `amount_to` in a unit of XZuFi (ARBEITSTAG, WOCHE ...), or a day of the year."""

import datetime as dt
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rathaus.modules.catalogue.models import Deadline

_UNITS = {
    "JAHR": ("Jahr", "Jahre"),
    "MONAT": ("Monat", "Monate"),
    "WOCHE": ("Woche", "Wochen"),
    "TAG": ("Tag", "Tage"),
    "WERKTAG": ("Werktag", "Werktage"),
    "ARBEITSTAG": ("Arbeitstag", "Arbeitstage"),
    "STUNDE": ("Stunde", "Stunden"),
    "MINUTE": ("Minute", "Minuten"),
}
_YEARLY = re.compile(r"--(?P<month>\d{2})-(?P<day>\d{2})")


def words(amount: int | None, amount_to: int | None, unit: str) -> str:
    """`2 bis 4 Wochen`, `1 Arbeitstag`; empty where there is no length or the unit is unknown: a bare number says nothing."""
    if amount is None or unit.upper() not in _UNITS:
        return ""
    one, many = _UNITS[unit.upper()]
    if amount_to is not None and amount_to != amount:
        return f"{amount} bis {amount_to} {many}"
    return f"{amount} {one if amount == 1 else many}"


def day_words(text: str) -> str:
    """`--03-31` is `31.3. jedes Jahres`, `2027-03-31` is `31.3.2027`; anything else is empty."""
    if yearly := _YEARLY.fullmatch(text):
        return f"{int(yearly['day'])}.{int(yearly['month'])}. jedes Jahres"
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return ""
    return f"{day.day}.{day.month}.{day.year}"


def deadline(row: "Deadline") -> str:
    """A deadline in its own words, else its length, else its day."""
    return row.text or words(row.amount, row.amount_to, row.unit) or day_words(row.month_day)
