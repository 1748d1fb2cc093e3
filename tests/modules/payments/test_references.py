"""Kassenzeichen and texts for the bank."""

import datetime as dt
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.modules.payments import references

bodies = st.text(string.digits, min_size=references.BODY, max_size=references.BODY)


def complete(body):
    return references.grouped(body + references.check_digits(body))


def test_the_standard_s_own_rule_holds():
    assert references.check_digits("794") == "44"  # the example of ISO 7064 for MOD 97-10
    assert int("79444") % 97 == 1


def test_a_new_reference_reads_back():
    for _ in range(200):
        reference = references.new_cash_reference(dt.date(2026, 11, 20))
        assert reference.startswith("26")
        assert references.read_cash_reference(reference) == reference
        assert references.read_cash_reference(reference.replace(" ", "")) == reference


@given(bodies, st.integers(0, references.BODY + 1), st.sampled_from(string.digits))
def test_every_single_wrong_digit_is_found(body, place, digit):
    digits = complete(body).replace(" ", "")
    wrong = digits[:place] + digit + digits[place + 1 :]
    assert (references.read_cash_reference(wrong) is None) == (wrong != digits)


@given(bodies, st.integers(0, references.BODY))
def test_every_swap_of_neighbours_is_found(body, place):
    digits = complete(body).replace(" ", "")
    wrong = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    assert (references.read_cash_reference(wrong) is None) == (wrong != digits)


@pytest.mark.parametrize("typed", ["", "abc", "2612", "１２３４５６７８９０１２３４", "26 1234 5678 90 12 99"])
def test_what_cannot_be_a_reference_is_none(typed):
    assert references.read_cash_reference(typed) is None


@given(st.text(max_size=200))
def test_sepa_text_keeps_to_its_characters(text):
    out = references.sepa_text(text)
    assert set(out) <= set(string.ascii_letters + string.digits + "/-?:().,'+ ")
    assert len(out) <= 140


def test_sepa_text_writes_umlauts_out():
    assert references.sepa_text("Müller & Söhne – Großer Ausweis Ærø") == "Mueller + Soehne - Grosser Ausweis r"
    assert references.sepa_text("é ž") == "e z"
