"""Editions 2 and 1 are read into the model of edition 3."""

import pytest

from rathaus.standards.xdatenfelder import (
    CodeListRef,
    Derivation,
    ElementKind,
    Field,
    Group,
    Header,
    LegalBasis,
    Limits,
    Prefill,
    Standard,
    XdfError,
    lint,
    read_element,
    read_element_message,
    read_schema,
    write_schema,
)
from tests.standards.xdatenfelder import documents as docs


def only(schema):
    group = schema.children[0].element
    return group, group.children[0].element


def test_edition_2_in_the_model_of_3():
    schema = read_schema(docs.EDITION_2)
    group, field = only(schema)
    assert (schema.standard, schema.id, schema.version) == (Standard.XDF2, "S00000004", "1.2")
    assert schema.header == Header("a1", "2020-10-10T21:29:27.778Z")
    assert (schema.release.status, schema.release_state) == ("aktiv", "")
    assert (group.element_kind, field.element_kind) == (ElementKind.ABSTRACT, ElementKind.NORM)
    assert (field.label, field.label_from_name, field.legal_basis) == ("Name", True, (LegalBasis("§ 1"),))
    assert (field.limits, field.prefill) == (Limits(min_length=1, max_length=80), Prefill.NONE)
    assert field.code_list == CodeListRef("urn:de:a", "2", "urn:de:a_2", "C00000001")
    rule = group.rules[0]
    assert (rule.id, rule.text, rule.script, rule.kind) == ("R00000001", "Wenn F00000002, dann", "x()", "")


def test_edition_1_in_the_model_of_3():
    schema = read_schema(docs.EDITION_1)
    group, field = only(schema)
    assert (schema.standard, schema.id, schema.version) == (Standard.XDF1, "S00000004", "0.1")
    assert schema.header == Header("S00000004", "2019-04-23")
    assert (group.id, group.version, field.id) == ("G00000003", "", "F00000002")
    assert field.limits == Limits(note="Anrede")


@pytest.mark.parametrize("data", [docs.EDITION_2, docs.EDITION_1])
def test_there_is_no_writer_for_them(data):
    with pytest.raises(XdfError, match=r"nur XDatenfelder 3\.0\.0"):
        write_schema(read_schema(data))


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("", Limits()),
        ("Anrede", Limits(note="Anrede")),
        ('{"maxLength":5, "minValue":1.50}', Limits(max_length=5, min_value=1.5)),
        (r'{"pattern":"\d{5}","maxLength":"5"}', Limits(max_length=5, pattern=r"\d{5}")),  # as editors write it, no JSON
        (r'{"pattern":"\\d"}', Limits(pattern=r"\d")),
    ],
)
def test_limits_of_edition_2(text, limits):
    assert only(read_schema(docs.old_schema(docs.old_field(text))))[1].limits == limits


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"maxLength":"5"', "kein JSON"),
        ("{" * 2000, "kein JSON"),
        ('{"maxLength":["5"]}', "nur Texte und Zahlen"),
        ('{"maxLength":true}', "nur Texte und Zahlen"),
        ('{"laenge":"5"}', "'laenge' gehört nicht hierher"),
        ('{"maxLength":"fünf"}', "keine Zahl"),
    ],
)
def test_limits_that_would_be_lost_are_refused(text, says):
    with pytest.raises(XdfError, match=says):
        read_schema(docs.old_schema(docs.old_field(text)))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (docs.EDITION_2.replace(b"aktiv", b"gut"), "'gut' steht nicht in der Codeliste"),
        (docs.EDITION_2.replace(b"<x:inhalt/>", b"<x:vorbefuellung/>"), "'vorbefuellung' gehört nicht hierher"),
        (docs.EDITION_2.replace(b"<code>input</code>", b"<code>hidden</code>"), "'hidden' steht nicht"),
        (docs.EDITION_2.replace(b"<code>text</code>", b"<code>time</code>"), "'time' steht nicht"),
        (docs.EDITION_2.replace(b"<x:id>S00000004</x:id><x:version>1.2</x:version>", b"<x:id>S00000004</x:id>"), "keine Version"),
        (docs.EDITION_1.replace(b"<x:id>F00000002</x:id>", b""), "'id' fehlt"),
        (docs.EDITION_1.replace(b"xdatenfelder.stammdatenschema.0102001", b"xdatenfelder.datenfeld.0104"), "Die Nachricht ist"),
    ],
)
def test_refuses_what_the_edition_does_not_know(data, says):
    with pytest.raises(XdfError, match=says):
        read_schema(data)


def test_a_field_of_edition_2_sent_alone():
    root = "x:xdatenfelder.datenfeld.0104"
    data = f'<{root} xmlns:x="urn:xoev-de:fim:standard:xdatenfelder_2">{docs.old_field()}</{root}>'.encode()
    message = read_element_message(data)
    assert (message.standard, message.header, message.element.id) == (Standard.XDF2, Header(), "F00000002")


def test_an_element_of_edition_1_was_never_sent_alone():
    with pytest.raises(XdfError, match="Ausgabe 1 kennt keine andere Nachricht"):
        read_element(docs.EDITION_1)


