"""From the rules of a schema to a form that executes what is certain and lists the rest."""

from collections.abc import Mapping, Sequence
from hashlib import sha256

import msgspec

from rathaus.foundation.errors import Invalid
from rathaus.modules.forms.compiled.model import Element, Form, ManualCheck, Note, Rule
from rathaus.modules.forms.compiled.tree import remade
from rathaus.modules.forms.official.contradictions import circling, contradictions
from rathaus.modules.forms.official.index import Index
from rathaus.modules.forms.official.placed import PlacedRule, read_placed
from rathaus.standards import xdatenfelder as xdf
from rathaus.standards.xdatenfelder import rules as official


def with_rules(form: Form, schema: xdf.Schema, translation: bytes | None) -> Form:
    """The form with its executable rules at their bearers and every other rule as a point for people. Raises Invalid."""
    index = Index(form)
    placed = read_placed(schema, _translation(translation, schema), index)
    placed = _without(placed, contradictions(placed, index))
    placed = _without(placed, circling(placed, form))
    by_bearer: dict[str, list[Rule]] = {}
    for rule in placed:
        by_bearer.setdefault(rule.bearer, []).extend(_compiled(rule))

    def attach(path: str, element: Element) -> Element:
        rules = by_bearer.get(path)
        return msgspec.structs.replace(element, rules=tuple(rules)) if rules and not isinstance(element, Note) else element

    checks = tuple(_check(rule) for rule in placed if not rule.origin)
    changed = remade(form, attach)
    return msgspec.structs.replace(changed, rules=tuple(by_bearer.get("", ())), manual_checks=(*checks, *form.manual_checks))


def _translation(data: bytes | None, schema: xdf.Schema) -> official.Translation | None:
    if data is None:
        return None
    try:
        found = official.read_translated(data)
    except official.RuleError as error:
        raise Invalid(f"Die übersetzten Regeln sind nicht lesbar: {error}") from error
    if (found.schema_id, found.schema_version) != (schema.id, schema.version):
        raise Invalid(
            f"Die übersetzten Regeln gehören zu {found.schema_id} {found.schema_version}, "
            f"das Schema ist {schema.id} {schema.version}. Geben Sie die passende Datei an."
        )
    return found


def _without(placed: Sequence[PlacedRule], reasons: Mapping[int, str]) -> list[PlacedRule]:
    return [rule.opened(reasons[at]) if at in reasons else rule for at, rule in enumerate(placed)]


def _compiled(placed: PlacedRule) -> list[Rule]:
    return [msgspec.structs.replace(bound.rule, id=placed.id, origin=placed.origin) for bound in placed.rules]


def _check(placed: PlacedRule) -> ManualCheck:
    return ManualCheck(
        id=placed.id,
        version=placed.version,
        name=placed.name,
        text=placed.text,
        path=placed.bearer,
        reason=placed.reason,
        digest=text_digest(placed.text),
        open=True,
    )


def text_digest(text: str) -> str:
    """SHA-256 of the text a person decides on; a decision counts for this very text alone."""
    return sha256(text.encode()).hexdigest()
