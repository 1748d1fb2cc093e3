"""The cookbook says what the code does: its example installs, its tables name every key."""

import datetime as dt
import re
import tomllib
from importlib import resources

import msgspec
import pytest

from rathaus.foundation.errors import Conflict
from rathaus.foundation.permissions.public import SYSTEM
from rathaus.modules.applications import public as applications
from rathaus.modules.applications import spec as offers
from rathaus.modules.cases import procedure
from rathaus.modules.catalogue import public as catalogue
from rathaus.modules.cookbook import examples
from rathaus.modules.cookbook import public as cookbook
from rathaus.modules.cookbook import recipe as recipes
from rathaus.modules.forms.compiled.model import Kind
from rathaus.modules.forms.sources import toml
from rathaus.modules.organisation import public as organisation
from rathaus.modules.payments import tables
from rathaus.modules.records import public as records
from tests.docs.pages import ROOT

COOKBOOK = ROOT / "docs" / "kochbuch"
BLOCK = re.compile(r"^<!-- (\S+) -->\n```toml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NOON = dt.datetime(2026, 11, 20, 11, 0, tzinfo=dt.UTC)
TABLES = [
    recipes.RecipeData,
    recipes.SchemaSource,
    recipes.Competence,
    offers.OfferSpec,
    offers.RegisterSpec,
    procedure.ProcedureSpec,
    procedure.CheckSpec,
    procedure.DecisionSpec,
    procedure.FeeSpec,
    procedure.FileSpec,
    tables.TableSpec,
    tables.ItemSpec,
    tables.TierSpec,
    tables.TaxSpec,
    tables.ExemptionSpec,
    examples.Example,
    examples.Expected,
]


def chapter_files():
    """The files the chapter tells one to write; blocks of one name follow each other in it."""
    found = {}
    for name, body in BLOCK.findall((COOKBOOK / "onlinedienst-in-einem-tag.md").read_text(encoding="utf-8")):
        found[name] = found.get(name, "") + body
    return found


@pytest.fixture
def folder(tmp_path):
    for name, body in chapter_files().items():
        path = tmp_path / "brauchtumsfeuer" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, encoding="utf-8")
    return tmp_path / "brauchtumsfeuer"


@pytest.fixture
def _city():
    """Units, file plan and services, without people and recipes."""
    for room, name, install in (
        ("organisation", "organisation.toml", organisation.install_organisation),
        ("records", "file_plan.toml", records.install_file_plan),
    ):
        data = (resources.files(f"rathaus.modules.{room}") / "demo" / name).read_text("utf-8")
        install(tomllib.loads(data), now=NOON)
    catalogue.install_demo(now=NOON)


@pytest.mark.django_db
@pytest.mark.usefixtures("_city")
def test_the_service_of_the_chapter_checks_installs_and_is_raised_to_the_next_version(folder):
    recipe = cookbook.read(folder)
    assert cookbook.check_recipe(recipe=recipe, actor=SYSTEM, now=NOON) == []
    assert "brauchtumsfeuer" not in {offer.slug for offer in applications.all_offers()}
    cookbook.install_recipe(recipe=recipe, actor=SYSTEM, now=NOON)
    assert "brauchtumsfeuer" in {offer.slug for offer in applications.all_offers()}
    text = (folder / "recipe.toml").read_text(encoding="utf-8").replace("promise_working_days = 10", "promise_working_days = 5")
    (folder / "recipe.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Conflict, match="Erhöhen Sie die Version"):
        cookbook.install_recipe(recipe=cookbook.read(folder), actor=SYSTEM, now=NOON)
    (folder / "recipe.toml").write_text(text.replace('version = "1.0.0"', 'version = "1.1.0"'), encoding="utf-8")
    assert cookbook.install_recipe(recipe=cookbook.read(folder), actor=SYSTEM, now=NOON).version == "1.1.0"


@pytest.mark.parametrize("spec", TABLES, ids=lambda spec: spec.__name__)
def test_every_key_of_a_recipe_is_explained(spec):
    named = set(re.findall(r"[a-z0-9_]+", (COOKBOOK / "rezept.md").read_text(encoding="utf-8")))
    assert {field.name for field in msgspec.structs.fields(spec)} - named == set()


def test_every_key_of_a_form_is_explained():
    named = set(re.findall(r"[a-z0-9_]+", (COOKBOOK / "rezept.md").read_text(encoding="utf-8")))
    known = toml._FORM | toml._PAGE | toml._FIELD | toml._GROUP | toml._COMMON | set(Kind)
    assert known - {"children", "rules"} - named == set()


def test_every_recipe_of_the_house_is_named():
    text = (COOKBOOK / "README.md").read_text(encoding="utf-8")
    assert {
        path.parent.name for path in (ROOT / "cookbook").glob("*/recipe.toml") if f"`{path.parent.name}`" not in text
    } == set()
