"""A recipe comes into the house as a whole, once, or not at all."""

import io
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Conflict, RathausError
from rathaus.foundation.permissions.public import SYSTEM
from rathaus.modules.applications import public as applications
from rathaus.modules.cookbook import public as cookbook
from rathaus.modules.cookbook.models import InstalledRecipe
from rathaus.modules.payments import public as payments
from tests.conftest import NOON
from tests.modules.cookbook import factories
from tests.modules.cookbook.factories import FORM, RECIPE, folder, grown, rows


@pytest.fixture
def city(db):
    factories.city()


def install(path):
    return cookbook.install_recipe(recipe=cookbook.read(path), actor=SYSTEM, now=NOON)


def command(*arguments):
    out = io.StringIO()
    call_command("cookbook", *(str(argument) for argument in arguments), stdout=out)
    return out.getvalue()


def test_a_recipe_brings_fee_plan_form_procedure_and_offer(city, tmp_path):
    before = rows()
    installed = install(folder(tmp_path / "osterfeuer"))
    assert (
        grown(before).items()
        >= {
            "cookbook.InstalledRecipe": 1,
            "payments.FeeTable": 1,
            "records.FilePlanEntry": 2,
            "forms.FormVersion": 1,
            "cases.Procedure": 1,
            "applications.Offer": 1,
        }.items()
    )
    offer = applications.offers(["local:osterfeuer"])["local:osterfeuer"][0]
    assert (offer.id, offer.slug) == (installed.offer_id, "osterfeuer")
    assert payments.assess(table_code="osterfeuer", on=NOON.date(), values={}).cents == 2000
    acts = [entry.act for entry in audit.history(audit.Subject("recipe", str(installed.pk)))]
    assert acts == ["recipe.installed"]


def test_the_same_recipe_again_is_the_same_installation(city, tmp_path):
    first = install(folder(tmp_path / "osterfeuer"))
    before = rows()
    assert install(folder(tmp_path / "osterfeuer")).pk == first.pk
    assert not grown(before)


@pytest.mark.parametrize(
    ("recipe", "form"),
    [(RECIPE.replace("Stimmt.", "Stimmt nicht."), FORM), (RECIPE, FORM.replace('label = "Ort"', 'label = "Platz"'))],
)
def test_changed_content_needs_a_new_version(city, tmp_path, recipe, form):
    install(folder(tmp_path / "osterfeuer"))
    before = rows()
    with pytest.raises(Conflict, match="Erhöhen Sie die Version"):
        install(folder(tmp_path / "osterfeuer", recipe=recipe, form=form))
    assert not grown(before)


def test_a_new_version_answers_under_the_address_and_the_old_one_stays(city, tmp_path):
    old = install(folder(tmp_path / "osterfeuer"))
    new = install(folder(tmp_path / "osterfeuer", recipe=RECIPE.replace('version = "1"', 'version = "2"', 1)))
    assert [offer.id for offer in applications.offers(["local:osterfeuer"])["local:osterfeuer"]] == [new.offer_id]
    assert InstalledRecipe.objects.filter(pk=old.pk).exists()
    assert new.form_version_id == old.form_version_id


SPOILED = [
    pytest.param(RECIPE.replace("cents = 2000", "cents = -2"), FORM, "nicht negativ", id="fee table"),
    pytest.param(RECIPE.replace('parent = "77"', 'parent = "99"'), FORM, "übergeordnete Eintrag 99", id="file plan"),
    pytest.param(RECIPE, FORM.replace('kind = "text"', 'kind = "zauber"'), "Die Art „zauber“", id="form"),
    pytest.param(RECIPE.replace('"vwvfg"', '"owig"'), FORM, "regime", id="regime"),
    pytest.param(RECIPE.replace('act = "permit"\n', ""), FORM, "act", id="no act"),
    pytest.param(RECIPE.replace('"permit"', '"party"'), FORM, "party.*unbekannt", id="act"),
    pytest.param(RECIPE.replace('"permit"', '"benefit"'), FORM, "procedure.regime und act", id="act of another regime"),
    pytest.param(RECIPE.replace('unit = "ordnung"', 'unit = "mondamt"'), FORM, "mondamt", id="unit"),
    pytest.param(RECIPE.replace('"local:osterfeuer"', '"local:mondschein"'), FORM, "nicht im Katalog", id="service"),
    pytest.param(RECIPE.replace("am Ort {local:ort}", "am {local:mond}"), FORM, "kein Feld „local:mond“", id="placeholder"),
    pytest.param(RECIPE.replace("Feuer {local:ort}", "Feuer {number}"), FORM, "offer.subject", id="subject"),
    pytest.param(RECIPE.replace('table = "osterfeuer"', 'table = "mond"'), FORM, "keine Gebührentabelle", id="no fee table"),
    pytest.param(
        RECIPE.replace('plan_code = "77.1"', 'plan_code = "78"'), FORM, "„78“ gibt es im Aktenplan nicht", id="plan code"
    ),
    pytest.param(RECIPE.replace('declaration = "Stimmt."', ""), FORM, "declaration", id="no declaration"),
]


