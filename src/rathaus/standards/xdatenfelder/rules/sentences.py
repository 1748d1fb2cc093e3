"""One sentence of a rule: a condition with what follows from it, or one of the fixed phrasings without."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from rathaus.standards.xdatenfelder.model import Field
from rathaus.standards.xdatenfelder.rules import wording
from rathaus.standards.xdatenfelder.rules.actions import Action, read_actions
from rathaus.standards.xdatenfelder.rules.conditions import Memory, comparable, read_condition
from rathaus.standards.xdatenfelder.rules.model import Effect, Json
from rathaus.standards.xdatenfelder.rules.scanner import Scanner
from rathaus.standards.xdatenfelder.rules.scope import Named
from rathaus.standards.xdatenfelder.rules.values import read_value

__all__ = ["Memory", "Said", "read_sentence"]

# the reason an editor added to the rule about calendar days; it rules nothing
_EXAMPLES = re.compile(
    r"D\.h\. es muss z\.B\. \d\d\.\d\d\.\d{4} oder der \d\d\.\d\d\.\d{4} verhindert werden, "
    r"da diese keine korrekten Datumsangaben sind"
)


@dataclass(frozen=True, slots=True)
class Said:
    """One effect that a sentence states; `phrase` names the phrasing."""

    effect: Effect
    target: str
    condition: Json
    message: str
    phrase: str
    shown: bool = False


def read_sentence(scanner: Scanner, memory: Memory) -> list[Said]:
    """Raises NotUnderstood."""
    memory.last = None
    opening = scanner.take(*_FIXED)
    if opening:
        return [_FIXED[opening](scanner)]
    if scanner.take("Wenn"):
        return _conditional(scanner, memory)
    return [_duty(scanner)]


def _conditional(scanner: Scanner, memory: Memory) -> list[Said]:
    condition = read_condition(scanner, memory)
    actions = _then(scanner)
    said = [_said(action, condition) for action in actions]
    while True:
        before = scanner.at
        scanner.sign(",")
        if scanner.take("ansonsten nicht"):
            if any(action.effect is Effect.FORBID for action in actions):
                scanner.fail("Was verneint wird, bleibt offen.")
            otherwise = _negated(condition)
            return said + [Said(Effect.FORBID, _target(one.named), otherwise, "", "ansonsten nicht") for one in actions]
        if scanner.take("sonst"):
            return said + [_said(action, _negated(condition)) for action in read_actions(scanner)]
        if not scanner.take("bei", "wenn"):
            scanner.at = before
            return said
        other = read_condition(scanner, memory)
        said += [_said(action, other) for action in _then(scanner)]


def _then(scanner: Scanner) -> list[Action]:
    scanner.sign(",")
    scanner.take("dann")
    return read_actions(scanner)


def _negated(condition: Json) -> Json:
    return {"not": condition}


def _said(action: Action, condition: Json) -> Said:
    message = wording.required(action.named) if action.effect is Effect.REQUIRE else ""
    return Said(action.effect, _target(action.named), condition, message, action.phrase, action.shown)


def _target(named: Named) -> str:
    return ".".join(named.path)


def _valid(condition: Json, message: str, phrase: str) -> Said:
    return Said(Effect.VALID, "", condition, message, phrase)


def _filled(named: Named) -> Json:
    return {"not": {"is_empty": comparable(named, emptiness=True).identifier}}


def _list(scanner: Scanner, *last: str) -> list[Named]:
    """`A, B oder C`; at least two."""
    names = [scanner.reference()]
    while scanner.sign(","):
        names.append(scanner.reference())
    if scanner.take(*last):
        names.append(scanner.reference())
    return names if len(names) > 1 else scanner.fail()


def _at_least_one(scanner: Scanner) -> Said:
    names = _list(scanner, "oder")
    scanner.expect("befüllt sein", "befüllt werden")
    return _valid({"or": [_filled(named) for named in names]}, wording.at_least_one(names), "mindestens eines befüllt")


def _either(scanner: Scanner) -> Said:
    first = scanner.reference()
    scanner.expect("oder")
    second = scanner.reference()
    scanner.expect("befüllt sein", "befüllt werden")
    return _valid({"xor": [_filled(first), _filled(second)]}, wording.one_of(first, second), "entweder oder")


def _one_true(scanner: Scanner) -> Said:
    names = _list(scanner, "oder")
    scanner.expect("muss den Wert")
    value = _same_value(scanner, names)
    scanner.expect("haben")
    return _valid({"or": [_equal(named, value) for named in names]}, wording.one_true(names), "mindestens eines wahr")


def _same_value(scanner: Scanner, names: list[Named]) -> bool:
    """All of them fields of Ja and Nein, compared with Ja."""
    if not all(isinstance(named.element, Field) and named.element.datatype == "bool" for named in names):
        scanner.fail("Nicht alle genannten Felder kennen nur Ja und Nein.")
    return True if read_value(scanner, names[0]) is True else scanner.fail()


def _equal(named: Named, value: bool) -> Json:  # noqa: FBT001  (a value of the notation, not a switch)
    return {"equal": [comparable(named).identifier, value]}


def _before(scanner: Scanner) -> Said:
    first = _day(scanner)
    scanner.expect("muss zeitlich vor dem Datum im", "muss zeitlich vor dem Datum in")
    second = _day(scanner)
    scanner.expect("liegen")
    return _valid({"less_than": [first.identifier, second.identifier]}, wording.before(first, second), "zeitlich vor")


def _day(scanner: Scanner) -> Named:
    named = comparable(scanner.reference())
    if not isinstance(named.element, Field) or named.element.datatype != "date":
        scanner.fail(f"{named.path[-1]} ist kein Datum.")
    return named


def _duty(scanner: Scanner) -> Said:
    """`Das Feld F… ist ein Pflichtfeld, wenn eines der Felder F…, F… mit "Ja" belegt ist`."""
    target = comparable(scanner.reference(), emptiness=True)
    scanner.expect("ist ein Pflichtfeld")
    scanner.sign(",")
    scanner.expect("wenn eines der folgenden Felder", "wenn eines der Felder")
    names = _list(scanner, "oder", "und")
    scanner.expect("mit")
    value = _same_value(scanner, names)
    scanner.expect("belegt ist")
    condition = {"or": [_equal(named, value) for named in names]}
    return Said(Effect.REQUIRE, _target(target), condition, wording.required(target), "ist ein Pflichtfeld")


def _calendar(scanner: Scanner) -> Said:
    """Three fields named Tag, Monat and Jahr, filled in, must be a day of the calendar."""
    parts = _list(scanner, "und")
    if [named.element.name.split()[0] for named in parts] != ["Tag", "Monat", "Jahr"]:
        scanner.fail("Die Felder heißen nicht Tag, Monat und Jahr.")
    scanner.expect("befüllt sind")
    scanner.sign(",")
    scanner.expect("muss die Validität des sich ergebenden Kalenderdatums sichergestellt werden")
    scanner.sign(".")
    scanner.pattern(_EXAMPLES)
    empty = [{"is_empty": comparable(named).identifier} for named in parts]
    condition = {"or": [*empty, {"is_valid_date": [named.identifier for named in parts]}]}
    return _valid(condition, wording.CALENDAR, "Kalenderdatum")


_FIXED: dict[str, Callable[[Scanner], Said]] = {
    "Wenn alle drei Felder": _calendar,
    "Es muss mindestens eines der Felder": _at_least_one,
    "Es muss entweder": _either,
    "Entweder muss": _either,
    "Mindestens eines der Felder": _one_true,
    "Das Datum im": _before,
    "Das Datum in": _before,
}
