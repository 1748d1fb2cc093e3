"""What no machine decides blocks a form until a person did, about this very text."""

import pytest

from rathaus.foundation.errors import Invalid
from rathaus.foundation.permissions.public import SYSTEM
from rathaus.modules.forms import public as forms
from rathaus.modules.forms.compiled import CompiledForm
from rathaus.modules.forms.domain.install_form import install_form
from rathaus.modules.forms.models import FormVersion
from rathaus.modules.forms.official.beside import Beside
from rathaus.modules.forms.official.plan import text_digest
from rathaus.modules.forms.official.undecided import undecided
from rathaus.modules.forms.sources import xdf
from tests.conftest import NOON
from tests.modules.forms.factories import run
from tests.modules.forms.official import schemas as s

TEXT = "Nach Ermessen der Behörde."
OPEN = s.rule("R00000000009", TEXT, "0.2.0")
BASE = "G00000000010"
WHO = 'who = "Amt für Proben"\nwhen = 2026-11-28\nwhy = "Im Sachgebiet besprochen."\n'


def decision(verdict, *, text=TEXT, identifier="R00000000009", version="0.2.0", more="", who=WHO):
    head = f'[[decision]]\nid = "{identifier}"\nversion = "{version}"\ntext_sha256 = "{text_digest(text)}"\n'
    return f'{head}decision = "{verdict}"\n{who}{more}'


def file(*decisions, schema="S00000000001", form=1):
    return f'format = {form}\nschema = "{schema}"\n{"".join(decisions)}'.encode()


def read(data, *decisions, translation=None):
    return xdf.read(data, beside=Beside(translation=translation, decisions=file(*decisions) if decisions else None))


def test_an_open_rule_is_listed_with_its_reason_and_the_digest_of_its_text():
    (check,) = read(s.schema(s.address(OPEN))).manual_checks
    assert (check.id, check.version, check.text, check.path, check.open) == ("R00000000009", "0.2.0", TEXT, BASE, True)
    assert check.digest == text_digest(TEXT)
    assert "nicht eindeutig verstanden" in check.reason


@pytest.mark.parametrize(("verdict", "shown"), [("checked-by-clerk", ["R00000000009"]), ("irrelevant-here", [])])
def test_a_decision_closes_the_point_and_is_kept_with_who_when_and_why(verdict, shown):
    form = read(s.schema(s.address(OPEN)), decision(verdict))
    assert undecided(form) == []
    (check,) = form.manual_checks
    assert (check.decision, check.who, check.when, check.why) == (
        verdict, "Amt für Proben", "2026-11-28", "Im Sachgebiet besprochen.",
    )  # fmt: skip
    assert [point["id"] for point in forms.manual_points(CompiledForm(form))] == shown


RULE = f'[[decision.rule]]\neffect = "require"\ntarget = "{s.NOTE}"\nwhen = "{s.ASKED} == true"\nmessage = "Bitte angeben."\n'


def test_a_decision_may_put_an_expression_in_the_place_of_the_text():
    compiled = CompiledForm(read(s.schema(s.address(OPEN)), decision("executed-by-expression", more=RULE)))
    assert undecided(compiled.form) == []
    assert forms.manual_points(compiled) == []
    answers = {f"{BASE}.{s.WHERE}": "001", f"{BASE}.{s.ASKED}": "true"}
    assert run(compiled, answers).errors == {f"{BASE}.{s.NOTE}": "Bitte angeben."}


def test_an_expression_finds_its_names_from_the_bearer_outwards():
    inner = s.group("G00000000020", "Innen", s.field("F00000000021", "Feld", count="0:1"), rules=[OPEN])
    data = s.schema(s.group("G00000000030", "Davor", s.field("F00000000031", "Ja?", "bool")), inner)
    more = RULE.replace(s.NOTE, "F00000000021").replace(s.ASKED, "F00000000031")
    compiled = CompiledForm(read(data, decision("executed-by-expression", more=more)))
    answers = {"G00000000030.F00000000031": "true"}
    assert run(compiled, answers).errors == {"G00000000020.F00000000021": "Bitte angeben."}


@pytest.mark.parametrize(
    "changed",
    [
        decision("irrelevant-here", text=TEXT + " Neu."),
        decision("irrelevant-here", version="0.3.0"),
        decision("irrelevant-here").replace('decision = "irr', 'path = "G00000000099"\ndecision = "irr'),
    ],
)
def test_a_decision_about_another_text_version_or_place_does_not_count(changed):
    (check,) = read(s.schema(s.address(OPEN)), changed).manual_checks
    assert check.open
    assert "Die Entscheidung vom 28.11.2026 gilt einem anderen Wortlaut oder Ort." in check.reason


def test_a_decision_for_one_place_goes_before_the_one_for_all():
    data = s.schema(s.address(OPEN), s.address(OPEN))
    everywhere = decision("irrelevant-here")
    here = decision("checked-by-clerk").replace('decision = "che', f'path = "{BASE}_2"\ndecision = "che')
    form = read(data, everywhere, here)
    assert [(check.path, check.decision) for check in form.manual_checks] == [
        (BASE, "irrelevant-here"),
        (f"{BASE}_2", "checked-by-clerk"),
    ]


