"""Field kind, datatype and what belongs to them."""

from collections import Counter
from collections.abc import Iterator

from rathaus.standards.xdatenfelder.lint.context import Context
from rathaus.standards.xdatenfelder.lint.findings import Hit
from rathaus.standards.xdatenfelder.model import ElementKind, Field, FieldKind, ListColumns
from rathaus.standards.xdatenfelder.vocabulary import NUMERIC

TEXTS = frozenset({"text", "text_latin"})
_TIMES = frozenset({"date", "time", "datetime"})
_OBJECTS = frozenset({"file", "obj"})


def of_field(field: Field, _context: Context) -> Iterator[Hit]:
    if field.element_kind is ElementKind.ABSTRACT:
        yield Hit(1014)
    yield from _lists(field)
    yield from _limits(field)
    if field.kind is FieldKind.LABEL and field.datatype not in TEXTS | {"obj"}:
        yield Hit(1090, field.datatype)
    if field.kind is FieldKind.LABEL and not field.content:
        yield Hit(1109)
    if field.datatype in _OBJECTS and field.content:
        yield Hit(1100, field.datatype)
    if field.datatype in _OBJECTS and field.limits.pattern:
        yield Hit(1120, field.datatype)
    if field.max_bytes is not None and field.datatype != "file":
        yield Hit(1056, field.datatype)
    if field.media_types and field.datatype != "file":
        yield Hit(1057, field.datatype)


def _lists(field: Field) -> Iterator[Hit]:
    listed = bool(field.options) + (field.code_list is not None)
    if field.kind is FieldKind.SELECT and field.datatype != "text":
        yield Hit(1011, field.datatype)
    if field.kind is not FieldKind.SELECT and listed:
        yield Hit(1017)
    if field.kind is FieldKind.SELECT and listed != 1:
        yield Hit(1018, "beides" if listed else "keine von beiden")
    if field.columns != ListColumns() and field.code_list is None:
        yield Hit(1058)
    if len(field.options) == 1:
        yield Hit(1044)
    for name, count in Counter(option.name for option in field.options).items():
        if count > 1:
            yield Hit(1093, name)
    for option in field.options:
        if option.help and option.help == option.name:
            yield Hit(1099, option.name)


def _limits(field: Field) -> Iterator[Hit]:
    limits = field.limits
    lengths = limits.min_length is not None or limits.max_length is not None
    bounds = bool(limits.lower or limits.upper)
    if field.datatype in TEXTS:
        if lengths and field.kind in {FieldKind.SELECT, FieldKind.LABEL}:
            yield Hit(1012, field.kind.value)
        if field.kind is FieldKind.INPUT and (limits.min_length is None or limits.max_length is None):
            yield Hit(1102)
    elif lengths:
        yield Hit(1015, field.datatype)
    if bounds and field.datatype not in NUMERIC | _TIMES:
        yield Hit(1016, field.datatype)
    if not bounds and field.kind is FieldKind.INPUT and field.datatype in NUMERIC | {"date"}:
        yield Hit(1103, field.datatype)
