"""Genericode lists: what is written is read, leading zeros stay, what is none is refused with its place."""

from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.standards import genericode
from rathaus.standards.genericode import GenericodeError, reader
from tests.standards.genericode.lists import code_list

TEXT = st.text(st.characters(blacklist_categories=("Cc", "Cs", "Co", "Cn")), min_size=1, max_size=20).map(str.strip).filter(bool)


@given(
    st.lists(st.tuples(st.integers(0, 999).map(lambda n: f"{n:03d}"), TEXT), min_size=1, max_size=8, unique_by=lambda row: row[0])
)
def test_what_is_written_is_read(rows):
    read = genericode.read(code_list(rows))
    assert [(row["Code"], row["Name"]) for row in read.rows] == rows
    assert (read.uri, read.version, read.version_uri) == ("urn:de:probe:liste", "2023-02-24", "urn:de:probe:liste_2023-02-24")
    assert read.keys == ("Code",)
    assert [(column.id, column.required) for column in read.columns] == [("Code", True), ("Name", True)]


def test_values_without_a_column_follow_the_order():
    data = code_list([("1", "Eins")]).replace(b' ColumnRef="Name"', b"")
    assert genericode.read(data).rows == ({"Code": "1", "Name": "Eins"},)


ROWS = [("1", "Eins")]
GOOD = code_list(ROWS)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "kein wohlgeformtes XML"),
        (GOOD[:-10], "kein wohlgeformtes XML"),
        (b"<a/>", "keine Codeliste"),
        (GOOD.replace(b"genericode/1.0/", b"genericode/2.0/"), "keine Codeliste"),
        (b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><x/>', "DOCTYPE"),
        (GOOD.replace(b"<Version>2023-02-24</Version>", b""), "'Version' fehlt"),
        (GOOD.replace(b"<CanonicalUri>urn:de:probe:liste</CanonicalUri>", b"<CanonicalUri/>"), "'CanonicalUri' fehlt"),
        (GOOD.replace(b'<Column Id="Name"', b'<Column Id="Code"'), r"keine eigene Id. \(Stelle: ColumnSet/Column\[2\]\)"),
        (GOOD.replace(b'Ref="Code"/></Key>', b'Ref="Fremd"/></Key>'), "Spalte, die es nicht gibt"),
        (GOOD.replace(b'ColumnRef="Name"', b'ColumnRef="Fremd"'), "'Fremd'"),
        (GOOD.replace(b'ColumnRef="Name"', b'ColumnRef="Code"'), "'Code'"),
        (GOOD.replace(b"<SimpleValue>Eins</SimpleValue>", b""), r"'Name' ist Pflicht und leer. \(Stelle: SimpleC.*Row\[1\]\)"),
        (GOOD.replace(b"Eins", b"<b>Eins</b>"), "Text erwartet"),
        (GOOD.replace(b"Eins", b"x" * 30_000), "länger als"),
        (code_list([]), "keine Zeile"),
        (GOOD.replace(b"<SimpleCodeList>", b"<SimpleCodeList/><SimpleCodeList>"), "steht mehrfach"),
    ],
)  # fmt: skip
def test_refuses(data, says):
    with pytest.raises(GenericodeError, match=says):
        genericode.read(data)


def test_refuses_size_and_rows(monkeypatch):
    monkeypatch.setattr(reader, "MAX_ROWS", 2)
    with pytest.raises(GenericodeError, match="mehr als 2 Zeilen"):
        genericode.read(code_list([(str(at), "x") for at in range(3)]))
    monkeypatch.setattr(reader, "MAX_BYTES", 10)
    with pytest.raises(GenericodeError, match="größer als"):
        genericode.read(GOOD)


def test_text_is_escaped_and_comes_back():
    assert genericode.read(code_list([("1", escape("A & B <c>"))], raw=True)).rows[0]["Name"] == "A & B <c>"


@pytest.mark.conformance
def test_reads_the_official_list(standards):
    file = standards / "fim/codelists/urn_xoev-de_fim-datenfelder_codeliste_xdfm_1.8.genericode.xml"
    read = genericode.read(file.read_bytes())
    assert (read.uri, read.version, len(read.rows)) == ("urn:xoev-de:fim-datenfelder:codeliste:xdfm", "1.8", 142)
    assert read.keys == ("Code",)
    assert [column.id for column in read.columns] == ["Code", "Typ", "Meldungstext", "Meldungshilfe"]
