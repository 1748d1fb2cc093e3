"""form.toml and XDatenfelder: what they become, what they refuse, nothing lost."""

import hashlib
import json

import pytest

from rathaus.foundation.errors import Invalid
from rathaus.modules.forms import patterns
from rathaus.modules.forms import public as forms
from rathaus.modules.forms.compiled import CompiledForm, Field, Kind, digest, from_json, to_json
from rathaus.modules.forms.official.beside import Beside, SuppliedList
from rathaus.modules.forms.sources import toml, xdf
from rathaus.standards import xdatenfelder
from tests.modules.forms.factories import BRANCHES, CHILDREN, DAY, HEAD, form
from tests.standards.genericode.lists import code_list


@pytest.mark.parametrize("body", [BRANCHES, CHILDREN])
def test_a_compiled_form_survives_its_json(body):
    compiled = form(body).form
    assert from_json(to_json(compiled)) == compiled
    assert digest(from_json(to_json(compiled))) == digest(compiled)


def test_the_digest_sees_every_change_and_no_layout():
    assert digest(form(BRANCHES).form) != digest(form(BRANCHES.replace("Dackel", "x").replace("Rasse", "Art")).form)
    spaced = toml.read((HEAD + BRANCHES + "\n# ein Kommentar\n").encode())
    assert spaced.pages == form(BRANCHES).form.pages


PAGE = '[[page]]\nid = "a"\ntitle = "A"\n'
FIELD = '[[page.element]]\nid = "local:x"\nkind = "text"\nlabel = "X"\n'


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("", "keine Seite"),
        ("[[page]", "nicht lesbar"),
        (PAGE + FIELD + "tippfehler = 1", "„tippfehler“ ist unbekannt"),
        (PAGE + FIELD + 'rules = [{ effect = "require" }]', "„rules“ ist unbekannt. Regeln schreiben Sie als [[page"),
        (PAGE + FIELD + '[[page.element.element]]\nid = "local:y"\nkind = "text"\nlabel = "Y"', 'hat nur kind = "group"'),
        (PAGE + FIELD.replace("text", "group") + "children = []", "„children“ ist unbekannt. Unterelemente"),
        (PAGE + FIELD.replace("local:x", "x"), "keine Kennung"),
        (PAGE + FIELD.replace("local:x", "F123"), "keine Kennung"),
        (PAGE + FIELD + FIELD, "steht zweimal"),
        (PAGE + FIELD.replace('"text"', '"zauber"'), "Die Art „zauber“ gibt es nicht"),
        (PAGE + FIELD.replace('"text"', '"choice"'), "Auswahl braucht"),
        (PAGE + FIELD + 'when = "local:y == 1"', "local:y"),
        (PAGE + FIELD + 'when = "local:x <"', "local:x"),
        (PAGE + FIELD + 'when = "local:x + 1"', "local:x"),
        (PAGE + FIELD + "min = 3\nmax = 2", "max ist kleiner"),
        (PAGE + FIELD + 'pattern = "(a+)+"', "beliebig lange"),
        (PAGE + FIELD + 'max_length = "zwei"', "max_length"),
        (PAGE + PAGE, "dieselbe Kennung"),
        (PAGE.replace('"a"', '"A B"'), "keine Seitenkennung"),
        (PAGE + 'when = "true"\n' + FIELD + '[[page]]\nid = "b"\ntitle = "B"\nelement = 3', "[[element]]"),
        (PAGE + FIELD + '[[rule]]\neffect = "zaubern"\n', "effect ist"),
    ],
)
def test_form_toml_refuses_and_names_the_place(body, says):
    with pytest.raises(Invalid) as caught:
        form(body)
    assert says in str(caught.value)


def test_form_toml_names_the_line_of_the_innermost_element():
    inner = '[[page.element.element]]\nid = "local:y"\nkind = "text"\nlabel = "Y"\nrules = 1\n'
    source = HEAD + PAGE + FIELD.replace('"text"', '"group"') + inner
    with pytest.raises(Invalid) as caught:
        toml.read(source.encode())
    line = source.splitlines().index('id = "local:y"') + 1
    assert str(caught.value).startswith(f"form.toml, Zeile {line}: ")


def test_a_repeated_field_is_not_to_be_asked_from_outside():
    with pytest.raises(Invalid, match="von außen nicht eindeutig"):
        form(CHILDREN + '[[page.element]]\nid = "local:x"\nkind = "text"\nlabel = "X"\nwhen = \'local:name == "Ida"\'')


@pytest.mark.parametrize("source", [b"", b"\xff\xfe", b"format = 2", b"a" * 600_000, b"<", b"<a/>", b"format = " + b"[" * 5000])
def test_hostile_sources_are_refused(source):
    with pytest.raises(Invalid):
        forms.read_form(source)


