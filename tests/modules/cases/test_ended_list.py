"""The view "Erledigte" with many cases: the latest first, read from an index in that order instead of sorted anew."""

import datetime as dt
import uuid

import pytest
from django.db import connection

from rathaus.foundation.permissions.public import Actor, ActorKind, Grant, Role
from rathaus.modules.cases import queries
from rathaus.modules.cases.enums import Channel, State
from rathaus.modules.cases.models import Case
from tests.modules.cases import factories
from tests.modules.cases.factories import NOON

pytestmark = pytest.mark.usefixtures("house")
UNITS = [uuid.UUID(int=number) for number in range(1, 9)]
ENDED = (State.DECIDED, State.CLOSED, State.WITHDRAWN)


def clerk(*units):
    grants = tuple(Grant(role=Role.CLERK, unit_id=unit) for unit in units)
    return Actor(ActorKind.STAFF, "x", id=uuid.uuid4(), person_id=uuid.uuid4(), grants=grants)


def case_of(number, procedure_id):
    state = State.RECEIVED if number % 10 == 0 else ENDED[number % 3]
    at = NOON + dt.timedelta(minutes=number)
    return Case(
        number=f"N{number}", token=f"t{number}", procedure_id=procedure_id, service_key="x", title="Probe", subject_line="Probe",
        unit_id=UNITS[number % 8], channel=Channel.ONLINE, received_at=NOON, opened_at=NOON, state=state, secrecy_set=0,
        decided_at=at if state == State.DECIDED else None, closed_at=at if state in {State.CLOSED, State.WITHDRAWN} else None,
    )  # fmt: skip


@pytest.fixture
def many(house):
    procedure_id = factories.procedure().pk
    Case.objects.bulk_create([case_of(number, procedure_id) for number in range(8000)], batch_size=2000)
    if connection.vendor == "postgresql":  # what autovacuum does there; SQLite keeps no statistics
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE cases_case")


def plan(actor):
    """How the database reads the first page, in its own words."""
    return queries.ordered(queries.Filter(view="done"), actor, today=NOON.date())[: queries.PAGE].explain()


@pytest.mark.usefixtures("many")
def test_a_clerk_of_one_unit_reads_the_index_in_its_order():
    said = plan(clerk(UNITS[3]))
    assert "cases_ended" in said
    assert "Sort" not in said
    assert "TEMP B-TREE" not in said


@pytest.mark.skipif(connection.vendor == "sqlite", reason="without statistics SQLite reads the index of each unit and sorts")
@pytest.mark.usefixtures("many")
def test_a_lead_of_many_units_reads_the_index_in_its_order():
    said = plan(clerk(*UNITS))
    assert "cases_ended" in said
    assert "Sort" not in said
    assert "TEMP B-TREE" not in said


@pytest.mark.usefixtures("many")
def test_the_latest_end_comes_first_whatever_ended_it():
    rows, total = queries.worklist(actor=clerk(UNITS[3]), wanted=queries.Filter(view="done"), today=NOON.date())
    ends = [row.decided_at or row.closed_at for row in rows]
    assert ends == sorted(ends, reverse=True)
    assert total == Case.objects.filter(unit_id=UNITS[3], state__in=ENDED).count()
    again, _ = queries.worklist(actor=clerk(UNITS[3]), wanted=queries.Filter(view="done"), today=NOON.date(), page=2)
    assert (again[0].decided_at or again[0].closed_at) < ends[-1]


def test_what_ended_without_a_day_comes_last():
    old = factories.case()
    new = factories.case(record=old.procedure)
    Case.objects.filter(pk=old.pk).update(state=State.CLOSED)
    Case.objects.filter(pk=new.pk).update(state=State.DECIDED, decided_at=NOON + dt.timedelta(days=1))
    rows, _ = queries.worklist(actor=factories.staff("clara"), wanted=queries.Filter(view="done"), today=NOON.date())
    assert [row.id for row in rows] == [new.pk, old.pk]
