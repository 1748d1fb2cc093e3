"""What the writer writes, the reader reads: nothing is lost on the way."""

from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings

from rathaus.standards.xdatenfelder import (
    Cardinality,
    ElementMessage,
    Field,
    FieldKind,
    Limits,
    Part,
    Rule,
    Schema,
    Standard,
    Structure,
    XdfError,
    read_element,
    read_element_message,
    read_schema,
    write_element,
    write_schema,
)
from tests.standards.xdatenfelder import documents as docs
from tests.standards.xdatenfelder import models

FIELD = Field("F00000000001", "1.0.0", "Feld", "Feld", "", FieldKind.INPUT, "text", release_state="6")
SCHEMA = Schema("S00000000001", "1.0.0", "Probe", "Probe", (Structure(Cardinality(1, 1), FIELD),), release_state="5")


@given(models.SCHEMAS)
def test_a_schema_comes_back(schema):
    assert read_schema(write_schema(schema)) == schema


@given(models.FIELDS, models.HEADERS)
def test_a_field_comes_back_with_its_header(field, header):
    assert read_element_message(write_element(field, header)) == ElementMessage(header, Standard.XDF3, field)


@settings(max_examples=20)
@given(models.GROUPS)
def test_a_group_comes_back(group):
    assert read_element(write_element(group)) == group


@given(docs.SCHEMAS)
def test_a_written_document_says_the_same_again(children):
    read = read_schema(docs.schema(children))
    assert read_schema(write_schema(read)) == read


def only_field(schema):
    return schema.children[0].element


@pytest.mark.parametrize(
    ("written", "limits"),
    [
        ("0.50", Limits(min_value=Decimal("0.50"))),
        ("007", Limits(min_value=Decimal(7), min_text="007")),
        ("2020-01-01", Limits(min_text="2020-01-01")),
        ("1e999999999", Limits(min_text="1e999999999")),  # no number anybody should reckon with
    ],
)
def test_a_bound_is_kept_as_written(written, limits):
    field = {**docs.PLAIN, "datatype": "date", "limits": {"minValue": written}}
    read = only_field(read_schema(docs.schema([((1, 1), field)])))
    assert (read.limits, read.limits.lower) == (limits, written)
    assert f'minValue="{written}"' in write_element(read).decode()


def test_a_label_the_file_does_not_say_is_not_invented():
    read = only_field(read_schema(docs.schema([((1, 1), {**docs.PLAIN, "label": "", "name": "Nur der Name"})])))
    assert (read.label, read.label_from_name) == ("Nur der Name", True)
    assert "bezeichnungEingabe" not in write_element(read).decode()


def test_what_nobody_describes_is_kept_as_it_stands():
    rule = docs.rule("<x:param typ='a'><x:element>F1</x:element><ohne/></x:param><x:ziel>t</x:ziel><x:fehler/>")
    read = read_schema(docs.schema([((1, 1), docs.PLAIN)], rules=rule)).rules[0]
    assert read.parameters == (Part("param", "", (("typ", "a"),), (Part("element", "F1"), Part("ohne", qualified=False))),)
    assert (read.targets, read.errors) == ((Part("ziel", "t"),), (Part("fehler"),))


def test_the_message_is_what_the_standard_says():
    root = ET.fromstring(write_schema(SCHEMA))  # noqa: S314 - our own
    assert root.tag == f"{{{docs.NAMESPACE}}}xdatenfelder.stammdatenschema.0102"
    assert [child.tag for child in root] == [f"{{{docs.NAMESPACE}}}stammdatenschema"]
    state = root.find(f".//{{{docs.NAMESPACE}}}freigabestatus")
    assert state.attrib == {"listURI": "urn:xoev-de:xprozess:codeliste:status", "listVersionID": "2022-07-12"}
    assert [(child.tag, child.text) for child in state] == [("code", "5")]


@pytest.mark.parametrize(
    ("schema", "says"),
    [
        (replace(SCHEMA, standard=Standard.XDF2), "nur XDatenfelder 3.0.0.*Konverter"),
        (replace(SCHEMA, name="a\x00b"), r"U\+0000"),
        (replace(SCHEMA, help="a\ud800b"), r"U\+D800"),
        (replace(SCHEMA, rules=(Rule("R1", "1", "", "", "", parameters=(Part("a b"),)),)), "kein Name"),
    ],
)
def test_what_cannot_be_written_is_refused(schema, says):
    with pytest.raises(XdfError, match=says):
        write_schema(schema)
