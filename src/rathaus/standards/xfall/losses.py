"""What XSD and JSON Schema of a schema do not say although the schema does; for those who publish a form."""

from rathaus.standards.xdatenfelder import Field, Schema
from rathaus.standards.xfall import patterns
from rathaus.standards.xfall.errors import Problem
from rathaus.standards.xfall.json_schema import PATTERNED
from rathaus.standards.xfall.plan import CodeLists, Node, definitions, plan
from rathaus.standards.xfall.values import Kind, kind_of


def losses(schema: Schema, *, code_lists: CodeLists | None = None) -> tuple[Problem, ...]:
    """Once for each element; `path` is its name with version. Rules of the schema are never part of either."""
    found = definitions(plan(schema, code_lists))
    return tuple(
        Problem(message, name)
        for name, node in found.items()
        if node.field and node.maximum != 0
        for message in _lost(node, node.field)
    )


def _lost(node: Node, field: Field) -> list[str]:
    kind = kind_of(field)
    if kind is Kind.CODE:
        return [] if node.options else [_unlisted(field)]
    pattern = field.limits.pattern
    if not pattern:
        return []
    if not patterns.readable(pattern):
        return [f"Das Muster {pattern[:80]!r} ist kein regulärer Ausdruck von XML Schema und wird nirgends geprüft."]
    if kind in PATTERNED and not patterns.ecma(pattern):
        return [f"Das Muster {pattern[:80]!r} steht in der XSD, aber nicht im JSON Schema."]
    return []


def _unlisted(field: Field) -> str:
    if field.code_list is None:
        return "Zu dieser Auswahl nennt das Schema keine Werte; jeder Code gilt."
    name = field.code_list.version_uri or field.code_list.uri
    return f"Die Codeliste {name} liegt nicht vor; jeder Code gilt."
