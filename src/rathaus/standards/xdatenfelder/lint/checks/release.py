"""Who released what when, the document profile, and the codes that must be said."""

import re
from collections.abc import Iterator

from rathaus.standards.xdatenfelder.lint.context import Context
from rathaus.standards.xdatenfelder.lint.findings import Hit
from rathaus.standards.xdatenfelder.model import Element, Rule, Schema

DEFAULT_PROFILE = "D99000000001"
_PROFILE = re.compile(r"D[0-9]{11}")
_CENTRAL = "D99"
_FEDERAL = "60"
_EDITORS = frozenset({"FIM-Baustein Datenfelder", "FIM Baustein Datenfelder"})
_IN_WORK = frozenset({"1", "2"})
_RELEASED = frozenset({"4", "5", "6"})


def of_schema(schema: Schema, _context: Context) -> Iterator[Hit]:
    yield from _profile(schema)
    if not schema.derivation.structure:
        yield Hit(1033)
    if not schema.derivation.representation:
        yield Hit(1034)
    if not schema.release.status_by:
        yield Hit(1117)
    if _claims(schema.release.status_by, schema.id):
        yield Hit(1141, schema.id)
    if schema.release_state not in _IN_WORK and not schema.release.status_date:
        yield Hit(1143, schema.release_state)


def of_element(element: Element, context: Context) -> Iterator[Hit]:
    release, schema = element.release, isinstance(context.root, Schema)
    if element.element_kind is None:
        yield Hit(1031)
    if not release.status_by:
        yield Hit(1117)
    if _claims(release.status_by, element.id):
        yield Hit(1140, element.id)
    if element.release_state not in _IN_WORK and not release.status_date:
        yield Hit(1142, element.release_state)
    if context.published and not release.published:
        yield Hit(1127 if schema else 1128)
    if context.published and element.release_state in _IN_WORK:
        yield Hit(1129 if schema else 1130)


def of_rule(rule: Rule, _context: Context) -> Iterator[Hit]:
    if not rule.author:
        yield Hit(1117)
    if _claims(rule.author, rule.id):
        yield Hit(1140, rule.id)


def _claims(author: str, identifier: str) -> bool:
    """Only the federal building blocks come from the editors of the standard."""
    return author in _EDITORS and identifier[1:3] != _FEDERAL


def _profile(schema: Schema) -> Iterator[Hit]:
    profile = schema.document_profile
    if profile is None:
        yield Hit(1007)
        return
    if profile.id == DEFAULT_PROFILE:
        yield Hit(1097 if schema.release_state in _RELEASED else 1096, profile.id)
    elif _PROFILE.fullmatch(profile.id) and not profile.id.startswith(_CENTRAL):
        yield Hit(1124, profile.id)
