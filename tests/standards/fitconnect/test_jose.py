"""Base64url and headers: one spelling only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.standards.fitconnect import jose
from rathaus.standards.fitconnect.errors import FitConnectError


@given(st.binary(max_size=200))
def test_what_is_encoded_decodes_to_the_same(data):
    text = jose.encode(data)
    assert not set(text) & set(b"+/=")
    assert jose.decode(text) == data


def test_example_of_rfc_7515_appendix_c():
    assert jose.encode(bytes([3, 236, 255, 224, 193])) == b"A-z_4ME"
    assert jose.decode(b"A-z_4ME") == bytes([3, 236, 255, 224, 193])


@pytest.mark.parametrize("text", [b"A", b"AA==", b"A+z/4ME", b"A-z_4MF", b"A-z_4M\n", b"AAAAA", "Ä".encode(), b"AB"])
def test_every_other_spelling_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011  (the library's and ours)
        jose.decode(text)


@given(st.binary(max_size=60))
def test_of_all_spellings_only_the_canonical_one_is_read(text):
    try:
        data = jose.decode(text)
    except ValueError:
        return
    assert jose.encode(data) == text


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (b'{"alg":"PS512","alg":"none"}', "kein gültiges JSON"),
        (b'{"exp":NaN}', "kein gültiges JSON"),
        (b"[]", "kein JSON-Objekt"),
        (b"\xff", "kein gültiges JSON"),
        (b'{"crit":["b64"],"b64":false}', "crit"),
        (b"[" * 5000, "kein gültiges JSON"),
    ],
)
def test_a_strange_header_is_refused(header, said):
    with pytest.raises(FitConnectError, match=said):
        jose.read_header(jose.encode(header), "Ereignis")


def test_an_endless_header_is_not_read():
    with pytest.raises(FitConnectError, match="länger als 8192 Zeichen"):
        jose.read_header(b"A" * 9000, "Ereignis")
