"""XML as XDatenfelder uses it: the root, and elements whose children are looked up by name.

Unknown elements and attributes and text between elements are refused, never dropped.
"""

from functools import cache
from typing import TYPE_CHECKING

from lxml import etree
from lxml.etree import _Element as _Node

from rathaus.standards import safe_xml
from rathaus.standards.xdatenfelder.errors import XdfError

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 16 * 1024 * 1024
MAX_TEXT = 100_000
MAX_PART_DEPTH = 10
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_CODE_ATTRIBUTES = frozenset({"listURI", "listVersionID"})
_NONE: frozenset[str] = frozenset()


def parse(data: bytes) -> _Node:
    """The root element. No entity is expanded, no address opened; a DOCTYPE is refused. Raises XdfError."""
    try:
        root = safe_xml.parse(data, most=MAX_BYTES)
    except safe_xml.Unreadable as error:
        raise XdfError(str(error)) from error
    for name in root.attrib:
        if not str(name).startswith(_XSI):
            raise XdfError(f"Das Attribut {str(name)!r} gehört nicht hierher.", etree.QName(root).localname)
    return root


class Node:
    """One element. `path` names it in messages; it may be made more precise once the id is known."""

    __slots__ = ("children", "element", "path", "prefix")

    def __init__(
        self, element: _Node, prefix: str, known: frozenset[str], path: str, *, attributes: frozenset[str] | None = _NONE
    ) -> None:
        self.element, self.prefix, self.path = element, prefix, path
        self.children: dict[str, list[_Node]] = {}
        if attributes is not None:
            _check(element, attributes, path)
        if element.text is not None and element.text.strip():
            raise XdfError(f"Text gehört nicht hierher: {element.text.strip()[:40]!r}.", path)
        tags = _tags(prefix, known)
        for child in element:
            name = tags.get(child.tag)
            if name is None:
                raise XdfError(f"Das Element {_local(child)!r} gehört nicht hierher.", path)
            tail = child.tail
            if tail is not None and not tail.isspace():
                raise XdfError(f"Text gehört nicht hierher: {tail.strip()[:40]!r}.", path)
            if name in self.children:
                self.children[name].append(child)
            else:
                self.children[name] = [child]

    def elements(self, name: str) -> "list[_Node]":
        return self.children.get(name, [])

    def text(self, name: str, *, needed: bool = False, number: int = 0) -> str:
        """The one text under this name; empty repetitions are tolerated, as real files have them."""
        here = f"{self.path}/{name}"
        texts = [text for text in (content(element, here) for element in self.elements(name)) if text]
        if len(texts) > 1:
            raise XdfError(f"Das Element {name!r} steht mehrfach.", self.path)
        if needed and not texts:
            raise XdfError(f"Das Element {name!r} fehlt oder ist leer.", self.path, number=number)
        return texts[0] if texts else ""

    def code(self, name: str, allowed: frozenset[str], *, needed: bool = False, number: int = 0) -> str:
        """The wrapped code, empty where the element is absent. In XÖV `code` and `name` have no namespace."""
        if name not in self.children and not needed:
            return ""
        element, here = self.only(name, number), f"{self.path}/{name}"
        _check(element, _CODE_ATTRIBUTES, here)
        found = []
        for child in element:
            local = child.tag.removeprefix(self.prefix) if isinstance(child.tag, str) else ""
            if local == "code":
                found.append(content(child, here))
            elif local != "name":
                raise XdfError(f"Das Element {_local(child)!r} gehört nicht hierher.", here)
        if len(found) != 1 or not found[0]:
            problem = "steht mehrfach" if len(found) > 1 else "fehlt oder ist leer"
            raise XdfError(f"Das Element 'code' {problem}.", here, number=number)
        if found[0] not in allowed:
            raise XdfError(
                f"Der Code {found[0][:40]!r} steht nicht in der Codeliste; erlaubt: {', '.join(sorted(allowed))}.",
                here,
                number=number,
            )
        return found[0]

    def one(self, name: str, known: frozenset[str], *, number: int = 0) -> "Node":
        return Node(self.only(name, number), self.prefix, known, f"{self.path}/{name}")

    def maybe(self, name: str, known: frozenset[str]) -> "Node | None":
        return self.one(name, known) if name in self.children else None

    def each(self, name: str, known: frozenset[str]) -> "Iterator[Node]":
        for at, element in enumerate(self.elements(name), start=1):
            yield Node(element, self.prefix, known, f"{self.path}/{name}[{at}]")

    def only(self, name: str, number: int = 0) -> _Node:
        found = self.elements(name)
        if len(found) != 1:
            problem = "fehlt" if not found else "steht mehrfach"
            raise XdfError(f"Das Element {name!r} {problem}.", self.path, number=number)
        return found[0]


@cache
def _tags(prefix: str, known: frozenset[str]) -> dict[str, str]:
    return {prefix + name: name for name in known}


def _local(element: _Node) -> str:
    """The name for a message; an entity or comment has none."""
    return etree.QName(element).localname[:80] if isinstance(element.tag, str) else str(element)[:80]


def content(element: _Node, path: str, attributes: frozenset[str] = _NONE) -> str:
    """The text of an element that may hold nothing else."""
    if len(element):
        raise XdfError("Hier wird ein Text erwartet, kein Element.", path)
    _check(element, attributes, path)
    text = (element.text or "").strip()
    if len(text) > MAX_TEXT:
        raise XdfError(f"Der Text ist länger als {MAX_TEXT} Zeichen.", path)
    return text


def _check(element: _Node, allowed: frozenset[str], path: str) -> None:
    for name in element.keys():  # noqa: SIM118 - an lxml element is no mapping, its keys are its attributes
        if name not in allowed:
            raise XdfError(f"Das Attribut {str(name)[:80]!r} gehört nicht hierher.", path)
