"""`rathaus forms check`: what official schemas become, before anybody installs one."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from rathaus.modules.forms.official.beside import Beside
from rathaus.modules.forms.official.coverage import coverage
from rathaus.modules.forms.official.plan import text_digest
from rathaus.modules.forms.sources import xdf as source
from rathaus.standards import xdatenfelder as xdf
from tests.modules.forms.official import schemas as s
from tests.standards.genericode.lists import code_list

OPEN = "Nach Ermessen der Behörde."
LIST = "<x:codelisteReferenz><x:canonicalIdentification>urn:de:probe:liste</x:canonicalIdentification></x:codelisteReferenz>"


def ready():
    return s.schema(s.address(s.rule("R00000000001", s.IF_INLAND)))


def unready():
    listed = s.field("F00000000040", "Staat", kind="select", inner=LIST)
    return s.schema(s.address(s.rule("R00000000009", OPEN), s.rule("R00000000001", s.IF_INLAND)), listed)


def checked(*arguments):
    out = io.StringIO()
    code = 0
    try:
        call_command("forms", "check", *map(str, arguments), stdout=out)
    except SystemExit as ended:
        code = ended.code
    return code, out.getvalue()


def as_json(*arguments):
    code, text = checked(*arguments, "--json")
    return code, json.loads(text)


@pytest.fixture
def folder(tmp_path):
    home = tmp_path / "xdf3"
    home.mkdir()
    (home / "a.xdf3.xml").write_bytes(ready())
    return home


def test_a_schema_in_order_ends_well(folder):
    code, text = checked(folder)
    assert code == 0
    assert "1 von 1 Schemata lassen sich übersetzen." in text
    assert "Veröffentlichen lassen sich 1: S00000000001." in text
    code, data = as_json(folder / "a.xdf3.xml")
    (row,) = data["schemas"]
    assert (code, data["compile"], data["publishable"]) == (0, 1, ["S00000000001"])
    assert (row["fields"], row["groups"], row["pages"], row["rules"], row["text"], row["translated"]) == (5, 3, 1, 1, 1, 0)
    assert row["kinds"] == {"boolean": 1, "choice": 1, "textarea": 3}
    assert (row["lists_inline"], row["without_help"]) == (1, 5)


def test_translated_rules_are_found_beside_or_where_they_are_named(folder, tmp_path):
    name = "S00000000001.translated-rules.json"
    for home, more in ((tmp_path / "rules", ()), (folder, ()), (tmp_path / "woanders", ("--rules", tmp_path / "woanders"))):
        home.mkdir(exist_ok=True)
        (home / name).write_bytes(s.translated(*s.TRANSLATED_INLAND))
        _code, data = as_json(folder, *more)
        assert (data["schemas"][0]["translated"], data["schemas"][0]["text"]) == (1, 0)
        (home / name).unlink()


def test_what_is_open_is_listed_and_ends_with_two(folder):
    (folder / "a.xdf3.xml").write_bytes(unready())
    code, text = checked(folder)
    assert code == 2
    for part in ("von Hand zu prüfen: R00000000009 1.0.0 an G00000000010", OPEN, "Grund: ", text_digest(OPEN), "keines."):
        assert part in text
    code, data = as_json(folder)
    (row,) = data["schemas"]
    assert (code, row["by_hand"], row["text"], row["lists_missing"]) == (2, 1, 1, ["urn:de:probe:liste"])
    assert [point["id"] for point in row["open_points"]] == ["R00000000009", "F00000000040"]


def test_decisions_and_lists_from_folders_make_it_publishable(folder, tmp_path):
    (folder / "a.xdf3.xml").write_bytes(unready())
    decided, lists = tmp_path / "decisions", tmp_path / "lists"
    decided.mkdir()
    lists.mkdir()
    who = 'who = "Amt"\nwhen = 2026-12-01\nwhy = "Besprochen."\n'
    entry = f'id = "R00000000009"\nversion = "1.0.0"\ntext_sha256 = "{text_digest(OPEN)}"\ndecision = "checked-by-clerk"\n{who}'
    (decided / "S00000000001.toml").write_text(f'format = 1\nschema = "S00000000001"\n[[decision]]\n{entry}', encoding="utf-8")
    (lists / "liste.xml").write_bytes(code_list([("1", "Eins")]))
    (lists / "andere.xml").write_bytes(code_list([("1", "Eins")], uri="urn:de:andere"))
    code, data = as_json(folder, "--decisions", decided, "--code-lists", lists)
    (row,) = data["schemas"]
    assert (code, row["decided"], row["by_hand"], row["lists_resolved"], row["lists_missing"]) == (0, 1, 0, 1, [])


def test_a_file_that_does_not_compile_is_named_and_ends_with_one(folder):
    (folder / "b.xdf3.xml").write_bytes(b"<kaputt/>")
    code, text = checked(folder)
    assert code == 1
    assert "b.xdf3.xml: Der Namensraum ist" in text
    assert "1 von 2 Schemata" in text
    _code, data = as_json(folder)
    assert [row["compiles"] for row in data["schemas"]] == [True, False]


def test_hard_to_use_forms_are_told(folder):
    long = s.field("F00000000050", "Sehr " * 60, "bool")
    same = (s.field("F00000000051", "Datum", "date"), s.field("F00000000052", "Datum", "date"))
    pattern = s.field("F00000000053", "Kennung", inner='<x:praezisierung pattern="[0-9]{5}"/>')
    twins = s.field("F00000000054", "Wahl", kind="select", options=[("1", "Ja"), ("2", "Ja")])
    (folder / "a.xdf3.xml").write_bytes(s.schema(long, *same, pattern, twins))
    code, text = checked(folder)
    assert code == 0, "the form can be published all the same"
    for path, told in (
        ("F00000000050", "Die Beschriftung hat 299 Zeichen."),
        ("F00000000051", "heißen mehrere Felder so."),
        ("F00000000052", "heißen mehrere Felder so."),
        ("F00000000053", "kein Hilfetext sagt, wie die Angabe aussehen soll."),
        ("F00000000054", "heißen gleich: „Ja“."),
    ):
        assert any(path in line and told in line for line in text.splitlines()), (path, told)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(["fehlt.xml"], "lässt sich nicht lesen"), (["."], r"liegt keine Datei \.xml")],
)
def test_no_file_is_said_in_german(tmp_path, monkeypatch, arguments, says):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CommandError, match=says):
        call_command("forms", "check", *arguments)


def test_a_list_that_is_none_is_said_with_its_name(folder, tmp_path):
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists/kaputt.xml").write_bytes(b"<x/>")
    with pytest.raises(CommandError, match=r"kaputt\.xml: Die Codeliste ist nicht lesbar"):
        call_command("forms", "check", str(folder), "--code-lists", str(tmp_path / "lists"))


def test_the_same_bytes_are_compiled_once():
    data = ready()
    assert source.read(data) is source.read(bytes(bytearray(data)))
    other = source.read(data, beside=Beside(translation=s.translated(*s.TRANSLATED_INLAND)))
    assert other is not source.read(data)


# counted in the XML with an independent XPath, and read rule by rule
EXACTLY = {
    "S07000000200": (17, 7, 2, 5, 4, 0, 1, 1, 1, 2, 4),
    "S00000000371": (27, 7, 3, 5, 5, 0, 0, 3, 0, 0, 9),
    "S05000001195": (46, 15, 4, 1, 0, 0, 1, 3, 2, 4, 8),
}


@pytest.mark.conformance
def test_all_official_schemas_compile_and_five_are_publishable_as_they_are(standards):
    code, data = as_json(standards / "fim/xdf3")
    assert code == 2
    assert data["compile"] == 19
    assert data["publishable"] == ["S00000000364", "S00000000366", "S00000000367", "S00000000371", "S00000000372"]
    rows = {row["id"]: row for row in data["schemas"]}
    for name, expected in EXACTLY.items():
        row = rows[name]
        found = (
            row["fields"], row["groups"], row["pages"], row["rules"], row["translated"], row["text"], row["by_hand"],
            row["lists_inline"], len(row["lists_missing"]), len(row["open_points"]), row["without_help"],
        )  # fmt: skip
        assert found == expected, name
    assert sum(row["rules"] for row in rows.values()) == 185
    assert sum(row["translated"] + row["text"] + row["by_hand"] for row in rows.values()) == 185


@pytest.mark.conformance
def test_without_the_translations_the_texts_are_executed(standards):
    data = (standards / "fim/xdf3/S00000000371.xdf3.xml").read_bytes()
    counted = coverage(source.read(data), xdf.read_schema(data))
    assert (counted.translated, counted.text, counted.publishable) == (0, 5, True)
