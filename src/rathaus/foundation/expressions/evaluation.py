"""The one evaluator. Three-valued: an empty field makes order and arithmetic unknown (`None`), and unknown stays unknown.

`equal` and `not_equal` always decide: an empty field equals only another empty one. `is_empty` looks at anything.
"""

import calendar
import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from rathaus.foundation.expressions.tree import MAX_DIGITS, Call, ExpressionError, Identifier, Literal, Node, Op, Value

Lookup = Callable[[str], object]


def evaluate(tree: Node, lookup: Lookup, today: dt.date) -> Value:
    """The value of the tree. `lookup` gives bool, int, Decimal, str, date or None for a name; groups only for `is_empty`.

    Raises ExpressionError where the values do not fit the operators (a checked tree with typed answers never does).
    """
    match tree:
        case Literal(value):
            return Fraction(value) if isinstance(value, Decimal) else value
        case Identifier(name):
            return _value(name, lookup(name))
        case Call(op=Op.IS_EMPTY, args=(argument,)):
            return _is_empty(lookup(argument.name) if isinstance(argument, Identifier) else evaluate(argument, lookup, today))
        case Call(op=Op.TODAY):
            return today
        case Call(op, args):
            return _FUNCTIONS[op](*(evaluate(arg, lookup, today) for arg in args))


def holds(tree: Node, lookup: Lookup, today: dt.date) -> bool:
    """Whether the condition is certainly true; unknown counts as not."""
    return evaluate(tree, lookup, today) is True


def _value(name: str, found: object) -> Value:
    match found:
        case None | "":
            return None
        case bool() | str() | Fraction():
            return found
        case int():
            return Fraction(found)
        case Decimal() if found.is_finite() and abs(found.adjusted()) <= MAX_DIGITS:
            return Fraction(found)
        case dt.date() if not isinstance(found, dt.datetime):
            return found
    raise ExpressionError(f"Mit dem Inhalt von »{name}« kann hier nicht gerechnet oder verglichen werden.")


def _is_empty(found: object) -> bool:
    return found is None or (isinstance(found, str | list | tuple | dict) and not found)


def _equal(left: Value, right: Value) -> bool:
    return type(left) is type(right) and left == right


def _truth(value: Value) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    raise ExpressionError("Hier wird Ja oder Nein erwartet.")


def _not(value: Value) -> bool | None:
    truth = _truth(value)
    return None if truth is None else not truth


def _and(*values: Value) -> bool | None:
    truths = [_truth(value) for value in values]
    return False if False in truths else None if None in truths else True


def _or(*values: Value) -> bool | None:
    truths = [_truth(value) for value in values]
    return True if True in truths else None if None in truths else False


def _xor(left: Value, right: Value) -> bool | None:
    one, other = _truth(left), _truth(right)
    return None if one is None or other is None else one is not other


def _in(needle: Value, *items: Value) -> bool | None:
    return None if needle is None else any(_equal(needle, item) for item in items)


def _order(left: Value, right: Value) -> int | None:
    """-1, 0, 1, or None where one of the two is empty."""
    if left is None or right is None:
        return None
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return (left > right) - (left < right)
    if isinstance(left, dt.date) and isinstance(right, dt.date):
        return (left > right) - (left < right)
    raise ExpressionError("Größer und kleiner gibt es nur zwischen zwei Zahlen oder zwei Tagen.")


def _ordered(test: Callable[[int], bool]) -> Callable[[Value, Value], Value]:
    def compare(left: Value, right: Value) -> Value:
        order = _order(left, right)
        return None if order is None else test(order)

    return compare


def _shift(day: dt.date, days: Fraction) -> dt.date | None:
    if days.denominator != 1:
        raise ExpressionError("Zu einem Tag lassen sich nur ganze Tage zählen.")
    try:
        return day + dt.timedelta(days=int(days))
    except OverflowError:
        return None


def _add(left: Value, right: Value) -> Value:
    match left, right:
        case (None, _) | (_, None):
            return None
        case Fraction(), Fraction():
            return left + right
        case dt.date(), Fraction():
            return _shift(left, right)
    raise ExpressionError("Addieren lassen sich nur Zahlen, oder Tage zu einem Datum.")


def _subtract(left: Value, right: Value) -> Value:
    match left, right:
        case (None, _) | (_, None):
            return None
        case Fraction(), Fraction():
            return left - right
        case dt.date(), Fraction():
            return _shift(left, -right)
        case dt.date(), dt.date():
            return Fraction((left - right).days)
    raise ExpressionError("Abziehen lassen sich nur Zahlen, Tage von einem Datum, oder ein Datum von einem anderen.")


def _numbers(left: Value, right: Value) -> tuple[Fraction, Fraction] | None:
    if left is None or right is None:
        return None
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return left, right
    raise ExpressionError("Malnehmen und Teilen geht nur mit Zahlen.")


def _multiply(left: Value, right: Value) -> Value:
    pair = _numbers(left, right)
    return None if pair is None else pair[0] * pair[1]


def _divide(left: Value, right: Value) -> Value:
    pair = _numbers(left, right)
    return None if pair is None or pair[1] == 0 else pair[0] / pair[1]


def _years_between(first: Value, second: Value) -> Value:
    if first is None or second is None:
        return None
    if not isinstance(first, dt.date) or not isinstance(second, dt.date):
        raise ExpressionError("Volle Jahre gibt es nur zwischen zwei Tagen.")
    years = second.year - first.year - ((second.month, second.day) < (first.month, first.day))
    return Fraction(years)


def _part(value: Value) -> int | None:
    """A day, month or year as number; -1 for what is none."""
    if value is None:
        return None
    if isinstance(value, Fraction) and value.denominator == 1:
        return int(value)
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 4:
        return int(value)
    return -1


def _is_valid_date(day: Value, month: Value, year: Value) -> bool:
    """Partly known dates pass: a year, or month and year. A day without month, or anything without year, does not."""
    d, m, y = _part(day), _part(month), _part(year)
    if d is m is y is None:
        return True
    if y is None or not 1 <= y <= 9999 or (m is None and d is not None):
        return False
    if m is None:
        return True
    if not 1 <= m <= 12:
        return False
    return d is None or 1 <= d <= calendar.monthrange(y, m)[1]


_FUNCTIONS: dict[Op, Callable[..., Value]] = {
    Op.EQUAL: _equal,
    Op.NOT_EQUAL: lambda left, right: not _equal(left, right),
    Op.NOT: _not,
    Op.AND: _and,
    Op.OR: _or,
    Op.XOR: _xor,
    Op.IN: _in,
    Op.IS_VALID_DATE: _is_valid_date,
    Op.LESS_THAN: _ordered(lambda order: order < 0),
    Op.LESS_OR_EQUAL: _ordered(lambda order: order <= 0),
    Op.GREATER_THAN: _ordered(lambda order: order > 0),
    Op.GREATER_OR_EQUAL: _ordered(lambda order: order >= 0),
    Op.ADD: _add,
    Op.SUBTRACT: _subtract,
    Op.MULTIPLY: _multiply,
    Op.DIVIDE: _divide,
    Op.YEARS_BETWEEN: _years_between,
}
