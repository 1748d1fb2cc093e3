"""Each official rule at each of its places, with what is executed of it and from which source, or why not.

A translated rule carries no number. It belongs to the free text at the same element that names all its ids; where several do, to
the one that names the fewest others.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rathaus.modules.forms.compiled.model import Rule
from rathaus.modules.forms.official.bound import Bound, bind_rule, demands_a_note
from rathaus.modules.forms.official.index import Index, Unfit
from rathaus.modules.forms.official.truth import agree
from rathaus.modules.forms.official.walk import bearers
from rathaus.standards import xdatenfelder as xdf
from rathaus.standards.xdatenfelder import rules as official

_ID = re.compile(r"[FG]\d{8,14}")
DISAGREE = "Der Text und seine Übersetzung durch die FITKO sagen Verschiedenes."
PARTLY = "Die Übersetzung der FITKO deckt den Text nicht ganz ab."


@dataclass(frozen=True, slots=True)
class PlacedRule:
    """`origin` is `translated` or `text` where `rules` are executed; empty where people decide, with the reason.

    `confirmed`: text and translation are both understood and agree.
    """

    id: str
    version: str
    name: str
    text: str
    bearer: str
    rules: tuple[Bound, ...] = ()
    origin: str = ""
    reason: str = ""
    confirmed: bool = False

    def opened(self, reason: str) -> "PlacedRule":
        """The same rule, left to people."""
        return replace(self, rules=(), origin="", reason=reason, confirmed=False)


@dataclass(frozen=True, slots=True)
class _Bearer:
    path: str
    ids: tuple[str, ...]
    element: xdf.Schema | xdf.Element


def read_placed(schema: xdf.Schema, translation: official.Translation | None, index: Index) -> list[PlacedRule]:
    """In document order."""
    translated = translation.rules if translation else ()
    placed: list[PlacedRule] = []
    for path, ids, element in bearers(schema):
        here = [rule for rule in translated if rule.bearer == ids]
        if element.rules or here:
            placed += _at(_Bearer(path, ids, element), here, index)
    placed += _homeless(translated, index)
    return placed


def _at(bearer: _Bearer, here: Sequence[official.Rule], index: Index) -> Iterator[PlacedRule]:
    mentioned = {number: set(_ID.findall(rule.text)) for number, rule in enumerate(bearer.element.rules)}
    owner: dict[int, int | None] = {}
    for at, translated in enumerate(here):
        claims = [number for number, ids in mentioned.items() if _ids(translated) <= ids]
        owner[at] = min(claims, key=lambda number: len(mentioned[number]), default=None)
    for number, rule in enumerate(bearer.element.rules):
        own = [here[at] for at, claimed in owner.items() if claimed == number]
        others = [here[at] for at, claimed in owner.items() if claimed != number]
        yield _with_text(rule, bearer, own, others, index)
    for at, claimed in owner.items():
        if claimed is None:
            name = "Übersetzte Regel ohne Text im Schema"
            alone = PlacedRule(bearer.ids[-1], bearer.element.version, name, here[at].message, bearer.path)
            yield _executed(alone, [here[at]], "translated", index)


def _with_text(
    rule: xdf.Rule, bearer: _Bearer, own: Sequence[official.Rule], others: Sequence[official.Rule], index: Index
) -> PlacedRule:
    placed = PlacedRule(rule.id, rule.version, rule.name or rule.id, rule.text, bearer.path)
    try:
        said = official.read_freetext(rule.text, bearer.element, bearer.ids).rules
    except official.NotUnderstood as error:
        if not own:
            return placed.opened(str(error))
        covered = set().union(*map(_ids, own)) >= set(_ID.findall(rule.text))
        return _executed(placed, own, "translated", index) if covered else placed.opened(f"{PARTLY} {error}")
    if not own:
        return _executed(placed, said, "text", index)
    found = _executed(placed, own, "translated", index)
    return _compared(found, said, others, index) if found.origin else found


def _compared(placed: PlacedRule, said: Sequence[official.Rule], others: Sequence[official.Rule], index: Index) -> PlacedRule:
    """The translation is executed where our reading of the text does not contradict it."""
    try:
        ours, given = _bound(said, placed.bearer, index), _bound(others, placed.bearer, index)
        same = agree(_rules(ours), _rules(placed.rules), _rules(given), index)
    except Unfit as error:
        return placed.opened(str(error))
    return replace(placed, confirmed=True) if same else placed.opened(DISAGREE)


def _executed(placed: PlacedRule, rules: Sequence[official.Rule], origin: str, index: Index) -> PlacedRule:
    try:
        return replace(placed, rules=_bound(rules, placed.bearer, index), origin=origin)
    except Unfit as error:
        return placed.opened(str(error))


def _bound(rules: Sequence[official.Rule], bearer: str, index: Index) -> tuple[Bound, ...]:
    bounds = [bind_rule(rule, bearer, index) for rule in rules]
    return tuple(bound for bound in bounds if not demands_a_note(bound, index))


def _rules(bounds: Sequence[Bound]) -> list[Rule]:
    return [bound.rule for bound in bounds]


def _ids(rule: official.Rule) -> set[str]:
    return {*_ID.findall(str(rule.condition)), *_ID.findall(rule.target)}


def _homeless(translated: Sequence[official.Rule], index: Index) -> Iterator[PlacedRule]:
    """Translated rules whose path the schema does not have: nothing is dropped silently."""
    for rule in translated:
        if not index.at(rule.bearer):
            placed = PlacedRule(rule.bearer[-1], "", "Übersetzte Regel ohne Ort im Schema", rule.message, "")
            yield placed.opened(f"Den Ort {' / '.join(rule.bearer)} gibt es im Schema nicht.")
