"""What a schema may do to its elements: twice under one parent, in two versions, groups that may be absent, choices."""

from decimal import Decimal

import pytest

from rathaus.standards import xfall
from rathaus.standards.xdatenfelder import CodeListRef, FieldKind, Limits, Option
from tests.standards.xfall.schemas import field, group, schema
from tests.standards.xfall.test_round_trip import require_round_trip
from tests.standards.xfall.validators import compiled, json_validator, xml_faults

NAME, SECOND, THIRD = field(1), field(2), field(3, "num_int")
F1, F2, F3, G1, G2 = NAME.id, SECOND.id, THIRD.id, "G00000000001", "G00000000002"


def messages(probe, data, **options):
    return [(problem.path, problem.message) for problem in xfall.problems(probe, data, **options)]


def both(probe, data):
    require_round_trip(probe, data)


def test_the_same_element_twice_has_two_keys():
    probe = schema(NAME, SECOND, NAME)
    both(probe, {F1: "erst", F2: "dazwischen", f"{F1}_2": "zuletzt"})
    assert messages(probe, {F1: "erst", F2: "dazwischen"}) == [(f"{F1}_2", "„Feld 1“ fehlt.")]
    properties = xfall.json_schema(probe)["properties"]
    assert list(properties) == [f"{F1}V1.0.0", f"{F2}V1.0.0", f"{F1}V1.0.0_2"]


def test_the_same_element_is_parted_by_something_required():
    probe = schema((NAME, "0:*"), SECOND, (NAME, "0:1"))
    both(probe, {F1: ["a", "b"], F2: "x"})
    both(probe, {F2: "x", f"{F1}_2": "c"})


@pytest.mark.parametrize("first", ["0:1", "2:2", "0:*"])
def test_refuses_a_schema_in_which_xml_cannot_tell_two_places_apart(first):
    probe = schema(group(1, (NAME, first), (SECOND, "0:1"), NAME))
    for use in (xfall.xsd, xfall.json_schema):
        with pytest.raises(xfall.XfallError, match=r"F00000000001V1\.0\.0 steht mehrfach") as caught:
            use(probe)
        assert caught.value.path == G1


def test_refuses_the_same_element_twice_in_a_choice():
    with pytest.raises(xfall.XfallError, match="steht mehrfach"):
        xfall.xsd(schema(group(1, NAME, NAME, choice=True)))


def test_one_id_in_two_versions_side_by_side_and_apart():
    newer = field(1, version="2.0.0", limits=Limits(max_length=3))
    probe = schema(NAME, newer, group(1, newer))
    data = {F1: "lang genug", f"{F1}_2": "neu", G1: {F1: "neu"}}
    both(probe, data)
    document = xfall.write_xml(probe, data).decode()
    assert "<F00000000001V1.0.0>lang genug<" in document
    assert document.count("<F00000000001V2.0.0>neu<") == 2
    assert messages(probe, {**data, G1: {F1: "zu lang"}}) == [
        (f"{G1}.{F1}", "„Feld 1“: Höchstens 3 Zeichen sind erlaubt, es sind 7.")
    ]


def test_refuses_a_schema_in_which_one_name_means_two_things():
    probe = schema(group(1, NAME), group(2, field(1, "date")))
    for use in (xfall.xsd, xfall.json_schema):
        with pytest.raises(xfall.XfallError, match=r"F00000000001V1\.0\.0 stehen im Schema verschiedene Inhalte"):
            use(probe)


def test_an_absent_group_wants_nothing_and_a_begun_one_everything():
    probe = schema((group(1, NAME, (SECOND, "0:1")), "0:1"))
    for nothing in ({}, {G1: {}}, {G1: None}, {G1: {F1: None}}):
        assert messages(probe, nothing) == []
        assert b"G0" not in xfall.write_xml(probe, nothing)
        assert xfall.write_json(probe, nothing) == b"{}"
    assert messages(probe, {G1: {F2: "x"}}) == [(f"{G1}.{F1}", "„Feld 1“ fehlt.")]
    both(probe, {G1: {F1: "a"}})


def test_a_required_group_names_what_is_missing_in_it():
    probe = schema(group(1, NAME, group(2, SECOND, (THIRD, "2:3"))))
    assert messages(probe, {}) == [
        (f"{G1}.{F1}", "„Feld 1“ fehlt."),
        (f"{G1}.{G2}.{F2}", "„Feld 2“ fehlt."),
        (f"{G1}.{G2}.{F3}", "„Feld 3“ wird mindestens 2-mal gebraucht, hier 0-mal."),
    ]


def test_a_required_group_in_which_nothing_is_required_stands_empty():
    probe = schema((group(1, (NAME, "0:1")), "2:*"), group(2, (SECOND, "0:1")))
    both(probe, {})
    document = xfall.write_xml(probe, {})
    assert (document.count(b"<G00000000001V1.0.0/>"), document.count(b"<G00000000002V1.0.0/>")) == (2, 1)
    assert xfall.write_json(probe, {}, names=xfall.Names.BARE) == b'{"G00000000001":[{},{}],"G00000000002":{}}'
    both(probe, {G1: [{F1: "a"}]})


