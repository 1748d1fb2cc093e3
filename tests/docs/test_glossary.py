"""Names of the code stand in the glossary, and the states it names are those of the code."""

import re

import pytest
from django.apps import apps

from rathaus.modules.accounts.enums import Realm
from rathaus.modules.applications.enums import DraftState
from rathaus.modules.cases import enums as cases
from rathaus.modules.delivery.enums import DeliveryState
from rathaus.modules.payments import enums as payments
from rathaus.modules.records.enums import SubfileState
from tests.docs.pages import ROOT

TEXT = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
STATES = {
    "case": cases.State,
    "fee state": cases.FeeState,
    "check": cases.CheckState,
    "document request": cases.RequestState,
    "decision": cases.DecisionState,
    "channel of a case": cases.Channel,
    "subfile": SubfileState,
    "draft": DraftState,
    "payment request": payments.State,
    "attempt": payments.AttemptState,
    "refund": payments.RefundState,
    "delivery": DeliveryState,
}


def snake(name):
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def named():
    return set(re.findall(r"[a-z][a-z_]+", TEXT))


def test_every_table_of_a_module_has_its_word():
    house = [model for model in apps.get_models() if model.__module__.startswith("rathaus.modules.")]
    assert len(house) > 40
    assert {model._meta.label for model in house if snake(model.__name__) not in named()} == set()


@pytest.mark.parametrize("name", STATES)
def test_the_states_are_those_of_the_code(name):
    row = re.search(rf"^\| {name} \| .+? \| (.+) \|$", TEXT, re.MULTILINE)
    assert row is not None
    words = re.sub(r" \(.*?\)", "", row[1])
    assert words.split(", ") == STATES[name].values


def test_both_realms_have_a_name():
    assert set(Realm.values) <= named()
