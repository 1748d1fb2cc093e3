"""The recipe to S07000000200, Zulassung zur Falknerprüfung, with the official file as it was published."""

import hashlib
import io
import shutil

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from rathaus.foundation.permissions.public import GUEST
from rathaus.modules.applications.domain.start_draft import start_draft
from rathaus.modules.applications.domain.submit import submit
from rathaus.modules.applications.enums import ActsFor
from rathaus.modules.applications.models import Draft, Offer
from rathaus.modules.cases.models import Case
from rathaus.modules.cookbook.models import InstalledRecipe
from rathaus.modules.forms import public as forms
from tests.conftest import NOON
from tests.modules.cookbook import factories
from tests.standards.genericode.lists import code_list

pytestmark = [pytest.mark.conformance, pytest.mark.django_db]
PERSON = "G07000002577"
VALUES = {
    f"{PERSON}.F60000000228": "Erika",
    f"{PERSON}.F60000000227": "Mustermann",
    f"{PERSON}.G60000000083.F60000000233": 1990,
    f"{PERSON}.G07000002558.F60000000263": "001",
    f"{PERSON}.G07000002558.G60000000086.F60000000243": "Demonstrationsweg",
    f"{PERSON}.G07000002558.G60000000086.F60000000246": "06100",
    f"{PERSON}.G07000002558.G60000000086.F60000000247": "Musterstadt",
}


@pytest.fixture
def schema(standards):
    return standards / factories.SCHEMA


@pytest.fixture
def installed(schema):
    factories.two_cities()
    call_command("cookbook", "install", "--schema", schema, stdout=io.StringIO())
    return InstalledRecipe.objects.get(slug="falknerpruefung")


def test_the_command_finds_the_recipe_by_the_file_and_keeps_no_copy_of_it(installed, schema):
    assert installed.service_key == "local:falknerpruefung"
    assert installed.form_sha256 == hashlib.sha256(schema.read_bytes()).hexdigest()
    assert installed.form_source == ""
    names = {path.name for path in (factories.COOKBOOK / "falknerpruefung").rglob("*")}
    assert not {name for name in names if name.endswith((".xml", ".xdf3"))}


def test_a_changed_file_is_refused_and_the_expected_one_named(schema, tmp_path):
    factories.two_cities()
    changed = tmp_path / "S07000000200.xdf3.xml"
    changed.write_bytes(schema.read_bytes().replace(b"Falknerpr", b"Falkenpr", 1))
    with pytest.raises(CommandError, match=r"nicht das Schema S07000000200 1\.2\.0.*erwartet e5b8c7f0e61a944f"):
        call_command("cookbook", "install", "falknerpruefung", "--schema", changed)
    with pytest.raises(CommandError, match="kein Rezept"):
        call_command("cookbook", "install", "--schema", changed)
    with pytest.raises(CommandError, match="lässt sich nicht lesen"):
        call_command("cookbook", "install", "--schema", tmp_path / "fehlt.xml")
    assert not InstalledRecipe.objects.exists()


def test_every_page_is_drawn_and_filled_pages_lead_to_the_case(client, installed):
    offer = Offer.objects.get(pk=installed.offer_id)
    form = forms.load(installed.form_version_id)
    typed = forms.typed(form, VALUES)
    assert forms.validate(form, VALUES, today=NOON.date()).errors == {}
    draft = start_draft(offer_id=offer.pk, acts_for=ActsFor.SELF, channel="online", actor=GUEST, now=NOON)
    for page in form.pages:
        response = client.get(reverse("applications:page", args=[draft.token, page.id]))
        assert response.status_code == 200
        assert page.title in response.content.decode()
    Draft.objects.filter(pk=draft.pk).update(answers=typed, review={"local:erklaerung": "true"})
    application = submit(token=draft.token, actor=GUEST, now=NOON)
    case = Case.objects.get(pk=application.case_id)
    assert case.parties.get().name == "Erika Mustermann"
    points = list(case.checks.values_list("key", "kind"))
    by_hand = [key for key, kind in points if kind == "manual"]
    assert {"voraussetzungen", "person", "zustaendigkeit"} <= set(by_hand)
    rules = forms.manual_points(form)
    assert {key.rsplit(".", 1)[1] for key in by_hand if key.startswith("regel.")} == {point["id"] for point in rules}
    assert len(rules) == 2  # the rule about minors, one code list that is not in the file


