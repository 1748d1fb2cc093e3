"""All checks over a schema."""

from collections import defaultdict
from collections.abc import Callable, Iterator

from rathaus.standards.xdatenfelder.lint.checks import basis, bounds, fields, identity, labels, lists, release, rules, structure
from rathaus.standards.xdatenfelder.lint.context import SINCE_EDITION_3, Context, context, elements
from rathaus.standards.xdatenfelder.lint.findings import Finding, Hit
from rathaus.standards.xdatenfelder.lint.messages import MESSAGES
from rathaus.standards.xdatenfelder.lint.table import CHECKS
from rathaus.standards.xdatenfelder.model import Element, Field, Group, Rule, Schema, Standard

_SCHEMA: tuple[Callable[[Schema, Context], Iterator[Hit]], ...] = (
    identity.of_schema,
    labels.of_schema,
    basis.of_schema,
    structure.of_schema,
    release.of_schema,
    rules.of_owner,
)
_ELEMENT: tuple[Callable[[Element, Context], Iterator[Hit]], ...] = (
    identity.of_element,
    labels.of_element,
    basis.of_element,
    release.of_element,
    rules.of_owner,
)
_GROUP: tuple[Callable[[Group, Context], Iterator[Hit]], ...] = (structure.of_group,)
_FIELD: tuple[Callable[[Field, Context], Iterator[Hit]], ...] = (fields.of_field, bounds.of_field, lists.of_field)
_RULE: tuple[Callable[[Rule, Context], Iterator[Hit]], ...] = (
    identity.of_rule,
    labels.of_rule,
    basis.of_rule,
    rules.of_rule,
    release.of_rule,
)


def lint(root: Schema | Element, *, standard: Standard = Standard.XDF3) -> tuple[Finding, ...]:
    """What the official checks say, in the order of the file; an element that stands in many places is looked at once.

    `standard` is the edition of a group or field sent alone; a schema says its own.
    """
    known = context(root, root.standard if isinstance(root, Schema) else standard)
    found: list[Finding] = []
    if isinstance(root, Schema):
        found += _findings(_hits(_SCHEMA, root, known), (), f"Schema {root.id} „{root.name}“", known)
        found += _of_rules(root, (), known)
    seen: dict[tuple[str, str], list[Element]] = defaultdict(list)
    for path, element in elements(root):
        alike = seen[element.id, element.version]
        if element not in alike:
            alike.append(element)
            found += _of_element(element, path, known)
    return tuple(found)


def _of_element(element: Element, path: tuple[str, ...], known: Context) -> Iterator[Finding]:
    hits = list(_hits(_ELEMENT, element, known))
    if isinstance(element, Group):
        hits += _hits(_GROUP, element, known)
    else:
        hits += _hits(_FIELD, element, known)
    kind = "Gruppe" if isinstance(element, Group) else "Feld"
    yield from _findings(hits, path, f"{kind} {element.id} „{element.name}“", known)
    yield from _of_rules(element, path, known)


def _of_rules(owner: Schema | Element, path: tuple[str, ...], known: Context) -> Iterator[Finding]:
    for rule in owner.rules:
        yield from _findings(_hits(_RULE, rule, known), (*path, rule.id), f"Regel {rule.id} „{rule.name}“", known)


def _hits(checks: "tuple[Callable[..., Iterator[Hit]], ...]", thing: object, known: Context) -> Iterator[Hit]:
    for check in checks:
        yield from check(thing, known)


def _findings(hits: "Iterator[Hit] | list[Hit]", path: tuple[str, ...], name: str, known: Context) -> Iterator[Finding]:
    for hit in hits:
        if known.standard is not Standard.XDF3 and hit.number in SINCE_EDITION_3:
            continue
        place = (*path, *hit.below)
        text = MESSAGES[hit.number].format(hit.detail[:200])
        where = f" (Stelle: {'/'.join(place)})" if place else ""
        yield Finding(hit.number, CHECKS[hit.number][0], f"{name}: {text}{where}", place)
