"""Rights are role x unit x service x secrecy, within their days."""

import datetime as dt
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.foundation.errors import Forbidden
from rathaus.foundation.permissions import public as permissions
from rathaus.foundation.permissions.public import GUEST, SYSTEM, Actor, ActorKind, Grant, Role, Scope, Secrecy

DAY = dt.date(2026, 11, 20)
UNIT, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)


@pytest.fixture(autouse=True)
def rights(monkeypatch):
    monkeypatch.setattr(permissions, "_ROLES_OF", {})
    permissions.declare({"case.decide": [Role.CLERK]})


def staff(*grants):
    return Actor(kind=ActorKind.STAFF, name="A", person_id=UNIT, grants=grants)


def may(actor, scope=None, day=DAY):
    return permissions.allowed(actor, "case.decide", scope=scope, today=day)


def test_nobody_may_without_a_grant_and_the_system_may():
    assert not may(GUEST)
    assert not may(staff())
    assert not may(staff(Grant(Role.LEAD, None)))
    assert may(SYSTEM)
    assert may(SYSTEM, Scope(unit_id=UNIT, secrecy=frozenset({Secrecy.TAX})))


@pytest.mark.parametrize(
    ("grant", "scope", "expected"),
    [
        (Grant(Role.CLERK, UNIT), Scope(unit_id=UNIT), True),
        (Grant(Role.CLERK, UNIT), Scope(unit_id=OTHER), False),
        (Grant(Role.CLERK, None), Scope(unit_id=OTHER), True),
        (Grant(Role.CLERK, UNIT), Scope(), False),
        (Grant(Role.CLERK, UNIT, "1"), Scope(unit_id=UNIT, service_key="1"), True),
        (Grant(Role.CLERK, UNIT, "1"), Scope(unit_id=UNIT, service_key="2"), False),
        (Grant(Role.CLERK, UNIT, "1"), Scope(unit_id=UNIT), False),
        (Grant(Role.CLERK, UNIT), Scope(unit_id=UNIT, secrecy=frozenset({Secrecy.TAX})), False),
        (Grant(Role.CLERK, UNIT, secrecy=frozenset({Secrecy.TAX})), Scope(unit_id=UNIT, secrecy=frozenset({Secrecy.TAX})), True),
        (
            Grant(Role.CLERK, UNIT, secrecy=frozenset({Secrecy.TAX})),
            Scope(unit_id=UNIT, secrecy=frozenset({Secrecy.SOCIAL})),
            False,
        ),
        (Grant(Role.CLERK, UNIT, secrecy=frozenset({Secrecy.TAX})), Scope(unit_id=UNIT), True),
    ],
)
def test_unit_service_and_secrecy_must_all_fit(grant, scope, expected):
    assert may(staff(grant), scope) is expected
    assert may(staff(grant))  # somewhere


def test_one_grant_must_fit_alone():
    """Unit from one grant and secrecy from another do not add up."""
    both = staff(Grant(Role.CLERK, UNIT), Grant(Role.CLERK, OTHER, secrecy=frozenset({Secrecy.TAX})))
    assert not may(both, Scope(unit_id=UNIT, secrecy=frozenset({Secrecy.TAX})))


@given(st.dates(), st.dates(), st.none() | st.dates())
def test_a_grant_counts_on_its_days_alone(day, start, end):
    grant = Grant(Role.CLERK, None, valid_from=start, valid_until=end)
    assert grant.valid_on(day) == (start <= day and (end is None or day <= end))


def test_expired_grants_give_nothing():
    actor = staff(Grant(Role.CLERK, UNIT, valid_until=DAY - dt.timedelta(1)))
    assert not may(actor)
    assert permissions.grants_for(actor, "case.decide", today=DAY) == ()


def test_refusals_say_whom_to_ask():
    with pytest.raises(Forbidden, match="Leitung"):
        permissions.require(GUEST, "case.decide", today=DAY)
    permissions.require(SYSTEM, "case.decide", today=DAY)


def test_a_right_is_declared_once_and_a_typo_is_no_refusal():
    permissions.declare({"case.decide": [Role.CLERK]})
    with pytest.raises(ValueError, match="twice"):
        permissions.declare({"case.decide": [Role.LEAD]})
    with pytest.raises(KeyError):
        permissions.allowed(GUEST, "case.decdie", today=DAY)


def test_labels_name_nobody():
    assert staff().label == f"staff:{UNIT}"
    assert Actor(kind=ActorKind.CITIZEN, name="Erika", id=OTHER).label == f"citizen:{OTHER}"
    assert GUEST.label == "guest:-"
