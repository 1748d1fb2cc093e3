"""Posts and substitutions become grants."""

import datetime as dt

import pytest

from rathaus.foundation.permissions.public import Actor, ActorKind, Role, Scope, Secrecy, allowed, declare
from rathaus.modules.organisation import public as organisation
from tests.modules.organisation import factories as make

DAY = dt.date(2026, 11, 20)
pytestmark = pytest.mark.django_db


def roles(person, day=DAY):
    return {(grant.role, grant.unit_id, grant.substitute_for) for grant in organisation.grants_of(person.pk, day)}


def test_a_holder_has_the_roles_of_the_post_for_its_unit():
    anna, unit = make.person(), make.unit()
    make.holding(anna, make.post(unit, Role.CLERK, Role.APPROVER))
    assert roles(anna) == {(Role.CLERK, unit.pk, None), (Role.APPROVER, unit.pk, None)}


@pytest.mark.parametrize("late", ["holding", "post", "unit"])
@pytest.mark.parametrize(
    ("period", "holds"),
    [
        ({"valid_from": DAY, "valid_until": DAY}, True),
        ({"valid_from": DAY + dt.timedelta(1)}, False),
        ({"valid_from": make.START, "valid_until": DAY - dt.timedelta(1)}, False),
        ({"valid_from": make.START, "valid_until": DAY}, True),
    ],
)
def test_every_period_counts_with_both_ends(late, period, holds):
    unit = make.unit(**(period if late == "unit" else {}))
    post = make.post(unit, Role.CLERK, **(period if late == "post" else {}))
    anna = make.person()
    make.holding(anna, post, **(period if late == "holding" else {}))
    assert bool(roles(anna)) is holds


def test_service_and_secrecy_travel_with_the_grant():
    anna, unit = make.person(), make.unit()
    make.holding(anna, make.post(unit, {"role": "clerk", "service_key": "99108001020000", "secrecy": ["tax"]}))
    (grant,) = organisation.grants_of(anna.pk, DAY)
    assert (grant.service_key, grant.secrecy) == ("99108001020000", frozenset({Secrecy.TAX}))


def test_reach_over_the_subtree_the_authority_and_everything():
    home, other = make.authority(), make.authority("guetersloh", land="NW", ars="057540008008")
    top = make.unit("amt", of=home)
    below = make.unit("team", of=home, parent=top)
    deeper = make.unit("gruppe", of=home, parent=below)
    beside = make.unit("kasse", of=home)
    make.unit("steuern", of=other)
    ended = make.unit("alt", of=home, parent=top, valid_until=dt.date(2025, 12, 31))
    anna = make.person()
    make.holding(anna, make.post(top, ("lead", "subtree"), ("cashier", "authority"), ("operator", "instance")))
    found = roles(anna)
    assert {unit for role, unit, _ in found if role == Role.LEAD} == {top.pk, below.pk, deeper.pk}
    assert {unit for role, unit, _ in found if role == Role.CASHIER} == {top.pk, below.pk, deeper.pk, beside.pk}
    assert {unit for role, unit, _ in found if role == Role.OPERATOR} == {None}
    assert ended.pk not in {unit for _, unit, _ in found}


def test_a_substitute_acts_in_the_period_and_is_marked():
    anna, ben, unit = make.person("anna"), make.person("ben"), make.unit()
    make.holding(anna, make.post(unit, Role.CLERK))
    make.substitution(anna, ben, DAY, DAY + dt.timedelta(4))
    assert roles(ben) == {(Role.CLERK, unit.pk, anna.pk)}
    (grant,) = organisation.grants_of(ben.pk, DAY)
    assert (grant.valid_from, grant.valid_until) == (DAY, DAY + dt.timedelta(4))
    assert roles(ben, DAY + dt.timedelta(5)) == set()
    assert roles(anna) == {(Role.CLERK, unit.pk, None)}


def test_substitution_does_not_pass_on():
    anna, ben, cleo, unit = make.person("anna"), make.person("ben"), make.person("cleo"), make.unit()
    make.holding(anna, make.post(unit, Role.CLERK))
    make.substitution(anna, ben, DAY, DAY)
    make.substitution(ben, cleo, DAY, DAY)
    assert roles(cleo) == set()


def test_own_approval_and_the_absent_clerks_role_stay_apart():
    """Who holds `approver` and looks after the clerk gets two grants that a four-eyes check can tell apart."""
    clerk, approver, unit = make.person("anna"), make.person("ben"), make.unit()
    make.holding(clerk, make.post(unit, Role.CLERK, slug="a"))
    make.holding(approver, make.post(unit, Role.APPROVER, slug="b"))
    make.substitution(clerk, approver, DAY, DAY)
    assert roles(approver) == {(Role.APPROVER, unit.pk, None), (Role.CLERK, unit.pk, clerk.pk)}


def test_grants_open_what_the_right_names_and_nothing_else():
    declare({"test.work": [Role.CLERK]})
    anna, unit, other = make.person(), make.unit("eins"), make.unit("zwei")
    make.holding(anna, make.post(unit, Role.CLERK))
    actor = Actor(kind=ActorKind.STAFF, name="A", person_id=anna.pk, grants=organisation.grants_of(anna.pk, DAY))
    assert allowed(actor, "test.work", scope=Scope(unit_id=unit.pk), today=DAY)
    assert not allowed(actor, "test.work", scope=Scope(unit_id=other.pk), today=DAY)
    assert not allowed(actor, "test.work", scope=Scope(unit_id=unit.pk, secrecy=frozenset({Secrecy.TAX})), today=DAY)


def test_grants_cost_three_queries(django_assert_num_queries):
    anna, ben = make.person("anna"), make.person("ben")
    for number in range(5):
        unit = make.unit(f"u{number}")
        make.holding(anna, make.post(unit, Role.CLERK, ("cashier", "authority")))
    make.substitution(anna, ben, DAY, DAY)
    with django_assert_num_queries(3):
        assert len(organisation.grants_of(ben.pk, DAY)) == 10


@pytest.mark.parametrize("reach", ["unit", "subtree", "authority", "instance"])
def test_holders_and_grants_agree_on_reach(reach):
    home, other = make.authority(), make.authority("guetersloh")
    top = make.unit("amt", of=home)
    units = [top, make.unit("team", of=home, parent=top), make.unit("kasse", of=home), make.unit("weit", of=other)]
    anna = make.person()
    make.holding(anna, make.post(top, (Role.LEAD, reach)))
    granted = {grant.unit_id for grant in organisation.grants_of(anna.pk, DAY)}
    for unit in units:
        held = bool(organisation.holders(Role.LEAD, unit.pk, None, DAY))
        assert held == (unit.pk in granted or None in granted)


def test_holders_of_a_role_name_holders_first_then_substitutes():
    anna, ben, unit = make.person("anna"), make.person("ben"), make.unit()
    make.holding(anna, make.post(unit, {"role": "approver", "service_key": "99108001020000"}))
    make.substitution(anna, ben, DAY, DAY)
    found = organisation.holders(Role.APPROVER, unit.pk, "99108001020000", DAY)
    assert [(holder.person.name, holder.substitute_for) for holder in found] == [("Anna", None), ("Ben", anna.pk)]
    assert organisation.holders(Role.APPROVER, unit.pk, "99108001000000", DAY) == ()
    assert organisation.holders(Role.CLERK, unit.pk, None, DAY) == ()
    assert organisation.persons_in(unit.pk, DAY) == (organisation.get_persons([anna.pk])[anna.pk],)
