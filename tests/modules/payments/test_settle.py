"""Payments through a provider: only what we asked for ourselves is booked, exactly, once."""

import dataclasses
import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from rathaus.foundation.events.models import Event
from rathaus.foundation.permissions.public import SYSTEM, Role
from rathaus.foundation.tasks import public as tasks
from rathaus.modules.payments import privacy as personal
from rathaus.modules.payments import public as payments
from rathaus.modules.payments import registry
from rathaus.modules.payments.base import Outcome, ProviderDown
from rathaus.modules.payments.contrib.demo.models import DemoState, DemoTransaction
from rathaus.modules.payments.contrib.demo.provider import press
from rathaus.modules.payments.domain.send_refund import send_refund
from rathaus.modules.payments.domain.settle import apply_status, pull_pending, pull_status
from rathaus.modules.payments.domain.sweep import sweep_attempts
from rathaus.modules.payments.models import Attempt, LedgerEntry, PaymentEvent, PaymentRequest, Refund
from tests.modules.payments import factories
from tests.modules.payments.factories import NOW

pytestmark = pytest.mark.django_db
CASHIER = factories.staff(Role.CASHIER)
OTHER = factories.staff(Role.CASHIER)


def minutes(count):
    return NOW + dt.timedelta(minutes=count)


def begin(payment, now=NOW):
    url = payments.start(payment_id=payment.id, provider="demo", return_url="/zurueck", now=now)
    return url.rstrip("/").rpartition("/")[2]


def state(payment):
    return payments.get_payments([payment.id])[payment.id].state


def ledger(payment):
    return list(LedgerEntry.objects.filter(request_id=payment.id).values_list("kind", "cents"))


def event_types(payment):
    found = Event.objects.filter(aggregate_kind="payment", aggregate_id=str(payment.id)).order_by("pk")
    return [event.type.removeprefix("payments.") for event in found]


def down(*_args, **_kwargs):
    raise ProviderDown


def test_a_request_is_asked_for_once_per_subject():
    subject = ("case", uuid.uuid4())
    first = factories.request(subject=subject)
    assert factories.request(subject=subject, fee=factories.fee(9999)) == first
    assert payments.payments_for(subject) == [first]
    assert payments.payments_for(audit.Subject("case", subject[1])) == [first]
    assert payments.payments_for_many("case", [subject[1], "x"]) == {str(subject[1]): [first], "x": []}
    assert (first.cents, first.payable, first.is_paid, first.url) == (3070, True, False, f"/zahlung/{first.token}/")
    with pytest.raises(Invalid, match="nichts zu zahlen"):
        factories.request(fee=payments.Fee(0, (), ""))


def test_paid_is_booked_once_however_often_we_ask():
    payment = factories.request()
    reference = begin(payment)
    assert state(payment) == "started"
    press(reference, DemoState.PAID)
    for _ in range(3):
        pull_pending(payment_id=payment.id, now=minutes(1))
    attempt = Attempt.objects.get(reference=reference)
    pull_status(attempt_id=attempt.pk, now=minutes(2))
    assert state(payment) == "paid"
    assert ledger(payment) == [("receipt", 3070)]
    assert event_types(payment) == ["payment_received"]
    assert attempt.next_check_at is None


def test_a_closed_window_keeps_the_page_and_never_doubles_it():
    payment = factories.request()
    assert begin(payment) == begin(payment, minutes(5))
    assert Attempt.objects.count() == 1
    assert ledger(payment) == []


@pytest.mark.parametrize(("pressed", "ended"), [(DemoState.ABORTED, "aborted"), (DemoState.EXPIRED, "expired")])
def test_an_ended_try_can_be_repeated(pressed, ended):
    payment = factories.request()
    press(begin(payment), pressed)
    pull_pending(payment_id=payment.id, now=minutes(1))
    assert state(payment) == ended
    assert payments.get_payments([payment.id])[payment.id].payable
    assert event_types(payment) == ["payment_failed"]
    press(begin(payment, minutes(2)), DemoState.PAID)
    pull_pending(payment_id=payment.id, now=minutes(3))
    assert state(payment) == "paid"
    with pytest.raises(Conflict, match="schon bezahlt"):
        begin(payment, minutes(4))


