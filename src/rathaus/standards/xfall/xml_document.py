"""XFall XML: the data of one application under the element of its schema, nothing around it (the XSD knows no header)."""

import re
from collections.abc import Mapping
from typing import Any

from lxml import etree
from lxml.etree import _Element as _Xml

from rathaus.standards import safe_xml
from rathaus.standards.xdatenfelder import Schema
from rathaus.standards.xfall.check import occurrences, require_sound, settled
from rathaus.standards.xfall.errors import XfallError, below, fault
from rathaus.standards.xfall.plan import CodeLists, Node, plan
from rathaus.standards.xfall.values import NOTATIONS, Data, Kind
from rathaus.standards.xfall.xsd import NAMESPACE

MAX_BYTES = 16 * 1024 * 1024
_PREFIX = f"{{{NAMESPACE}}}"
_DEFAULT: Any = {None: NAMESPACE}  # the stubs know no default namespace
_HINTS = frozenset(
    f"{{http://www.w3.org/2001/XMLSchema-instance}}{name}" for name in ("schemaLocation", "noNamespaceSchemaLocation")
)


def write_xml(schema: Schema, data: Data, *, code_lists: CodeLists | None = None) -> bytes:
    """The document in UTF-8, valid against `xsd`. Raises XfallError with every fault of the data.

    Groups of nothing are left out, or stand empty where the schema wants them.
    """
    root = plan(schema, code_lists)
    require_sound(root, data)
    return unchecked(root, data)


def unchecked(root: Node, data: Data) -> bytes:
    """As `write_xml`, unchecked."""
    element = etree.Element(_PREFIX + root.name, nsmap=_DEFAULT)
    _fill(element, root, data)
    return etree.tostring(element, encoding="UTF-8", xml_declaration=True)


def _fill(element: _Xml, node: Node, data: Mapping[str, Any]) -> None:
    for child in node.contents:
        for value in occurrences(node, child, data):
            place = etree.SubElement(element, _PREFIX + child.name)
            if child.kind is None:
                _fill(place, child, value)
            else:
                place.text = NOTATIONS[child.kind].write(value)


def read_xml(schema: Schema, document: bytes, *, code_lists: CodeLists | None = None) -> dict[str, Any]:
    """The data, valid for `problems`.

    Raises XfallError: too large, no XML, DOCTYPE, another schema, an element, text or attribute that does not belong, a
    value that cannot be read, every fault of the data.
    """
    root = plan(schema, code_lists)
    element = _parsed(document)
    if element.tag != _PREFIX + root.name:
        tag = etree.QName(element)
        raise fault(
            f"Das Dokument ist {tag.localname[:60]!r} im Namensraum {tag.namespace or '(keiner)'!r}; "
            f"erwartet wird {root.name!r} im Namensraum {NAMESPACE!r}."
        )
    for name in _HINTS & set(element.attrib):
        del element.attrib[name]
    data = _group(element, root, "")
    require_sound(root, data)
    return data


def _parsed(document: bytes) -> _Xml:
    try:
        return safe_xml.parse(document, most=MAX_BYTES)
    except safe_xml.Unreadable as error:
        raise fault(str(error)) from error


def _group(element: _Xml, node: Node, path: str) -> dict[str, Any]:
    """The children in the order of the places; each place takes what it may."""
    _require_plain(element, path)
    if _stray(element.text) or any(_stray(child.tail) for child in element):
        raise fault("Zwischen den Angaben steht Text, der nirgends hingehört.", path)
    waiting = list(element)
    data: dict[str, Any] = {}
    at = 0
    for child in node.children:
        values: list[Any] = []
        here = below(path, child.key)
        while at < len(waiting) and waiting[at].tag == _PREFIX + child.name and len(values) != child.maximum:
            values.append(_entry(waiting[at], child, f"{here}[{len(values)}]" if child.repeated else here))
            at += 1
        values = settled(node, child, values, here)
        if values:
            data[child.key] = values if child.repeated else values[0]
    if at < len(waiting):
        raise _misplaced(waiting[at], node, path)
    return data


def _misplaced(element: _Xml, node: Node, path: str) -> XfallError:
    name = str(element.tag).removeprefix(_PREFIX)[:80]
    if any(child.name == name for child in node.contents):
        return fault(f"Das Element {name!r} steht zu oft oder an der falschen Stelle.", path)
    return fault(f"Das Element {name!r} gehört nicht hierher.", path)


def _entry(element: _Xml, node: Node, path: str) -> Any:
    if node.kind is None:
        return _group(element, node, path)
    _require_plain(element, path)
    if len(element):
        raise fault(f"„{node.title}“: Hier wird {NOTATIONS[node.kind].named} erwartet, kein Element.", path)
    return value_of(node, node.kind, element.text or "", path)


def value_of(node: Node, kind: Kind, text: str, path: str) -> Any:
    """The value a text stands for. Raises XfallError."""
    notation = NOTATIONS[kind]
    try:
        return notation.read(text.strip(" \t\r\n") if notation.stripped else text)
    except ValueError:
        raise fault(f"„{node.title}“: Hier wird {notation.named} erwartet.", path) from None


def _require_plain(element: _Xml, path: str) -> None:
    if element.attrib:
        raise fault(f"Das Attribut {str(next(iter(element.attrib)))[:80]!r} gehört nicht hierher.", path)


_STRAY = re.compile(r"[^ \t\r\n]")


def _stray(text: str | None) -> bool:
    return text is not None and _STRAY.search(text) is not None
