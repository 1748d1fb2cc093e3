"""Who may enter a substitution, what makes no sense, and reorganisation on a date."""

import datetime as dt
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from rathaus.foundation import clock
from rathaus.foundation.errors import Forbidden, Invalid, NotFound
from rathaus.foundation.permissions.public import GUEST, SYSTEM, Actor, ActorKind, Role
from rathaus.modules.organisation import public as organisation
from rathaus.modules.organisation.domain.end_substitution import end_substitution
from rathaus.modules.organisation.models import Substitution
from tests.modules.accounts import factories as accounts
from tests.modules.organisation import factories as make

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 20)
WEEK = dt.timedelta(days=7)


def actor(person):
    return Actor(kind=ActorKind.STAFF, name=person.name, person_id=person.pk, grants=organisation.grants_of(person.pk, DAY))


@pytest.fixture
def team():
    """anna and ben clerks of one unit, lea its lead, olaf the lead of another."""
    unit, other = make.unit("ordnung"), make.unit("umwelt")
    people = {name: make.person(name) for name in ("anna", "ben", "lea", "olaf")}
    post = make.post(unit, Role.CLERK, slug="clerk")
    make.holding(people["anna"], post)
    make.holding(people["ben"], post)
    make.holding(people["lea"], make.post(unit, Role.LEAD, slug="lead"))
    make.holding(people["olaf"], make.post(other, Role.LEAD, slug="lead"))
    return people


def enter(team, by, now, *, start=DAY, end=DAY + WEEK, absent="anna", substitute="ben"):
    who = actor(team[by]) if isinstance(by, str) else by
    return organisation.enter_substitution(
        absent_id=team[absent].pk, substitute_id=team[substitute].pk, valid_from=start, valid_until=end, actor=who, now=now
    )


@pytest.mark.parametrize("by", ["anna", "lea"])
def test_oneself_and_the_lead_may(team, now, by):
    number = enter(team, by, now)
    assert enter(team, by, now) == number
    lent = [grant for grant in organisation.grants_of(team["ben"].pk, DAY) if grant.substitute_for]
    assert [(grant.role, grant.substitute_for) for grant in lent] == [(Role.CLERK, team["anna"].pk)]