def test_people_may_overrule_what_is_understood():
    data = s.schema(s.address(s.rule("R00000000001", s.IF_INLAND)))
    overruled = decision("irrelevant-here", text=s.IF_INLAND, identifier="R00000000001", version="1.0.0")
    form = read(data, overruled)
    assert CompiledForm(form).conditional == frozenset()
    assert CompiledForm(read(data)).conditional == {f"{BASE}.{s.INLAND}"}


def test_a_contradiction_of_a_decision_stays_open():
    demand = s.rule("R00000000001", f'Wenn {s.ASKED} "Gefragt?" = JA, dann muss {s.NOTE} "Angabe" befüllt sein.')
    hide = RULE.replace("require", "forbid")
    form = read(s.schema(s.address(demand, OPEN)), decision("executed-by-expression", more=hide))
    assert {check.id for check in undecided(form)} == {"R00000000001", "R00000000009"}


LISTED = s.field("F00000000040", "Staat", kind="select", inner=(
    "<x:codelisteReferenz><x:canonicalIdentification>urn:de:probe:staat</x:canonicalIdentification></x:codelisteReferenz>"
))  # fmt: skip
FILLED = s.field("F00000000041", "Dienst", kind="hidden")
DATETIME = s.field("F00000000042", "Zeitpunkt", "datetime")
FIXED = s.field("F00000000043", "Fest", kind="locked", inner="<x:inhalt>Text</x:inhalt>")


def test_what_the_form_cannot_do_with_a_field_is_open_too():
    form = read(s.schema(LISTED, FILLED, DATETIME, FIXED))
    found = {check.id: check.text for check in undecided(form)}
    assert found.keys() == {"F00000000040", "F00000000041", "F00000000042"}
    assert "urn:de:probe:staat (ohne Stand) liegt nicht vor" in found["F00000000040"]
    text = found["F00000000041"]
    form = read(s.schema(FILLED), decision("irrelevant-here", text=text, identifier="F00000000041", version="1.0.0"))
    assert undecided(form) == []


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\xff", "nicht lesbar"),
        (b"format = [" * 2000, "nicht lesbar"),
        (b"x" * 600_000, "größer als"),
        (file(schema="S00000000002"), "schema = „S00000000001“"),
        (file(form=2), "format = 1"),
        (file() + b"fremd = 1\n", "fremd"),
        (file(decision("vielleicht")), r"decision\[1\]"),
        (file(decision("irrelevant-here", who="")), "who"),
        (file(decision("irrelevant-here", who=WHO.replace("Amt für Proben", ""))), "who"),
        (file(decision("irrelevant-here", identifier="X1")), "id"),
        (file(decision("irrelevant-here").replace("text_sha256 = ", 'text_sha256 = "00" #')), "text_sha256"),
        (file(decision("irrelevant-here"), decision("checked-by-clerk")), "zweimal entschieden"),
        (file(decision("irrelevant-here", more=RULE)), "genau dann"),
        (file(decision("executed-by-expression")), "genau dann"),
        (file(decision("executed-by-expression", more=RULE.replace("== true", "=="))), "Entscheidung zu R00000000009"),
        (file(decision("executed-by-expression", more=RULE.replace(s.NOTE, "F00000000098"))), "F00000000098"),
        (file(decision("executed-by-expression", more=RULE.replace("require", "explode"))), "effect"),
    ],
)
def test_a_file_that_is_none_is_refused_with_its_place(data, says):
    with pytest.raises(Invalid, match=says):
        xdf.read(s.schema(s.address(OPEN)), beside=Beside(decisions=data))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"{}", "translated_rules fehlt"),
        (s.translated().replace(b"S00000000001", b"S00000000002"), "gehören zu S00000000002"),
        (s.translated().replace(b"1.0.0", b"1.0.1"), "gehören zu S00000000001 1.0.1"),
    ],
)
def test_translations_of_something_else_are_refused(data, says):
    with pytest.raises(Invalid, match=says):
        xdf.read(s.schema(s.address()), beside=Beside(translation=data))


@pytest.mark.django_db
def test_an_undecided_form_is_not_installed_and_says_what_is_open():
    data = s.schema(s.address(OPEN))
    with pytest.raises(Invalid) as caught:
        install_form(source=data, actor=SYSTEM, now=NOON)
    said = str(caught.value)
    for part in (
        "Ein Punkt",
        "R00000000009 0.2.0",
        "„Anschrift“",
        TEXT,
        "Grund: ",
        text_digest(TEXT),
        "decisions/S00000000001.toml",
    ):
        assert part in said
    assert not FormVersion.objects.exists()
    beside = Beside(decisions=file(decision("checked-by-clerk")))
    installed = install_form(source=data, beside=beside, actor=SYSTEM, now=NOON)
    assert install_form(source=data, beside=beside, actor=SYSTEM, now=NOON) == installed


@pytest.mark.django_db
def test_another_decision_is_another_version_of_the_form():
    data = s.schema(s.address(OPEN))
    versions = set()
    for verdict in ("checked-by-clerk", "irrelevant-here"):
        beside = Beside(decisions=file(decision(verdict)))
        versions.add(install_form(source=data, beside=beside, actor=SYSTEM, now=NOON))
    assert len(versions) == 2
    assert {row.version.partition("+")[0] for row in FormVersion.objects.all()} == {"1.0.0"}


def test_what_is_supplied_beside_a_form_toml_is_refused():
    with pytest.raises(Invalid, match=r"nicht zu form\.toml"):
        forms.read_form(b"format = 1", Beside(decisions=b""))
