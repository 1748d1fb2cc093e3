"""The condition of a sentence: comparisons of one field with a value, joined by ODER alone or by UND alone."""

from dataclasses import dataclass, field

from rathaus.standards.xdatenfelder.rules.model import Json
from rathaus.standards.xdatenfelder.rules.scanner import Scanner
from rathaus.standards.xdatenfelder.rules.scope import Named, NotUnderstood
from rathaus.standards.xdatenfelder.rules.values import OTHERS, read_value

_SIGNS = {"===": "equal", "==": "equal", "<>": "not_equal", "!=": "not_equal", "=": "equal"}
_JOINTS = {"oder": "or", "und": "and"}


@dataclass(slots=True)
class Memory:
    """What the text said before: the field compared last, and the codes each field was found equal to."""

    last: Named | None = None
    codes: dict[tuple[str, ...], list[str]] = field(default_factory=dict)


def read_condition(scanner: Scanner, memory: Memory) -> Json:
    """Raises NotUnderstood."""
    operator, first = _comparison(scanner, memory, "")
    parts, joint = [first], ""
    while word := scanner.take(*_JOINTS):
        if joint not in {"", _JOINTS[word]}:
            scanner.fail("UND und ODER stehen ohne Klammern nebeneinander.")
        joint = _JOINTS[word]
        operator, part = _comparison(scanner, memory, operator if joint == "or" else "")
        parts.append(part)
    return parts[0] if len(parts) == 1 else {joint: parts}


def _comparison(scanner: Scanner, memory: Memory, before: str) -> tuple[str, Json]:
    """`F… = 001`, `= 001` (the same field again), after ODER also `001` alone (the same field and sign)."""
    if scanner.starts_reference():
        named = scanner.reference()
        memory.last = named
        scanner.take("ist")
        if scanner.take("nicht leer"):
            scanner.take("ist")
            return "", {"not": {"is_empty": comparable(named, emptiness=True).identifier}}
    elif memory.last is None:
        scanner.fail()
    else:
        named = memory.last
    sign = scanner.sign(*_SIGNS)
    operator = _SIGNS[sign] if sign else before
    if operator == "" or (not sign and operator != "equal"):
        scanner.fail()
    condition = _compared(scanner, memory, comparable(named), operator)
    scanner.take("ist")
    return operator, condition


def _compared(scanner: Scanner, memory: Memory, named: Named, operator: str) -> Json:
    if scanner.take(OTHERS):
        codes = memory.codes.get(named.path, [])
        if operator != "equal" or not codes:
            scanner.fail()
        parts = [{"not_equal": [named.identifier, code]} for code in codes]
        return parts[0] if len(parts) == 1 else {"and": parts}
    value = read_value(scanner, named)
    if operator == "equal" and isinstance(value, str):
        memory.codes.setdefault(named.path, []).append(value)
    return {operator: [named.identifier, value]}


def comparable(named: Named, *, emptiness: bool = False) -> Named:
    """The element itself, where it means exactly one answer (or, for emptiness, all of them). Raises NotUnderstood."""
    if named.inside_repeated or (named.repeated and not emptiness):
        raise NotUnderstood(f"{named.path[-1]} kann mehrfach vorkommen; welches Vorkommen gemeint ist, sagt die Regel nicht.")
    return named