@pytest.mark.parametrize("by", ["ben", "olaf", GUEST])
def test_nobody_else_may(team, now, by):
    with pytest.raises(Forbidden, match="Leitung"):
        enter(team, by, now)
    assert not Substitution.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"substitute": "anna"}, "substitute"),
        ({"end": DAY - dt.timedelta(1)}, "valid_until"),
        ({"start": DAY - WEEK, "end": DAY - dt.timedelta(1)}, "valid_until"),
        ({"end": DAY + dt.timedelta(400)}, "valid_until"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(team, now, change, field):
    with pytest.raises(Invalid) as refusal:
        enter(team, "anna", now, **change)
    assert set(refusal.value.fields) == {field}


def test_a_lead_lends_no_post_beyond_the_own_reach(team, now):
    """anna also holds a post of another unit: its rights are not lea's to give, not even to herself; to end it she may."""
    secret = make.post(make.unit("steuern"), {"role": Role.CLERK, "secrecy": ["tax"]}, slug="secret")
    make.holding(team["anna"], secret)
    with pytest.raises(Forbidden, match="Leitung"):
        enter(team, "lea", now, substitute="lea")
    number = enter(team, "anna", now)
    end_substitution(substitution_id=number, actor=actor(team["lea"]), now=now)
    assert [grant for grant in organisation.grants_of(team["ben"].pk, DAY) if grant.substitute_for] == []


def test_unknown_persons_are_not_found(team, now):
    with pytest.raises(NotFound):
        organisation.enter_substitution(
            absent_id=team["anna"].pk, substitute_id=uuid.uuid4(), valid_from=DAY, valid_until=DAY, actor=SYSTEM, now=now
        )


def test_ending_takes_the_rights_away_at_once(team, now):
    running = enter(team, "anna", now, start=DAY - WEEK)
    coming = enter(team, "anna", now, start=DAY + WEEK, end=DAY + 2 * WEEK)
    assert any(grant.substitute_for for grant in organisation.grants_of(team["ben"].pk, DAY))
    with pytest.raises(Forbidden):
        end_substitution(substitution_id=running, actor=actor(team["olaf"]), now=now)
    for number in (running, coming):
        end_substitution(substitution_id=number, actor=actor(team["lea"]), now=now)
    assert not any(grant.substitute_for for grant in organisation.grants_of(team["ben"].pk, DAY))
    assert list(Substitution.objects.values_list("pk", "valid_until")) == [(running, DAY - dt.timedelta(1))]
    end_substitution(substitution_id=running, actor=actor(team["lea"]), now=now)  # ended stays ended
    with pytest.raises(NotFound):
        end_substitution(substitution_id=coming, actor=actor(team["lea"]), now=now)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_enter_one(team, now):
    def one(_):
        try:
            return enter(team, SYSTEM, now)
        finally:
            connections.close_all()

    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        found = {enter(team, SYSTEM, now) for _ in range(4)}
    else:
        with ThreadPoolExecutor(4) as pool:
            found = set(pool.map(one, range(4)))
    assert len(found) == Substitution.objects.count() == 1


# --- reorganisation


def test_a_unit_hands_over_on_a_date(team, now):
    old, new = organisation.find_unit("ordnung"), organisation.find_unit("umwelt")
    on = DAY + WEEK
    for _ in range(2):
        organisation.reorganise(unit_id=old.id, successor_id=new.id, on=on, actor=SYSTEM, now=now)
    before = on - dt.timedelta(1)
    assert organisation.successor_of(old.id, before) == old.id
    assert organisation.successor_of(old.id, on) == new.id
    grants = {day: {grant.unit_id for grant in organisation.grants_of(team["anna"].pk, day)} for day in (before, on)}
    assert grants == {before: {old.id}, on: {new.id}}
    assert {holder.person.name for holder in organisation.holders(Role.CLERK, new.id, None, on)} == {"Anna", "Ben"}
    assert organisation.get_units([old.id])[old.id].successor_id == new.id  # the past stays readable
    assert [unit.slug for unit in organisation.units(on)] == ["umwelt"]


def test_chains_are_followed_and_ends_are_ends(now):
    first, second, third = (make.unit(slug) for slug in ("a", "b", "c"))
    organisation.reorganise(unit_id=first.pk, successor_id=second.pk, on=DAY, actor=SYSTEM, now=now)
    organisation.reorganise(unit_id=second.pk, successor_id=third.pk, on=DAY + WEEK, actor=SYSTEM, now=now)
    assert organisation.successor_of(first.pk, DAY) == second.pk
    assert organisation.successor_of(first.pk, DAY + WEEK) == third.pk
    gone = make.unit("d", valid_until=DAY)
    with pytest.raises(NotFound):
        organisation.successor_of(gone.pk, DAY + dt.timedelta(1))
    with pytest.raises(NotFound):
        organisation.successor_of(uuid.uuid4(), DAY)


def test_only_the_operator_reorganises(team, now):
    old, new = organisation.find_unit("ordnung"), organisation.find_unit("umwelt")
    with pytest.raises(Forbidden):
        organisation.reorganise(unit_id=old.id, successor_id=new.id, on=DAY, actor=actor(team["lea"]), now=now)


def test_reorganisations_that_make_no_sense(now):
    home, away = make.authority(), make.authority("guetersloh")
    one, two, far = make.unit("a", of=home), make.unit("b", of=home), make.unit("c", of=away)
    short = make.unit("d", of=home, valid_until=DAY)
    for old, new, on in (
        (one, one, DAY),
        (one, far, DAY),
        (one, two, make.START),
        (short, one, DAY + WEEK),
        (one, short, DAY + WEEK),
    ):
        with pytest.raises(Invalid):
            organisation.reorganise(unit_id=old.pk, successor_id=new.pk, on=on, actor=SYSTEM, now=now)
    with pytest.raises(NotFound):
        organisation.reorganise(unit_id=one.pk, successor_id=uuid.uuid4(), on=DAY, actor=SYSTEM, now=now)


# --- the page


def test_the_page_shows_who_is_where_and_takes_a_substitution(client, team, now):
    assert client.get("/amt/organisation/").headers["Location"].startswith("/amt/konto/login/")
    accounts.sign_in(client, accounts.staff(person=team["anna"], name="Anna"))
    page = client.get("/amt/organisation/").text
    assert "Ordnung" in page
    assert "Lea" in page
    today = clock.today(clock.now())  # in Halle it is tomorrow earlier than in UTC
    data = {"absent": str(team["anna"].pk), "substitute": str(team["ben"].pk)}
    for name, day in (("valid_from", today), ("valid_until", today + WEEK)):
        data |= {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}
    wrong = client.post("/amt/organisation/", {**data, "substitute": str(team["anna"].pk)})
    assert "Niemand vertritt sich selbst" in wrong.text or "anderen" in wrong.text or "andere Person" in wrong.text
    assert client.post("/amt/organisation/", {**data, "absent": str(team["ben"].pk)}).status_code == 200  # not offered
    assert client.post("/amt/organisation/", data).status_code == 302
    page = client.get("/amt/organisation/").text
    assert "vertreten durch Ben" in page
    number = Substitution.objects.get().pk
    assert client.post(f"/amt/organisation/vertretung/{number}/beenden/").status_code == 302
    assert not Substitution.objects.exists()


def test_the_page_costs_the_same_for_many_units(client, team, django_assert_max_num_queries):
    for number in range(30):
        unit = make.unit(f"u{number}")
        make.holding(team["ben"], make.post(unit, Role.CLERK))
    accounts.sign_in(client, accounts.staff(person=team["anna"]))
    with django_assert_max_num_queries(16):
        assert client.get("/amt/organisation/").status_code == 200