def test_an_open_page_expires_by_itself():
    payment = factories.request()
    first = begin(payment)
    second = begin(payment, minutes(45))
    assert first != second
    assert DemoTransaction.objects.get(pk=first).state == DemoState.EXPIRED


@pytest.mark.parametrize(
    "wrong",
    [
        {"cents": 3069},
        {"cents": 30700},
        {"currency": "USD"},
        {"transaction_id": "another"},
        {"reference": "another"},
    ],
)
def test_what_does_not_match_exactly_is_never_booked(wrong):
    payment = factories.request()
    reference = begin(payment)
    press(reference, DemoState.PAID)
    attempt = Attempt.objects.get(reference=reference)
    right = registry.providers.get("demo").status(reference=reference, transaction_id=str(attempt.pk), now=NOW)
    assert right.outcome is Outcome.PAID
    for _ in range(2):
        apply_status(attempt_id=attempt.pk, status=dataclasses.replace(right, **wrong), now=minutes(1))
    assert state(payment) == "unclear"
    assert ledger(payment) == []
    assert PaymentEvent.objects.filter(kind="mismatch").count() == 1
    with pytest.raises(Conflict, match="noch geprüft"):
        payments.start(payment_id=payment.id, provider="demo", return_url="/", now=_silent(attempt))
    apply_status(attempt_id=attempt.pk, status=right, now=minutes(3))
    assert state(payment) == "paid"


def _silent(attempt):
    """The provider does not know yet, so that the state stays as the mismatch left it."""
    DemoTransaction.objects.filter(transaction_id=str(attempt.pk)).update(cents=1)
    return minutes(2)


def test_a_silent_provider_means_unknown_never_failed(monkeypatch):
    payment = factories.request()
    begin(payment)
    monkeypatch.setattr(registry.providers.get("demo"), "status", down)
    attempt = Attempt.objects.get()
    for at in (1, 5, 15, 60):
        pull_status(attempt_id=attempt.pk, now=minutes(at))
    assert state(payment) == "started"
    attempt.refresh_from_db()
    assert attempt.next_check_at == minutes(60 + 24 * 60)


def test_a_provider_down_at_the_start_costs_nothing_and_is_continued(monkeypatch):
    payment = factories.request()
    provider = registry.providers.get("demo")
    with monkeypatch.context() as patch:
        patch.setattr(provider, "start", down)
        with pytest.raises(Invalid, match="nichts abgebucht"):
            begin(payment)
    reference = begin(payment, minutes(1))
    assert Attempt.objects.count() == 1
    assert DemoTransaction.objects.get(pk=reference).transaction_id == str(Attempt.objects.get().pk)


def test_a_page_whose_address_never_reached_us_is_still_found(monkeypatch):
    """The provider made the page and took the money, our call timed out: we ask by our own id."""
    payment = factories.request()
    provider = registry.providers.get("demo")
    start = provider.start

    def start_and_time_out(order, *, now):
        start(order, now=now)
        raise ProviderDown

    monkeypatch.setattr(provider, "start", start_and_time_out)
    with pytest.raises(Invalid):
        begin(payment)
    press(DemoTransaction.objects.get().pk, DemoState.PAID)
    assert sweep_attempts(now=minutes(1)) == 1
    assert state(payment) == "paid"
    assert ledger(payment) == [("receipt", 3070)]


def test_the_sweep_finds_a_lost_message_at_its_times():
    payment = factories.request()
    reference = begin(payment)
    assert sweep_attempts(now=NOW + dt.timedelta(seconds=59)) == 0
    assert [sweep_attempts(now=minutes(at)) for at in (1, 2, 5, 6, 15)] == [1, 0, 1, 0, 1]
    press(reference, DemoState.PAID)
    assert sweep_attempts(now=minutes(60)) == 1
    assert state(payment) == "paid"
    assert sweep_attempts(now=minutes(10_000)) == 0


def test_the_provider_is_not_asked_for_ever():
    begin(factories.request())
    asked = 0
    for day in range(60):
        asked += sweep_attempts(now=NOW + dt.timedelta(days=day, minutes=61))
    assert 25 < asked <= 31
    assert Attempt.objects.get().next_check_at is None


