"""The JSON notation: FITKO's `{"operator": [arguments]}`; text and truth values stand bare, other values name their type.

`{"number": "2.5"}` (whole numbers may stand bare), `{"date": "2026-01-31"}`, `{"identifier": "name"}`.
"""

import contextlib
import datetime as dt
import re
from decimal import Decimal
from typing import Any

from rathaus.foundation.expressions.tree import (
    MAX_DEPTH,
    MAX_DIGITS,
    Call,
    ExpressionError,
    Identifier,
    Literal,
    Node,
    Op,
    call,
    require_size,
)

Json = Any
NAME = re.compile(r"[^\W\d]\w*(?:[.:]\w+)*")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_OPERATORS: dict[object, Op] = {op.value: op for op in Op}
_UNARY = {Op.NOT, Op.IS_EMPTY}  # FITKO writes their argument without a list


def from_json(data: Json) -> Node:
    """The tree of a JSON value. Raises ExpressionError for anything that is not exactly the notation."""
    return require_size(_read(data, 1))


def _read(data: Json, depth: int) -> Node:
    if depth > MAX_DEPTH:
        raise ExpressionError("Der Ausdruck ist zu tief verschachtelt. Teilen Sie ihn auf mehrere Regeln auf.")
    if isinstance(data, bool | str):
        return Literal(data)
    if isinstance(data, int):
        return Literal(number(str(data)))
    if not isinstance(data, dict) or len(data) != 1:
        raise ExpressionError(f"Erwartet wird ein Wert oder genau ein Operator, nicht {_short(data)}.")
    key, body = next(iter(data.items()))
    match key:
        case "identifier":
            if not isinstance(body, str) or not NAME.fullmatch(body):
                raise ExpressionError(f"»{_short(body)}« ist kein Feldname.")
            return Identifier(body)
        case "number" if isinstance(body, str):
            return Literal(number(body))
        case "date" if isinstance(body, str):
            return Literal(date(body))
        case _ if op := _OPERATORS.get(key):
            args = body if isinstance(body, list) else [body]
            return call(op, tuple(_read(arg, depth + 1) for arg in args))
    raise ExpressionError(f"Den Operator »{_short(key)}« gibt es nicht.")


def to_json(tree: Node) -> Json:
    """The JSON value that `from_json` reads back as the same tree."""
    match tree:
        case Identifier(name):
            return {"identifier": name}
        case Literal(value):
            return literal_to_json(value)
        case Call(op, args):
            return {op.value: to_json(args[0]) if op in _UNARY else [to_json(arg) for arg in args]}


def literal_to_json(value: bool | Decimal | str | dt.date) -> Json:  # noqa: FBT001  (a value of the notation, not a switch)
    if isinstance(value, bool | str):
        return value
    if isinstance(value, dt.date):
        return {"date": value.isoformat()}
    return {"number": f"{value:f}"}


def number(text: str) -> Decimal:
    """A decimal number in the notation of recipes (`2800`, `-30.70`)."""
    if not NUMBER.fullmatch(text) or len(text) > MAX_DIGITS:
        raise ExpressionError(f"»{_short(text)}« ist keine Zahl. Schreiben Sie zum Beispiel 2800 oder 30.70.")
    return Decimal(text)


def date(text: str) -> dt.date:
    """An ISO 8601 calendar date."""
    with contextlib.suppress(ValueError):
        if len(text) == len("2026-01-31"):
            return dt.date.fromisoformat(text)
    raise ExpressionError(f"»{_short(text)}« ist kein Datum. Schreiben Sie zum Beispiel 2026-01-31.")


def _short(data: object) -> str:
    text = str(data)
    return text if len(text) <= 40 else text[:39] + "…"