def test_checks_that_came_with_edition_3_are_not_asked_of_edition_2():
    numbers = {finding.number for finding in lint(read_schema(docs.EDITION_2))}
    assert 1009 in numbers  # no label
    assert not numbers & {1007, 1050, 1142, 1143}


@pytest.mark.conformance
def test_reads_the_official_schema_of_edition_2(standards):
    schema = read_schema((standards / "fim/xdf1-2/S00000121_BlaueKarte.xdf2.xml").read_bytes())
    places = [place for _path, place in schema.walk()]
    assert (schema.standard, schema.id, schema.version, schema.title) == (
        Standard.XDF2,
        "S00000121",
        "1.0",
        "Antrag auf Blaue Karte EU",
    )
    assert schema.header == Header("2F542BE7121E5AB6", "2020-10-10T21:29:27.778Z")
    assert (schema.release.status_by, schema.release.published) == ("BMI, Ref. M3", "2019-06-27")
    assert schema.derivation == Derivation("0", "0")
    assert [sum(isinstance(place.element, kind) for place in places) for kind in (Group, Field)] == [29, 88]
    assert sum(len(place.element.rules) for place in places) == 3
    sex = next(place.element for place in places if place.element.id == "F00000065")
    assert sex.code_list == CodeListRef(
        "urn:xpersonenstand:schluesseltabelle:geschlecht",
        "2",
        "urn:xpersonenstand:schluesseltabelle:geschlecht_2",
        "C00000001",
    )
    name = next(place for place in places if place.element.id == "F00000013")
    assert name.element.limits == Limits(min_length=1)
    assert name.legal_basis == (LegalBasis("§ 3 AufenthG\r\n§ 78 Abs.1 AufenthG"),)


@pytest.mark.conformance
def test_reads_the_official_schema_of_edition_1(standards):
    schema = read_schema((standards / "fim/xdf1-2/S00000036_Waffenbesitzkarte.xdf1.xml").read_bytes())
    places = [place for _path, place in schema.walk()]
    assert (schema.standard, schema.id, schema.version) == (Standard.XDF1, "S00000036", "0.0")
    assert schema.header == Header("S00000036", "2019-04-23")
    assert [sum(isinstance(place.element, kind) for place in places) for kind in (Group, Field)] == [18, 46]
    fields = [place.element for place in places if isinstance(place.element, Field)]
    notes = ["Anrede", "Herstellerbezeichnung", "Waffenkategorie", "Waffentyp"]
    assert sorted(field.limits.note for field in fields if field.limits.note) == notes
    assert sum(field.code_list is not None for field in fields) == 3


# synthetic messages of another reader of the standard: what it takes, we read; what it refuses, we refuse
READ = ["data-field-rule", "data-group-rule", "label", "minimal", "rule", "select", "simple"]
REFUSED = {"duplicate-required-value": "'name' steht mehrfach", "unknown-namespace": "xdatenfelder_unknown"}


@pytest.mark.conformance
def test_the_fixtures_of_edition_2_are_all_known(standards):
    names = {file.name[3:-4] for file in (standards / "fim/xdf-fixtures").glob("v2-*.xml")}
    assert names == {*READ, *REFUSED}


@pytest.mark.conformance
@pytest.mark.parametrize("name", READ)
def test_reads_the_fixtures_of_edition_2(standards, name):
    schema = read_schema((standards / f"fim/xdf-fixtures/v2-{name}.xml").read_bytes())
    assert (schema.standard, schema.id, schema.name) == (Standard.XDF2, "T1234", "Test")
    refusing = {finding.number for finding in lint(schema) if finding.refuses}
    assert 1039 in refusing
    assert (1078 in refusing) is (name in {"minimal", "rule"})


@pytest.mark.conformance
@pytest.mark.parametrize("name", REFUSED)
def test_refuses_the_broken_fixtures_of_edition_2(standards, name):
    with pytest.raises(XdfError, match=REFUSED[name]):
        read_schema((standards / f"fim/xdf-fixtures/v2-{name}.xml").read_bytes())


@pytest.mark.conformance
def test_the_fixture_of_edition_2_says_what_it_says(standards):
    schema = read_schema((standards / "fim/xdf-fixtures/v2-simple.xml").read_bytes())
    group, field = only(schema)
    assert (schema.release.valid_from, schema.release.valid_until) == ("2020-11-04", "2020-11-05")
    assert (schema.release.status_date, schema.release.published) == ("2023-01-01", "2023-01-02")
    assert (group.id, group.version, field.id, field.version) == ("G00000082", "1.3", "F60000227", "1.1")
    assert (field.help, field.help_output, field.limits) == (
        "Hilfe Eingabe",
        "Hilfe Ausgabe",
        Limits(min_length=1, max_length=120),
    )
    assert (schema.rules[0].text, schema.rules[0].script, schema.rules[0].author) == (
        "Eine Definition",
        "function script() {}",
        "Bundesredaktion",
    )
    assert schema.rules[0].release.valid_from == "2020-11-04"
