"""`relation`: one released file carries 16,000 of them, nearly all of one plain shape."""

import re
from functools import cache

from lxml import etree
from lxml.etree import XPath

from rathaus.standards.xdatenfelder import vocabulary as words
from rathaus.standards.xdatenfelder.errors import XdfError
from rathaus.standards.xdatenfelder.parts import Relation
from rathaus.standards.xdatenfelder.reading.common import VERSION, checked_version
from rathaus.standards.xdatenfelder.reading.markup import Node

_ID = re.compile(r"[A-Z][0-9]{1,14}")
_NAMES = frozenset({"praedikat", "objekt"})
_TARGET = frozenset({"id", "version"})

_CODES = "x:relation/x:praedikat/code/text()"
_TARGETS = "x:relation/x:objekt/*/text()"
# Each relation holds a praedikat with one code, then an objekt with one id, behind which a version may stand, each with one text.
# Sums over all of them say so, as what stands second, and what stands first in each, is counted by itself. Only the child axis
# is used: the cost stays in proportion to the number of relations.
_LEAVES = "count(x:relation) * 2 + count(x:relation/x:objekt/x:version)"
_PLAIN = f"""
    count(x:relation) * 2 = count(x:relation/{{says}})
    and count(x:relation) = count(x:relation/*[2]/self::x:objekt)
    and count(x:relation) = count(x:relation/x:praedikat/*[1]/self::code)
    and count(x:relation) = count(x:relation/x:objekt/*[1]/self::x:id)
    and not(x:relation/x:objekt/x:version[following-sibling::*])
    and {_LEAVES} = count(x:relation/*/{{says}})
    and {_LEAVES} = count(x:relation/*/*/node())
    and {_LEAVES} = count(x:relation/*/*/node()[1]/self::text())
    and not(x:relation/@*) and not(x:relation/x:objekt/@*) and not(x:relation/*/*/@*)
    and count(x:relation/x:praedikat/@*)
      = count(x:relation/x:praedikat/@listURI) + count(x:relation/x:praedikat/@listVersionID)
"""
_COMPACT = _PLAIN.format(says="node()")
_INDENTED = _PLAIN.format(says="node()[not(self::text()) or normalize-space()]")


@cache
def _path(path: str, namespace: str) -> XPath:
    return etree.XPath(path, namespaces={"x": namespace}, smart_strings=False)


def relations(node: Node) -> tuple[Relation, ...]:
    """The plain ones are read by few questions in C; wherever one is not plain, all are walked with every question asked."""
    elements = node.elements("relation")
    if not elements:
        return ()
    namespace = node.prefix[1:-1]
    if any(_path(plain, namespace)(node.element) is True for plain in (_COMPACT, _INDENTED)):
        codes, targets = (_texts(_path(path, namespace), node) for path in (_CODES, _TARGETS))
        if len(found := _plain(codes, targets)) == len(elements):
            return found
    walked = (Node(e, node.prefix, _NAMES, f"{node.path}/relation[{at}]") for at, e in enumerate(elements, start=1))
    return tuple(_relation(inner) for inner in walked)


def _texts(path: XPath, node: Node) -> list[str]:
    found = path(node.element)
    return [str(text).strip() for text in found] if isinstance(found, list) else []


def _plain(codes: list[str], texts: list[str]) -> tuple[Relation, ...]:
    """Ids and, behind some of them, versions: an id begins with a letter, a version with a digit. Empty where one is neither."""
    targets: list[tuple[str, str]] = []
    for text in texts:
        if _ID.fullmatch(text):
            targets.append((text, ""))
        elif targets and VERSION.fullmatch(text):
            targets[-1] = (targets[-1][0], text)
        else:
            return ()
    if len(codes) != len(targets) or not words.RELATIONS.issuperset(codes):
        return ()
    return tuple(Relation(code, *target) for code, target in zip(codes, targets, strict=True))


def _relation(node: Node) -> Relation:
    predicate = node.code("praedikat", words.RELATIONS, needed=True, number=1029)
    target = node.one("objekt", _TARGET, number=1091)
    identifier = target.text("id", needed=True, number=1091)
    if not _ID.fullmatch(identifier):
        raise XdfError(f"{identifier[:40]!r} ist keine Kennung.", target.path, number=1039)
    version = target.text("version")
    return Relation(predicate, identifier, checked_version(version, target.path) if version else "")