@pytest.mark.parametrize(("recipe", "form", "says"), SPOILED)
def test_a_fault_in_any_part_leaves_everything_as_it_was(city, tmp_path, recipe, form, says):
    path = folder(tmp_path / "osterfeuer", recipe=recipe, form=form)
    before = rows()
    with pytest.raises(RathausError, match=says):
        install(path)
    assert not grown(before)
    with pytest.raises(CommandError, match=says):
        command("check", path)
    assert not grown(before)


def test_check_keeps_nothing(city, tmp_path):
    before = rows()
    assert "osterfeuer 1: in Ordnung" in command("check", folder(tmp_path / "osterfeuer"))
    assert not grown(before)


def test_export_and_install_give_the_same_recipe(city, tmp_path):
    path = folder(tmp_path / "osterfeuer")
    (path / "notice.typ").write_text("// Vorlage mit ß\n", encoding="utf-8")
    command("install", path)
    command("export", "osterfeuer", tmp_path / "out")
    assert cookbook.read(tmp_path / "out") == cookbook.read(path)
    assert "osterfeuer 1 ist installiert" in command("install", tmp_path / "out")
    assert InstalledRecipe.objects.count() == 1
    with pytest.raises(CommandError, match="nicht leer"):
        command("export", "osterfeuer", tmp_path / "out")
    with pytest.raises(CommandError, match="mond ist nicht installiert"):
        command("export", "mond", tmp_path / "leer")


def test_diff_shows_each_changed_line(city, tmp_path):
    path = folder(tmp_path / "osterfeuer")
    with pytest.raises(CommandError, match="nicht installiert"):
        command("diff", path)
    command("install", path)
    assert command("diff", path) == ""
    changed = folder(
        path, recipe=RECIPE.replace("Stimmt.", "Ganz sicher."), form=FORM.replace('label = "Ort"', 'label = "Platz"')
    )
    lines = command("diff", changed).splitlines()
    assert {'-declaration = "Stimmt."', '+declaration = "Ganz sicher."', '-label = "Ort"', '+label = "Platz"'} <= set(lines)


def test_list_tells_what_is_there_and_what_is_installed(city, tmp_path, settings):
    settings.RATHAUS_COOKBOOK = tmp_path
    path = folder(tmp_path / "osterfeuer")
    assert command("list") == "osterfeuer 1 (local:osterfeuer): Osterfeuer; nicht installiert\n"
    command("install", path)
    assert command("list") == "osterfeuer 1 (local:osterfeuer): Osterfeuer; installiert\n"
    assert "ist installiert" in command("install", "osterfeuer")
    with pytest.raises(CommandError, match=r"„mond“ gibt es nicht\. Vorhanden: osterfeuer"):
        command("install", "mond")
    with pytest.raises(CommandError, match="Nennen Sie ein Rezept"):
        command("install")


@pytest.mark.django_db(transaction=True)
def test_two_installations_at_one_moment_are_one(tmp_path):
    factories.city()
    recipe = cookbook.read(folder(tmp_path / "osterfeuer"))
    found, faults, start = [], [], threading.Barrier(2)

    def run():
        start.wait()
        try:
            found.append(cookbook.install_recipe(recipe=recipe, actor=SYSTEM, now=NOON).pk)
        except Exception as error:  # noqa: BLE001  (the test tells it)
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert len(set(found)) == 1
    assert len(found) == 2
    assert InstalledRecipe.objects.count() == 1
    assert [offer.slug for offer in applications.all_offers()] == ["osterfeuer"]
