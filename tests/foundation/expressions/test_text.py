"""The infix notation: how it reads, what it says where it cannot, and that nothing hostile hurts it."""

import datetime as dt
import string
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.foundation.expressions import (
    Call,
    ExpressionError,
    Identifier,
    Literal,
    Op,
    Type,
    check,
    evaluate,
    from_json,
    from_text,
    holds,
    identifiers,
    parse,
    to_json,
    to_text,
)

TODAY = dt.date(2026, 11, 20)
A, B, C = Identifier("a"), Identifier("b"), Identifier("c")


def number(text):
    return Literal(Decimal(text))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a or b and c", Call(Op.OR, (A, Call(Op.AND, (B, C))))),
        ("a and b and c", Call(Op.AND, (A, B, C))),
        ("(a and b) and c", Call(Op.AND, (Call(Op.AND, (A, B)), C))),
        ("not a == b", Call(Op.NOT, (Call(Op.EQUAL, (A, B)),))),
        ("not a and b", Call(Op.AND, (Call(Op.NOT, (A,)), B))),
        ("a - b - c", Call(Op.SUBTRACT, (Call(Op.SUBTRACT, (A, B)), C))),
        ("a - (b - c)", Call(Op.SUBTRACT, (A, Call(Op.SUBTRACT, (B, C))))),
        ("a + b * c", Call(Op.ADD, (A, Call(Op.MULTIPLY, (B, C))))),
        ("-a * b", Call(Op.MULTIPLY, (Call(Op.SUBTRACT, (number("0"), A)), B))),
        ("a -5", Call(Op.SUBTRACT, (A, number("5")))),
        ("a * -2.50", Call(Op.MULTIPLY, (A, number("-2.50")))),
        ('a in ("x", "y")', Call(Op.IN, (A, Literal("x"), Literal("y")))),
        ("a >= 2026-01-31", Call(Op.GREATER_OR_EQUAL, (A, Literal(dt.date(2026, 1, 31))))),
        ("today + 42 <= a", Call(Op.LESS_OR_EQUAL, (Call(Op.ADD, (Call(Op.TODAY), number("42"))), A))),
        ("local:straße == self.F60000000263", Call(Op.EQUAL, (Identifier("local:straße"), Identifier("self.F60000000263")))),
        ('a == "Er sagte \\"nein\\" \\\\"', Call(Op.EQUAL, (A, Literal('Er sagte "nein" \\')))),
        ("a xor b", Call(Op.XOR, (A, B))),
        ("is_empty(a) and is_valid_date(a, b, c)", Call(Op.AND, (Call(Op.IS_EMPTY, (A,)), Call(Op.IS_VALID_DATE, (A, B, C))))),
    ],
)
def test_reads(text, tree):
    assert from_text(text) == tree
    assert from_text(to_text(tree)) == tree


@pytest.mark.parametrize(
    ("text", "column", "word"),
    [
        ("", 1, "fehlt ein Wert"),
        ("a and", 6, "fehlt ein Wert"),
        ("a and and b", 7, "fehlt ein Wert"),
        ("(a or b", 8, "»)« erwartet"),
        ("a b", 3, "das Ende erwartet"),
        ("a = b", 3, "=="),
        ("a == 'x'", 6, "Anführungszeichen"),
        ("a == „x“", 6, "Anführungszeichen"),
        ('a == "x', 6, "Anführungszeichen"),
        ("1 < a < 3", 7, "aneinanderreihen"),
        ("a == 2026-02-30", 6, "kein Datum"),
        ("years_between(a)", 1, "braucht 2 Angaben"),
        ("a; b", 2, "nicht zu lesen"),
        ("__import__(os)", 11, "erwartet"),
        ("a.__class__()", 12, "erwartet"),
        ("1.5.2", 1, "nicht zu lesen"),
        ("12abc", 1, "nicht zu lesen"),
    ],
)
def test_says_where_it_cannot_read(text, column, word):
    with pytest.raises(ExpressionError, match=f"^Spalte {column}: ") as caught:
        from_text(text)
    assert word in str(caught.value)
    assert caught.value.column == column


def test_limits():
    with pytest.raises(ExpressionError, match="verschachtelt"):
        from_text("(" * 100 + "a" + ")" * 100)
    with pytest.raises(ExpressionError, match="länger"):
        from_text("a or " * 2000 + "a")
    with pytest.raises(ExpressionError, match="zu groß"):
        from_text("-".join(["1"] * 60))
    deep = True
    for _ in range(5000):
        deep = {"not": deep}
    with pytest.raises(ExpressionError, match="verschachtelt"):
        from_json(deep)
    with pytest.raises(ExpressionError, match="zu groß"):
        from_json({"or": [{"and": [True] * 60}] * 60})


