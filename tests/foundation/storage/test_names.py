"""Names of files are safe everywhere and stay readable."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.foundation.storage.download import content_disposition
from rathaus.foundation.storage.names import clean_filename, extension


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Ausweis.pdf", "Ausweis.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\Mein Scan.pdf", "Mein Scan.pdf"),
        ("Ausweis\u202egnp.exe", "Ausweisgnp.exe"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie x.pdf"),
        ("Gru\u0308\u00dfe.txt", "Grüße.txt"),
        ("", "Datei"),
        ("...", "Datei"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_examples(given_name, kept):
    assert clean_filename(given_name) == kept


@given(st.text(max_size=400))
def test_any_name_is_made_safe_and_stays_so(name):
    kept = clean_filename(name)
    assert 0 < len(kept) <= 150
    assert not set(kept) & set('/\\:*?"<>|\r\n\0')
    assert all(unicodedata.category(c) not in {"Cc", "Cf", "Cs"} for c in kept)
    assert clean_filename(kept) == kept


@given(st.text(max_size=100))
def test_the_header_is_plain_ascii_on_one_line(name):
    header = content_disposition(name)
    assert header.isascii()
    assert "\n" not in header
    assert "\r" not in header
    assert header.count('"') == 2


def test_extensions():
    assert [extension(name) for name in ("a.PDF", "a.tar.gz", "a", ".pdf")] == ["pdf", "gz", "", ""]
