"""The official files of edition 3: everything they say is kept."""

import pytest
from lxml import etree

from rathaus.standards.xdatenfelder import (
    Derivation,
    DocumentProfile,
    ElementKind,
    Group,
    Header,
    Keyword,
    Limits,
    ListColumns,
    Prefill,
    Relation,
    Release,
    Standard,
    XdfError,
    read_element,
    read_element_message,
    read_schema,
    write_element,
    write_schema,
)

pytestmark = pytest.mark.conformance


def canonical(element):
    """Name, attributes, text without outer blanks, children: all that a message says, in its order."""
    said = (element.text or "").strip()
    return element.tag, dict(element.attrib), said, [canonical(child) for child in element]


def files(standards):
    return sorted((standards / "fim/xdf3").glob("*.xdf3.xml"))


def test_there_are_nineteen(standards):
    assert len(files(standards)) == 19


@pytest.mark.parametrize("at", range(19))
def test_nothing_of_a_released_schema_is_lost(standards, at):
    """No deviation at all: what the package lists as lost occurs in none of these files."""
    file = files(standards)[at]
    data = file.read_bytes()
    read = read_schema(data)
    written = write_schema(read)
    assert file.name.startswith(f"{read.id}.")
    assert read_schema(written) == read
    assert canonical(etree.fromstring(written)) == canonical(etree.fromstring(data))


def test_the_falconry_schema_in_full(standards):
    read = read_schema((standards / "fim/xdf3/S07000000200.xdf3.xml").read_bytes())
    ministry = "Ministerium für Klimaschutz, Umwelt, Energie und Mobilität Rheinland-Pfalz"
    assert read.standard is Standard.XDF3
    assert read.header == Header("fimportal-export", "2026-08-12T13:36:39.196258+00:00")
    assert read.release == Release(
        status_date="2026-01-14",
        status_by=ministry,
        version_note="initiale Version nach methodischer und fachlicher Freigabe",
        published="2026-01-14",
        last_change="2026-01-14T07:24:00+00:00",
    )
    assert read.keywords == (Keyword("Stamminformation", "Detaillierungsstufe"),)
    assert (read.derivation, read.document_profile) == (Derivation("3", "1"), DocumentProfile("D99000000001"))
    group = read.children[0].element
    assert (group.element_kind, group.rules[0].author) == (ElementKind.NORM, ministry)
    assert group.rules[0].last_change == "2026-01-13T10:18:40+00:00"


def test_the_fixture_says_what_it_says(standards):
    """Deviations of this one: blanks, comments, empty elements, order, the named version of a code list, xsi:schemaLocation."""
    message = read_element_message((standards / "fim/xdf-fixtures/v3-simple.xml").read_bytes())
    group = message.element
    assert isinstance(group, Group)
    assert message.header == Header("65FD4FCC3C8D77FC", "2021-04-14T12:49:54.848Z")
    assert (group.release.valid_from, group.release.valid_until) == ("2021-03-01", "2021-03-02")
    assert group.keywords == (Keyword("Ein Stichwort", "some reference"),)
    assert group.relations == (Relation("ERS", "G60000000088", "1.1.0"),)
    rule = group.rules[0]
    assert (rule.kind, rule.script, rule.keywords) == ("V", "some script content", (Keyword("Ein Stichwort", "some reference"),))
    assert (rule.description, rule.author) == ("Eine Regelbeschreibung", "FIM Baustein Datenfelder")
    assert read_element(write_element(group)) == group


def test_the_other_fixture_says_what_it_says(standards):
    group = read_element((standards / "fim/xdf-fixtures/v3-input.xml").read_bytes())
    field = group.children[0].element
    assert field.limits == Limits(0, 1, 0, 1, "abc", note="Constraints")
    assert (field.columns, field.content) == (ListColumns("CodeKey", "NameKey", "HelpKey"), "Some Content")
    assert (field.max_bytes, field.media_types, field.prefill) == (10, ("application/json",), Prefill.NONE)
    assert field.code_list is None
    assert read_element(write_element(group)) == group


BROKEN = {
    "duplicate-id-node": "'id' steht mehrfach",
    "missing-id-node": "'id' fehlt",
    "unexpected-node": "'unknown' gehört nicht hierher",
    "invalid-freigabestatus": "'10' steht nicht in der Codeliste",
    "unknown-namespace": "Namensraum",
}


@pytest.mark.parametrize("name", BROKEN)
def test_refuses_the_broken_fixtures(standards, name):
    with pytest.raises(XdfError, match=BROKEN[name]):
        read_element((standards / f"fim/xdf-fixtures/v3-{name}.xml").read_bytes())


def test_the_fixtures_are_all_known(standards):
    names = {file.name[3:-4] for file in (standards / "fim/xdf-fixtures").glob("v3-*.xml")}
    assert names == {"simple", "input", *BROKEN}
