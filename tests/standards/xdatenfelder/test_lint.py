"""Each check that is decided here bites where it should and nowhere else."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given

from rathaus.standards.xdatenfelder import (
    Cardinality,
    CodeListRef,
    Derivation,
    DocumentProfile,
    ElementKind,
    Field,
    FieldKind,
    Group,
    Keyword,
    LegalBasis,
    Limits,
    ListColumns,
    Option,
    Relation,
    Release,
    Rule,
    Schema,
    Severity,
    Structure,
    lint,
)
from rathaus.standards.xdatenfelder.lint import CHECKS, How
from rathaus.standards.xdatenfelder.lint.messages import MESSAGES
from tests.standards.xdatenfelder import models

NORM = (LegalBasis("§ 1 Probegesetz", "https://example.org/1"),)
DONE = Release(status_date="2026-01-14", status_by="Amt", published="2026-01-14", last_change="2026-01-14T07:24:00Z")
SAME = {"version": "1.0.0", "release_state": "6", "legal_basis": NORM, "release": DONE, "element_kind": ElementKind.NORM}
TEXT = Field(
    "F12000000001", name="Feld", label="Eingabe", label_output="Ausgabe", kind=FieldKind.INPUT, datatype="text",
    limits=Limits(1, 10), **SAME,
)  # fmt: skip
NUMBER = replace(TEXT, id="F12000000002", datatype="num", limits=Limits(min_value=Decimal(1), max_value=Decimal(9)))
WHOLE = replace(NUMBER, datatype="num_int")
DAY = replace(TEXT, id="F12000000003", datatype="date", limits=Limits(min_text="2020-01-01", max_text="2029-12-31"))
TIME = replace(DAY, datatype="time", limits=Limits(min_text="08:00:00", max_text="18:00:00"))
MOMENT = replace(DAY, datatype="datetime", limits=Limits(min_text="2020-01-01T08:00:00", max_text="2029-12-31T08:00:00Z"))
TRUTH = replace(TEXT, id="F12000000004", datatype="bool", limits=Limits())
FILE = replace(TRUTH, id="F12000000005", datatype="file")
CHOICE = replace(
    TRUTH, id="F12000000006", kind=FieldKind.SELECT, datatype="text", options=(Option("1", "Ja"), Option("2", "Nein"))
)
LIST = CodeListRef("urn:de:beispiel:liste", "2026-01-01", "urn:de:beispiel:liste_2026-01-01")
LISTED = replace(CHOICE, options=(), code_list=LIST)
NOTE = replace(TRUTH, id="F12000000007", kind=FieldKind.LABEL, datatype="text", content="Hinweis")
RULE = Rule("R12000000001", "1.0.0", "Regel", "Wenn F12000000001, dann F12000000002.", "K", author="Amt")


def once(element, low=1, high=1, basis=()):
    return Structure(Cardinality(low, high), element, basis)


GROUP = Group(
    "G12000000001", name="Gruppe", label="Eingabe", label_output="Ausgabe", children=(once(TEXT), once(NUMBER)), rules=(RULE,),
    **SAME,
)  # fmt: skip
SCHEMA = Schema(
    "S12000000001",
    "1.0.0",
    "Probe",
    "Antrag",
    (once(GROUP), once(DAY), once(TRUTH), once(CHOICE), once(NOTE), once(FILE, 0, None)),
    release_state="6",
    legal_basis=NORM,
    release=DONE,
    derivation=Derivation("3", "1"),
    document_profile=DocumentProfile("D99000000002"),
)


def with_field(field):
    return replace(SCHEMA, children=(*SCHEMA.children[:1], once(field, 0, None)))


def with_group(**changes):
    return replace(SCHEMA, children=(once(replace(GROUP, **changes)),))


def with_rule(**changes):
    return with_group(rules=(replace(RULE, **changes),))


def with_place(place):
    return with_group(children=(*GROUP.children, place))


def limited(field, **limits):
    return with_field(replace(field, limits=replace(field.limits, **limits)))


def filled(field, content):
    return with_field(replace(field, content=content))


def released(thing, **changes):
    return replace(thing, release=replace(thing.release, **changes))


HARMONISED = replace(NUMBER, element_kind=ElementKind.HARMONISED, id="F60000000009")
ABSTRACT = replace(GROUP, id="G12000000009", element_kind=ElementKind.ABSTRACT, rules=())
FEDERAL = "FIM-Baustein Datenfelder"

FAULTS = {
    1001: with_rule(text="Wenn F12000000099, dann nicht."),
    1002: with_rule(name=""),
    1003: with_group(children=(*GROUP.children, once(DAY), once(replace(DAY, version="2.0.0")))),
    1004: with_place(once(TEXT)),
    1005: with_field(replace(LISTED, code_list=CodeListRef("http://example.org/liste"))),
    1006: with_field(replace(TEXT, legal_basis=())),
    1007: replace(SCHEMA, document_profile=None),
    1009: with_field(replace(TEXT, label="Feld", label_from_name=True)),
    1010: with_field(replace(TEXT, label_output="")),
    1011: with_field(replace(CHOICE, datatype="text_latin")),
    1012: limited(CHOICE, max_length=3),
    1013: with_place(once(ABSTRACT, basis=NORM)),
    1014: with_field(replace(TEXT, element_kind=ElementKind.ABSTRACT)),
    1015: limited(TRUTH, max_length=3),
    1016: limited(TRUTH, min_value=Decimal(1)),
    1017: with_field(replace(TEXT, options=CHOICE.options)),
    1018: with_field(replace(LISTED, options=CHOICE.options)),
    1019: with_rule(text="Wenn F12000000001V1.0.0, dann nicht."),
    1022: with_place(once(HARMONISED)),
    1023: with_group(children=(), rules=()),
    1024: with_rule(text=""),
    1025: replace(SCHEMA, children=(*SCHEMA.children, once(DAY))),
    1031: with_field(replace(TEXT, element_kind=None)),
    1033: replace(SCHEMA, derivation=Derivation("", "1")),
    1034: replace(SCHEMA, derivation=Derivation("3", "")),
    1037: with_group(
        children=(
            once(LISTED),
            once(replace(LISTED, id="F12000000011", code_list=replace(LISTED.code_list, version="2025-01-01"))),
        ),
        rules=(),
    ),
    1039: with_field(replace(TEXT, id="F123")),
    1040: with_field(replace(LISTED, code_list=CodeListRef("", "2026-01-01"))),
    1041: with_rule(text="Wenn F12000001 gilt, dann nicht."),
    1043: with_group(choice=True, children=(once(TEXT, 0, 1),), rules=()),
    1044: with_field(replace(CHOICE, options=CHOICE.options[:1])),
    1048: with_field(replace(LISTED, code_list=CodeListRef("urn:de:größe"))),
    1050: replace(SCHEMA, title="Probe", title_from_name=True),
    1051: replace(SCHEMA, legal_basis=()),
    1056: with_field(replace(TEXT, max_bytes=1000)),
    1057: with_field(replace(TEXT, media_types=("application/pdf",))),
    1058: with_field(replace(CHOICE, columns=ListColumns("code"))),
    1059: limited(TEXT, min_length=-1),
    1060: limited(TEXT, max_length=0),
    1061: limited(TEXT, min_length=11),
    1064: limited(NUMBER, min_value=Decimal(10)),
    1065: limited(WHOLE, min_value=Decimal("1.5")),
    1066: limited(WHOLE, max_value=Decimal("8.5")),
    1067: limited(DAY, min_text="gestern"),
    1068: limited(DAY, max_text="2020-02-30"),
    1069: filled(NUMBER, "viel"),
    1070: filled(WHOLE, "1.5"),
    1071: filled(DAY, "heute"),
    1072: filled(NUMBER, "0.5"),
    1073: filled(DAY, "2031-01-01"),
    1074: limited(replace(TEXT, content="ab"), min_length=3),
    1075: filled(TEXT, "zu lang für zehn"),
    1077: filled(TRUTH, "ja"),
    1078: replace(SCHEMA, children=()),
    1079: limited(MOMENT, min_text="2020-01-01"),
    1080: limited(MOMENT, max_text="nie"),
    1081: limited(TIME, min_text="8 Uhr"),
    1082: limited(TIME, max_text="25:00:00"),
    1083: filled(MOMENT, "2020-01-01"),
    1084: filled(TIME, "mittags"),
    1085: filled(CHOICE, "3"),
    1087: with_field(replace(TEXT, relations=(Relation("ABL", "S12000000002"),))),
    1088: with_field(replace(TEXT, relations=(Relation("VKN", "F12000000002"),))),
    1090: with_field(replace(NOTE, datatype="bool", content="true")),
    1093: with_field(replace(CHOICE, options=(Option("1", "Ja"), Option("2", "Ja")))),
    1094: with_group(children=(once(TEXT), once(replace(TEXT, id="F60000000001"))), rules=()),
    1095: with_group(children=(once(replace(TEXT, id="F60000000001")),), rules=()),
    1096: replace(SCHEMA, release_state="3", document_profile=DocumentProfile("D99000000001")),
    1097: replace(SCHEMA, document_profile=DocumentProfile("D99000000001")),
    1098: with_field(replace(TEXT, help="Eingabe")),
    1099: with_field(replace(CHOICE, options=(Option("1", "Ja", "Ja"), Option("2", "Nein")))),
    1100: filled(FILE, "Anlage"),
    1101: with_field(replace(HARMONISED, legal_basis=())),
    1102: limited(TEXT, max_length=None),
    1103: with_field(replace(NUMBER, limits=Limits())),
    1105: with_field(replace(LISTED, code_list=replace(LISTED.code_list, version="14"))),
    1106: with_group(children=GROUP.children[:1], rules=()),
    1109: filled(NOTE, ""),
    1116: with_place(once(replace(DAY, release_state="7"))),
    1117: with_field(released(TEXT, status_by="")),
    1118: with_group(choice=True, children=(once(TEXT, 0, 1), once(NUMBER))),
    1120: limited(FILE, pattern="x"),
    1124: replace(SCHEMA, document_profile=DocumentProfile("D12000000001")),
    1127: with_field(released(TEXT, published="")),
    1128: replace(GROUP, children=(once(released(TEXT, published="")), once(NUMBER))),
    1129: with_field(replace(TEXT, release_state="2")),
    1130: replace(GROUP, children=(once(replace(TEXT, release_state="2")), once(NUMBER))),
    1131: with_field(replace(TEXT, definition="Größe Ω")),
    1132: with_field(replace(TEXT, legal_basis=(LegalBasis("§ 1 und § 2"),))),
    1133: with_field(replace(TEXT, legal_basis=(LegalBasis("§ 1", "www.example.org"),))),
    1136: with_field(replace(TEXT, help="x" * 501)),
    1137: with_field(replace(TEXT, keywords=(Keyword("Wort", "urn:" + "x" * 252),))),
    1138: with_field(replace(TEXT, legal_basis=(LegalBasis("§ 1", "https://example.org/" + "x" * 240),))),
    1139: replace(SCHEMA, children=(*SCHEMA.children[:1], once(FILE, 0, 3))),
    1140: with_field(released(TEXT, status_by=FEDERAL)),
    1141: released(SCHEMA, status_by=FEDERAL),
    1142: with_field(released(TEXT, status_date="")),
    1143: released(SCHEMA, status_date=""),
}
# what the same fault necessarily breaks as well
WITH = {1014: {1013, 1022}, 1095: {1106}, 1101: {1022}}


ON_THE_EDGE = [
    filled(NUMBER, "1"),
    filled(NUMBER, "9.00"),
    filled(DAY, "2029-12-31"),
    filled(TEXT, "genau zehn"),
    filled(TEXT, "x"),
    limited(TEXT, min_length=10),
    limited(NUMBER, min_value=Decimal(9)),
    limited(TEXT, min_length=0),
    with_field(replace(TEXT, help="x" * 500)),
]


def numbers(thing):
    return {finding.number for finding in lint(thing)}


def test_a_schema_in_order_has_no_finding():
    for schema in (SCHEMA, GROUP, *(with_field(field) for field in (NUMBER, WHOLE, TIME, MOMENT, LISTED))):
        assert lint(schema) == ()


@pytest.mark.parametrize("schema", ON_THE_EDGE)
def test_what_just_fits_is_no_fault(schema):
    assert lint(schema) == ()


@pytest.mark.parametrize("number", FAULTS)
def test_the_fault_is_found_and_no_other(number):
    assert numbers(FAULTS[number]) == {number} | WITH.get(number, set())


def test_every_check_decided_here_is_shown_here():
    assert set(FAULTS) == {number for number, (_severity, how) in CHECKS.items() if how in {How.LINT, How.BOTH}}
    assert set(MESSAGES) == set(FAULTS)


@pytest.mark.parametrize("number", FAULTS)
def test_the_message_names_place_severity_and_remedy(number):
    found = next(finding for finding in lint(FAULTS[number]) if finding.number == number)
    assert found.severity is CHECKS[number][0] is not Severity.OFF
    assert found.refuses is (found.severity is Severity.CRITICAL)
    assert re.match(r"(Schema|Gruppe|Feld|Regel) [SGFR]\d+ „.*“: ", found.message)
    assert found.message.count(". ") or "; " in found.message  # the fault, then what to do
    assert not found.path or f"(Stelle: {'/'.join(found.path)})" in found.message


def test_the_path_leads_to_the_place():
    assert [finding.path for finding in lint(FAULTS[1001])] == [("G12000000001", "R12000000001")]
    assert [finding.path for finding in lint(FAULTS[1022])] == [("G12000000001", "F60000000009")]
    assert [finding.path for finding in lint(FAULTS[1051])] == [()]
    assert [finding.path for finding in lint(FAULTS[1130])] == [("G12000000001", "F12000000001")]


def test_an_element_in_many_places_is_looked_at_once():
    wrong = replace(TEXT, label_output="")
    schema = replace(SCHEMA, children=(once(replace(GROUP, children=(once(wrong), once(NUMBER)))), once(wrong)))
    assert [finding.path for finding in lint(schema)] == [("G12000000001", "F12000000001")]
    other = replace(schema, children=(*schema.children[:1], once(replace(wrong, label="anders"))))
    assert len(lint(other)) == 2  # the same id and version, but not the same field


@given(models.SCHEMAS)
def test_whatever_can_be_said_can_be_checked(schema):
    for finding in lint(schema):
        assert CHECKS[finding.number][1] in {How.LINT, How.BOTH}
