"""The shape of FITKO's conditions, checked before anybody works with them."""

import re

from rathaus.standards.xdatenfelder.rules.model import Json, RuleError

MAX_DEPTH = 30
MAX_NODES = 500
MAX_LITERAL = 300
IDENTIFIER = re.compile(r"(?:self\.)?[FG]\d{1,14}(?:\.[FG]\d{1,14})*")
# least and largest number of arguments; a single argument stands without a list
OPERATORS: dict[str, tuple[int, int]] = {
    "equal": (2, 2),
    "not_equal": (2, 2),
    "less_than": (2, 2),
    "is_empty": (1, 1),
    "not": (1, 1),
    "and": (2, MAX_NODES),
    "or": (2, MAX_NODES),
    "xor": (2, 2),
    "is_valid_date": (3, 3),
}


def check_condition(condition: Json, path: str) -> None:
    """Raises RuleError for anything that is not exactly the notation; `identifier` is the tenth operator."""
    rest = [(condition, 1, path)]
    nodes = 0
    while rest:
        node, depth, place = rest.pop()
        nodes += 1
        if depth > MAX_DEPTH or nodes > MAX_NODES:
            raise RuleError("Die Bedingung ist zu groß.", path)
        if isinstance(node, bool):
            continue
        if isinstance(node, str):
            if len(node) > MAX_LITERAL:
                raise RuleError(f"Der Vergleichswert ist länger als {MAX_LITERAL} Zeichen.", place)
            continue
        rest += [(arg, depth + 1, inner) for arg, inner in _arguments(node, place)]


def _arguments(node: Json, path: str) -> list[tuple[Json, str]]:
    if not isinstance(node, dict) or len(node) != 1:
        raise RuleError("Erwartet wird ein Text, ein Wahrheitswert oder genau ein Operator.", path)
    name, body = next(iter(node.items()))
    place = f"{path}/{name[:40]}"
    if name == "identifier":
        if not isinstance(body, str) or not IDENTIFIER.fullmatch(body):
            raise RuleError(f"{str(body)[:40]!r} ist keine Kennung eines Feldes oder einer Gruppe.", place)
        return []
    if name not in OPERATORS:
        raise RuleError(f"Den Operator {name[:40]!r} gibt es nicht.", path)
    args = body if isinstance(body, list) else [body]
    least, most = OPERATORS[name]
    if not least <= len(args) <= most:
        raise RuleError(f"Der Operator {name!r} hat {len(args)} Angaben.", path)
    return [(arg, f"{place}[{at}]") for at, arg in enumerate(args, start=1)]
