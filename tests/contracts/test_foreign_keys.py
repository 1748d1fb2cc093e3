"""Foreign keys follow the row order of the modules, and never point up from a lower floor."""

from django.apps import apps
from django.db import models

ROW = (
    "organisation",
    "accounts",
    "geo",
    "records",
    "delivery",
    "payments",
    "cases",
    "catalogue",
    "forms",
    "applications",
    "cookbook",
    "servicecentre",
)


def rank(name: str) -> int:
    """The height of an app: foundation lowest, then the modules by their place in the row."""
    if name.startswith("rathaus.modules."):
        return 10 + ROW.index(name.split(".")[2])
    return {"rathaus.foundation": 1, "rathaus.web": 5, "rathaus.config": 99}.get(".".join(name.split(".")[:2]), 0)


def upward_keys(all_models: list[type[models.Model]]) -> list[str]:
    """Relations that point to a higher room, or sideways into another one outside `accounts.User`."""
    wrong = []
    for model in all_models:
        here = apps.get_app_config(model._meta.app_label).name
        for field in model._meta.get_fields():
            if not field.is_relation or field.auto_created or field.related_model is None:
                continue
            there = apps.get_app_config(field.related_model._meta.app_label).name
            if rank(there) > rank(here):
                wrong.append(f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}")
    return wrong


def house_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("rathaus.")]


def test_foreign_keys_point_down():
    assert upward_keys(house_models()) == []


def test_an_upward_key_is_caught():
    class Wrong(models.Model):
        case = models.ForeignKey("cases.Case", on_delete=models.CASCADE)

        class Meta:
            app_label = "organisation"
            abstract = False

    try:
        assert upward_keys([Wrong]) == ["organisation.Wrong.case -> cases.Case"]
    finally:
        del apps.all_models["organisation"]["wrong"]
        apps.clear_cache()
