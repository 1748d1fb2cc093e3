"""Whatever comes, only an XdfError escapes the reader; and what was read can be checked, compared and written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from rathaus.standards.xdatenfelder import Standard, XdfError, differences, lint, read_element, read_schema, write_schema
from tests.standards.xdatenfelder import documents as docs
from tests.standards.xdatenfelder import models


def checked(data):
    """Reads what can be read; what was read can be checked, compared and written."""
    try:
        schema = read_schema(data)
    except XdfError:
        return None
    lint(schema)
    assert differences(schema, schema) == ()
    if schema.standard is Standard.XDF3:
        assert read_schema(write_schema(schema)) == schema
    return schema


TOKENS = [
    b"<",
    b">",
    b"&",
    b"&#0;",
    b"\x00",
    b"\xff",
    b"<x:",
    b"</",
    b'"',
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"]]>",
    b"<?a ?>",
    b"1e9",
]
CUT = st.integers(0, 10**6)


@st.composite
def spoilt(draw, data):
    """Bytes left out, doubled or put in."""
    for _ in range(draw(st.integers(1, 4))):
        at, length = draw(CUT) % (len(data) + 1), draw(st.integers(0, 60))
        piece = draw(st.one_of(st.just(data[at : at + length] * 2), st.sampled_from(TOKENS), st.binary(max_size=4)))
        data = data[:at] + piece + data[at + length :]
    return data


def copied(node):
    return etree.fromstring(etree.tostring(node, with_tail=False))


ATTRIBUTES = ["link", "uri", "listURI", "minLength", "minValue", "pattern"]
OPERATIONS = {
    "remove": lambda node, _other, _word: node.getparent().remove(node),
    "double": lambda node, _other, _word: node.addnext(copied(node)),
    "move": lambda node, other, _word: node.append(copied(other)),
    "empty": lambda node, _other, _word: node.clear(),
    "rename": lambda node, other, _word: setattr(node, "tag", other.tag),
    "code": lambda node, _other, _word: setattr(node, "tag", "code"),
    "text": lambda node, _other, word: setattr(node, "text", word),
} | {name: lambda node, _other, word, name=name: node.set(name, word) for name in ATTRIBUTES}
WORDS = ["", "x", "-1", "0", "0:1", "5:2", "F1", "9" * 50, "2025-99-99", "urn:a", "€\u0600", " ", "a\nb", "ABS", "code", "{0}"]


@st.composite
def disordered(draw, data):
    """A well-formed tree whose parts stand where they should not."""
    root = etree.fromstring(data)
    for _ in range(draw(st.integers(1, 6))):
        nodes = list(root.iterdescendants(etree.Element))
        if nodes:
            node, other = nodes[draw(CUT) % len(nodes)], nodes[draw(CUT) % len(nodes)]
            OPERATIONS[draw(st.sampled_from(sorted(OPERATIONS)))](node, other, draw(st.sampled_from(WORDS)))
    return etree.tostring(root)


BASES = st.one_of(models.SCHEMAS.map(write_schema), st.sampled_from([docs.EDITION_2, docs.EDITION_1]))


@given(BASES.flatmap(spoilt))
def test_nothing_but_a_refusal_escapes_spoilt_bytes(data):
    checked(data)


@given(BASES.flatmap(disordered))
def test_nothing_but_a_refusal_escapes_a_tree_in_disorder(data):
    checked(data)


@given(st.binary(max_size=200))
def test_nothing_but_a_refusal_escapes_any_bytes(data):
    for read in (read_schema, read_element):
        with pytest.raises(XdfError):
            read(data)


OFFICIAL = ["xdf3/S07000000200.xdf3.xml", "xdf1-2/S00000121_BlaueKarte.xdf2.xml", "xdf1-2/S00000036_Waffenbesitzkarte.xdf1.xml"]


@pytest.mark.conformance
@pytest.mark.parametrize("name", OFFICIAL)
@pytest.mark.parametrize("strategy", [spoilt, disordered])
def test_nothing_but_a_refusal_escapes_official_files_in_disorder(standards, name, strategy):
    data = (standards / "fim" / name).read_bytes()
    read = []

    @given(strategy(data))
    def look(broken):
        read.append(checked(broken) is not None)

    look()
    assert not all(read)
