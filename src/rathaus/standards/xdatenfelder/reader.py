"""Bytes to the model. Every refusal is an XdfError: German, with the path of the place in the file."""

from dataclasses import dataclass

from lxml import etree

from rathaus.standards.xdatenfelder.errors import XdfError
from rathaus.standards.xdatenfelder.model import Element, Header, Schema, Standard
from rathaus.standards.xdatenfelder.reading import common, edition2, edition3
from rathaus.standards.xdatenfelder.reading.edition import Edition
from rathaus.standards.xdatenfelder.reading.elements import Walk
from rathaus.standards.xdatenfelder.reading.markup import Node, parse

_EDITIONS = {edition.namespace: edition for edition in (edition3.EDITION, edition2.EDITION_2, edition2.EDITION_1)}
_HEADER = {
    Standard.XDF3: frozenset({"nachrichtID", "erstellungszeitpunkt", "referenzID"}),
    Standard.XDF2: frozenset({"nachrichtID", "erstellungszeitpunkt", "referenzID"}),
    Standard.XDF1: frozenset({"datum", "fimId", "version"}),
}


@dataclass(frozen=True, slots=True)
class ElementMessage:
    """A group or field sent alone, with the header of its message and the edition it was written in."""

    header: Header
    standard: Standard
    element: Element


def read_schema(data: bytes) -> Schema:
    """A message stammdatenschema.0102 of edition 3 or 2 or 0102001 of edition 1; the namespace tells which. Raises XdfError."""
    edition, message, name = _message(data, frozenset({"stammdatenschema"}))
    header, version = _header(edition, message)
    element = message.only(name)
    return Walk(edition).schema(element, f"{message.path}/{name}", header, version)


def read_element(data: bytes) -> Element:
    """A message datenfeldgruppe.0103 or datenfeld.0104 of edition 3 or 2. Raises XdfError."""
    return read_element_message(data).element


def read_element_message(data: bytes) -> ElementMessage:
    """As `read_element`, with what the message says about itself."""
    edition, message, name = _message(data, frozenset({"datenfeldgruppe", "datenfeld"}))
    header, _version = _header(edition, message)
    element = Walk(edition).element(message.only(name), f"{message.path}/{name}")
    return ElementMessage(header, edition.standard, element)


def _message(data: bytes, bodies: frozenset[str]) -> tuple[Edition, Node, str]:
    root = parse(data)
    tag = etree.QName(root)
    edition = _EDITIONS.get(tag.namespace or "")
    if edition is None:
        known = ", ".join(sorted(_EDITIONS))
        raise XdfError(f"Der Namensraum ist {(tag.namespace or 'leer')[:80]!r}; gelesen werden {known}.")
    wanted = {message: body for message, body in edition.messages.items() if body in bodies}
    if tag.localname not in wanted:
        expected = " oder ".join(sorted(wanted)) or "ein ganzes Schema (Ausgabe 1 kennt keine andere Nachricht)"
        raise XdfError(f"Die Nachricht ist {tag.localname[:80]!r}; erwartet wird {expected}.")
    name = wanted[tag.localname]
    return edition, Node(root, edition.prefix, frozenset({"header", name}), tag.localname, attributes=None), name


def _header(edition: Edition, message: Node) -> tuple[Header, str]:
    """The header, and the version of the schema where edition 1 keeps it there."""
    node = message.maybe("header", _HEADER[edition.standard])
    if node is None:
        return Header(), ""
    version = node.text("version")
    return edition.header(node), common.checked_version(version, node.path) if version else ""
