"""The rules of a form at every spot that bears them, with the key they act on."""

from dataclasses import dataclass

from rathaus.modules.forms.answers.given import Given
from rathaus.modules.forms.answers.unfolding import Spot, concrete
from rathaus.modules.forms.compiled.loaded import CompiledForm
from rathaus.modules.forms.compiled.model import Effect, Note, Rule


@dataclass(frozen=True, slots=True)
class Ruled:
    """`target` is the key; without occurrence where the rule means an element that repeats, seen from outside."""

    bearer: Spot | None
    rule: Rule
    target: str

    def applies(self, given: Given) -> bool:
        if self.bearer is not None and self.bearer.key in given.hidden:
            return False
        return given.holds(self.rule.condition, self.bearer, default=True)


def ruled(form: CompiledForm, spots: list[Spot]) -> dict[Effect, list[Ruled]]:
    """By effect, in document order."""
    found: dict[Effect, list[Ruled]] = {effect: [] for effect in Effect}
    for rule in form.form.rules:
        found[rule.effect].append(Ruled(None, rule, rule.target))
    for spot in spots:
        if not isinstance(spot.element, Note):
            for rule in spot.element.rules:
                found[rule.effect].append(Ruled(spot, rule, _target(form, spot, rule)))
    return found


def _target(form: CompiledForm, spot: Spot, rule: Rule) -> str:
    return concrete(rule.target, form.places[rule.target].loops, spot.indices) if rule.target else spot.key


def names(spot: Spot) -> tuple[str, ...]:
    """The keys under which a rule may mean this spot: its own, and for an occurrence the one that means all of them."""
    return (spot.key, spot.key.rpartition("[")[0]) if spot.key.endswith("]") else (spot.key,)
