r"""Patterns of a schema: XML Schema expressions (Part 2, appendix F), matched as a whole, often written with stray anchors.

libxml2 reads and matches them: what it accepts is what a receiver's XSD accepts, and it gives up on its own where matching
would explode. A pattern it cannot read (look-ahead, `\b` ...) belongs to no XSD.
"""

import re

from lxml import etree

MAX_PATTERN = 1000
_SIGN = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|.", re.DOTALL)
_XSD_ONLY = re.compile(r"\\[iIcCpP]|-\[")
_XS = "http://www.w3.org/2001/XMLSchema"


def unanchored(pattern: str) -> str:
    """Without `^` and `$` at the ends of the whole or of an alternative: XML Schema takes them for letters.

    The federal e-mail field F60000000242 ends so, and with it no ordinary address would ever be valid.
    """
    signs = _SIGN.findall(pattern)
    kept = []
    for before, sign, after in zip(["", *signs], signs, [*signs[1:], ""], strict=False):
        if sign == "^" and before in {"", "(", "|"}:
            continue
        if sign == "$" and after in {"", ")", "|"}:
            continue
        kept.append(sign)
    return "".join(kept)


def readable(pattern: str) -> bool:
    """Whether XML Schema can express it."""
    return _schema(pattern) is not None


def fits(pattern: str, text: str) -> bool:
    """Whether the whole text matches; True where the pattern is not readable, as nobody can check it."""
    schema = _schema(pattern)
    if schema is None:
        return True
    element = etree.Element("v")
    element.text = text
    try:
        return bool(schema.validate(element))
    except etree.XMLSchemaValidateError:  # gave up
        return False


def ecma(pattern: str) -> str:
    """For JSON Schema (ECMA-262), anchored; empty where the two languages differ too much to say it there."""
    if not readable(pattern) or _XSD_ONLY.search(pattern):
        return ""
    literal = {"^": r"\^", "$": r"\$", r"\-": "-"}
    return f"^(?:{''.join(literal.get(sign, sign) for sign in _SIGN.findall(unanchored(pattern)))})$"


def _schema(pattern: str) -> etree.XMLSchema | None:
    if len(pattern) > MAX_PATTERN:
        return None
    root = etree.Element(f"{{{_XS}}}schema")
    element = etree.SubElement(root, f"{{{_XS}}}element", name="v")
    simple = etree.SubElement(element, f"{{{_XS}}}simpleType")
    restriction = etree.SubElement(simple, f"{{{_XS}}}restriction", base="xs:string", nsmap={"xs": _XS})
    etree.SubElement(restriction, f"{{{_XS}}}pattern", value=unanchored(pattern))
    try:
        return etree.XMLSchema(root)
    except etree.XMLSchemaParseError:
        return None
