"""Norms: where they must be named, and how."""

import re
from collections.abc import Iterator

from rathaus.standards.xdatenfelder.lint.context import Context, children
from rathaus.standards.xdatenfelder.lint.findings import Hit
from rathaus.standards.xdatenfelder.model import Element, ElementKind, LegalBasis, Rule, Schema

_LINK = re.compile(r"https?://[a-zA-Z0-9.-]+\.[a-zA-Z]{2,}(?:/.*)?", re.DOTALL)


def of_schema(schema: Schema, _context: Context) -> Iterator[Hit]:
    if not schema.legal_basis:
        yield Hit(1051)
    yield from _formed(schema.legal_basis)
    yield from _places(schema)


def of_element(element: Element, _context: Context) -> Iterator[Hit]:
    if not element.legal_basis and element.element_kind is ElementKind.NORM:
        yield Hit(1006)
    if not element.legal_basis and element.element_kind is ElementKind.HARMONISED:
        yield Hit(1101)
    yield from _formed(element.legal_basis)
    yield from _places(element)


def of_rule(rule: Rule, _context: Context) -> Iterator[Hit]:
    yield from _formed(rule.legal_basis)


def _places(thing: Schema | Element) -> Iterator[Hit]:
    for place in children(thing):
        for hit in _formed(place.legal_basis):
            yield hit._replace(below=(place.element.id,))


def _formed(found: tuple[LegalBasis, ...]) -> Iterator[Hit]:
    for basis in found:
        if basis.text.count("§") > 1:
            yield Hit(1132, basis.text[:80])
        if basis.link and not _LINK.fullmatch(basis.link):
            yield Hit(1133, basis.link[:80])
