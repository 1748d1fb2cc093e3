"""`rathaus forms`: official schemas on the command line, for people and for scripts."""

import json
from dataclasses import replace
from io import StringIO

import jsonschema
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from lxml import etree

from rathaus.standards import xdatenfelder as xdf
from tests.standards.xfall import schemas


def field(number, *words, **more):
    return schemas.field(number, *words, release_state="5", **more)


def schema(*children):
    return replace(schemas.schema(*children), release_state="5")


PLAIN = schema(field(1), (field(2, "num_int"), "0:1"))


def command(*words):
    out = StringIO()
    call_command("forms", *map(str, words), stdout=out)
    return out.getvalue()


def file(folder, made, name="schema.xml"):
    path = folder / name
    path.write_bytes(xdf.write_schema(made))
    return path


def data(folder, text, name):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_findings_carry_the_official_numbers_and_a_critical_one_returns_1(tmp_path):
    path, out = file(tmp_path, schema(field(1, kind=xdf.FieldKind.SELECT))), StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("forms", "lint", str(path), "--json", stdout=out)
    assert left.value.code == 1
    found = {(one["number"], one["severity"], tuple(one["path"])) for one in json.loads(out.getvalue())}
    # xdfm 1.8: no Dokumentsteckbrief; a select field with neither code list nor values
    assert {(1007, "FehlerKritisch", ()), (1018, "Warnung", ("F00000000001",))} <= found


@pytest.mark.conformance
def test_an_official_schema_has_no_critical_finding(standards):
    lines = command("lint", standards / "fim" / "xdf3" / "S07000000210.xdf3.xml").splitlines()
    assert lines[-1].startswith("kritisch: 0, methodisch: ")
    assert all(line.split()[0].isdigit() for line in lines[:-1])


def test_what_changed_is_told_place_by_place(tmp_path):
    old = file(tmp_path, PLAIN, "old.xml")
    new = file(tmp_path, schema(replace(field(1), label="Neuer Name"), field(3)), "new.xml")
    lines = command("diff", old, new).splitlines()
    assert "entfallen: F00000000002" in lines
    assert "neu: F00000000003" in lines
    assert "geändert: F00000000001 (label: Feld 1 → Neuer Name)" in lines
    assert command("diff", old, old) == "Kein Unterschied.\n"


def test_both_schemas_take_what_is_converted(tmp_path):
    path = file(tmp_path, PLAIN)
    given = data(tmp_path, '{"F00000000001": "Müller", "F00000000002": 7}', "given.json")
    written = data(tmp_path, command("convert", path, given, "--names", "bare"), "written.xml")
    etree.XMLSchema(etree.fromstring(command("xfall-xsd", path).encode())).assertValid(etree.fromstring(written.read_bytes()))
    back = json.loads(command("convert", path, written, "--names", "bare"))
    assert back == {"F00000000001": "Müller", "F00000000002": 7}
    jsonschema.validate(back, json.loads(command("json-schema", path, "--names", "bare")))


def test_every_refusal_says_what_to_do(tmp_path):
    path = file(tmp_path, PLAIN)
    broken = data(tmp_path, "<a>", "broken.xml")
    refused = {
        ("lint", tmp_path / "none.xml"): "lässt sich nicht lesen",
        ("lint", broken): "kein wohlgeformtes XML",
        ("convert", path, data(tmp_path, "x", "data.txt")): "Benennen Sie die Datei nach ihrem Inhalt",
        ("convert", path, broken): "XML",
        ("convert", path, data(tmp_path, "{}", "empty.json")): "F00000000001",
    }
    for words, sentence in refused.items():
        with pytest.raises(CommandError, match=sentence):
            command(*words)


@pytest.mark.conformance
def test_data_are_translated_for_the_third_edition_alone(standards):
    old = standards / "fim" / "xdf1-2" / "S00000121_BlaueKarte.xdf2.xml"
    for words in (("xfall-xsd", old), ("json-schema", old)):
        with pytest.raises(CommandError, match="kein XDatenfelder 3"):
            command(*words)
