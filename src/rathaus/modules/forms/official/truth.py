"""Small truth tables: do two conditions ever hold together, do two sets of rules accept the same answers.

Every name takes the values that can make a difference: empty, each value it is compared with, one other.
"""

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from rathaus.foundation import expressions
from rathaus.foundation.expressions import Call, Identifier, Literal, Node, Op
from rathaus.modules.forms.compiled.model import Effect, Element, Field, Kind, Rule
from rathaus.modules.forms.official.index import Index, Unfit

MAX_CASES = 60_000
_DAY = dt.date(2026, 1, 15)
_PARTS = ((1, 30, 31, 32), (1, 2, 4, 13), (2019, 2020))
_OTHER = "\x00"
_NUMBERS = frozenset({Kind.INTEGER, Kind.NUMBER, Kind.MONEY})
Case = Mapping[str, object]


def cases(trees: Iterable[Node], index: Index, *, also: Iterable[str] = ()) -> Iterator[Case]:
    """All combinations of the values that matter. Raises Unfit where there are too many."""
    values: dict[str, dict[object, None]] = {name: {} for name in also}
    for tree in trees:
        _gather(tree, values)
    for name, found in values.items():
        for value in _ordinary(index.places[name].element, found, index):
            found[value] = None
        for value in [value for value in found if not _accepted(index.places[name].element, value)]:
            del found[value]
        if not _always_filled(name, index):
            found[None] = None
    total = 1
    for found in values.values():
        total *= len(found)
    if total > MAX_CASES:
        raise Unfit("Die Bedingungen hängen von zu vielen Angaben ab, um sie miteinander zu vergleichen.")
    names = list(values)
    for combination in itertools.product(*values.values()):
        yield dict(zip(names, combination, strict=True))


def _gather(tree: Node, values: dict[str, dict[object, None]]) -> None:
    if isinstance(tree, Identifier):
        values.setdefault(tree.name, {})
    if not isinstance(tree, Call):
        return
    names = [arg.name for arg in tree.args if isinstance(arg, Identifier)]
    for at, name in enumerate(names):
        found = values.setdefault(name, {})
        if tree.op is Op.IS_VALID_DATE:
            found.update(dict.fromkeys(_PARTS[at]))
        elif tree.op is not Op.IS_EMPTY:
            found.update(dict.fromkeys(arg.value for arg in tree.args if isinstance(arg, Literal)))
    for arg in tree.args:
        _gather(arg, values)


def _ordinary(element: Element, found: Mapping[object, None], index: Index) -> tuple[object, ...]:
    """Values besides those that are compared, of the kind of the element."""
    if not isinstance(element, Field):
        return (_OTHER,)
    if element.kind is Kind.CHOICE:
        return tuple(itertools.islice((code for code in index.codes(element) if code not in found), 1))
    if element.kind in {Kind.BOOLEAN, Kind.CONSENT}:
        return (True, False)
    if element.kind is Kind.DATE:
        days = [value for value in found if isinstance(value, dt.date)]
        return tuple(day + dt.timedelta(days=step) for day in [*days, _DAY] for step in (-1, 0, 1))
    if element.kind in _NUMBERS:
        numbers = [value for value in found if isinstance(value, int | Decimal)]
        return tuple(number + step for number in numbers for step in (-1, 1)) or (7,)
    return (_OTHER,)


def _accepted(element: Element, value: object) -> bool:
    """Whether the field itself takes the number; what it refuses has its own message."""
    if not isinstance(element, Field) or element.kind not in _NUMBERS or not isinstance(value, int | Decimal):
        return True
    too_small = element.min_value != "" and value < Decimal(element.min_value)
    too_large = element.max_value != "" and value > Decimal(element.max_value)
    return not too_small and not too_large


def _always_filled(name: str, index: Index) -> bool:
    """A single field the form asks for in any case: the empty answer has its own message."""
    element = index.places[name].element
    return isinstance(element, Field) and element.minimum == 1 == element.maximum


def true_in(tree: Node, case: Case) -> bool:
    return expressions.holds(tree, case.get, _DAY)


def meet(first: Node, second: Node, index: Index) -> bool:
    """Whether some answers make both conditions true. Raises Unfit where there are too many to try."""
    return any(true_in(first, case) and true_in(second, case) for case in cases([first, second], index))


def agree(ours: Sequence[Rule], theirs: Sequence[Rule], given: Sequence[Rule], index: Index) -> bool:
    """Whether both show and accept the same, over all answers that `given`, the other rules at the place, let pass."""
    return _same(ours, theirs, (), index) or (bool(given) and _same(ours, theirs, given, index))


def _same(ours: Sequence[Rule], theirs: Sequence[Rule], given: Sequence[Rule], index: Index) -> bool:
    trees = [rule.condition.tree for rule in (*ours, *theirs, *given) if rule.condition]
    demanded = [rule.target for rule in given if rule.effect is Effect.REQUIRE]
    tried = cases(trees, index, also=demanded)
    return all(_outcome(ours, case) == _outcome(theirs, case) for case in tried if _passes(given, case))


def _outcome(rules: Sequence[Rule], case: Case) -> tuple[frozenset[str], frozenset[str], bool]:
    """What is hidden, what is demanded of the rest, and whether the answers are valid."""
    hidden = frozenset(rule.target for rule in rules if rule.effect is Effect.FORBID and _holds(rule, case))
    demanded = frozenset(rule.target for rule in rules if rule.effect is Effect.REQUIRE and _holds(rule, case))
    return hidden, demanded - hidden, _valid(rules, case)


def _holds(rule: Rule, case: Case) -> bool:
    return rule.condition is None or true_in(rule.condition.tree, case)


def _valid(rules: Sequence[Rule], case: Case) -> bool:
    return all(
        expressions.evaluate(rule.condition.tree, case.get, _DAY) is not False
        for rule in rules
        if rule.effect is Effect.VALID and rule.condition
    )


def _passes(rules: Sequence[Rule], case: Case) -> bool:
    return _valid(rules, case) and not any(
        rule.effect is Effect.REQUIRE and _holds(rule, case) and case[rule.target] is None for rule in rules
    )
