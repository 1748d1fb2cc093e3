"""Whatever is pressed, lost, doubled or late: the ledger says what the provider says, and nothing is booked twice."""

import datetime as dt

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from rathaus.foundation.errors import Conflict, Forbidden, Invalid
from rathaus.foundation.permissions.public import Role
from rathaus.modules.payments import public as payments
from rathaus.modules.payments import registry
from rathaus.modules.payments.base import ProviderDown
from rathaus.modules.payments.contrib.demo.models import DemoState, DemoTransaction
from rathaus.modules.payments.contrib.demo.notify import message_of
from rathaus.modules.payments.contrib.demo.provider import SIGNATURE, press, sign
from rathaus.modules.payments.domain.receive_notice import receive_notice
from rathaus.modules.payments.domain.send_refund import send_refund
from rathaus.modules.payments.domain.settle import pull_status
from rathaus.modules.payments.domain.sweep import sweep_attempts
from rathaus.modules.payments.enums import Booking, RefundState, State
from rathaus.modules.payments.models import Attempt, LedgerEntry, PaymentRequest, Refund
from tests.modules.payments import factories
from tests.modules.payments.factories import NOW

PEOPLE = [factories.staff(Role.CASHIER, Role.LEAD) for _ in range(3)]
people = st.sampled_from(PEOPLE)
which = st.integers(0, 1)


def tried(function, **arguments):
    """The result, or None where the use case refuses."""
    try:
        return function(**arguments)
    except (Conflict, Forbidden, Invalid):
        return None


class Books(RuleBasedStateMachine):
    """Two sums owed, so that everything meets on them."""

    def __init__(self):
        super().__init__()
        self.now = NOW
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.requests = [factories.request(cents).id for cents in (3070, 500)]

    def teardown(self):
        self.settle_everything()
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @rule(which=which)
    def open_page(self, which):
        tried(payments.start, payment_id=self.requests[which], provider="demo", return_url="/", now=self.now)

    def pages(self, which, *states):
        ids = [str(pk) for pk in Attempt.objects.filter(request_id=self.requests[which]).values_list("pk", flat=True)]
        found = DemoTransaction.objects.filter(transaction_id__in=ids)
        return list(found.filter(state__in=states) if states else found)

    @rule(which=which, state=st.sampled_from([DemoState.PAID, DemoState.PAID, DemoState.ABORTED, DemoState.EXPIRED]))
    def press_a_button(self, which, state):
        for page in self.pages(which, DemoState.PENDING)[:1]:
            press(page.pk, state)

    @rule(which=which, times=st.integers(1, 3))
    def message(self, which, times):
        for page in self.pages(which):
            for _ in range(times):
                body = message_of(page)
                receive_notice(provider="demo", body=body, headers={SIGNATURE: sign(body)}, now=self.now)

    @rule(which=which)
    def the_worker_asks(self, which):
        for attempt in Attempt.objects.filter(request_id=self.requests[which]):
            pull_status(attempt_id=attempt.pk, now=self.now)

    @rule(which=which)
    def the_worker_asks_in_vain(self, which):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(registry.providers.get("demo"), "status", _down)
            self.the_worker_asks(which)

    @rule(count=st.sampled_from([1, 7, 31, 600, 3000]))
    def time_passes(self, count):
        self.now += dt.timedelta(minutes=count)
        sweep_attempts(now=self.now)

    @rule(which=which, actor=people)
    def pay_cash(self, which, actor):
        tried(payments.record_cash, payment_id=self.requests[which], actor=actor, now=self.now)

    @rule(which=which, actor=people)
    def cancel(self, which, actor):
        tried(payments.cancel, payment_id=self.requests[which], reason="x", actor=actor, now=self.now)

    @rule(which=which, actor=people, cents=st.none() | st.integers(1, 5000))
    def propose(self, which, actor, cents):
        tried(payments.propose_refund, payment_id=self.requests[which], cents=cents, reason="x", actor=actor, now=self.now)

    @rule(actor=people, approve=st.booleans())
    def decide(self, actor, approve):
        for refund in Refund.objects.filter(state=RefundState.PROPOSED)[:1]:
            decide = payments.approve_refund if approve else payments.reject_refund
            tried(decide, refund_id=refund.pk, actor=actor, now=self.now)

    @rule(twice=st.booleans())
    def send(self, twice):
        for refund in Refund.objects.filter(state=RefundState.APPROVED):
            for _ in range(1 + twice):
                send_refund(refund_id=refund.pk, now=self.now)

    @invariant()
    def never_more_than_once_and_never_less_than_nothing(self):
        for payment in PaymentRequest.objects.all():
            entries = list(payment.bookings.all())
            assert sum(entry.kind in {Booking.RECEIPT, Booking.CASH} for entry in entries) <= 1
            assert sum(entry.cents for entry in entries) >= 0
            settled = payment.state in {State.PAID, State.PART_REFUNDED, State.REFUNDED}
            assert settled == any(entry.kind in {Booking.RECEIPT, Booking.CASH} for entry in entries)
        for refund in Refund.objects.exclude(decided_by=None):
            assert refund.decided_by != refund.proposed_by

    def settle_everything(self):
        """In the end every lost message has been asked for, and both books agree to the cent."""
        for attempt in Attempt.objects.all():
            pull_status(attempt_id=attempt.pk, now=self.now)
        for refund in Refund.objects.filter(state=RefundState.APPROVED):
            send_refund(refund_id=refund.pk, now=self.now)
        ours = LedgerEntry.objects.filter(provider="demo").aggregate(total=Sum("cents"))["total"] or 0
        pages = DemoTransaction.objects.filter(state=DemoState.PAID)
        theirs = sum(page.cents - sum(page.refunds.values()) for page in pages)
        assert ours == theirs
        assert LedgerEntry.objects.filter(kind__in=[Booking.RECEIPT, Booking.LATE_RECEIPT]).count() == pages.count()


def _down(**_arguments):
    raise ProviderDown


@pytest.mark.slow
@pytest.mark.django_db
def test_the_books_balance():
    limits = settings(
        max_examples=40,
        stateful_step_count=40,
        phases=[Phase.generate],
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    run_state_machine_as_test(Books, settings=limits)
