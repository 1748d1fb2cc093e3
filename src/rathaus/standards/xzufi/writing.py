"""Tables to writers: for each part and version one function that appends XML text, made once.

The text is made by hand and not through a tree: it is the shortest way to flat memory, and every character is checked.
"""

from collections.abc import Callable, Iterable
from functools import cache
from itertools import groupby
from typing import Any, Final

from rathaus.standards.xzufi import values as plain
from rathaus.standards.xzufi.errors import Loss, XzufiError
from rathaus.standards.xzufi.leaves import IDENTIFIER_ATTRIBUTES
from rathaus.standards.xzufi.model.basics import Amount, Code, Identifier, Link, LocalizedText, Part
from rathaus.standards.xzufi.tables import TABLES
from rathaus.standards.xzufi.tables.base import Kind, Leaf, Place, Row, Struct, Union, Unwrapped
from rathaus.standards.xzufi.versions import Version

WriteElement = Callable[[str, Any, "Output"], None]
PREFIX: Final = "xzufi:"
_TEXT: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_ATTRIBUTE: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}
)
_SCHEME_URI: Final = ("scheme_uri", "scheme_version_id")


class Output:
    """The text so far, and what had no place in this version."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.losses: list[Loss] = []
        self.subject = ("", "")

    def lose(self, part: str, text: str) -> None:
        self.losses.append(Loss(self.subject, part, text))


def text(value: str) -> str:
    """Element text; raises BadValue for what XML cannot carry."""
    return plain.checked(value).translate(_TEXT)


def attribute(name: str, value: str) -> str:
    """` name="value"`, or nothing for an empty value."""
    return f' {name}="{plain.checked(value).translate(_ATTRIBUTE)}"' if value else ""


def _leaf(leaf: Leaf) -> WriteElement:
    convert = plain.TO_TEXT[leaf]

    def write(tag: str, value: Any, out: Output) -> None:
        out.parts.append(f"<{tag}>{convert(value).translate(_TEXT)}</{tag}>")

    return write


def _localized(tag: str, value: LocalizedText, out: Output) -> None:
    out.parts.append(f"<{tag}{attribute('languageCode', value.language)}>{text(value.text)}</{tag}>")


def _identifier(tag: str, value: Identifier, out: Output) -> None:
    attributes = "".join(attribute(name, getattr(value, own)) for name, own in IDENTIFIER_ATTRIBUTES.items())
    if value.label:
        out.lose("Identifier.label", "Ein Identifikator hat keinen Platz für die Bezeichnung des Schlüssels.")
    out.parts.append(f"<{tag}{attributes}>{text(value.value)}</{tag}>")


def _code(tag: str, value: Code, out: Output) -> None:
    attributes = attribute("listURI", value.list_uri) + attribute("listVersionID", value.list_version)
    name = f"<name>{text(value.name)}</name>" if value.name else ""
    out.parts.append(f"<{tag}{attributes}><code>{text(value.code)}</code>{name}</{tag}>")


def _key_as_code(tag: str, value: Identifier, out: Output) -> None:
    for own in IDENTIFIER_ATTRIBUTES.values():
        if own not in _SCHEME_URI and getattr(value, own):
            out.lose(f"Identifier.{own}", "In 2.2.0 ist der Schlüssel ein Code; er kennt nur Liste und Version.")
    _code(tag, Code(value.value, value.scheme_uri, value.scheme_version_id, value.label), out)


def _amount(tag: str, value: Amount, out: Output) -> None:
    out.parts.append(f"<{tag}{attribute('currencyCode', plain.to_currency(value.currency))}>{value.value:f}</{tag}>")


def _link_as_uri(tag: str, value: Link, out: Output) -> None:
    if value != Link(value.uri):
        out.lose("Link", "In 2.2.0 steht hier nur die Adresse; Titel, Beschreibung, Sprache und Position entfallen.")
    out.parts.append(f"<{tag}>{text(value.uri)}</{tag}>")


_LEAVES: Final[dict[Leaf, WriteElement]] = {
    Leaf.LOCALIZED: _localized,
    Leaf.IDENTIFIER: _identifier,
    Leaf.CODE: _code,
    Leaf.KEY_AS_CODE: _key_as_code,
    Leaf.AMOUNT: _amount,
    Leaf.LINK_AS_URI: _link_as_uri,
    **{leaf: _leaf(leaf) for leaf in plain.TO_TEXT},
}


def _writer_of(kind: Kind, version: Version) -> WriteElement:
    if isinstance(kind, Leaf):
        return _LEAVES[kind]
    if isinstance(kind, Struct):
        return _struct(kind, version)
    if isinstance(kind, Unwrapped):
        return _unwrapped(kind, version)
    return _union(kind, version)


def _struct(kind: Struct, version: Version) -> WriteElement:
    said = attribute("xsi:type", f"{PREFIX}{kind.xsi_type}") if kind.xsi_type else ""

    def write(tag: str, value: Part, out: Output) -> None:
        writer_of(kind.cls, version)(tag, value, out, said)

    return write


def _union(kind: Union, version: Version) -> WriteElement:
    names = {cls: attribute("xsi:type", f"{PREFIX}{name}") for cls, name in kind.members}

    def write(tag: str, value: Part, out: Output) -> None:
        writer_of(type(value), version)(tag, value, out, names[type(value)])

    return write


def _unwrapped(kind: Unwrapped, version: Version) -> WriteElement:
    def write(tag: str, value: Part, out: Output) -> None:
        inner = getattr(value, kind.attribute)
        if value != kind.cls(**{kind.attribute: inner}):
            out.lose(kind.cls.__name__, "In 2.2.0 ist nur das Dokument selbst darstellbar.")
        writer_of(kind.kind.cls, version)(tag, inner, out, "")

    return write


def _row(row: Row, place: Place, version: Version) -> Callable[[Part, Output], None]:
    own, tag, most = row.attribute, PREFIX + place.name, place.most
    write = _writer_of(place.kind, version)
    many = any(there is not None and there.most is None for there in (row.new, row.old))
    one = f"In {version} ist hier nur eine Angabe möglich; geschrieben wird die erste."

    def single(part: Part, out: Output) -> None:
        value = getattr(part, own)
        if value is not None and value != "":
            write(tag, value, out)

    def several(part: Part, out: Output) -> None:
        values = getattr(part, own)
        if most is not None and len(values) > most:
            out.lose(f"{type(part).__name__}.{own}", one)
            values = values[:most]
        for value in values:
            write(tag, value, out)

    return several if many else single


def _frame(name: str, writers: Iterable[Callable[[Part, Output], None]]) -> Callable[[Part, Output], None]:
    """Rows inside one element; an empty frame is not written."""
    tag, rows = PREFIX + name, tuple(writers)

    def write(part: Part, out: Output) -> None:
        at = len(out.parts)
        out.parts.append(f"<{tag}>")
        for row in rows:
            row(part, out)
        if len(out.parts) == at + 1:
            out.parts.pop()
        else:
            out.parts.append(f"</{tag}>")

    return write


@cache
def writer_of(cls: type[Part], version: Version) -> Callable[[str, Any, Output, str], None]:
    """The function that writes a part as element `tag` in this version; `said` stands among its attributes."""
    table = TABLES[cls]
    rows = [(row, place) for row in table.ordered(new=version.new) if (place := row.place(new=version.new)) is not None]
    attributes = tuple((row.attribute, place) for row, place in rows if row.in_attribute)
    elements: list[Callable[[Part, Output], None]] = []
    for within, group in groupby((pair for pair in rows if not pair[0].in_attribute), key=lambda pair: pair[1].within):
        writers = [_row(row, place, version) for row, place in group]
        elements.extend([_frame(within, writers)] if within else writers)
    absent = tuple((row.attribute, f"{cls.__name__}.{row.attribute}") for row in table.rows if row.place(new=version.new) is None)
    note = f"XZuFi {version} hat dafür keinen Platz."

    def write(tag: str, part: Any, out: Output, said: str) -> None:
        head = said
        for own, place in attributes:
            value = getattr(part, own)
            if value:
                typed = place.kind is Leaf.XSI_TYPE
                head += attribute(place.name, PREFIX + value.value if typed else str(value))
        at = len(out.parts)
        out.parts.append(f"<{tag}{head}>")
        for element in elements:
            element(part, out)
        if len(out.parts) == at + 1:
            out.parts[at] = f"<{tag}{head}/>"
        else:
            out.parts.append(f"</{tag}>")
        for own, name in absent:
            if getattr(part, own) not in {None, ""} and getattr(part, own) != ():
                out.lose(name, note)

    return write


def write_part(tag: str, part: Part, version: Version, out: Output, said: str = "") -> None:
    """Appends `part` as element `tag`. Raises XzufiError for a value that XML or the standard cannot carry."""
    try:
        writer_of(type(part), version)(PREFIX + tag, part, out, said)
    except plain.BadValue as bad:
        place = "/".join(step for step in (tag, *out.subject) if step)
        raise XzufiError(bad.reason, bad.remedy, path=place) from None
