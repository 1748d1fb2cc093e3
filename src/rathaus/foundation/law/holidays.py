"""The statutory holidays of a Land, from the rules in `data/holidays.toml`.

A library for all countries would cost every web process 19 MB and the first person who submits more than a second.
"""

import datetime as dt
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from rathaus.foundation.law.enums import LAND_NAMES


@cache
def holidays_of(land: str, year: int) -> frozenset[dt.date]:
    """Raises ValueError for a Land whose holidays are not recorded: a wrong deadline is worse than none."""
    if land not in LAND_NAMES:
        raise ValueError(f"no holidays recorded for {land}: add them to law/data/holidays.toml")
    return frozenset(_day(rule, year) for rule in _rules() if _holds(rule, land, year))


def easter(year: int) -> dt.date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap, odd = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap - moon + 15) % 30
    quads, ones = divmod(rest, 4)
    weekday = (32 + 2 * odd + 2 * quads - epact - ones) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return dt.date(year, month, day + 1)


def _holds(rule: dict[str, Any], land: str, year: int) -> bool:
    return land in rule.get("lands", LAND_NAMES) and rule.get("first", year) <= year <= rule.get("last", year)


def _day(rule: dict[str, Any], year: int) -> dt.date:
    if "easter" in rule:
        return easter(year) + dt.timedelta(days=rule["easter"])
    day = dt.date(year, rule["month"], rule["day"])
    if "weekday_before" in rule:
        day -= dt.timedelta(days=(day.weekday() - rule["weekday_before"]) % 7)
    return day


@cache
def _rules() -> list[dict[str, Any]]:
    data = tomllib.loads((resources.files(__package__) / "data" / "holidays.toml").read_text(encoding="utf-8"))
    rules: list[dict[str, Any]] = data["holiday"]
    return rules
