"""The type check at compile time: a recipe with a badly typed rule does not install."""

import datetime as dt
from collections.abc import Mapping

from rathaus.foundation.expressions.tree import Call, ExpressionError, Identifier, Literal, Node, Op, Type

_NAMES = {Type.BOOLEAN: "Ja/Nein", Type.NUMBER: "Zahl", Type.TEXT: "Text", Type.DATE: "Datum", Type.ANY: "beliebig"}
_LOGICAL = {Op.NOT, Op.AND, Op.OR, Op.XOR}
_ORDER = {Op.LESS_THAN, Op.LESS_OR_EQUAL, Op.GREATER_THAN, Op.GREATER_OR_EQUAL}


def check(tree: Node, types: Mapping[str, Type] | None = None, *, expect: Type | None = None) -> Type:
    """The type of the tree. `types` declares every identifier; without it their types are open.

    Raises ExpressionError for an unknown identifier, operands that do not fit, or a result other than `expect`.
    """
    found = _type(tree, types)
    if expect is not None and Type.ANY not in (expect, found) and found is not expect:
        raise ExpressionError(f"Der Ausdruck ergibt {_NAMES[found]}, gebraucht wird {_NAMES[expect]}.")
    return found


def _type(node: Node, types: Mapping[str, Type] | None) -> Type:
    match node:
        case Literal(value):
            if isinstance(value, bool):
                return Type.BOOLEAN
            return Type.TEXT if isinstance(value, str) else Type.DATE if isinstance(value, dt.date) else Type.NUMBER
        case Identifier(name):
            if types is None:
                return Type.ANY
            if name not in types:
                known = ", ".join(sorted(types)[:12]) or "keines"
                raise ExpressionError(f"Das Feld »{name}« gibt es nicht. Bekannt: {known}.")
            return types[name]
        case Call(op, args):
            return _call(op, [_type(arg, types) for arg in args])


def _call(op: Op, args: list[Type]) -> Type:
    if op is Op.TODAY:
        return Type.DATE
    if op in _LOGICAL:
        _all(op, args, {Type.BOOLEAN})
    elif op is Op.IS_VALID_DATE:
        _all(op, args, {Type.TEXT, Type.NUMBER})
    elif op is Op.YEARS_BETWEEN:
        _all(op, args, {Type.DATE})
        return Type.NUMBER
    elif op in {Op.EQUAL, Op.NOT_EQUAL, Op.IN}:
        for other in args[1:]:
            _alike(op, args[0], other)
    elif op in _ORDER:
        _all(op, args, {Type.NUMBER, Type.DATE})
        _alike(op, *args)
    elif op in {Op.ADD, Op.SUBTRACT}:
        return _sum(op, *args)
    elif op in {Op.MULTIPLY, Op.DIVIDE}:
        _all(op, args, {Type.NUMBER})
        return Type.NUMBER
    return Type.BOOLEAN


def _sum(op: Op, left: Type, right: Type) -> Type:
    match left, right:
        case (Type.ANY, _) | (_, Type.ANY):
            _all(op, [left, right], {Type.NUMBER, Type.DATE})
            return Type.ANY
        case (Type.NUMBER, Type.NUMBER):
            return Type.NUMBER
        case (Type.DATE, Type.NUMBER):
            return Type.DATE
        case (Type.DATE, Type.DATE) if op is Op.SUBTRACT:
            return Type.NUMBER
    raise ExpressionError(f"»{op}« geht nicht mit {_NAMES[left]} und {_NAMES[right]}.")


def _all(op: Op, args: list[Type], allowed: set[Type]) -> None:
    for arg in args:
        if arg is not Type.ANY and arg not in allowed:
            wanted = " oder ".join(sorted(_NAMES[one] for one in allowed))
            raise ExpressionError(f"»{op}« braucht {wanted}, hier steht {_NAMES[arg]}.")


def _alike(op: Op, left: Type, right: Type) -> None:
    if Type.ANY not in (left, right) and left is not right:
        raise ExpressionError(f"»{op}« vergleicht {_NAMES[left]} mit {_NAMES[right]}. Beide Seiten müssen von einer Art sein.")
