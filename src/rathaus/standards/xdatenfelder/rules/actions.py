"""What follows from a condition: muss, darf nicht, aktiviere, deaktiviere, zeige, blende aus."""

from collections.abc import Callable
from dataclasses import dataclass

from rathaus.standards.xdatenfelder.rules.conditions import comparable
from rathaus.standards.xdatenfelder.rules.model import Effect
from rathaus.standards.xdatenfelder.rules.scanner import Scanner
from rathaus.standards.xdatenfelder.rules.scope import Named

_FILLED = ("befüllt sein", "befüllt werden", "angegeben werden", "angezeigt werden")


@dataclass(frozen=True, slots=True)
class Action:
    """`shown` marks what only shows (zeige, aktiviere): it says nothing unless the text also says when it hides."""

    effect: Effect
    named: Named
    phrase: str
    shown: bool = False


def read_actions(scanner: Scanner) -> list[Action]:
    """One action or several, joined by und. Raises NotUnderstood."""
    actions = _action(scanner)
    while True:
        before = scanner.at
        scanner.sign(",")
        if not scanner.take("und") or not _verb_follows(scanner):
            scanner.at = before
            return actions
        actions += _action(scanner)


def _verb_follows(scanner: Scanner) -> bool:
    before = scanner.at
    found = bool(scanner.take(*_VERBS))
    scanner.at = before
    return found


def _action(scanner: Scanner) -> list[Action]:
    return _VERBS[scanner.expect(*_VERBS)](scanner)


def _must(scanner: Scanner) -> list[Action]:
    named = _target(scanner)
    said = scanner.expect(*_FILLED)
    return [Action(Effect.REQUIRE, named, "muss befüllt sein", shown=said == "angezeigt werden")]


def _may_not(scanner: Scanner) -> list[Action]:
    named = _target(scanner)
    scanner.expect("nicht")
    if scanner.take("leer sein"):
        return [Action(Effect.REQUIRE, named, "darf nicht leer sein")]
    scanner.expect(*_FILLED)
    return [Action(Effect.FORBID, named, "darf nicht befüllt sein")]


def _activate(scanner: Scanner) -> list[Action]:
    targets = _targets(scanner)
    before = scanner.at
    duty = scanner.take("und mache sie zu einer Pflichtangabe", "und mache es zu einer Pflichtangabe")
    if not duty:
        scanner.at = before
    return [Action(Effect.REQUIRE, named, "aktiviere", shown=not duty) for named in targets]


def _deactivate(scanner: Scanner) -> list[Action]:
    return [Action(Effect.FORBID, named, "deaktiviere") for named in _targets(scanner)]


def _fade(scanner: Scanner) -> list[Action]:
    targets = _targets(scanner)
    scanner.expect("aus")
    return [Action(Effect.FORBID, named, "blende aus") for named in targets]


def _show(scanner: Scanner) -> list[Action]:
    duty = bool(scanner.take("als Pflicht"))
    targets = _targets(scanner)
    duty = bool(scanner.take("als Pflicht")) or duty
    hidden = bool(scanner.take("nicht"))
    scanner.take("an")
    if hidden and duty:
        scanner.fail()
    if hidden:
        return [Action(Effect.FORBID, named, "zeige nicht") for named in targets]
    return [Action(Effect.REQUIRE, named, "zeige als Pflicht" if duty else "zeige", shown=not duty) for named in targets]


def _targets(scanner: Scanner) -> list[Named]:
    targets = [_target(scanner)]
    while True:
        before = scanner.at
        if not (scanner.sign(",") or scanner.take("und")) or not scanner.starts_reference():
            scanner.at = before
            return targets
        targets.append(_target(scanner))


def _target(scanner: Scanner) -> Named:
    return comparable(scanner.reference(), emptiness=True)


_VERBS: dict[str, Callable[[Scanner], list[Action]]] = {
    "muss": _must,
    "darf": _may_not,
    "aktiviere": _activate,
    "deaktiviere": _deactivate,
    "zeige": _show,
    "blende": _fade,
}
