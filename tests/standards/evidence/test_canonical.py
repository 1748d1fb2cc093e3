import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.standards.evidence.canonical import canonical

texts = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner) | st.dictionaries(texts, inner),
    max_leaves=20,
)


@given(values)
def test_what_is_written_is_read_again_and_written_the_same(value):
    data = canonical(value)
    assert json.loads(data) == value
    assert canonical(json.loads(data)) == data


@given(st.dictionaries(texts, st.integers(0, 9), min_size=2))
def test_the_order_of_keys_does_not_matter(value):
    assert canonical(dict(reversed(value.items()))) == canonical(value)


def test_rfc_8785_orders_by_utf16():
    # the order of the example in RFC 8785, section 3.2.3
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    assert list(json.loads(canonical(dict.fromkeys(keys)))) == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


def test_escapes_are_the_shortest():
    assert canonical('\b\t\n\f\r"\\/\x00\x1fäß\u2028') == '"\\b\\t\\n\\f\\r\\"\\\\/\\u0000\\u001fäß\u2028"'.encode()


@pytest.mark.parametrize("value", [1.0, float("nan"), {1: 2}, {"a": {2}}, b"x", dt.date(2026, 1, 1)])
def test_other_values_are_refused(value):
    with pytest.raises(TypeError):
        canonical(value)


@pytest.mark.parametrize("value", [2**53, -(2**53), "\ud800", {"\udfff": 1}])
def test_values_that_readers_would_change_are_refused(value):
    with pytest.raises(ValueError, match=r"larger|surrogates"):
        canonical(value)