def test_a_choice_takes_exactly_one():
    probe = schema(group(1, (NAME, "0:1"), (SECOND, "0:*"), (group(2, (THIRD, "0:1")), "0:1"), choice=True))
    wanted = "Genau eine dieser Angaben wird gebraucht, nicht {}: „Feld 1“, „Feld 2“, „Gruppe 2“."
    for data in ({G1: {F1: "a"}}, {G1: {F2: ["a", "b"]}}, {G1: {G2: {F3: Decimal(7)}}}):
        both(probe, data)
    assert messages(probe, {}) == [(G1, wanted.format(0))]
    assert messages(probe, {G1: {G2: {}}}) == [(G1, wanted.format(0))]
    assert messages(probe, {G1: {F1: "a", F2: ["b"]}}) == [(G1, wanted.format(2))]
    empty = b'<S00000000001V1.0.0 xmlns="urn:fim-de:xfall:datenschema:xdf3"><G00000000001V1.0.0/></S00000000001V1.0.0>'
    assert xml_faults(compiled(xfall.xsd(probe)), empty)
    with pytest.raises(xfall.XfallError, match="„Gruppe 1“ ist leer"):
        xfall.read_xml(probe, empty)


def test_a_label_is_declared_and_never_written():
    label = field(9, kind=FieldKind.LABEL, content="Bitte beachten Sie ...")
    probe = schema(label, NAME, (group(1, label, choice=True), "0:1"))
    both(probe, {F1: "a"})
    assert messages(probe, {F1: "a", label.id: "x"}) == [("", f"Eine Angabe {label.id!r} kennt das Schema hier nicht.")]
    assert label.id not in str(xfall.json_schema(probe))
    assert b'minOccurs="0" maxOccurs="0"' in xfall.xsd(probe)


def test_codes_of_an_absent_list_are_tokens_and_of_a_given_one_checked():
    reference = CodeListRef("urn:de:probe:staat", "2023-02-24", "urn:de:probe:staat_2023-02-24")
    probe = schema(field(1, kind=FieldKind.SELECT, code_list=reference))
    both(probe, {F1: "irgend etwas"})
    for bad in ("", " 000", "a  b", "a\nb"):
        assert messages(probe, {F1: bad}) == [(F1, "„Feld 1“: Hier wird ein Code ohne Leerzeichen am Rand erwartet.")]
    for key in (reference.version_uri, reference.uri):
        lists = {key: (Option("000", "Deutschland"), Option("411", "Vatikanstadt"))}
        assert messages(probe, {F1: "000"}, code_lists=lists) == []
        assert messages(probe, {F1: "999"}, code_lists=lists) == [(F1, "„Feld 1“: Der Code steht nicht in der Liste.")]
        assert b'<xs:enumeration value="411">' in xfall.xsd(probe, code_lists=lists)
        strict = json_validator(xfall.json_schema(probe, code_lists=lists))
        assert strict.is_valid({f"{F1}V1.0.0": "411"})
        assert not strict.is_valid({f"{F1}V1.0.0": "412"})


def test_a_list_stands_where_more_than_one_is_possible_and_only_there():
    probe = schema((NAME, "1:1"), (SECOND, "1:*"), (group(1, THIRD), "0:2"))
    assert messages(probe, {F1: ["a"], F2: "b", G1: {F3: Decimal(1)}}) == [
        (F1, "Zu „Feld 1“ gehört ein einzelner Wert, keine Liste."),
        (F2, "Zu „Feld 2“ gehört eine Liste, da sie mehrfach möglich ist."),
        (G1, "Zu „Gruppe 1“ gehört eine Liste, da sie mehrfach möglich ist."),
    ]
    assert messages(probe, {F1: "a", F2: ["b"], G1: [{F3: Decimal(1)}, "x"]}) == [
        (f"{G1}[1]", "„Gruppe 1“ ist eine Gruppe von Angaben, kein einzelner Wert.")
    ]


def test_each_occurrence_is_named():
    probe = schema((group(1, (NAME, "1:2"), (SECOND, "0:1")), "1:*"))
    data = {G1: [{F1: ["a"]}, {F2: "x"}, {F1: ["a", 7]}, {F1: ["a", "b", "c"]}]}
    assert messages(probe, data) == [
        (f"{G1}[1].{F1}", "„Feld 1“ fehlt."),
        (f"{G1}[2].{F1}[1]", "„Feld 1“: Hier wird ein Text erwartet."),
        (f"{G1}[3].{F1}", "„Feld 1“ ist höchstens 2-mal möglich, hier 3-mal."),
    ]
