"""A city in which recipes can be installed, and a small recipe to spoil."""

import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

from django.apps import apps

from rathaus.modules.catalogue import public as catalogue
from rathaus.modules.organisation import public as organisation
from tests.conftest import NOON

COOKBOOK = Path(__file__).parents[3] / "cookbook"
FOLDERS = sorted(path.parent for path in COOKBOOK.glob("*/recipe.toml"))
SCHEMA = "fim/xdf3/S07000000200.xdf3.xml"

RECIPE = """
format = 1
slug = "osterfeuer"
version = "1"
service_key = "local:osterfeuer"
title = "Osterfeuer"

[competence]
level = "Gemeinde"
source = "Probe"

[form]
file = "form.toml"

[offer]
unit = "ordnung"
subject = "Feuer {local:ort}"
declaration = "Stimmt."
privacy_version = "1"
privacy_notice = "Wir verarbeiten Ihre Angaben."

[procedure]
regime = "vwvfg"
act = "permit"
file = { plan_code = "77.1", rule = "year", retention_years = 5 }
fee = { when = "with_decision", table = "osterfeuer" }

[[procedure.decisions]]
kind = "grant"
label = "Erlauben"
operative = "Das Feuer am Ort {local:ort} wird {applicant} erlaubt."

[[fee_table]]
code = "osterfeuer"
version = 1
title = "Osterfeuer"
legal_basis = "Probe"
valid_from = 2020-01-01
[[fee_table.items]]
key = "eins"
label = "Erlaubnis"
tiers = [{ cents = 2000 }]
tax = [{ valid_from = 2020-01-01, treatment = "sovereign", basis = "Probe" }]

[[file_plan]]
code = "77"
title = "Feuer"
retention_years = 5

[[file_plan]]
code = "77.1"
title = "Osterfeuer"
parent = "77"
retention_years = 5
"""
FORM = """
format = 1
key = "osterfeuer"
version = "1"
title = "Osterfeuer"
[[page]]
id = "ort"
title = "Ort"
[[page.element]]
id = "local:ort"
kind = "text"
label = "Ort"
"""


def city() -> None:
    """One authority in Sachsen-Anhalt with one unit; the service of the small recipe."""
    unit = {"slug": "ordnung", "name": "Ordnung"}
    authority = {
        "slug": "musterstadt",
        "name": "Musterstadt",
        "land": "ST",
        "ars": "150020000000",
        "address": ["Markt 1", "06100"],
    }
    organisation.install_organisation({"authority": [{**authority, "demo": True, "unit": [unit]}], "person": []}, now=NOON)
    _service("local:osterfeuer")


def two_cities() -> None:
    """Halle and Gütersloh as in the demonstration; the services that the recipes of the house want."""
    data = (resources.files("rathaus.modules.organisation") / "demo" / "organisation.toml").read_text("utf-8")
    organisation.install_organisation(tomllib.loads(data), now=NOON)
    for recipe in FOLDERS:
        _service(tomllib.loads((recipe / "recipe.toml").read_text("utf-8"))["service_key"])


def _service(key: str) -> None:
    service = {"key": key, "name": key, "short": "Probe", "channels": ["counter"]}
    catalogue.install_service(data=service, source="test", demo=True, now=NOON)


def folder(path: Path, *, recipe: str = RECIPE, form: str | None = FORM) -> Path:
    """A recipe folder. `recipe` may be text with lone surrogates for broken bytes."""
    path.mkdir(parents=True, exist_ok=True)
    (path / "recipe.toml").write_bytes(recipe.encode("utf-8", "surrogateescape"))
    if form is not None:
        (path / "form.toml").write_text(form, encoding="utf-8")
    return path


def rows() -> dict[str, int]:
    """How many rows every table of the house has."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def grown(before: dict[str, int]) -> dict[str, Any]:
    return {label: count - before[label] for label, count in rows().items() if count != before[label]}