RULES = "fim/rules/S07000000200.translated-rules.json"


@pytest.mark.parametrize("beside", [False, True])
def test_the_examples_come_out_with_and_without_the_translated_rules(schema, standards, beside):
    factories.two_cities()
    rules = ["--rules", standards / RULES] if beside else []
    said = io.StringIO()
    call_command("cookbook", "check", "falknerpruefung", "--schema", schema, *rules, stdout=said)
    assert "in Ordnung" in said.getvalue()


def copy_of_the_recipe(tmp_path):
    return shutil.copytree(factories.COOKBOOK / "falknerpruefung", tmp_path / "falknerpruefung")


def test_without_decisions_it_is_not_installed_and_the_list_is_shown(schema, tmp_path):
    factories.two_cities()
    recipe = copy_of_the_recipe(tmp_path)
    shutil.rmtree(recipe / "decisions")
    with pytest.raises(CommandError, match=r"(?s)2 Punkte.*R07000002245 0\.1\.0.*F60000000261.*text_sha256 = 77c2d427"):
        call_command("cookbook", "install", str(recipe), "--schema", schema)
    assert not InstalledRecipe.objects.exists()


def test_a_decision_about_another_text_no_longer_counts(schema, tmp_path):
    factories.two_cities()
    recipe = copy_of_the_recipe(tmp_path)
    file = recipe / "decisions/S07000000200.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("41501b8e", "00000000"), encoding="utf-8")
    with pytest.raises(CommandError, match=r"(?s)Ein Punkt.*R07000002245.*gilt einem anderen Wortlaut"):
        call_command("cookbook", "install", str(recipe), "--schema", schema)


def test_decisions_about_something_else_are_no_part_of_a_recipe(schema, tmp_path):
    recipe = copy_of_the_recipe(tmp_path)
    (recipe / "decisions/S00000000001.toml").write_text("format = 1", encoding="utf-8")
    with pytest.raises(CommandError, match=r"S00000000001\.toml gehört nicht hierher. Erlaubt ist S07000000200\.toml"):
        call_command("cookbook", "install", str(recipe), "--schema", schema)


def test_the_decisions_travel_with_the_recipe(installed, tmp_path):
    call_command("cookbook", "export", "falknerpruefung", tmp_path / "hinaus", stdout=io.StringIO())
    kept = (tmp_path / "hinaus/decisions/S07000000200.toml").read_text(encoding="utf-8")
    assert kept == (factories.COOKBOOK / "falknerpruefung/decisions/S07000000200.toml").read_text(encoding="utf-8")
    said = io.StringIO()
    call_command("cookbook", "diff", "falknerpruefung", stdout=said)
    assert said.getvalue() == ""


def test_other_rules_beside_the_same_schema_are_another_installation(installed, schema, standards):
    with pytest.raises(CommandError, match="Erhöhen Sie die Version"):
        call_command("cookbook", "install", "--schema", schema, "--rules", standards / RULES)


def test_a_code_list_is_supplied_when_installing(schema, tmp_path):
    factories.two_cities()
    file = tmp_path / "staat.xml"
    uri = "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:staat"
    file.write_bytes(code_list([("000", "Deutschland"), ("124", "Belgien")], uri=uri, columns=("Code", "Staat")))
    said = io.StringIO()
    call_command("cookbook", "install", "--schema", schema, "--code-list", f"{file}#Staat", stdout=said)
    form = forms.load(InstalledRecipe.objects.get().form_version_id)
    state = form.fields[f"{PERSON}.G07000002558.G60000000091.F60000000261"]
    assert form.options(state) == {"000": "Deutschland", "124": "Belgien"}
    with pytest.raises(CommandError, match="lässt sich nicht lesen"):
        call_command("cookbook", "install", "--schema", schema, "--code-list", str(tmp_path / "fehlt.xml"))
