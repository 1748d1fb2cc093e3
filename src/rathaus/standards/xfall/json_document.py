"""The same data as JSON, valid against `json_schema`: numbers as numbers and exact, everything else that is no bool as text."""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import msgspec

from rathaus.standards.xdatenfelder import Schema
from rathaus.standards.xfall.check import occurrences, require_sound, settled
from rathaus.standards.xfall.errors import below, fault
from rathaus.standards.xfall.json_schema import Names, named
from rathaus.standards.xfall.plan import CodeLists, Node, plan
from rathaus.standards.xfall.values import NATIVE, NOTATIONS, Data, Kind
from rathaus.standards.xfall.xml_document import MAX_BYTES, value_of

_ENCODER = msgspec.json.Encoder(decimal_format="number")


def write_json(schema: Schema, data: Data, *, names: Names = Names.VERSIONED, code_lists: CodeLists | None = None) -> bytes:
    """The document in UTF-8. Raises XfallError with every fault of the data."""
    root = plan(schema, code_lists)
    require_sound(root, data)
    return unchecked(root, data, names)


def unchecked(root: Node, data: Data, names: Names) -> bytes:
    """As `write_json`, unchecked."""
    return _ENCODER.encode(_filled(root, data, named(names)))


def _filled(node: Node, data: Mapping[str, Any], name: Callable[[Node], str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for child in node.contents:
        values = occurrences(node, child, data)
        written = [_filled(child, value, name) if child.kind is None else _written(child.kind, value) for value in values]
        if written:
            found[name(child)] = written if child.repeated or len(written) > 1 else written[0]
    return found


def _written(kind: Kind, value: Any) -> Any:
    if kind is Kind.INTEGER:
        return int(value)
    return value if kind in NATIVE else NOTATIONS[kind].write(value)


def read_json(
    schema: Schema, document: bytes, *, names: Names = Names.VERSIONED, code_lists: CodeLists | None = None
) -> dict[str, Any]:
    """The data, valid for `problems`.

    Raises XfallError: too large, no JSON object, the same property twice, one that does not belong, a value that cannot be
    read, every fault of the data.
    """
    root = plan(schema, code_lists)
    data = _group(_parsed(document), root, named(names), "")
    require_sound(root, data)
    return data


def _parsed(document: bytes) -> Any:
    if len(document) > MAX_BYTES:
        raise fault(f"Das Dokument ist größer als {MAX_BYTES // 1024 // 1024} MB; so große Anträge werden nicht gelesen.")
    try:
        return json.loads(
            document.decode(), parse_int=Decimal, parse_float=Decimal, parse_constant=_refuse, object_pairs_hook=_once
        )
    except (ValueError, RecursionError) as error:
        raise fault(f"Das Dokument ist kein JSON, wie es hier gelesen wird: {str(error)[:200]}") from error


def _refuse(text: str) -> Any:
    raise ValueError(f"{text} ist keine Zahl")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("eine Eigenschaft steht zweimal im selben Objekt")
    return found


def _group(value: Any, node: Node, name: Callable[[Node], str], path: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise fault(f"„{node.title}“: Hier wird ein Objekt erwartet.", path)
    places = {name(child): child for child in node.contents}
    unknown = [key for key in value if key not in places]
    if unknown:
        raise fault(f"Die Eigenschaft {unknown[0][:80]!r} gehört nicht hierher.", path)
    data: dict[str, Any] = {}
    for key, child in places.items():
        here = below(path, child.key)
        found = settled(node, child, _occurrences(value[key], child, name, here) if key in value else [], here)
        if found:
            data[child.key] = found if child.repeated else found[0]
    return data


def _occurrences(value: Any, node: Node, name: Callable[[Node], str], path: str) -> list[Any]:
    if not node.repeated:
        return [_entry(value, node, name, path)]
    if not isinstance(value, list):
        raise fault(f"„{node.title}“: Hier wird eine Liste erwartet.", path)
    return [_entry(inner, node, name, f"{path}[{at}]") for at, inner in enumerate(value)]


def _entry(value: Any, node: Node, name: Callable[[Node], str], path: str) -> Any:
    if node.kind is None:
        return _group(value, node, name, path)
    notation = NOTATIONS[node.kind]
    if node.kind in NATIVE and isinstance(value, notation.python):
        return value
    if node.kind in NATIVE or not isinstance(value, str):
        raise fault(f"„{node.title}“: Hier wird {notation.named} erwartet.", path)
    return value_of(node, node.kind, value, path)
