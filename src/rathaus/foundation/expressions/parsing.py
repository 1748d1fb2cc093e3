"""The infix notation of recipes, read by a Pratt parser: `zone == "A3" and gewicht <= 2800`.

or · xor · and · not · == != < <= > >= in (…) · + - · * / · -x · ( … )
true false today   2800 30.70   "Text"   2026-01-31   is_empty(x)   is_valid_date(d, m, y)   years_between(a, b)
"""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from rathaus.foundation.expressions import codec
from rathaus.foundation.expressions.tree import (
    MAX_DEPTH,
    Call,
    ExpressionError,
    Identifier,
    Literal,
    Node,
    Op,
    call,
    require_size,
)

MAX_TEXT = 4000
_TOKEN = re.compile(
    r"""\s*(?:
    (?P<date>\d{4}-\d{2}-\d{2})(?![\w-])
  | (?P<number>\d+(?:\.\d+)?)(?![\w.])
  | (?P<text>"(?:[^"\\]|\\["\\])*")
  | (?P<name>[^\W\d]\w*(?:[.:]\w+)*)
  | (?P<sign>==|!=|<=|>=|[<>+\-*/(),])
  | (?P<end>\Z)
    )""",
    re.VERBOSE,
)
INFIX: dict[str, tuple[Op, int]] = {
    "or": (Op.OR, 1),
    "xor": (Op.XOR, 2),
    "and": (Op.AND, 3),
    "==": (Op.EQUAL, 5),
    "!=": (Op.NOT_EQUAL, 5),
    "<": (Op.LESS_THAN, 5),
    "<=": (Op.LESS_OR_EQUAL, 5),
    ">": (Op.GREATER_THAN, 5),
    ">=": (Op.GREATER_OR_EQUAL, 5),
    "in": (Op.IN, 5),
    "+": (Op.ADD, 6),
    "-": (Op.SUBTRACT, 6),
    "*": (Op.MULTIPLY, 7),
    "/": (Op.DIVIDE, 7),
}
COMPARISON, NOT_POWER, MINUS_POWER = 5, 4, 8
FUNCTIONS = {Op.IS_EMPTY, Op.IS_VALID_DATE, Op.YEARS_BETWEEN}
RESERVED = {"true", "false", "today", "not", "and", "or", "xor", "in", *FUNCTIONS}


class Token(NamedTuple):
    kind: str
    text: str
    column: int


def from_text(source: str) -> Node:
    """The tree of a text. Raises ExpressionError with the column (from 1) of what cannot be read."""
    if len(source) > MAX_TEXT:
        raise ExpressionError(f"Der Ausdruck ist länger als {MAX_TEXT} Zeichen. Teilen Sie ihn auf mehrere Regeln auf.")
    parser = _Parser(_tokens(source))
    tree = parser.expression(0)
    parser.expect("end")
    return require_size(tree)


def _tokens(source: str) -> list[Token]:
    tokens, at = [], 0
    while True:
        match = _TOKEN.match(source, at)
        if match is None:
            start = at + len(source[at:]) - len(source[at:].lstrip())
            hint = " Ein Text steht zwischen geraden Anführungszeichen." if source[start] in "\"'„“" else ""
            hint = " Gleichheit schreibt man mit zwei Gleichheitszeichen (==)." if source[start] == "=" else hint
            raise ExpressionError(f"»{source[start : start + 10]}« ist hier nicht zu lesen.{hint}", column=start + 1)
        kind = match.lastgroup or "end"
        tokens.append(Token(kind, match[kind], match.start(kind) + 1))
        if kind == "end":
            return tokens
        at = match.end()


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    @property
    def token(self) -> Token:
        return self._tokens[self._at]

    def advance(self) -> Token:
        token = self.token
        self._at += 1
        return token

    def expect(self, kind: str, text: str = "") -> Token:
        token = self.token
        if token.kind != kind or (text and token.text != text):
            wanted = f"»{text}« erwartet" if text else "das Ende erwartet"
            found = "endet der Ausdruck" if token.kind == "end" else f"steht »{token.text}«"
            raise ExpressionError(f"Hier wird {wanted}, es {found}.", column=token.column)
        return self.advance()

    def expression(self, power: int) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ExpressionError("Der Ausdruck ist zu tief verschachtelt.", column=self.token.column)
        left = self.operand()
        while (found := INFIX.get(self.token.text)) and self.token.kind in {"sign", "name"} and found[1] > power:
            left = self.infix(left, *found)
        self._depth -= 1
        return left

    def infix(self, left: Node, op: Op, power: int) -> Node:
        sign = self.advance()
        if op is Op.IN:
            result = call(op, (left, *self.arguments()))
        elif op in {Op.AND, Op.OR}:
            args = [left, self.expression(power)]
            while self.token.text == sign.text and self.token.kind == "name":
                self.advance()
                args.append(self.expression(power))
            result = call(op, tuple(args))
        else:
            result = call(op, (left, self.expression(power)))
        following = INFIX.get(self.token.text)
        if power == COMPARISON and following and following[1] == COMPARISON and self.token.kind in {"sign", "name"}:
            raise ExpressionError(
                "Vergleiche lassen sich nicht aneinanderreihen. Verbinden Sie sie mit and.", column=self.token.column
            )
        return result

    def operand(self) -> Node:
        token = self.advance()
        match token.kind, token.text:
            case "number", text:
                return self.literal(token, codec.number, text)
            case "date", text:
                return self.literal(token, codec.date, text)
            case "text", text:
                return Literal(re.sub(r"\\(.)", r"\1", text[1:-1]))
            case "sign", "(":
                inner = self.expression(0)
                self.expect("sign", ")")
                return inner
            case "sign", "-":
                return self.minus()
        return self.word(token)

    def word(self, token: Token) -> Node:
        match token.kind, token.text:
            case "name", "true" | "false":
                return Literal(token.text == "true")
            case "name", "today":
                return Call(Op.TODAY)
            case "name", "not":
                return call(Op.NOT, (self.expression(NOT_POWER),))
            case "name", name if name in FUNCTIONS:
                return self.function(token)
            case "name", name if name not in RESERVED:
                return Identifier(name)
        missing = "Hier fehlt ein Wert." if token.kind == "end" else f"Vor »{token.text}« fehlt ein Wert."
        raise ExpressionError(missing, column=token.column)

    def literal(self, token: Token, read: Callable[[str], Decimal | dt.date], text: str) -> Literal:
        try:
            return Literal(read(text))
        except ExpressionError as error:
            raise ExpressionError(str(error), column=token.column) from None

    def minus(self) -> Node:
        if self.token.kind == "number":
            return Literal(-codec.number(self.advance().text))
        return call(Op.SUBTRACT, (Literal(Decimal(0)), self.expression(MINUS_POWER)))

    def function(self, token: Token) -> Node:
        args = self.arguments()
        try:
            return call(Op(token.text), args)
        except ExpressionError as error:
            raise ExpressionError(str(error), column=token.column) from None

    def arguments(self) -> tuple[Node, ...]:
        self.expect("sign", "(")
        args = [self.expression(0)]
        while self.token.text == "," and self.token.kind == "sign":
            self.advance()
            args.append(self.expression(0))
        self.expect("sign", ")")
        return tuple(args)
