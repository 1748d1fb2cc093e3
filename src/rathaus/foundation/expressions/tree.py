"""The tree: literals, identifiers, calls of the known operators. Frozen, hashable, comparable."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from rathaus.foundation.errors import Invalid

MAX_DEPTH = 40
MAX_NODES = 1000
MAX_DIGITS = 30

Value = bool | Fraction | str | dt.date | None
"""What an evaluation gives: numbers are exact fractions, `None` is "empty, therefore unknown"."""


class ExpressionError(Invalid):
    """The expression cannot be read, is badly typed or too large. `column` (from 1) where the source is text."""

    def __init__(self, message: str, *, column: int | None = None) -> None:
        super().__init__(message if column is None else f"Spalte {column}: {message}")
        self.column = column


class Type(StrEnum):
    """The type of a value. ANY stands for an identifier whose type nobody declared."""

    BOOLEAN = "boolean"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    ANY = "any"


class Op(StrEnum):
    """The operators; the value is the key of the JSON notation. The first ten are FITKO's."""

    EQUAL = "equal"
    NOT_EQUAL = "not_equal"
    IS_EMPTY = "is_empty"
    NOT = "not"
    AND = "and"
    OR = "or"
    XOR = "xor"
    IS_VALID_DATE = "is_valid_date"
    LESS_THAN = "less_than"
    LESS_OR_EQUAL = "less_or_equal"
    GREATER_THAN = "greater_than"
    GREATER_OR_EQUAL = "greater_or_equal"
    IN = "in"  # the first argument is one of the others
    ADD = "add"
    SUBTRACT = "subtract"
    MULTIPLY = "multiply"
    DIVIDE = "divide"
    YEARS_BETWEEN = "years_between"  # complete years from the first to the second day: an age
    TODAY = "today"


@dataclass(frozen=True, slots=True)
class Literal:
    value: bool | Decimal | str | dt.date


@dataclass(frozen=True, slots=True)
class Identifier:
    name: str


@dataclass(frozen=True, slots=True)
class Call:
    op: Op
    args: "tuple[Node, ...]" = ()


Node = Literal | Identifier | Call

# smallest and largest number of arguments
ARITY: dict[Op, tuple[int, int]] = {
    Op.IS_EMPTY: (1, 1),
    Op.NOT: (1, 1),
    Op.AND: (2, MAX_NODES),
    Op.OR: (2, MAX_NODES),
    Op.IN: (2, MAX_NODES),
    Op.IS_VALID_DATE: (3, 3),
    Op.TODAY: (0, 0),
}
BINARY = (2, 2)


def call(op: Op, args: tuple[Node, ...]) -> Call:
    """A call with the right number of arguments, or ExpressionError."""
    least, most = ARITY.get(op, BINARY)
    if not least <= len(args) <= most:
        wanted = str(least) if least == most else f"mindestens {least}"
        raise ExpressionError(f"»{op}« braucht {wanted} Angaben, hier stehen {len(args)}.")
    return Call(op, args)


def identifiers(tree: Node) -> frozenset[str]:
    """The names the tree asks for."""
    found: set[str] = set()
    rest: list[Node] = [tree]
    while rest:
        node = rest.pop()
        if isinstance(node, Identifier):
            found.add(node.name)
        elif isinstance(node, Call):
            rest.extend(node.args)
    return frozenset(found)


def require_size(tree: Node) -> Node:
    """The tree itself; ExpressionError where it is deeper than MAX_DEPTH or larger than MAX_NODES."""
    nodes = 0
    rest: list[tuple[Node, int]] = [(tree, 1)]
    while rest:
        node, depth = rest.pop()
        nodes += 1
        if depth > MAX_DEPTH or nodes > MAX_NODES:
            raise ExpressionError("Der Ausdruck ist zu groß. Teilen Sie ihn auf mehrere Regeln auf.")
        if isinstance(node, Call):
            rest.extend((arg, depth + 1) for arg in node.args)
    return tree
