"""Code lists pinned by version: inline, supplied, and references that leave the version open."""

import hashlib

import pytest

from rathaus.foundation.errors import Invalid
from rathaus.modules.forms.compiled import CompiledForm, Kind, digest
from rathaus.modules.forms.official.beside import Beside, SuppliedList
from rathaus.modules.forms.official.lists import read_list
from rathaus.modules.forms.official.undecided import undecided
from rathaus.modules.forms.sources import xdf
from tests.modules.forms.factories import run
from tests.modules.forms.official import schemas as s
from tests.standards.genericode.lists import code_list

URI = "urn:de:probe:liste"
ROWS = [("001", "Eins"), ("02", "Zwei")]
FIELD = "F00000000040"


def reference(version="", version_uri=""):
    inner = f"<x:canonicalIdentification>{URI}</x:canonicalIdentification>"
    inner += f"<x:version>{version}</x:version>" if version else ""
    inner += f"<x:canonicalVersionUri>{version_uri}</x:canonicalVersionUri>" if version_uri else ""
    return s.field(FIELD, "Staat", kind="select", inner=f"<x:codelisteReferenz>{inner}</x:codelisteReferenz>")


def read(field, *lists):
    supplied = tuple(one if isinstance(one, SuppliedList) else SuppliedList(one) for one in lists)
    return xdf.read(s.schema(field), beside=Beside(code_lists=supplied))


@pytest.mark.parametrize(
    ("field", "opened"),
    [
        (reference("2023-02-24"), False),
        (reference("", f"{URI}_2023-02-24"), False),
        (reference(), True),
    ],
)
def test_a_supplied_list_is_frozen_with_its_version_and_digest(field, opened):
    data = code_list(ROWS)
    compiled = CompiledForm(read(field, data))
    assert undecided(compiled.form) == []
    assert compiled.fields[FIELD].kind is Kind.CHOICE
    assert compiled.options(compiled.fields[FIELD]) == dict(ROWS)
    (frozen,) = compiled.form.code_lists.values()
    assert (frozen.uri, frozen.version, frozen.version_open) == (URI, "2023-02-24", opened)
    assert frozen.sha256 == hashlib.sha256(data).hexdigest()
    assert run(compiled, {FIELD: "02"}).values == {FIELD: "02"}
    assert FIELD in run(compiled, {FIELD: "2"}).errors


@pytest.mark.parametrize(("field", "told"), [(reference("2020"), "2020"), (reference(), "(ohne Stand)")])
def test_a_missing_list_leaves_the_form_open_and_keeps_the_reference(field, told):
    form = read(field)
    (check,) = undecided(form)
    assert f"{URI} {told} liegt nicht vor" in check.text
    (kept,) = form.code_lists.values()
    assert (kept.uri, kept.options) == (URI, ())
    assert CompiledForm(form).fields[FIELD].kind is Kind.TEXT


def test_a_newer_list_is_another_form():
    older, newer = (read(reference(), code_list(ROWS, version=version)) for version in ("1", "2"))
    assert digest(older) != digest(newer)
    assert older.version != newer.version


@pytest.mark.parametrize(
    ("field", "lists", "says"),
    [
        (reference("2020"), [code_list(ROWS)], "2023-02-24 braucht das Schema nicht. Es verlangt 2020"),
        (reference("2023-02-24"), [code_list(ROWS, uri="urn:de:fremd")], "verweist nicht auf diese Liste"),
        (reference(), [code_list(ROWS), code_list(ROWS, version="2024")], "ohne Stand, angegeben sind 2023-02-24, 2024"),
        (reference(), [code_list(ROWS), code_list(ROWS)], "zweimal angegeben"),
        (reference(), [b"<x/>"], "nicht lesbar"),
        (reference(), [code_list([*ROWS, ("001", "Drei")])], "ein Code zweimal"),
        (reference(), [code_list(ROWS).replace(b'<Key Id="k"', b"<X").replace(b"</Key>", b"</X>")], "keine Schlüsselspalte"),
        (
            reference(),
            [code_list([("1", "a", "b")], columns=("Code", "Typ", "Meldung"))],
            r"nicht eindeutig. Nennen Sie sie .*DATEI#Spalte.* Typ, Meldung",
        ),
        (reference(), [SuppliedList(code_list(ROWS), "Fremd")], "nicht eindeutig"),
    ],
)
def test_lists_that_do_not_fit_are_refused(field, lists, says):
    with pytest.raises(Invalid, match=says):
        read(field, *lists)


@pytest.mark.parametrize(
    ("columns", "wanted", "label"),
    [
        (("Code", "Name", "Hinweis"), "", "n"),
        (("Schluessel", "Typ", "Bezeichnung"), "", "h"),
        (("Code", "Typ", "Meldung"), "Typ", "n"),
    ],
)
def test_the_column_people_read_is_found_or_named(columns, wanted, label):
    supplied = SuppliedList(code_list([("1", "n", "h")], columns=columns), wanted)
    assert [option.label for option in read_list(supplied).options] == [label]


def test_a_rule_may_compare_with_the_codes_of_a_supplied_list():
    data = s.schema(s.group("G00000000010", "A", reference(), s.field(s.NOTE, "Angabe", count="0:1")))
    entries = s.translated(("required", s.NOTE, s.equal(FIELD, "02"), "Bitte."))
    without = xdf.read(data, beside=Beside(translation=entries))
    assert any("liegt nicht vor" in check.reason for check in undecided(without))
    beside = Beside(translation=entries, code_lists=(SuppliedList(code_list(ROWS)),))
    compiled = CompiledForm(xdf.read(data, beside=beside))
    assert undecided(compiled.form) == []
    assert run(compiled, {f"G00000000010.{FIELD}": "02"}).errors == {f"G00000000010.{s.NOTE}": "Bitte."}
    wrong = s.translated(("required", s.NOTE, s.equal(FIELD, "2"), "Bitte."))
    left = undecided(xdf.read(data, beside=Beside(translation=wrong, code_lists=beside.code_lists)))
    assert ["„2“ ist kein Code der Liste" in check.reason for check in left] == [True]


@pytest.mark.conformance
def test_the_official_list_needs_its_column_named(standards):
    file = standards / "fim/codelists/urn_xoev-de_fim-datenfelder_codeliste_xdfm_1.8.genericode.xml"
    with pytest.raises(Invalid, match="Typ, Meldungstext, Meldungshilfe"):
        read_list(SuppliedList(file.read_bytes()))
    options = read_list(SuppliedList(file.read_bytes(), "Meldungstext")).options
    assert (len(options), options[1].code, options[1].label) == (142, "1002", "Der Name eines Elements ist nicht gesetzt.")
