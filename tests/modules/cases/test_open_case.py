"""A case begins once, with its checks, its history and its deadlines; what cannot be is refused."""

import datetime as dt
import uuid

import pytest

from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Forbidden, Invalid, NotFound
from rathaus.foundation.events.models import Event
from rathaus.foundation.permissions.public import Secrecy, classes_of
from rathaus.modules.cases.domain.open_case import ExtraCheck, PartyData
from rathaus.modules.cases.enums import Channel, FeeState, PartyRole, State
from rathaus.modules.cases.models import Bias, Case
from tests.modules.cases import factories
from tests.modules.cases.factories import NOON

pytestmark = pytest.mark.usefixtures("house")


def test_a_case_carries_checks_history_audit_and_event():
    case = factories.case(extra_checks=[ExtraCheck("regel-1", "Von Hand zu prüfen")])
    assert [check.label for check in case.checks.all()] == ["Wohnt in der Zone", "Ist Halterin oder Halter", "Von Hand zu prüfen"]
    assert [entry.kind for entry in case.history.all()] == ["opened"]
    assert [item.act for item in audit.history(audit.Subject("case", str(case.pk)))] == ["case.opened"]
    assert list(Event.objects.values_list("type", flat=True)) == ["cases.case_opened"]
    assert (case.state, case.fee_state) == (State.RECEIVED, FeeState.NONE)


def test_the_promise_skips_weekends_and_the_law_does_not_wait():
    case = factories.case()
    assert case.promise_due == dt.date(2026, 11, 27)  # Friday plus five working days
    assert case.law_due == dt.date(2027, 2, 20)  # three months, § 75 VwGO


def test_the_same_application_gives_the_same_case():
    application = uuid.uuid4()
    first = factories.case(application_id=application)
    assert factories.case(application_id=application) == first
    assert Case.objects.count() == 1


def test_a_letter_keeps_its_true_day():
    case = factories.case(channel=Channel.PAPER, received_at=NOON - dt.timedelta(days=4))
    assert case.promise_due == dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"received_at": NOON + dt.timedelta(minutes=1)}, Invalid),
        ({"parties": []}, Invalid),
        ({"parties": [PartyData(role=PartyRole.APPLICANT, name="  \x00 ")]}, Invalid),
        ({"procedure_id": uuid.uuid4()}, NotFound),
        ({"unit_id": uuid.uuid4()}, NotFound),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(changes, error):
    with pytest.raises(error):
        factories.case(**changes)
    assert Case.objects.count() == 0


def test_staff_without_the_right_cannot_register():
    with pytest.raises(Forbidden):
        factories.case(actor=factories.staff("frieda"))


def test_a_member_of_staff_who_applies_is_barred_from_the_case():
    case = factories.case(email="CLARA@example.org")
    assert list(Bias.objects.values_list("case_id", "person_id")) == [(case.pk, factories.staff("clara").person_id)]


def test_a_blocked_person_makes_a_blocked_case():
    assert classes_of(factories.case(blocked=True)) == {Secrecy.BLOCKED}


def test_names_after_din_spec_91379_stay_as_they_are():
    name = "Ḩāşşān D̦uonḡ Ž̦āt‘ ẞörens"
    case = factories.case(parties=[PartyData(role=PartyRole.APPLICANT, name=name)])
    assert case.parties.get().name == name


def test_a_fee_before_the_decision_is_due_at_once():
    record = factories.procedure(fee={"when": "before_decision", "table": "x"})
    assert factories.case(record=record).fee_state == FeeState.DUE


def test_opening_costs_few_queries(django_assert_max_num_queries):
    record = factories.procedure()
    unit = factories.unit_id()
    with django_assert_max_num_queries(12):
        factories.case(record=record, unit_id=unit)
