"""Rules that cannot hold together: one demands what the other hides, or showing turns in a circle."""

from collections.abc import Mapping, Sequence

from rathaus.modules.forms.compiled.circles import Showing
from rathaus.modules.forms.compiled.model import Effect, Form
from rathaus.modules.forms.official.bound import Bound
from rathaus.modules.forms.official.index import Index, Unfit
from rathaus.modules.forms.official.placed import PlacedRule
from rathaus.modules.forms.official.truth import meet

CIRCLE = "Ob etwas angezeigt wird, hinge im Kreis von sich selbst ab."


def contradictions(placed: Sequence[PlacedRule], index: Index) -> Mapping[int, str]:
    """Position of a rule to the reason why it is not executed."""
    found: dict[int, str] = {}
    for first, demand in _with(Effect.REQUIRE, placed):
        for second, hide in _with(Effect.FORBID, placed):
            if demand.rule.target == hide.rule.target and (reason := _clash(demand, hide, index)):
                found.setdefault(first, reason.replace("{}", _name(placed, second, first)))
                found.setdefault(second, reason.replace("{}", _name(placed, first, second)))
    return found


def _with(effect: Effect, placed: Sequence[PlacedRule]) -> list[tuple[int, Bound]]:
    return [(at, bound) for at, rule in enumerate(placed) for bound in rule.rules if bound.rule.effect is effect]


def _clash(demand: Bound, hide: Bound, index: Index) -> str:
    if demand.rule.condition is None or hide.rule.condition is None:
        return "Sie widerspricht {}."
    try:
        if not meet(demand.rule.condition.tree, hide.rule.condition.tree, index):
            return ""
    except Unfit as error:
        return str(error)
    target = demand.rule.target.rpartition(".")[2]
    return f"Sie widerspricht {{}}: {target} wäre bei denselben Antworten Pflicht und zugleich ausgeblendet."


def _name(placed: Sequence[PlacedRule], other: int, own: int) -> str:
    return "sich selbst" if other == own else f"der Regel {placed[other].id}"


def circling(placed: Sequence[PlacedRule], form: Form) -> Mapping[int, str]:
    """The rules that make showing turn in a circle, by position."""
    found: dict[int, str] = {}
    while True:
        left = {at: rule for at, rule in enumerate(placed) if at not in found}
        showing = Showing(form)
        for rule in left.values():
            for bound in rule.rules:
                showing.add_rule(bound.rule, bound.bearer)
        ring = showing.circle()
        guilty = [at for at, rule in left.items() if any(_hides_in(bound, ring) for bound in rule.rules)]
        if not guilty:
            return found
        found.update(dict.fromkeys(guilty, CIRCLE))


def _hides_in(bound: Bound, ring: Sequence[str]) -> bool:
    return bound.rule.effect is Effect.FORBID and (bound.rule.target or bound.bearer) in ring
