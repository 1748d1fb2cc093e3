"""One rule bound to the places of the form, or the reason why it does not fit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rathaus.foundation import expressions
from rathaus.foundation.expressions import Call, Identifier, Literal, Op
from rathaus.modules.forms.compiled.binding import beyond_emptiness, rename
from rathaus.modules.forms.compiled.model import Condition, Effect, Field, Kind, Note, Rule
from rathaus.modules.forms.compiled.tree import Place
from rathaus.modules.forms.official.index import Index, Unfit
from rathaus.standards.xdatenfelder import rules as official

_EFFECTS = {
    official.Effect.REQUIRE: Effect.REQUIRE,
    official.Effect.FORBID: Effect.FORBID,
    official.Effect.VALID: Effect.VALID,
}


@dataclass(frozen=True, slots=True)
class Bound:
    """`bearer` and every name in the rule are paths of the compiled form."""

    bearer: str
    rule: Rule


def bind_rule(rule: official.Rule, bearer: str, index: Index) -> Bound:
    """Raises Unfit."""
    try:
        tree = expressions.from_json(rule.condition)
    except expressions.ExpressionError as error:
        raise Unfit(str(error)) from error
    compiled = Rule(effect=_EFFECTS[rule.effect], target=rule.target, condition=Condition(tree), message=rule.message)
    return fit(compiled, bearer, index, index.below)


def fit(rule: Rule, bearer: str, index: Index, find: Callable[[str, str], Place]) -> Bound:
    """The rule with its names bound as `find` finds them from the bearer. Raises Unfit."""
    target = find(bearer, rule.target) if rule.target else None
    condition = rule.condition.tree if rule.condition else Literal(value=True)
    tree = rename(condition, lambda name: find(bearer, name).path)
    _require_single(tree, bearer, index)
    _require_known_values(tree, index)
    try:
        expressions.check(tree, index.types, expect=expressions.Type.BOOLEAN)
    except expressions.ExpressionError as error:
        raise Unfit(str(error)) from error
    if target is not None:
        _require_target(rule.effect, target, bearer, index)
    return Bound(
        bearer,
        Rule(
            effect=rule.effect,
            target=target.path if target else "",
            condition=Condition(tree),
            message=rule.message,
        ),
    )


def _require_single(tree: expressions.Node, bearer: str, index: Index) -> None:
    """Seen from the bearer every name means one answer; emptiness may be asked of all occurrences together."""
    loops, compared = index.loops(bearer), beyond_emptiness(tree)
    for name in expressions.identifiers(tree):
        place = index.places[name]
        outside = [loop for loop in place.loops if loop not in loops and (loop != name or name in compared)]
        if outside:
            raise Unfit(f"{_short(name)} kann mehrfach vorkommen; welches Vorkommen gemeint ist, sagt die Regel nicht.")
        element = place.element
        if isinstance(element, Field) and element.kind is Kind.LOCKED and not element.content:
            raise Unfit(f"{_short(name)} füllt kein Mensch aus, und das Schema gibt keinen Inhalt vor.")


def _require_known_values(tree: expressions.Node, index: Index) -> None:
    """What a choice is compared with must be a code of its list; otherwise the comparison would never hold."""
    if not isinstance(tree, Call):
        return
    if tree.op in {Op.EQUAL, Op.NOT_EQUAL, Op.IN}:
        fields = [index.places[arg.name].element for arg in tree.args if isinstance(arg, Identifier)]
        values = [arg.value for arg in tree.args if isinstance(arg, Literal)]
        for element in fields:
            if isinstance(element, Field):
                _require_codes(element, values, index)
    for arg in tree.args:
        _require_known_values(arg, index)


def _require_codes(field: Field, values: Sequence[object], index: Index) -> None:
    if field.code_list and field.kind is not Kind.CHOICE:
        raise Unfit(f"Die Codeliste von {field.id} liegt nicht vor.")
    if field.kind is not Kind.CHOICE:
        return
    for value in values:
        if value not in index.codes(field):
            raise Unfit(f"„{value}“ ist kein Code der Liste von {field.id}.")


def _require_target(effect: Effect, target: Place, bearer: str, index: Index) -> None:
    loops = index.loops(bearer)
    if any(loop not in loops and loop != target.path for loop in target.loops):
        raise Unfit(f"{_short(target.path)} kann mehrfach vorkommen; welches Vorkommen gemeint ist, sagt die Regel nicht.")
    element = target.element
    if effect is Effect.REQUIRE and isinstance(element, Field) and element.kind is Kind.LOCKED:
        raise Unfit(f"{element.id} füllt kein Mensch aus.")


def demands_a_note(bound: Bound, index: Index) -> bool:
    """A text within the form cannot be filled in: to require it means to show it."""
    rule = bound.rule
    return rule.effect is Effect.REQUIRE and isinstance(index.places[rule.target].element, Note)


def _short(path: str) -> str:
    return path.rpartition(".")[2]
