"""Lengths, bounds and the fixed content: well-formed, in order, within each other."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from rathaus.standards.xdatenfelder import values
from rathaus.standards.xdatenfelder.lint.checks.fields import TEXTS
from rathaus.standards.xdatenfelder.lint.context import Context
from rathaus.standards.xdatenfelder.lint.findings import Hit
from rathaus.standards.xdatenfelder.model import Field, FieldKind, Limits


class _Kind(NamedTuple):
    """How a text of the datatype is read (None: it is none), and the numbers of a wrong lower bound, upper bound, content."""

    read: Callable[[str], Any]
    lower: int
    upper: int
    content: int


_KINDS = {
    "num": _Kind(values.number, 1062, 1063, 1069),
    "num_currency": _Kind(values.number, 1062, 1063, 1069),
    "num_int": _Kind(values.integer, 1065, 1066, 1070),
    "date": _Kind(values.date, 1067, 1068, 1071),
    "datetime": _Kind(values.moment, 1079, 1080, 1083),
    "time": _Kind(values.time, 1081, 1082, 1084),
}
_TRUTHS = frozenset({"true", "false", "1", "0"})


def of_field(field: Field, _context: Context) -> Iterator[Hit]:
    limits, content = field.limits, field.content
    if field.datatype in TEXTS:
        if field.kind not in {FieldKind.SELECT, FieldKind.LABEL}:
            yield from _lengths(limits)
        if content and limits.min_length is not None and len(content) < limits.min_length:
            yield Hit(1074)
        if content and limits.max_length is not None and len(content) > limits.max_length:
            yield Hit(1075)
    if field.datatype in _KINDS:
        yield from _range(limits, content, _KINDS[field.datatype])
    if field.datatype == "bool" and content and content not in _TRUTHS:
        yield Hit(1077, content)
    if field.kind is FieldKind.SELECT and field.options and content and content not in {o.code for o in field.options}:
        yield Hit(1085, content)


def _lengths(limits: Limits) -> Iterator[Hit]:
    low, high = limits.min_length, limits.max_length
    if low is not None and low < 0:
        yield Hit(1059, str(low))
    if high is not None and high <= 0:
        yield Hit(1060, str(high))
    elif low is not None and high is not None and low > high:
        yield Hit(1061, f"{low} bis {high}")


def _range(limits: Limits, content: str, kind: _Kind) -> Iterator[Hit]:
    low, high, value = (kind.read(text) if text else None for text in (limits.lower, limits.upper, content))
    if limits.lower and low is None:
        yield Hit(kind.lower, limits.lower)
    if limits.upper and high is None:
        yield Hit(kind.upper, limits.upper)
    if content and value is None:
        yield Hit(kind.content, content)
    if low is not None and high is not None and low > high:
        yield Hit(1064, f"{limits.lower} bis {limits.upper}")
    if low is not None and value is not None and value < low:
        yield Hit(1072, content)
    if high is not None and value is not None and value > high:
        yield Hit(1073, content)
