"""The XFall XSD of a schema, as FITKO's conversion writes it (XDF3_2_XFall 1.01 with versions and limits, without lists).

One namespace for all schemas, every element declared once at the top under `<id>V<version>`, groups as sequences of
references, labels declared but never allowed. Where this differs from the official output:

1. `^` and `$` at the ends of a pattern are left out. XML Schema takes them for letters, and the official XSD therefore
   refuses every e-mail address.
2. A pattern that XML Schema cannot read is left out; the official XSD would not be an XSD. `losses` names it.
3. A field that chooses from a referenced code list is an xs:token that is not empty, or an enumeration where the list is at
   hand; officially xs:string, or an enumeration.
4. In a group of which exactly one child is to be filled in, that child must be there; officially the choice may be empty.
5. Bounds of whole numbers are written as whole numbers.
"""

import math
from typing import Any

from lxml import etree
from lxml.etree import _Element as _Node

from rathaus.standards.xdatenfelder import Field, FieldKind, Schema
from rathaus.standards.xfall import patterns
from rathaus.standards.xfall.plan import CodeLists, Node, definitions, plan
from rathaus.standards.xfall.values import NOTATIONS, Kind, full, kind_of

NAMESPACE = "urn:fim-de:xfall:datenschema:xdf3"
_XS = "http://www.w3.org/2001/XMLSchema"
_PREFIXES: Any = {None: NAMESPACE, "xs": _XS}  # the stubs know no default namespace


def xsd(schema: Schema, *, code_lists: CodeLists | None = None) -> bytes:
    """The XSD in UTF-8. Raises XfallError where the schema cannot be one."""
    root = etree.Element(f"{{{_XS}}}schema", nsmap=_PREFIXES)
    root.set("targetNamespace", NAMESPACE)
    root.set("elementFormDefault", "qualified")
    root.set("attributeFormDefault", "unqualified")
    for name, node in definitions(plan(schema, code_lists)).items():
        element = _add(root, "element", name=name)
        _document(element, node.title)
        if node.field is None:
            _group(element, node)
        else:
            _field(element, node, node.field)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _add(parent: _Node, tag: str, **attributes: str) -> _Node:
    return etree.SubElement(parent, f"{{{_XS}}}{tag}", attributes)


def _document(parent: _Node, text: str) -> None:
    _add(_add(parent, "annotation"), "documentation").text = text


def _group(element: _Node, node: Node) -> None:
    holder = _add(_add(element, "complexType"), "choice" if node.choice else "sequence")
    for child in node.children:
        place = _add(holder, "element", ref=child.name)
        if child.minimum != 1:
            place.set("minOccurs", str(child.minimum))
        if child.maximum != 1:
            place.set("maxOccurs", "unbounded" if child.maximum is None else str(child.maximum))


def _field(element: _Node, node: Node, field: Field) -> None:
    kind = Kind.TEXT if field.kind is FieldKind.LABEL else kind_of(field)
    facets = [] if field.kind is FieldKind.LABEL else _facets(node, field, kind)
    if not facets:
        element.set("type", NOTATIONS[kind].xsd)
        return
    restriction = _add(_add(element, "simpleType"), "restriction", base=NOTATIONS[kind].xsd)
    for name, value, meaning in facets:
        facet = _add(restriction, name, value=value)
        if meaning:
            _document(facet, meaning)


def _facets(node: Node, field: Field, kind: Kind) -> list[tuple[str, str, str]]:
    """Name, value and meaning of what narrows the type."""
    if kind is Kind.CODE:
        return [("enumeration", option.code, option.name) for option in node.options] or [("minLength", "1", "")]
    if kind in {Kind.OBJECT, Kind.FILE, Kind.BOOLEAN}:
        return []
    facets = [(name, value, "") for name, value in (*_lengths(field, kind), *_bounds(field, kind))]
    if field.limits.pattern and patterns.readable(field.limits.pattern):
        facets.append(("pattern", patterns.unanchored(field.limits.pattern), ""))
    return facets


def _lengths(field: Field, kind: Kind) -> list[tuple[str, str]]:
    if kind is not Kind.TEXT:
        return []
    lengths = {"minLength": field.limits.min_length, "maxLength": field.limits.max_length}
    return [(name, str(value)) for name, value in lengths.items() if value is not None]


def _bounds(field: Field, kind: Kind) -> list[tuple[str, str]]:
    least, most = field.limits.min_value, field.limits.max_value
    if kind is Kind.INTEGER:
        return [
            *([("minInclusive", str(math.ceil(least)))] if least is not None else []),
            *([("maxInclusive", str(math.floor(most)))] if most is not None else []),
        ]
    if kind not in {Kind.NUMBER, Kind.MONEY}:
        return []
    return [(name, full(value)) for name, value in (("minInclusive", least), ("maxInclusive", most)) if value is not None]