@pytest.mark.parametrize(
    "pattern", ["(a+)+", "(a|aa)*", "(a{1,9}){1,9}", "((a+)b?)+", "a*b*c*d*e*f*", r"(.)\1", "(?=a)", "[", "a{99999}" * 50]
)
def test_dangerous_patterns_are_refused(pattern):
    with pytest.raises(Invalid):
        patterns.simple(pattern)


@pytest.mark.parametrize(
    ("pattern", "good", "bad"),
    [
        (r"([0]{1}[1-9]{1}|[1-9]{1}[0-9]{1})[0-9]{3}", "06108", "00108"),
        (r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{1,63}$", "a@b.de", "a@b"),
        (r"^[1-9][0-9]{12}", "1234567890123", "x1234567890123"),
        ("a|b", "b", "ab"),
    ],
)
def test_patterns_match_the_whole_text(pattern, good, bad):
    simple = patterns.simple(pattern)
    assert patterns.matches(simple, good)
    assert not patterns.matches(simple, bad)


def schemas(standards):
    files = sorted((standards / "fim/xdf3").glob("*.xdf3.xml"))
    assert len(files) == 19
    return [file.read_bytes() for file in files]


@pytest.mark.conformance
def test_every_official_schema_compiles_and_loses_nothing(standards):
    for data in schemas(standards):
        schema, compiled = xdatenfelder.read_schema(data), CompiledForm(xdf.read(data))
        assert from_json(to_json(compiled.form)) == compiled.form
        asked = [place.element for _path, place in schema.walk()]
        assert len(compiled.places) == len(asked)
        rules = {rule.id for element in [schema, *asked] for rule in element.rules}
        kept = {check.id: check.reason for check in compiled.form.manual_checks if check.id.startswith("R")}
        executed = {rule.id for place in compiled.places.values() for rule in getattr(place.element, "rules", ())}
        executed |= {rule.id for rule in compiled.form.rules}
        assert executed | kept.keys() == rules
        assert all(kept.values())
        for page in compiled.pages:
            checked = forms.check(compiled, {}, today=DAY)
            html = forms.render_page(form=compiled, page=page, answers={}, files={}, checked=checked, errors=checked.errors)
            assert html.count("<fieldset") == html.count("</fieldset>")


@pytest.mark.conformance
def test_the_falconry_schema_asks_what_it_says(standards):
    compiled = CompiledForm(xdf.read((standards / "fim/xdf3/S07000000200.xdf3.xml").read_bytes()))
    assert [page.title for page in compiled.pages] == ["Antragstellende Person", "Kontaktdaten"]
    mail = compiled.fields["G07000000827.F60000000242"]
    assert (mail.kind, mail.minimum, mail.autocomplete) == (Kind.EMAIL, 0, "email")
    where = compiled.fields["G07000002577.G07000002558.F60000000263"]
    assert compiled.options(where) == {"001": "in Deutschland", "002": "außerhalb von Deutschland"}
    state = compiled.fields["G07000002577.G07000002558.G60000000091.F60000000261"]
    assert state.kind is Kind.TEXT
    assert any(check.id == state.id and "Codeliste" in check.name for check in forms.manual_checks(compiled))
    base = "G07000002577"
    answers = {
        f"{base}.F60000000228": "Erika", f"{base}.F60000000227": "Mustermann",
        f"{base}.G60000000083.F60000000233": "1990", f"{base}.G07000002558.F60000000263": "001",
        f"{base}.G07000002558.G60000000086.F60000000243": "Weg", f"{base}.G07000002558.G60000000086.F60000000246": "06108",
        f"{base}.G07000002558.G60000000086.F60000000247": "Halle",
    }  # fmt: skip
    checked = forms.check(compiled, answers, today=DAY)
    assert checked.errors == {}
    assert isinstance(compiled.fields[f"{base}.F60000000228"], Field)
    assert json.loads(to_json(compiled.form))["source"]["id"] == "S07000000200"


@pytest.mark.conformance
def test_a_supplied_code_list_is_frozen_into_the_form(standards):
    data = (standards / "fim/xdf3/S07000000200.xdf3.xml").read_bytes()
    uri = "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:staat"
    supplied = SuppliedList(code_list([("000", "Deutschland")], uri=uri, version="2023-02-24"))
    compiled = CompiledForm(xdf.read(data, beside=Beside(code_lists=(supplied,))))
    field = next(field for field in compiled.fields.values() if field.id == "F60000000261")
    assert field.kind is Kind.CHOICE
    assert compiled.options(field) == {"000": "Deutschland"}
    assert not any(check.id == field.id for check in forms.manual_checks(compiled))
    frozen = compiled.form.code_lists[f"{uri}_2023-02-24"]
    assert (frozen.version, frozen.sha256, frozen.version_open) == (
        "2023-02-24", hashlib.sha256(supplied.data).hexdigest(), False,
    )  # fmt: skip
