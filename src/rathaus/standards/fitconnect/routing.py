"""Routing API 2.0.0 of FIT-Connect: reading the parameters of `/routes` and `/areas`, the shape of answers and problems.

Written from the published OpenAPI description of the interface. Query parameters come as a mapping from name to all values given.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

VERSION = {"major": 2, "minor": 0, "patch": 0}
MOST_RESULTS, USUAL_RESULTS, MOST_EXPRESSIONS = 500, 100, 10
INT32 = 2**31 - 1
LONGEST = 200

_LEIKA = re.compile(r"99[0-9]{12}")
_ARS = re.compile(r"(?:[0-9]{2}|[0-9]{3}|[0-9]{5}|[0-9]{9}|[0-9]{12})")
_AGS = re.compile(r"(?:[0-9]{2}|[0-9]{3}|[0-9]{5}|[0-9]{8})")
_AREA_ID = re.compile(r"[0-9]+.*", re.DOTALL)  # the description does not anchor the end
# the same language as `^(\*?([^\*]{2,})\*?)*$` without the empty word, but linear
_EXPRESSION = re.compile(r"\*?[^*]{2,}(?:\*{1,2}[^*]{2,})*\*?")
_WHOLE = re.compile(r"[0-9]{1,10}")

Query = Mapping[str, Sequence[str]]


class BadRequest(ValueError):
    """A parameter does not keep to the description; the text says which and what is expected, in German."""


@dataclass(frozen=True, slots=True)
class Page:
    offset: int
    limit: int


@dataclass(frozen=True, slots=True)
class RoutesQuery:
    """Exactly one of `ars`, `ags`, `area_id` is not empty."""

    leika_key: str
    ars: str
    ags: str
    area_id: str
    page: Page


@dataclass(frozen=True, slots=True)
class AreasQuery:
    expressions: tuple[str, ...]
    page: Page


def read_routes(query: Query) -> RoutesQuery:
    """Raises BadRequest."""
    leika_key = _one(query, "leikaKey")
    if not _LEIKA.fullmatch(leika_key):
        raise BadRequest("leikaKey fehlt oder ist kein Leistungsschlüssel: 99 und zwölf Ziffern.")
    given = {name: _one(query, name) for name in ("ars", "ags", "areaId")}
    if sum(name in query for name in given) != 1:
        raise BadRequest("Genau eine der Angaben ars, ags und areaId wird gebraucht.")
    patterns = {
        "ars": (_ARS, "2, 3, 5, 9 oder 12 Ziffern"),
        "ags": (_AGS, "2, 3, 5 oder 8 Ziffern"),
        "areaId": (_AREA_ID, "eine Ziffer am Anfang"),
    }
    for name, (pattern, words) in patterns.items():
        if name in query and not pattern.fullmatch(given[name]):
            raise BadRequest(f"{name} hat nicht die Form {words}.")
    return RoutesQuery(leika_key, given["ars"], given["ags"], given["areaId"], _page(query))


def read_areas(query: Query) -> AreasQuery:
    """Raises BadRequest. Each expression is at least two characters long; `*` stands for any letters."""
    expressions = tuple(query.get("areaSearchexpression", ()))
    if not 1 <= len(expressions) <= MOST_EXPRESSIONS:
        raise BadRequest(f"areaSearchexpression wird ein- bis {MOST_EXPRESSIONS}-mal gebraucht.")
    for expression in expressions:
        if len(expression) > LONGEST or not _EXPRESSION.fullmatch(expression):
            raise BadRequest("areaSearchexpression: mindestens zwei Zeichen, dazwischen, davor und danach höchstens je ein *.")
    return AreasQuery(expressions, _page(query))


def _one(query: Query, name: str) -> str:
    values = query.get(name, ())
    if len(values) > 1:
        raise BadRequest(f"{name} darf nur einmal vorkommen.")
    return values[0] if values else ""


def _page(query: Query) -> Page:
    offset = _number(query, "offset", smallest=0, largest=INT32, usual=0)
    return Page(offset, _number(query, "limit", smallest=1, largest=MOST_RESULTS, usual=USUAL_RESULTS))


def _number(query: Query, name: str, *, smallest: int, largest: int, usual: int) -> int:
    if name not in query:
        return usual
    text = _one(query, name)
    if not _WHOLE.fullmatch(text) or not smallest <= int(text) <= largest:
        raise BadRequest(f"{name} ist eine ganze Zahl von {smallest} bis {largest}.")
    return int(text)


def result(name: str, entries: Sequence[Mapping[str, Any]], *, total: int, offset: int) -> dict[str, Any]:
    """`route-result` (name `routes`) or `area-result` (name `areas`)."""
    return {"count": len(entries), "offset": offset, "totalCount": total, name: list(entries)}


def problem(status: int, title: str, detail: str = "") -> dict[str, Any]:
    """RFC 7807, `application/problem+json`."""
    return {"type": "about:blank", "title": title, "status": status} | ({"detail": detail} if detail else {})
