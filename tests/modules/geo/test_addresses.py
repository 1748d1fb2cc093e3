"""Addresses as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.modules.geo.addresses import (
    LONGEST,
    OPEN_END,
    first_on_side,
    last_code,
    number_code,
    number_words,
    numbers_meet,
    on_side,
    parse,
    street_key,
)

SIDES = st.sampled_from([None, "all", "odd", "even"])
CODES = st.integers(100, 4026)
RANGES = st.tuples(CODES, CODES, SIDES)


@pytest.mark.parametrize(
    ("line", "street", "number"),
    [
        ("Große Ulrichstr. 12a", "Große Ulrichstr.", "12a"),
        ("Gr. Ulrichstraße 12 A", "Gr. Ulrichstraße", "12a"),
        ("Große Ulrichstr.12", "Große Ulrichstr.", "12"),
        ("Straße des 17. Juni 135", "Straße des 17. Juni", "135"),
        ("Straße des 17. Juni 135, 06110 Halle (Saale)", "Straße des 17. Juni", "135"),
        ("Marktplatz 1 06108 Halle", "Marktplatz", "1"),
        ("Am Markt 12-14", "Am Markt", "12"),
        ("Am Markt 12 1/2", "Am Markt", "12"),
        ("C 4, 12", "C 4", "12"),
        ("  Am   Markt  7 ", "Am   Markt", "7"),
        ("Marktplatz", "Marktplatz", ""),
        ("", "", ""),
    ],
)
def test_street_and_number(line, street, number):
    found = parse(line)
    assert (found.street, found.number) == (street, number)
    assert found.code == (number_code(number) if number else None)


@pytest.mark.parametrize(
    "spelling",
    [
        "Große Ulrichstraße",
        "Grosse Ulrichstrasse",
        "Gr. Ulrichstr.",
        "GROẞE ULRICHSTRASSE",
        "große  ulrich-straße",
        "Große Ulrich Str.",
    ],
)
def test_all_spellings_meet(spelling):
    assert street_key(spelling) == street_key("Große Ulrichstraße")


@pytest.mark.parametrize("other", ["Kleine Ulrichstraße", "Große Ulrichsgasse", "Ulrichstraße", "Große Ulrichstraße Nord"])
def test_other_streets_stay_apart(other):
    assert street_key(other) != street_key("Große Ulrichstraße")


@pytest.mark.parametrize("number", ["", "0", "12ä", "12ab", "12345", "-1", "a", "١٢", "1.5"])
def test_what_is_no_house_number(number):
    assert number_code(number) is None


@given(st.integers(1, 9999), st.sampled_from(["", *"abcdefghijklmnopqrstuvwxyz"]))
def test_a_house_number_is_one_integer(number, letter):
    code = number_code(f"{number}{letter}")
    assert number_words(code) == f"{number}{letter}"
    assert number_code(f"{number} {letter.upper()}") == code
    assert code < number_code(str(number + 1)) if number < 9999 else code <= OPEN_END


def test_a_range_to_a_bare_number_takes_its_letters_in():
    assert last_code("12") > number_code("12z")
    assert last_code("12a") == number_code("12a")
    assert last_code("") == OPEN_END
    assert last_code("x") is None


@given(RANGES, RANGES)
def test_ranges_meet_where_a_number_lies_in_both(one, other):
    both = any(
        all(first <= code <= last and on_side(side, code) for first, last, side in (one, other)) for code in range(100, 4200)
    )
    assert numbers_meet(one, other) is both


@given(CODES, CODES, SIDES)
def test_the_first_number_of_a_side(first, last, side):
    assert first_on_side(first, last, side) == next((code for code in range(first, last + 1) if on_side(side, code)), None)


@given(st.text(max_size=400))
def test_any_text_can_be_read(line):
    found = parse(line)
    assert len(found.street) <= LONGEST
    assert found.code is None or 100 <= found.code <= OPEN_END


@pytest.mark.parametrize("line", ["a" * 10_000, "1 " * 5_000, "a1" * 5_000, "," * 10_000, "a,1" * 5_000, " " * 10_000])
def test_hostile_lines_are_read_quickly(line):
    for _ in range(20):
        parse(line)