def test_late_money_after_cancelling_proposes_its_refund():
    payment = factories.request()
    reference = begin(payment)
    payments.cancel(payment_id=payment.id, reason="Antrag zurückgezogen", actor=CASHIER, now=minutes(1))
    payments.cancel(payment_id=payment.id, reason="noch einmal", actor=CASHIER, now=minutes(1))
    press(reference, DemoState.PAID)
    sweep_attempts(now=minutes(5))
    assert state(payment) == "cancelled"
    assert ledger(payment) == [("late_receipt", 3070)]
    assert event_types(payment) == ["refund_proposed", "late_payment"]
    refund = Refund.objects.get()
    payments.approve_refund(refund_id=refund.pk, actor=CASHIER, now=minutes(6))
    send_refund(refund_id=refund.pk, now=minutes(7))
    send_refund(refund_id=refund.pk, now=minutes(8))
    assert ledger(payment) == [("late_receipt", 3070), ("refund", -3070)]
    assert DemoTransaction.objects.get().refunds == {str(refund.pk): 3070}
    assert state(payment) == "cancelled"


def test_money_twice_is_given_back_once():
    """Paid at the counter while the provider's page was open, and then paid there too."""
    payment = factories.request()
    reference = begin(payment)
    number = payments.record_cash(payment_id=payment.id, actor=CASHIER, now=minutes(1))
    assert number.startswith("Q-")
    press(reference, DemoState.PAID)
    sweep_attempts(now=minutes(5))
    assert state(payment) == "paid"
    assert ledger(payment) == [("cash", 3070), ("late_receipt", 3070)]
    assert Refund.objects.get().cents == 3070


def test_cash_is_taken_once():
    payment = factories.request()
    with pytest.raises(Forbidden):
        payments.record_cash(payment_id=payment.id, actor=factories.staff(Role.CLERK), now=NOW)
    payments.record_cash(payment_id=payment.id, actor=CASHIER, now=NOW)
    with pytest.raises(Conflict, match="Nehmen Sie kein Geld an"):
        payments.record_cash(payment_id=payment.id, actor=CASHIER, now=NOW)
    with pytest.raises(Conflict, match="Erstattung"):
        payments.cancel(payment_id=payment.id, reason="x", actor=CASHIER, now=NOW)
    with pytest.raises(NotFound):
        payments.record_cash(payment_id=uuid.uuid4(), actor=CASHIER, now=NOW)


def test_a_refund_needs_two_people():
    payment = factories.request()
    with pytest.raises(Conflict, match="kein Geld eingegangen"):
        payments.propose_refund(payment_id=payment.id, reason="x", actor=CASHIER, now=NOW)
    payments.record_cash(payment_id=payment.id, actor=CASHIER, now=NOW)
    with pytest.raises(Invalid, match="Grund"):
        payments.propose_refund(payment_id=payment.id, reason="  ", actor=CASHIER, now=NOW)
    refund = payments.propose_refund(payment_id=payment.id, reason="abgelehnt", actor=CASHIER, now=NOW)
    assert payments.propose_refund(payment_id=payment.id, reason="abgelehnt", actor=OTHER, now=NOW) == refund
    for wrong in (CASHIER, SYSTEM, factories.staff(Role.COUNTER)):
        with pytest.raises(Forbidden):
            payments.approve_refund(refund_id=refund, actor=wrong, now=NOW)
    payments.approve_refund(refund_id=refund, actor=OTHER, now=NOW)
    with pytest.raises(Conflict, match="freigegeben"):
        payments.reject_refund(refund_id=refund, actor=OTHER, now=NOW)
    assert state(payment) == "paid"
    tasks.run_pending()
    assert state(payment) == "refunded"
    assert event_types(payment)[-1] == "refund_sent"


