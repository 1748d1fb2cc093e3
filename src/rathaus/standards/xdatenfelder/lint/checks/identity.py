"""Ids, versions and relations."""

import re
from collections.abc import Iterator

from rathaus.standards.xdatenfelder.lint.context import Context
from rathaus.standards.xdatenfelder.lint.findings import Hit
from rathaus.standards.xdatenfelder.model import Element, Group, Relation, Rule, Schema, Standard

_DIGITS = {Standard.XDF1: 8, Standard.XDF2: 8, Standard.XDF3: 11}


def _formed(identifier: str, kinds: str, context: Context) -> bool:
    return re.fullmatch(f"[{kinds}][0-9]{{{_DIGITS[context.standard]}}}", identifier) is not None


def of_schema(schema: Schema, context: Context) -> Iterator[Hit]:
    if not _formed(schema.id, "S", context):
        yield Hit(1039, schema.id)
    if schema.document_profile and not _formed(schema.document_profile.id, "D", context):
        yield Hit(1039, schema.document_profile.id)
    yield from _relations(schema.relations, "S", context)


def of_element(element: Element, context: Context) -> Iterator[Hit]:
    if not _formed(element.id, "G" if isinstance(element, Group) else "F", context):
        yield Hit(1039, element.id)
    versions = context.versions.get(element.id, frozenset())
    if len(versions) > 1:
        yield Hit(1003, ", ".join(sorted(versions)))
    yield from _relations(element.relations, "FG", context)


def of_rule(rule: Rule, context: Context) -> Iterator[Hit]:
    if not _formed(rule.id, "R", context):
        yield Hit(1039, rule.id)


def _relations(relations: tuple[Relation, ...], kinds: str, context: Context) -> Iterator[Hit]:
    """Each fault once: a field may carry thousands of relations."""
    targets = dict.fromkeys(relation.id for relation in relations)
    odd = [identifier for identifier in targets if not _formed(identifier, "SFGD", context)]
    wrong = [identifier for identifier in targets if identifier[0] not in kinds and identifier not in odd]
    if odd:
        yield Hit(1039, _few(odd))
    if wrong:
        yield Hit(1087, _few(wrong))
    linked = [relation.id for relation in relations if relation.predicate == "VKN"]
    if linked:
        yield Hit(1088, _few(linked))


def _few(found: list[str]) -> str:
    return ", ".join(found[:3]) + (f" und {len(found) - 3} weitere" if len(found) > 3 else "")
