"""What filters a list and what decides about one row agree, for every set of classes and for bars."""

import datetime as dt
import uuid
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rathaus.foundation.errors import Forbidden
from rathaus.foundation.permissions import public as permissions
from rathaus.foundation.permissions.models import Bar
from rathaus.foundation.permissions.public import SYSTEM, Actor, ActorKind, Grant, Role, Scope, Secrecy
from rathaus.foundation.permissions.secrecy import BITS, EVERY, mask_of
from rathaus.modules.delivery.models import Delivery
from rathaus.modules.records.models import FilePlanEntry, RecordFile, Subfile

DAY = dt.date(2026, 11, 20)
NOON = dt.datetime(2026, 11, 20, 11, 0, tzinfo=dt.UTC)
UNITS = [uuid.UUID(int=1), uuid.UUID(int=2)]
SERVICES = ["1", "2"]
CLASSES = st.frozensets(st.sampled_from(sorted(EVERY)))
GRANTS = st.lists(
    st.builds(
        Grant, role=st.just(Role.CLERK), unit_id=st.sampled_from([None, *UNITS]), service_key=st.sampled_from([None, *SERVICES]),
        secrecy=CLASSES,
    ),
    max_size=3,
)  # fmt: skip


@pytest.fixture(autouse=True)
def rights(monkeypatch):
    monkeypatch.setattr(permissions, "_ROLES_OF", {})
    permissions.declare({"test.see": [Role.CLERK]})


@pytest.fixture
def rows(db):
    """One row for each unit, service and set of classes."""
    entry = FilePlanEntry.objects.create(code="1", title="Probe")
    file = RecordFile.objects.create(plan_entry=entry, reference="1", rule="year", rule_key="1", unit_id=UNITS[0], opened_at=NOON)
    place = {"record_file": file, "opened_at": NOON}
    places = [(unit, service, mask) for unit in UNITS for service in SERVICES for mask in range(1 << len(BITS))]
    Subfile.objects.bulk_create(
        Subfile(
            number=at, reference=str(at), case_id=uuid.uuid4(), unit_id=unit, service_key=service,
            **permissions.columns_of(entry for entry, bit in BITS.items() if mask & bit), **place,
        )
        for at, (unit, service, mask) in enumerate(places)
    )  # fmt: skip
    return list(Subfile.objects.all())


def staff(grants):
    return Actor(kind=ActorKind.STAFF, name="A", person_id=uuid.UUID(int=9), grants=tuple(grants))


def listed(actor):
    condition = permissions.visible(actor, "test.see", today=DAY, kind="case", column="case_id")
    return set(Subfile.objects.filter(condition).values_list("pk", flat=True))


def decided(actor, rows):
    found = set()
    for row in rows:
        scope = Scope(row.unit_id, row.service_key, permissions.classes_of(row), ("case", row.case_id))
        if permissions.allowed(actor, "test.see", scope=scope, today=DAY):
            found.add(row.pk)
    return found


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(grants=GRANTS)
def test_a_list_shows_what_may_be_opened_and_nothing_else(rows, grants):
    actor = staff(grants)
    assert listed(actor) == decided(actor, rows)


def test_each_class_of_a_row_needs_its_grant_in_one_and_the_same_grant(rows):
    both = frozenset({Secrecy.TAX, Secrecy.BLOCKED})
    wanted = {row.pk for row in rows if permissions.classes_of(row) == both}
    apart = staff(Grant(Role.CLERK, None, secrecy=frozenset({entry})) for entry in both)
    assert not wanted & listed(apart)
    assert wanted <= listed(staff([Grant(Role.CLERK, None, secrecy=both)]))


def test_a_bar_takes_a_matter_out_of_list_and_decision_until_it_is_lifted(rows):
    actor, row = staff([Grant(Role.CLERK, None, secrecy=EVERY)]), rows[5]
    matter = ("case", row.case_id)
    for _ in range(2):  # twice is once
        permissions.bar(subject=matter, person_ids=[actor.person_id], now=NOON)
    assert Bar.objects.count() == 1
    assert {entry.pk for entry in rows} - listed(actor) == {row.pk}
    assert listed(actor) == decided(actor, rows)
    scope = Scope(row.unit_id, row.service_key, permissions.classes_of(row), matter)
    assert permissions.held(actor, ["test.see"], scope=scope, today=DAY) == frozenset()
    with pytest.raises(Forbidden, match="befangen"):
        permissions.require(actor, "test.see", scope=scope, today=DAY)
    assert permissions.barred_persons(matter) == {actor.person_id}
    permissions.require(SYSTEM, "test.see", scope=scope, today=DAY)
    permissions.unbar(subject=matter, person_id=actor.person_id)
    assert listed(actor) == {entry.pk for entry in rows}


