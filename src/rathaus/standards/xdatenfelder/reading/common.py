"""What the editions read alike: identities, norms, keywords, counts, lengths and dates."""

import re

from lxml import etree
from lxml.etree import _Element as _Node

from rathaus.standards.xdatenfelder import values
from rathaus.standards.xdatenfelder.errors import XdfError
from rathaus.standards.xdatenfelder.parts import Cardinality, Keyword, LegalBasis, Part
from rathaus.standards.xdatenfelder.reading.markup import MAX_PART_DEPTH, Node, content
from rathaus.standards.xdatenfelder.vocabulary import PART_NAME

_ID = {kind: re.compile(kind + r"[0-9]{1,14}") for kind in "DGFR"} | {"S": re.compile(r"[A-Z][0-9]{1,14}")}
VERSION = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9}){0,3}")
_COUNT = re.compile(r"([0-9]{1,6}):([0-9]{1,6}|\*)")
_LINK = frozenset({"link"})
_URI = frozenset({"uri"})
_IDENTITY = frozenset({"id", "version"})


def checked_id(identifier: str, kind: str, path: str) -> str:
    """Fields, groups and rules are addressed by the first letter; how many digits stand behind it is the linter's matter."""
    if not _ID[kind].fullmatch(identifier):
        raise XdfError(f"{identifier[:40]!r} ist keine Kennung der Art {kind}.", path, number=1039)
    return identifier


def checked_version(version: str, path: str) -> str:
    if not VERSION.fullmatch(version):
        raise XdfError(f"{version[:40]!r} ist keine Versionsnummer.", path)
    return version


def identity(node: Node, kind: str, *, version_needed: bool) -> tuple[str, str]:
    """`identifikation`: id and version; before edition 3 a working copy has no version."""
    inner = node.one("identifikation", _IDENTITY, number=1038)
    for name in ("id", "version") if version_needed else ("id",):
        if len(inner.elements(name)) > 1:
            raise XdfError(f"Das Element {name!r} steht mehrfach.", inner.path)
    identifier = checked_id(inner.text("id", needed=True, number=1038), kind, inner.path)
    version = inner.text("version", needed=version_needed, number=1135)
    return identifier, checked_version(version, inner.path) if version else ""


def legal_basis(node: Node) -> tuple[LegalBasis, ...]:
    here = f"{node.path}/bezug"
    found = (LegalBasis(content(e, here, _LINK), e.get("link", "").strip()) for e in node.elements("bezug"))
    return tuple(basis for basis in found if basis.text or basis.link)


def keywords(node: Node) -> tuple[Keyword, ...]:
    here = f"{node.path}/stichwort"
    found = (Keyword(content(e, here, _URI), e.get("uri", "").strip()) for e in node.elements("stichwort"))
    return tuple(keyword for keyword in found if keyword.text or keyword.uri)


def cardinality(node: Node) -> Cardinality:
    text = node.text("anzahl", needed=True, number=1021)
    match = _COUNT.fullmatch(text)
    if match is None:
        raise XdfError(f"{text[:40]!r} ist keine Anzahl wie 0:1 oder 1:*.", node.path, number=1046)
    minimum, maximum = int(match[1]), None if match[2] == "*" else int(match[2])
    if maximum is not None and (maximum < minimum or maximum == 0):
        raise XdfError(f"Die Anzahl {text} ist unmöglich.", node.path, number=1047 if maximum < minimum else 1021)
    return Cardinality(minimum, maximum)


def length(text: str, path: str, number: int = 0) -> int | None:
    """A count of characters or bytes."""
    if not text:
        return None
    value = values.integer(text)
    if value is None:
        raise XdfError(f"{text[:40]!r} ist keine Zahl.", path, number=number)
    return value


def date(node: Node, name: str) -> str:
    """The text of an xs:date, as written."""
    text = node.text(name)
    if text and values.date(text) is None:
        raise XdfError(f"{text[:40]!r} ist kein Datum (JJJJ-MM-TT).", f"{node.path}/{name}")
    return text


def moment(node: Node, name: str) -> str:
    """The text of an xs:dateTime, as written."""
    text = node.text(name)
    if text and values.moment(text) is None:
        raise XdfError(f"{text[:40]!r} ist kein Zeitpunkt (JJJJ-MM-TTThh:mm:ss).", f"{node.path}/{name}")
    return text


def part(element: _Node, prefix: str, path: str, depth: int = 0) -> Part:
    """An element as it stands, of which no more is known."""
    if depth > MAX_PART_DEPTH:
        raise XdfError(f"Das Element ist tiefer als {MAX_PART_DEPTH} Ebenen verschachtelt.", path)
    tag = etree.QName(element)
    qualified = element.tag.startswith(prefix)
    attributes = tuple((str(name), str(value)) for name, value in element.attrib.items())
    foreign = tag.namespace is not None and not qualified
    if foreign or not all(PART_NAME.fullmatch(name) for name in (tag.localname, *(name for name, _value in attributes))):
        raise XdfError(f"Das Element {tag.localname[:80]!r} oder eines seiner Attribute gehört nicht hierher.", path)
    if not len(element):
        text = content(element, path, frozenset(name for name, _value in attributes))
        return Part(tag.localname, text, attributes, (), qualified)
    if any(text and text.strip() for text in (element.text, *(child.tail for child in element))):
        raise XdfError("Text zwischen Elementen gehört nicht hierher.", path)
    inner = tuple(part(child, prefix, f"{path}/{etree.QName(child).localname}", depth + 1) for child in element)
    return Part(tag.localname, "", attributes, inner, qualified)


def parts(node: Node, name: str) -> tuple[Part, ...]:
    return tuple(part(e, node.prefix, f"{node.path}/{name}[{at}]") for at, e in enumerate(node.elements(name), start=1))
