"""The second pair of eyes on a refund, and a demonstration that is over."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from rathaus.foundation.errors import Forbidden
from rathaus.foundation.permissions.public import Actor, ActorKind, Grant, Role
from rathaus.modules.payments import public as payments
from rathaus.modules.payments.contrib.demo.models import DemoTransaction
from rathaus.modules.payments.enums import RefundState
from rathaus.modules.payments.models import Refund
from tests.modules.payments import factories
from tests.modules.payments.factories import NOW

UNIT, ELSEWHERE = uuid.UUID(int=1), uuid.UUID(int=2)


def proposed(by: Actor) -> uuid.UUID:
    payment = factories.request(unit_id=UNIT)
    payments.record_cash(payment_id=payment.id, actor=factories.staff(Role.CASHIER), now=NOW)
    return payments.propose_refund(payment_id=payment.id, reason="zu viel gezahlt", actor=by, now=NOW)


@pytest.mark.django_db
def test_who_only_stands_in_for_the_proposer_does_not_approve():
    proposer = factories.staff(Role.CASHIER)
    refund_id = proposed(proposer)
    in_place_of = Grant(role=Role.CASHIER, unit_id=UNIT, substitute_for=proposer.person_id)
    own_elsewhere = Grant(role=Role.CASHIER, unit_id=ELSEWHERE)
    own_here = Grant(role=Role.APPROVER, unit_id=UNIT)
    for grants in ((in_place_of,), (in_place_of, own_elsewhere)):
        stand_in = Actor(kind=ActorKind.STAFF, name="Vera", id=uuid.uuid4(), person_id=uuid.uuid4(), grants=grants)
        with pytest.raises(Forbidden, match="vertreten gerade"):
            payments.approve_refund(refund_id=refund_id, actor=stand_in, now=NOW)
    third = Actor(kind=ActorKind.STAFF, name="Dora", id=uuid.uuid4(), person_id=uuid.uuid4(), grants=(in_place_of, own_here))
    payments.approve_refund(refund_id=refund_id, actor=third, now=NOW)
    assert Refund.objects.get(pk=refund_id).state == RefundState.APPROVED


@pytest.mark.django_db
@pytest.mark.parametrize("state", [RefundState.APPROVED, RefundState.REJECTED, RefundState.SENT])
def test_the_database_itself_refuses_a_refund_that_nobody_decided(state):
    refund_id = proposed(factories.staff(Role.CASHIER))
    with pytest.raises(IntegrityError), transaction.atomic():
        Refund.objects.filter(pk=refund_id).update(state=state)


@pytest.mark.django_db
def test_the_hosted_page_of_the_demonstration_ends_with_it(settings):
    left = DemoTransaction.objects.create(
        transaction_id="t", cents=100, currency="EUR", purpose="p", return_url="/", notify_url="http://localhost/", opened_at=NOW
    )
    address = f"/demo/zahlung/{left.reference}/"
    assert Client().get(address).status_code == 200
    settings.RATHAUS_DEMO = False
    assert Client().get(address).status_code == 404
    assert Client().post(address, {"knopf": "bezahlen"}).status_code == 404