def test_a_bar_of_somebody_else_or_in_a_matter_of_another_kind_changes_nothing(rows):
    actor = staff([Grant(Role.CLERK, None, secrecy=EVERY)])
    permissions.bar(subject=("case", rows[0].case_id), person_ids=[uuid.UUID(int=8)], now=NOON)
    permissions.bar(subject=("report", rows[0].case_id), person_ids=[actor.person_id], now=NOON)
    assert listed(actor) == {entry.pk for entry in rows}


def test_a_row_without_a_case_is_nobodys_bias(rows):
    Subfile.objects.filter(pk=rows[3].pk).update(case_id=None)
    actor = staff([Grant(Role.CLERK, None, secrecy=EVERY)])
    permissions.bar(subject=("case", rows[0].case_id), person_ids=[actor.person_id], now=NOON)
    assert rows[3].pk in listed(actor)


@pytest.mark.parametrize(
    ("written", "counts_as"),
    [
        ({"secrecy": "tax", "secrecy_set": None}, {Secrecy.TAX}),  # 0.1.0 wrote the row
        ({"secrecy": "normal", "secrecy_set": None}, set()),
        ({"secrecy": "blocked", "secrecy_set": 1}, {Secrecy.TAX, Secrecy.BLOCKED}),  # 0.1.0 blocked a row of this version
    ],
)
def test_what_the_version_before_writes_counts(rows, written, counts_as):
    Subfile.objects.filter(pk=rows[0].pk).update(**written)
    row = Subfile.objects.get(pk=rows[0].pk)
    assert permissions.classes_of(row) == counts_as
    for held in (set(), {Secrecy.TAX}, {Secrecy.BLOCKED}, {Secrecy.TAX, Secrecy.BLOCKED}):
        actor = staff([Grant(Role.CLERK, None, secrecy=frozenset(held))])
        assert (row.pk in listed(actor)) is (counts_as <= held)
    assert Subfile.objects.filter(permissions.with_class(Secrecy.TAX), pk=row.pk).exists() is (Secrecy.TAX in counts_as)


@given(CLASSES)
def test_a_set_survives_its_columns(classes):
    row = SimpleNamespace(**permissions.columns_of(classes))
    assert permissions.classes_of(row) == classes
    assert (row.secrecy == "normal") is (not classes)
    assert row.secrecy_set == mask_of(classes) < 1 << len(BITS)


def test_every_class_has_a_bit_of_its_own():
    assert set(BITS) == set(Secrecy) - {Secrecy.NORMAL}
    assert sorted(BITS.values()) == [1 << at for at in range(len(BITS))]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(before=CLASSES, entry=st.sampled_from(sorted(EVERY)))
def test_raising_adds_one_class_and_lowering_takes_one(rows, before, entry):
    one = Subfile.objects.filter(pk=rows[0].pk)
    one.update(**permissions.columns_of(before))
    assert len(permissions.add_class(one, entry)) == (entry not in before)
    assert permissions.classes_of(one.get()) == before | {entry}
    assert len(permissions.drop_class(one, entry)) == 1
    assert permissions.classes_of(one.get()) == before - {entry}
    assert permissions.drop_class(one, entry) == []


def test_rows_that_name_their_matter_themselves_are_barred_by_kind_and_id(db, django_assert_num_queries):
    actor, other = staff([Grant(Role.CLERK, None)]), uuid.uuid4()
    permissions.bar(subject=("case", other), person_ids=[actor.person_id], now=NOON)
    kinds = [("case", str(other)), ("report", str(other)), ("case", str(uuid.uuid4()))]
    for kind, identifier in kinds:
        Delivery.objects.create(
            subject_kind=kind, subject_id=identifier, recipient_name="A", title="T", document_id=other, document_version=1,
            sha256="0" * 64, size=1, filename="a", channel="letter", state="to_post", dispatched_at=NOON, secrecy_set=0,
        )  # fmt: skip
    with django_assert_num_queries(2):
        found = list(Delivery.objects.filter(permissions.visible(actor, "test.see", today=DAY)))
    assert {(row.subject_kind, row.subject_id) for row in found} == set(kinds[1:])


def test_who_has_no_grant_sees_nothing_and_costs_nothing(rows, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert listed(staff([])) == set()


def test_several_rights_cost_one_query(rows, django_assert_num_queries):
    permissions.declare({"test.work": [Role.CLERK], "test.lead": [Role.LEAD]})
    scope = Scope(UNITS[0], "1", frozenset(), ("case", rows[0].case_id))
    with django_assert_num_queries(1):
        found = permissions.held(staff([Grant(Role.CLERK, None)]), ["test.see", "test.work", "test.lead"], scope=scope, today=DAY)
    assert found == {"test.see", "test.work"}
