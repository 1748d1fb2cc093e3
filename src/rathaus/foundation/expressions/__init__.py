"""One typed expression tree for form rules, guards and fees: FITKO's operators plus numbers, dates, order and arithmetic.

A tree comes from JSON (`from_json`, FITKO's notation) or from the small infix notation of recipes (`from_text`), is
checked once (`check`) and evaluated as often as needed (`evaluate`, `holds`). Nothing is ever run as code. The browser
twin is `web/static/rathaus/expressions.js`; both pass `tests/foundation/expressions/vectors.json`.
"""

from rathaus.foundation.expressions.checking import check
from rathaus.foundation.expressions.codec import Json, from_json, to_json
from rathaus.foundation.expressions.evaluation import evaluate, holds
from rathaus.foundation.expressions.parsing import from_text
from rathaus.foundation.expressions.printing import to_text
from rathaus.foundation.expressions.tree import Call, ExpressionError, Identifier, Literal, Node, Op, Type, Value, identifiers

__all__ = [
    "Call",
    "ExpressionError",
    "Identifier",
    "Json",
    "Literal",
    "Node",
    "Op",
    "Type",
    "Value",
    "check",
    "evaluate",
    "from_json",
    "from_text",
    "holds",
    "identifiers",
    "parse",
    "to_json",
    "to_text",
]


def parse(source: Json) -> Node:
    """A text in the infix notation, or anything else as the JSON notation. Raises ExpressionError."""
    return from_text(source) if isinstance(source, str) else from_json(source)
