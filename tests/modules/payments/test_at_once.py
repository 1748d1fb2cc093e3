"""Two at the same time on one payment."""

import threading

import pytest
from django.db import connection

from rathaus.foundation.errors import Conflict, RathausError
from rathaus.foundation.permissions.public import Role
from rathaus.modules.payments import public as payments
from rathaus.modules.payments.contrib.demo.models import DemoState
from rathaus.modules.payments.contrib.demo.notify import message_of
from rathaus.modules.payments.contrib.demo.provider import SIGNATURE, DemoTransaction, press, sign
from rathaus.modules.payments.domain.receive_notice import receive_notice
from rathaus.modules.payments.domain.send_refund import send_refund
from rathaus.modules.payments.domain.settle import pull_pending, pull_status
from rathaus.modules.payments.models import Attempt, LedgerEntry, PaymentEvent, Refund
from tests.modules.payments import factories
from tests.modules.payments.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works):
    """Runs them in threads that start together; what each returned or refused with."""
    gate, results = threading.Barrier(len(works)), [None] * len(works)

    def run(place, work):
        try:
            gate.wait(10)
            results[place] = work()
        except RathausError as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def begin(payment):
    url = payments.start(payment_id=payment.id, provider="demo", return_url="/", now=NOW)
    return url.rstrip("/").rpartition("/")[2]


def test_redirect_message_and_sweep_book_once():
    payment = factories.request()
    press(begin(payment), DemoState.PAID)
    attempt = Attempt.objects.get()
    found = at_once(
        *[lambda: pull_status(attempt_id=attempt.pk, now=NOW)] * 3, lambda: pull_pending(payment_id=payment.id, now=NOW)
    )
    assert found[:3] == ["paid"] * 3
    assert LedgerEntry.objects.count() == 1


def test_double_click_opens_one_page():
    payment = factories.request()
    pages = at_once(*[lambda: begin(payment)] * 3)
    assert len(set(pages)) == 1
    assert Attempt.objects.count() == 1


def test_counter_and_provider_at_once_book_one_and_give_the_other_back():
    payment, cashier = factories.request(), factories.staff(Role.CASHIER)
    press(begin(payment), DemoState.PAID)
    attempt = Attempt.objects.get()
    at_once(
        lambda: payments.record_cash(payment_id=payment.id, actor=cashier, now=NOW),
        lambda: pull_status(attempt_id=attempt.pk, now=NOW),
    )
    kinds = set(LedgerEntry.objects.values_list("kind", flat=True))
    assert kinds in ({"cash", "late_receipt"}, {"receipt"})  # the counter was told, or the money is given back
    assert Refund.objects.count() == len(kinds) - 1


def test_a_doubled_message_is_written_once():
    payment = factories.request()
    reference = begin(payment)
    body = message_of(DemoTransaction.objects.get(pk=reference))
    headers = {SIGNATURE: sign(body)}
    found = at_once(*[lambda: receive_notice(provider="demo", body=body, headers=headers, now=NOW)] * 3)
    assert sorted(received.fresh for received in found) == [False, False, True]
    assert PaymentEvent.objects.filter(kind="notified").count() == 1


def test_two_approve_one_refund():
    payment, proposer = factories.request(), factories.staff(Role.CASHIER)
    payments.record_cash(payment_id=payment.id, actor=proposer, now=NOW)
    refund = payments.propose_refund(payment_id=payment.id, reason="x", actor=proposer, now=NOW)
    people = [factories.staff(Role.CASHIER) for _ in range(2)]
    found = at_once(*[lambda who=who: payments.approve_refund(refund_id=refund, actor=who, now=NOW) for who in people])
    assert sorted(isinstance(one, Conflict) for one in found) == [False, True]
    at_once(*[lambda: send_refund(refund_id=refund, now=NOW)] * 3)
    assert list(LedgerEntry.objects.values_list("cents", flat=True)) == [3070, -3070]


def test_two_requests_for_one_subject_are_one():
    subject = ("case", "one")
    found = at_once(*[lambda: factories.request(subject=subject)] * 3)
    assert len({payment.id for payment in found}) == 1