def test_the_database_itself_refuses_one_person_for_both():
    payment = factories.request()
    payments.record_cash(payment_id=payment.id, actor=CASHIER, now=NOW)
    refund = payments.propose_refund(payment_id=payment.id, reason="x", actor=CASHIER, now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        Refund.objects.filter(pk=refund).update(decided_by=CASHIER.person_id)


def test_never_more_is_given_back_than_came_in():
    payment = factories.request(1000)
    payments.record_cash(payment_id=payment.id, actor=CASHIER, now=NOW)
    part = payments.propose_refund(payment_id=payment.id, cents=400, reason="Teil", actor=CASHIER, now=NOW)
    with pytest.raises(Invalid, match="6,00"):
        payments.propose_refund(payment_id=payment.id, cents=601, reason="zu viel", actor=CASHIER, now=NOW)
    payments.approve_refund(refund_id=part, actor=OTHER, now=NOW)
    send_refund(refund_id=part, now=NOW)
    assert state(payment) == "part_refunded"
    rejected = payments.propose_refund(payment_id=payment.id, reason="Rest", actor=CASHIER, now=NOW)
    payments.reject_refund(refund_id=rejected, actor=OTHER, now=NOW)
    rest = payments.propose_refund(payment_id=payment.id, reason="Rest", actor=OTHER, now=NOW)
    payments.approve_refund(refund_id=rest, actor=CASHIER, now=NOW)
    send_refund(refund_id=rest, now=NOW)
    assert state(payment) == "refunded"
    assert sum(cents for _kind, cents in ledger(payment)) == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE payments_ledgerentry SET cents = 1",
        "DELETE FROM payments_ledgerentry",
        "UPDATE payments_paymentevent SET text = 'x'",
        "DELETE FROM payments_paymentevent",
        "UPDATE payments_paymentrequest SET cents = 1",
        "UPDATE payments_paymentrequest SET cash_reference = 'x'",
    ],
)
def test_history_ledger_and_terms_cannot_be_changed(statement):
    payments.record_cash(payment_id=factories.request().id, actor=CASHIER, now=NOW)
    with pytest.raises(DatabaseError, match="unveraenderlich"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_rights_end_at_the_unit():
    unit = uuid.uuid4()
    payment = factories.request(unit_id=unit)
    with pytest.raises(Forbidden):
        payments.record_cash(payment_id=payment.id, actor=factories.staff(Role.CASHIER, unit_id=uuid.uuid4()), now=NOW)
    payments.record_cash(payment_id=payment.id, actor=factories.staff(Role.CASHIER, unit_id=unit), now=NOW)


def test_each_act_stands_in_the_audit():
    payment = factories.request()
    payments.record_cash(payment_id=payment.id, actor=CASHIER, now=NOW)
    acts = [item.act for item in audit.history(audit.Subject("payment", payment.id))]
    assert acts == ["payment.requested", "payment.cash"]
    assert all("Jana" not in str(item.payload) for item in audit.history(audit.Subject("payment", payment.id)))


def test_reads_are_bulk(django_assert_num_queries):
    found = [factories.request() for _ in range(5)]
    with django_assert_num_queries(1):
        payments.get_payments([payment.id for payment in found])
    with django_assert_num_queries(1):
        payments.payments_for_many("probe", [payment.subject_id for payment in found])
    assert PaymentRequest.objects.count() == 5


def test_proposing_the_whole_again_after_it_was_sent_changes_nothing():
    payment = factories.request()
    payments.record_cash(payment_id=payment.id, actor=CASHIER, now=NOW)
    refund = payments.propose_refund(payment_id=payment.id, reason="abgelehnt", actor=SYSTEM, now=NOW)
    payments.approve_refund(refund_id=refund, actor=CASHIER, now=NOW)
    send_refund(refund_id=refund, now=NOW)
    assert payments.propose_refund(payment_id=payment.id, reason="abgelehnt", actor=SYSTEM, now=NOW) == refund
    assert state(payment) == "refunded"


def test_a_person_gets_a_copy_and_learns_what_stays():
    account = uuid.uuid4()
    payment = factories.request(account_id=account)
    factories.request()
    payments.record_cash(payment_id=payment.id, actor=CASHIER, now=NOW)
    data = personal.export(account).data
    assert [(entry["kassenzeichen"], entry["buchungen"][0]["cent"]) for entry in data] == [(payment.cash_reference, 3070)]
    assert [kept.what for kept in personal.erase(account, NOW)] == ["Zahlungen (1)"]
    assert personal.erase(account, NOW) == []
    assert personal.export(account).data == []
