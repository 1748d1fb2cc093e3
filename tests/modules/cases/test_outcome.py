"""What becomes of fee, clock and channel when things go another way than the form expected."""

import copy
import datetime as dt

import pytest

from rathaus.foundation.permissions.public import SYSTEM
from rathaus.modules.accounts import public as accounts
from rathaus.modules.cases import issuing, outlook, presenters
from rathaus.modules.cases.enums import DecisionKind, FeeState, State
from rathaus.modules.cases.models import Case
from rathaus.modules.payments import public as payments
from tests.modules.accounts import factories as people
from tests.modules.cases import factories
from tests.modules.cases.factories import NOON

pytestmark = pytest.mark.usefixtures("house")
FEE = {"fee": {"when": "before_decision", "table": "probe"}}


def with_fee(table=None, **changes):
    payments.install_fee_table(table or factories.FEE_TABLE, now=NOON)
    case = factories.case(record=factories.procedure(**FEE), **changes)
    issuing.request_fee(case, now=NOON)
    return Case.objects.get(pk=case.pk)


def test_an_unpaid_fee_ends_with_the_refusal():
    case = with_fee()
    assert case.fee_state == FeeState.DUE
    issuing.settle_fee(case, DecisionKind.REFUSAL, now=NOON)
    case.refresh_from_db()
    assert case.fee_state == FeeState.NONE
    assert [payment.state for payment in payments.payments_for(("case", str(case.pk)))] == ["cancelled"]
    assert "Gebühr entfällt" in [entry.text for entry in presenters.timeline(case.history.all())]


def test_an_exemption_asks_for_no_money_and_says_why():
    table = copy.deepcopy(factories.FEE_TABLE)
    table["fields"] = {"local:befreit": "boolean"}
    table["exemptions"] = [{"when": "local:befreit == true", "reason": "Befreit: Wohngeld", "basis": "Probeordnung § 2"}]
    case = with_fee(table, facts={"local:kennzeichen": "HAL-AB 123", "local:befreit": True})
    assert case.fee_state == FeeState.EXEMPT
    assert payments.payments_for(("case", str(case.pk))) == []
    assert any("Befreit: Wohngeld" in entry.text for entry in presenters.timeline(case.history.all()))


@pytest.mark.parametrize(
    ("revoked", "again", "channel"), [(False, False, "portal"), (True, False, "letter"), (True, True, "portal")]
)
def test_a_consent_revoked_after_applying_sends_the_notice_as_a_letter(revoked, again, channel):
    account = people.citizen()
    actor = accounts.actor_of(account, NOON)
    given = {"purpose": "portal_delivery", "version": "1", "text": "Ich bin einverstanden.", "actor": actor}
    consent = accounts.record_consent(account_id=account.pk, now=NOON, **given)
    case = factories.case(account_id=account.pk, choice={"channel": "portal", "consent_id": str(consent)})
    if revoked:
        accounts.revoke_consent(account_id=account.pk, purpose="portal_delivery", actor=actor, now=NOON + dt.timedelta(hours=1))
    if again:
        accounts.record_consent(account_id=account.pk, now=NOON + dt.timedelta(hours=2), **given)
    assert issuing._channel(Case.objects.get(pk=case.pk)) == channel


@pytest.mark.parametrize(
    ("days", "waited", "text"),
    [
        (0, 0, "am selben Tag entschieden"),
        (1, 0, "entschieden nach 1 Tag"),
        (5, 1, "entschieden nach 5 Tagen, davon 1 Tag Warten auf Antwort"),
        (5, 2, "entschieden nach 5 Tagen, davon 2 Tage Warten auf Antwort"),
    ],
)
def test_a_decided_case_says_how_long_it_took(days, waited, text):
    case = Case(received_at=NOON, decided_at=NOON + dt.timedelta(days=days), waited_days=waited, state=State.DECIDED)
    assert [entry.text for entry in outlook.clocks(case, today=NOON.date())] == [text]


def test_a_withdrawn_case_promises_nothing():
    case = Case(received_at=NOON, promise_due=NOON.date(), state=State.WITHDRAWN)
    assert outlook.clocks(case, today=NOON.date()) == []


def test_what_no_person_did_is_called_automatic():
    case = factories.case(actor=SYSTEM)
    assert {entry.by for entry in presenters.timeline(case.history.all())} == {"automatisch"}
