"""Whether data fit the schema: kinds, cardinalities, limits, codes. Rules between fields are not part of XFall."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from rathaus.standards.xdatenfelder import Field, Schema
from rathaus.standards.xfall import patterns
from rathaus.standards.xfall.errors import Problem, XfallError, below, fault
from rathaus.standards.xfall.plan import CodeLists, Node, plan
from rathaus.standards.xfall.values import NOTATIONS, Data, Kind, full

_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2


def problems(schema: Schema, data: Data, *, code_lists: CodeLists | None = None) -> tuple[Problem, ...]:
    """Every fault of the data, in the order of the schema; empty where XML and JSON can be written.

    A group left out needs nothing; a required one needs what is required in it.
    """
    return problems_of(plan(schema, code_lists), data)


def problems_of(root: Node, data: Data) -> tuple[Problem, ...]:
    """As `problems`, for a schema already planned."""
    found: list[Problem] = []
    _group(root, data, "", found)
    return tuple(found)


def require_sound(root: Node, data: Data) -> None:
    """Raises XfallError with every fault."""
    found = problems_of(root, data)
    if found:
        raise XfallError(*found)


def empty(value: Any) -> bool:
    """Nothing, or groups and lists of nothing. An empty text is something."""
    if isinstance(value, Mapping):
        return all(empty(inner) for inner in value.values())
    if isinstance(value, list | tuple):
        return all(empty(inner) for inner in value)
    return value is None


def present(value: Any) -> list[Any]:
    """The occurrences at a place, empty ones left out."""
    values = value if isinstance(value, list | tuple) else [value]
    return [inner for inner in values if not empty(inner)]


def occurrences(parent: Node, node: Node, data: Data) -> list[Any]:
    """What is to be written at a place: with the empty groups that the schema wants although nothing in them is required."""
    values = present(data.get(node.key))
    wanted = node.minimum if node.may_be_empty and (values or not parent.choice) else 0
    return values + [{}] * (wanted - len(values))


def settled(parent: Node, node: Node, values: list[Any], path: str) -> list[Any]:
    """What was read at a place, empty groups left out where the schema allows them. Raises XfallError where it does not."""
    for at, value in enumerate(values):
        if empty(value) and not node.may_be_empty:
            here = f"{path}[{at}]" if node.repeated else path
            raise fault(f"„{node.title}“ ist leer, obwohl darin Angaben gebraucht werden.", here)
    if node.may_be_empty and len(values) < node.minimum and (values or not parent.choice):
        raise fault(f"„{node.title}“ fehlt; das Element gehört auch ohne Angaben ins Dokument.", path)
    return present(values)


def _group(node: Node, data: Any, path: str, found: list[Problem]) -> None:
    if not isinstance(data, Mapping):
        found.append(Problem(f"„{node.title}“ ist eine Gruppe von Angaben, kein einzelner Wert.", path))
        return
    known = {child.key: child for child in node.contents}
    found += [
        Problem(f"Eine Angabe {str(key)[:40]!r} kennt das Schema hier nicht.", path)
        for key, value in data.items()
        if key not in known and value is not None
    ]
    if node.choice:
        filled = [child for child in known.values() if not empty(data.get(child.key))]
        if len(filled) != 1:
            names = ", ".join(f"„{child.title}“" for child in known.values())
            found.append(Problem(f"Genau eine dieser Angaben wird gebraucht, nicht {len(filled)}: {names}.", path))
        known = {child.key: child for child in filled}
    for key, child in known.items():
        _place(child, data.get(key), below(path, key), found)


def _place(node: Node, value: Any, path: str, found: list[Problem]) -> None:
    several = isinstance(value, list | tuple)
    if value is not None and several != node.repeated:
        wanted = "eine Liste, da sie mehrfach möglich ist" if node.repeated else "ein einzelner Wert, keine Liste"
        found.append(Problem(f"Zu „{node.title}“ gehört {wanted}.", path))
        return
    occurrences = list(enumerate(value)) if several else [(0, value)]
    filled = [(at, inner) for at, inner in occurrences if not empty(inner)]
    _count(node, len(filled), path, found)
    for at, inner in filled:
        here = f"{path}[{at}]" if several else path
        if node.field is None:
            _group(node, inner, here, found)
        else:
            _value(node, node.field, inner, here, found)


def _count(node: Node, count: int, path: str, found: list[Problem]) -> None:
    if node.maximum is not None and count > node.maximum:
        found.append(Problem(f"„{node.title}“ ist höchstens {node.maximum}-mal möglich, hier {count}-mal.", path))
    if count >= node.minimum or node.may_be_empty:
        return
    if node.minimum == 1 and node.field is None:
        _group(node, {}, f"{path}[0]" if node.repeated else path, found)  # names what is missing inside
    elif node.minimum == 1:
        found.append(Problem(f"„{node.title}“ fehlt.", path))
    else:
        found.append(Problem(f"„{node.title}“ wird mindestens {node.minimum}-mal gebraucht, hier {count}-mal.", path))


def _value(node: Node, field: Field, value: Any, path: str, found: list[Problem]) -> None:
    kind = node.kind or Kind.TEXT
    notation = NOTATIONS[kind]
    if not isinstance(value, notation.python) or not notation.sound(value):
        found.append(Problem(f"„{node.title}“: Hier wird {notation.named} erwartet.", path))
        return
    text = notation.write(value)
    bad = _UNWRITABLE.search(text)
    if bad:
        sign = f"U+{ord(bad[0]):04X}"
        found.append(
            Problem(f"„{node.title}“ enthält an Stelle {bad.start() + 1} das Zeichen {sign}, das XML nicht kennt.", path)
        )
        return
    found += [Problem(f"„{node.title}“: {message}", path) for message in _limits(node, field, kind, value, text)]


def _limits(node: Node, field: Field, kind: Kind, value: Any, text: str) -> list[str]:
    """What the XSD says beyond the type, in words."""
    limits, said = field.limits, []
    if kind is Kind.CODE:
        if node.options and value not in {option.code for option in node.options}:
            said.append("Der Code steht nicht in der Liste.")
        return said
    if kind in {Kind.OBJECT, Kind.FILE, Kind.BOOLEAN}:
        return said
    if kind is Kind.TEXT and limits.min_length is not None and len(value) < limits.min_length:
        said.append(f"Mindestens {limits.min_length} Zeichen werden gebraucht, es sind {len(value)}.")
    if kind is Kind.TEXT and limits.max_length is not None and len(value) > limits.max_length:
        said.append(f"Höchstens {limits.max_length} Zeichen sind erlaubt, es sind {len(value)}.")
    if isinstance(value, Decimal) and limits.min_value is not None and value < limits.min_value:
        said.append(f"Mindestens {full(limits.min_value)} wird gebraucht.")
    if isinstance(value, Decimal) and limits.max_value is not None and value > limits.max_value:
        said.append(f"Höchstens {full(limits.max_value)} ist erlaubt.")
    if limits.pattern and not patterns.fits(limits.pattern, text):
        said.append("Die Angabe hat nicht die verlangte Notation.")
    return said