def test_type_check():
    types = {"zone": Type.TEXT, "gewicht": Type.NUMBER, "geburt": Type.DATE, "ja": Type.BOOLEAN, "frei": Type.ANY}
    good = from_text('zone == "A3" and gewicht <= 2800 and ja and years_between(geburt, today) >= 18 and frei == 1')
    assert check(good, types, expect=Type.BOOLEAN) is Type.BOOLEAN
    assert check(from_text("today - geburt"), types) is Type.NUMBER
    assert check(from_text("geburt + 3"), types) is Type.DATE
    assert check(from_text("x + 3")) is Type.ANY
    for text, word in [
        ("zonne", "Das Feld »zonne« gibt es nicht"),
        ("zone == 3", "vergleicht Text mit Zahl"),
        ('zone in ("A", 3)', "vergleicht Text mit Zahl"),
        ('zone < "B"', "braucht Datum oder Zahl"),
        ("gewicht and ja", "braucht Ja/Nein"),
        ("geburt + geburt", "geht nicht"),
        ("gewicht + geburt", "geht nicht"),
        ("gewicht < geburt", "vergleicht"),
        ("ja * 2", "braucht Zahl"),
    ]:
        with pytest.raises(ExpressionError, match=word):
            check(from_text(text), types)
    with pytest.raises(ExpressionError, match="ergibt Zahl, gebraucht wird Ja/Nein"):
        check(from_text("gewicht"), types, expect=Type.BOOLEAN)


def test_values_that_cannot_be_calculated_with():
    for hostile in (1.5, float("nan"), Decimal("NaN"), Decimal("1e999999"), dt.datetime.now(dt.UTC), ["x"], object()):
        with pytest.raises(ExpressionError, match="»x«"):
            evaluate(Identifier("x"), {"x": hostile}.get, TODAY)
    assert evaluate(from_text("is_empty(g)"), {"g": {"F1": "x"}}.get, TODAY) is False
    assert evaluate(from_text("is_empty(g)"), {"g": []}.get, TODAY) is True
    assert not holds(from_text("g"), {}.get, TODAY)


def test_parse_takes_both_notations():
    assert parse("a == 1") == parse({"equal": [{"identifier": "a"}, 1]})
    assert identifiers(parse("a == 1 and is_empty(b) or a in (c, 2)")) == {"a", "b", "c"}


names = st.text(string.ascii_lowercase, min_size=1, max_size=4).map(lambda name: "x" + name)
literals = st.one_of(
    st.booleans(),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=8),
    st.dates(),
    st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9),
).map(Literal)
trees = st.recursive(
    st.one_of(literals, names.map(Identifier), st.just(Call(Op.TODAY))),
    lambda inner: st.one_of(
        st.builds(
            lambda op, args: Call(op, tuple(args)),
            st.sampled_from([Op.AND, Op.OR, Op.IN]),
            st.lists(inner, min_size=2, max_size=4),
        ),
        st.builds(lambda op, arg: Call(op, (arg,)), st.sampled_from([Op.NOT, Op.IS_EMPTY]), inner),
        st.builds(lambda a, b, c: Call(Op.IS_VALID_DATE, (a, b, c)), inner, inner, inner),
        st.builds(
            lambda op, a, b: Call(op, (a, b)),
            st.sampled_from(
                [op for op in Op if op not in {Op.AND, Op.OR, Op.IN, Op.NOT, Op.IS_EMPTY, Op.IS_VALID_DATE, Op.TODAY}]
            ),
            inner,
            inner,
        ),
    ),
    max_leaves=12,
)


@given(trees)
def test_any_tree_survives_both_notations(tree):
    assert to_json(from_json(to_json(tree))) == to_json(tree)
    assert to_json(from_text(to_text(tree))) == to_json(tree)


def outcome(function, *arguments):
    """The result, or the sentence of the refusal; any other exception fails the test."""
    try:
        return function(*arguments)
    except ExpressionError as error:
        return f"Satz: {error}"


@given(trees, st.dictionaries(names, literals.map(lambda literal: literal.value)))
def test_a_tree_evaluates_or_says_why_not(tree, values):
    result = outcome(evaluate, tree, values.get, TODAY)
    assert result is None or isinstance(result, bool | Fraction | str | dt.date)


@given(st.text(max_size=60) | st.text('ab "()<>=!+-*/.,:0123456789andorxi\\', max_size=60))
def test_any_text_is_read_or_refused_with_a_sentence(text):
    result = outcome(from_text, text)
    assert isinstance(result, Call | Identifier | Literal) or result.startswith("Satz: ")
