"""A tree as text in the infix notation: for the clerk's page, exports and differences."""

import datetime as dt
from decimal import Decimal

from rathaus.foundation.expressions.parsing import COMPARISON, FUNCTIONS, INFIX, NOT_POWER
from rathaus.foundation.expressions.tree import Call, Identifier, Literal, Node, Op

_SIGNS = {op: (sign, power) for sign, (op, power) in INFIX.items()}
_ATOM = 9


def to_text(tree: Node) -> str:
    """The text that `from_text` reads back as the same tree."""
    return _print(tree)[0]


def _print(node: Node) -> tuple[str, int]:  # noqa: PLR0911  (one return for each kind of node)
    """The text and how strongly it binds."""
    match node:
        case Identifier(name):
            return name, _ATOM
        case Literal(value):
            return _literal(value), _ATOM
        case Call(op=Op.TODAY):
            return "today", _ATOM
        case Call(op=Op.NOT, args=(argument,)):
            return f"not {_wrap(argument, NOT_POWER)}", NOT_POWER
        case Call(op=Op.IN, args=(needle, *items)):
            return f"{_wrap(needle, COMPARISON + 1)} in ({', '.join(to_text(item) for item in items)})", COMPARISON
        case Call(op, args) if op in FUNCTIONS:
            return f"{op}({', '.join(to_text(arg) for arg in args)})", _ATOM
        case Call(op, args):
            sign, power = _SIGNS[op]
            leftmost = power + 1 if op in {Op.AND, Op.OR} or power == COMPARISON else power
            first, *rest = args
            return f" {sign} ".join([_wrap(first, leftmost), *(_wrap(arg, power + 1) for arg in rest)]), power


def _wrap(node: Node, power: int) -> str:
    text, own = _print(node)
    return text if own >= power else f"({text})"


def _literal(value: bool | Decimal | str | dt.date) -> str:  # noqa: FBT001  (a value of the notation, not a switch)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return value.isoformat() if isinstance(value, dt.date) else f"{value:f}"
