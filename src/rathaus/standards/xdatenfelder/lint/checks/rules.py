"""Rules: a name, a text, and the elements the text names."""

import re
from collections.abc import Iterator

from rathaus.standards.xdatenfelder.lint.context import Context, elements
from rathaus.standards.xdatenfelder.lint.findings import Hit
from rathaus.standards.xdatenfelder.model import Element, Rule, Schema

_NAMED = re.compile(r"[FG][0-9]{11}")
_VERSIONED = re.compile(r"[FG](?:[0-9]{11}|[0-9]{8})V[0-9]+\.[0-9.]*")
_SHORT = re.compile(r"[FG][0-9]{8}(?![0-9])")


def of_owner(owner: Schema | Element, _context: Context) -> Iterator[Hit]:
    """Rules that name elements which their owner does not contain."""
    if not owner.rules:
        return
    inside = {element.id for _path, element in elements(owner)}
    for rule in owner.rules:
        for name in dict.fromkeys(_NAMED.findall(rule.text)):
            if name not in inside:
                yield Hit(1001, name, (rule.id,))


def of_rule(rule: Rule, _context: Context) -> Iterator[Hit]:
    if not rule.name:
        yield Hit(1002)
    if not rule.text:
        yield Hit(1024)
    for name in dict.fromkeys(_VERSIONED.findall(rule.text)):
        yield Hit(1019, name)
    for name in dict.fromkeys(_SHORT.findall(rule.text)):
        yield Hit(1041, name)
