"""From the rules of a schema to a form that executes what is certain or decided, and lists what is open."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

import msgspec

from rathaus.foundation import expressions
from rathaus.foundation.errors import Invalid
from rathaus.modules.forms.compiled.model import Element, Form, ManualCheck, Note, Rule
from rathaus.modules.forms.compiled.tree import remade
from rathaus.modules.forms.official.bound import Bound, fit
from rathaus.modules.forms.official.contradictions import circling, contradictions
from rathaus.modules.forms.official.decisions import Decision, Decisions, Verdict, rules_of
from rathaus.modules.forms.official.index import Index, Unfit
from rathaus.modules.forms.official.placed import PlacedRule, read_placed
from rathaus.standards import xdatenfelder as xdf
from rathaus.standards.xdatenfelder import rules as official


def with_rules(form: Form, schema: xdf.Schema, translation: official.Translation | None, decisions: Decisions) -> Form:
    """The form with its executable rules at their bearers and every other rule as a point for people. Raises Invalid."""
    index = Index(form)
    checks = [*read_placed(schema, translation, index), *map(_placed, form.manual_checks)]
    placed = [_decided(rule, decisions, index) for rule in checks]
    placed = _without(placed, contradictions(placed, index))
    placed = _without(placed, circling(placed, form))
    by_bearer: dict[str, list[Rule]] = {}
    for rule in placed:
        by_bearer.setdefault(rule.bearer, []).extend(_compiled(rule))

    def attach(path: str, element: Element) -> Element:
        rules = by_bearer.get(path)
        return msgspec.structs.replace(element, rules=tuple(rules)) if rules and not isinstance(element, Note) else element

    listed = tuple(_check(rule, decisions) for rule in placed if rule.origin in {"", *Verdict})
    return msgspec.structs.replace(remade(form, attach), rules=tuple(by_bearer.get("", ())), manual_checks=listed)


def _placed(check: ManualCheck) -> PlacedRule:
    """A point about a field is decided as a rule is."""
    return PlacedRule(check.id, check.version, check.name, check.text, check.path, reason=check.reason)


def _decided(placed: PlacedRule, decisions: Decisions, index: Index) -> PlacedRule:
    """What people decided goes before what a machine understood."""
    decision = decisions.about(placed.id, placed.version, text_digest(placed.text), placed.bearer)
    if decision is not None:
        return replace(placed, rules=_bound(decision, placed, index), origin=decision.decision.value)
    other = decisions.outdated(placed.id)
    if placed.origin or other is None:
        return placed
    return replace(
        placed, reason=f"{placed.reason} Die Entscheidung vom {other.when:%d.%m.%Y} gilt einem anderen Wortlaut oder Ort.".strip()
    )


def _bound(decision: Decision, placed: PlacedRule, index: Index) -> tuple[Bound, ...]:
    try:
        return tuple(fit(rule, placed.bearer, index, index.seen_from) for rule in rules_of(decision))
    except (Unfit, expressions.ExpressionError) as error:
        raise Invalid(f"Entscheidung zu {decision.id}: {error}") from error


def _without(placed: Sequence[PlacedRule], reasons: Mapping[int, str]) -> list[PlacedRule]:
    return [rule.opened(reasons[at]) if at in reasons else rule for at, rule in enumerate(placed)]


def _compiled(placed: PlacedRule) -> list[Rule]:
    return [msgspec.structs.replace(bound.rule, id=placed.id, origin=placed.origin) for bound in placed.rules]


def _check(placed: PlacedRule, decisions: Decisions) -> ManualCheck:
    digest = text_digest(placed.text)
    check = ManualCheck(
        id=placed.id,
        version=placed.version,
        name=placed.name,
        text=placed.text,
        path=placed.bearer,
        reason=placed.reason,
        digest=digest,
        open=not placed.origin,
    )
    decision = decisions.about(placed.id, placed.version, digest, placed.bearer) if placed.origin else None
    if decision is None:
        return check
    day = decision.when.isoformat()
    return msgspec.structs.replace(check, decision=decision.decision.value, who=decision.who, when=day, why=decision.why)


def text_digest(text: str) -> str:
    """SHA-256 of the text a person decides on; a decision counts for this very text alone."""
    return sha256(text.encode()).hexdigest()
