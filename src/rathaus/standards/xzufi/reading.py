"""Tables to readers: for each part and namespace one function from element to part, made once.

The functions are closures over dictionaries from tag to (attribute, reader, many), so that an element costs one look-up.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, Final

from rathaus.standards.xzufi.context import Context
from rathaus.standards.xzufi.leaves import LEAVES, ReadElement, link_as_uri
from rathaus.standards.xzufi.limits import MAX_DEPTH
from rathaus.standards.xzufi.model.basics import Link, Part
from rathaus.standards.xzufi.model.responsibility import Owner
from rathaus.standards.xzufi.model.service import Shape
from rathaus.standards.xzufi.model.territory import Publisher
from rathaus.standards.xzufi.tables import TABLES
from rathaus.standards.xzufi.tables.base import Kind, Leaf, Place, Row, Struct, Union, Unwrapped
from rathaus.standards.xzufi.tree import Node
from rathaus.standards.xzufi.versions import XSI_TYPE, Version

Entry = tuple[str, ReadElement, bool]
_PLAIN_TYPES: Final = frozenset({"OnlinedienstErweitert", "Onlinedienst", "Leistung", "Organisationseinheit", "Zustaendigkeit"})
_TYPED: Final[dict[str, type[Shape | Owner]]] = {"shape": Shape, "owner": Owner}


def _reader_of(kind: Kind, version: Version) -> ReadElement:
    if isinstance(kind, Leaf):
        return LEAVES[kind]
    if isinstance(kind, Struct):
        return _deferred(kind.cls, version)
    if isinstance(kind, Unwrapped):
        return _unwrapped(kind, version)
    return _union(kind, version)


def _deferred(cls: type[Part], version: Version) -> ReadElement:
    """The reader of a part, made when it is first needed: territories and publishers hold each other."""
    made: list[ReadElement] = []

    def read(element: Node, context: Context) -> Part:
        if not made:
            made.append(reader_of(cls, version))
        part: Part = made[0](element, context)
        return part

    return read


def _unwrapped(kind: Unwrapped, version: Version) -> ReadElement:
    inner = _deferred(kind.kind.cls, version)
    framed = _deferred(kind.cls, version)
    names = _tags(kind.name, version)

    def read(element: Node, context: Context) -> Part:
        if any(child.tag in names for child in element):
            part: Part = framed(element, context)
            return part
        return kind.cls(**{kind.attribute: inner(element, context)})

    return read


def _union(kind: Union, version: Version) -> ReadElement:
    """By `xsi:type`, by one child named like the type, or by the first child that only one member knows."""
    by_type = {name: _deferred(cls, version) for cls, name in kind.members}
    by_wrapper = {f"{{{version.namespace}}}{name[0].lower()}{name[1:]}": by_type[name] for _cls, name in kind.members}
    by_child = {tag: by_type[name] for cls, name in kind.members for tag in _entries(cls, version)}
    allowed = ", ".join(by_type)

    def read(element: Node, context: Context) -> Part | None:
        said = element.get(XSI_TYPE, "").rpartition(":")[2]
        found = by_type.get(said)
        target = element
        if found is None and len(element) == 1 and element[0].tag in by_wrapper:
            target = element[0]
            found = by_wrapper[str(target.tag)]
        if found is None and not said:
            found = next((by_child[child.tag] for child in element if child.tag in by_child), None)
        if found is None:
            context.unknown(element, f"Die Art der Angabe ist unklar; erwartet wird xsi:type mit {allowed}.")
            return None
        part: Part = found(target, context)
        return part

    return read


def _tags(name: str, version: Version) -> tuple[str, ...]:
    """The tags a name is read under: `gebietID` also as `gebietId`, `code` also without namespace."""
    spellings = (name, f"{name[:-2]}Id") if name.endswith("ID") else (name,)
    tags = tuple(f"{{{version.namespace}}}{spelling}" for spelling in spellings)
    return (*tags, "code") if name == "code" else tags


def _places(row: Row, version: Version) -> list[Place]:
    """Where the row may stand: as this version has it first, then as the other has it, then under other names."""
    places = [place for place in (row.place(new=version.new), row.place(new=not version.new)) if place is not None]
    first = places[0]
    return places + [Place(name, first.kind, first.most, first.within) for name in row.aliases]


@cache
def _entries(cls: type[Part], version: Version) -> dict[str, Entry]:
    """Tag to entry; for frames (`within`) the entry fills the attributes of the part around it."""
    entries: dict[str, Entry] = {}
    frames: dict[str, dict[str, Entry]] = {}
    elements = [row for row in TABLES[cls].rows if not row.in_attribute]
    own = [(row, place) for row in elements if (place := row.place(new=version.new)) is not None]
    rows = [(row, place) for row in elements for place in _places(row, version)]
    for row, place in (*own, *rows):
        entry = (row.attribute, _lenient(row, place, version), _is_many(row))
        inside = frames.setdefault(place.within, {}) if place.within else entries
        for tag in _tags(place.name, version):
            inside.setdefault(tag, entry)
    for name, inner in frames.items():
        for tag in _tags(name, version):
            outer = entries.get(tag)
            entries[tag] = ("", _frame(inner, outer), False)
    return entries


def _lenient(row: Row, place: Place, version: Version) -> ReadElement:
    """The reader of a place; where the other version shapes the same thing otherwise, content decides."""
    kinds = [there.kind for there in (place, row.new, row.old) if there is not None]
    for kind in kinds:
        if isinstance(kind, Unwrapped):
            return _unwrapped(kind, version)
    if Leaf.LINK_AS_URI not in kinds:
        return _reader_of(place.kind, version)
    whole = _deferred(Link, version)
    return lambda element, context: whole(element, context) if len(element) else link_as_uri(element, context)


def _is_many(row: Row) -> bool:
    return any(place is not None and place.most is None for place in (row.new, row.old))


def _frame(inner: dict[str, Entry], outer: Entry | None) -> Callable[..., None]:
    """A frame without meaning of its own. Where another version has a plain element of this name, content decides."""
    coded = inner.get("code")

    def read(element: Node, context: Context, found: dict[str, Any]) -> None:
        if outer is not None and not any(child.tag in inner for child in element):
            _take(element, context, found, outer)
            return
        if coded is not None and any(child.tag == "code" and not len(child) for child in element):
            _take(element, context, found, coded)  # no frame after all, but the code itself
            return
        context.bare(element)
        _children(element, context, found, inner)

    return read


def _take(element: Node, context: Context, found: dict[str, Any], entry: Entry) -> None:
    attribute, read, many = entry
    value = read(element, context)
    if many:
        found.setdefault(attribute, []).append(value)
    elif attribute in found:
        context.unknown(element, "Das Element steht mehrfach; nur das erste wurde übernommen.")
    elif value is not None:
        found[attribute] = value


def _children(element: Node, context: Context, found: dict[str, Any], entries: dict[str, Entry]) -> None:
    for child in element:
        entry = entries.get(child.tag)
        if entry is None:
            context.unknown(child)
            continue
        attribute, read, many = entry
        if not attribute:
            read(child, context, found)  # type: ignore[call-arg]  # a frame fills `found` itself
        elif many:
            value = read(child, context)
            if attribute in found:
                found[attribute].append(value)
            else:
                found[attribute] = [value]
        elif attribute in found:
            context.unknown(child, "Das Element steht mehrfach; nur das erste wurde übernommen.")
        else:
            value = read(child, context)
            if value is not None:
                found[attribute] = value
    text = element.text
    if text and not text.isspace():
        context.unknown(element, "Hier steht Text, wo nur Elemente erwartet werden; er wurde nicht übernommen.")


@cache
def reader_of(cls: type[Part], version: Version) -> ReadElement:
    """The function that reads an element as this part in this version. Raises XzufiError."""
    table = TABLES[cls]
    entries = _entries(cls, version)
    many = frozenset(row.attribute for row in table.rows if _is_many(row))
    needed = {row.attribute: _places(row, version)[0].name for row in table.rows if row.required}
    required = frozenset(needed)
    attributes = {
        place.name: row.attribute
        for row in table.rows
        if row.in_attribute and (place := _places(row, version)[0]).kind is not Leaf.XSI_TYPE
    }
    typed = next((row.attribute for row in table.rows if row.in_attribute and row.attribute in _TYPED), "")

    def read(element: Node, context: Context) -> Part:
        found: dict[str, Any] = {}
        for name, value in element.items():
            attribute = attributes.get(name)
            if attribute is not None:
                found[attribute] = value.strip()
            elif name == XSI_TYPE:
                _xsi_type(element, context, found, typed, value)
            else:
                context.foreign(element, name)
        _children(element, context, found, entries)
        if not required <= found.keys():
            missing = min(needed[attribute] for attribute in required - found.keys())
            raise context.error(element, f"Die Angabe {missing!r} fehlt.", "Ergänzen Sie sie im Redaktionssystem.")
        for attribute in many & found.keys():
            found[attribute] = tuple(found[attribute])
        return cls(**found)

    if cls is not Publisher:
        return read

    def bounded(element: Node, context: Context) -> Part:
        if context.depth >= MAX_DEPTH:
            raise context.error(element, f"Herausgeber und Gebiete sind tiefer als {MAX_DEPTH} Ebenen verschachtelt.")
        context.depth += 1
        try:
            return read(element, context)
        finally:
            context.depth -= 1

    return bounded


def _xsi_type(element: Node, context: Context, found: dict[str, Any], typed: str, value: str) -> None:
    name = value.rpartition(":")[2].strip()
    if typed:
        try:
            found[typed] = _TYPED[typed](name)
        except ValueError:
            if name not in _PLAIN_TYPES:
                context.unknown(element, f"Die Art xsi:type={name[:60]!r} kennt das Modell nicht.")
    elif name not in _PLAIN_TYPES and not any(cls_name == name for cls_name in _UNION_TYPES):
        context.unknown(element, f"Die Art xsi:type={name[:60]!r} kennt das Modell nicht.")


_UNION_TYPES: Final = frozenset(
    name
    for table in TABLES.values()
    for row in table.rows
    for place in (row.new, row.old)
    if place is not None and isinstance(place.kind, Union)
    for _cls, name in place.kind.members
)
