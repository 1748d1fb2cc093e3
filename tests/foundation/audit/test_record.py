import datetime as dt
import uuid

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError

from rathaus.foundation.audit import public as audit
from rathaus.foundation.audit.models import Entry, Leaf, Payload, SignedHead
from rathaus.foundation.errors import Forbidden
from rathaus.foundation.permissions.public import GUEST, SYSTEM, Actor, ActorKind, Grant, Role

CASE = audit.Subject("case", uuid.UUID(int=7))


def record(now, *, act="case.opened", subject=CASE, **payload):
    return audit.record(act=act, actor=SYSTEM, subject=subject, payload=payload, now=now)


@pytest.mark.django_db
def test_an_act_costs_two_inserts(now, django_assert_num_queries):
    with django_assert_num_queries(2):
        record(now, number="2026-1")


@pytest.mark.django_db
def test_history_is_read_in_one_query(now, django_assert_num_queries):
    record(now, number="2026-1")
    record(now + dt.timedelta(seconds=1), act="case.decided", granted=True)
    audit.sequence_pending(now=now)
    record(now + dt.timedelta(seconds=2), act="case.closed")
    record(now, subject=audit.Subject("case", "another"))
    with django_assert_num_queries(1):
        items = audit.history(CASE)
    assert [(item.act, item.payload, item.index) for item in items] == [
        ("case.opened", {"number": "2026-1"}, 0),
        ("case.decided", {"granted": True}, 1),
        ("case.closed", {}, None),
    ]
    assert items[0].actor == "system:-"


@pytest.mark.django_db(transaction=True)
def test_an_act_outside_a_transaction_is_refused(now):
    with pytest.raises(TransactionManagementError, match="inside the transaction"):
        record(now)
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_act_that_fails_leaves_nothing(now):
    @transaction.atomic
    def fail():
        record(now)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert not Entry.objects.exists()
    assert not Payload.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "payload", [{"fee": 30.7}, {"at": dt.date(2026, 1, 1)}, {"large": 2**53}, {"text": "\ud800"}, {"nested": [{1: 2}]}]
)
def test_payloads_without_one_canonical_form_are_refused(payload, now):
    with pytest.raises((TypeError, ValueError)):
        record(now, **payload)
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_sequencing_numbers_without_gaps_and_signs_one_head(now):
    for number in range(5):
        record(now, number=number)
    assert audit.sequence_pending(now=now) == 5
    assert audit.sequence_pending(now=now) == 0
    record(now, number=5)
    assert audit.sequence_pending(now=now) == 1
    assert list(Leaf.objects.order_by("index").values_list("index", flat=True)) == list(range(6))
    assert list(SignedHead.objects.order_by("size").values_list("size", flat=True)) == [5, 6]


@pytest.mark.django_db
def test_looks_are_for_data_protection_alone(now):
    officer = Actor(ActorKind.STAFF, "D. Schutz", person_id=uuid.UUID(int=1), grants=(Grant(Role.DATA_PROTECTION, None),))
    clerk = Actor(ActorKind.STAFF, "S. Bearbeitung", person_id=uuid.UUID(int=2), grants=(Grant(Role.CLERK, None),))
    audit.record_view(actor=clerk, subject=CASE, purpose="Bearbeitung", now=now)
    assert not Entry.objects.exists()
    (view,) = audit.views_of(CASE, actor=officer, today=now.date())
    assert (view.actor, view.purpose) == (f"staff:{uuid.UUID(int=2)}", "Bearbeitung")
    for other in (clerk, GUEST):
        with pytest.raises(Forbidden):
            audit.views_of(CASE, actor=other, today=now.date())


@pytest.mark.django_db
def test_looks_are_kept_a_year(now):
    audit.record_view(actor=GUEST, subject=CASE, purpose="alt", now=now - dt.timedelta(days=366))
    audit.record_view(actor=GUEST, subject=CASE, purpose="neu", now=now - dt.timedelta(days=364))
    assert audit.sweep_views(now=now) == 1
    assert audit.sweep_views(now=now) == 0
