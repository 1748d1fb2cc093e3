"""Akten and Vorgänge: references, rules, closing, reopening, holds."""

import datetime as dt
import threading
import uuid

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from rathaus.foundation.permissions.public import GUEST, SYSTEM, Role, Secrecy
from rathaus.modules.records import public as records
from rathaus.modules.records import queries
from rathaus.modules.records.domain.close_subfile import last_day
from rathaus.modules.records.models import FileCounter, FilePlanEntry, HistoryEntry, RecordFile, Subfile
from tests.modules.records import factories as make

pytestmark = pytest.mark.django_db
NOW = make.NOW


@pytest.fixture(autouse=True)
def _plan(db):
    make.plan()


def test_a_year_gathers_its_cases_in_one_file():
    first, second = make.subfile(), make.subfile()
    assert first.file_reference == "32.21-2026-00001/1"
    assert second.file_reference == "32.21-2026-00001/2"
    assert first.record_file_id == second.record_file_id
    next_year = make.subfile(now=NOW + dt.timedelta(days=60))
    assert next_year.file_reference == "32.21-2027-00001/1"


def test_the_year_is_the_german_one():
    silvester = dt.datetime(2026, 12, 31, 23, 30, tzinfo=dt.UTC)
    assert make.subfile(now=silvester).file_reference == "32.21-2027-00001/1"


def test_a_person_or_object_has_one_file_over_the_years():
    one = make.subfile(file_rule="object", file_key="HAL-X 1")
    again = make.subfile(file_rule="object", file_key="hal-x  1", now=NOW + dt.timedelta(days=400))
    other = make.subfile(file_rule="object", file_key="HAL-X 2")
    assert one.record_file_id == again.record_file_id != other.record_file_id
    assert make.subfile(file_rule="applicant", file_key="HAL-X 1").record_file_id != one.record_file_id


def test_without_a_key_a_case_has_a_file_of_its_own():
    assert make.subfile(file_rule="applicant").record_file_id != make.subfile(file_rule="applicant").record_file_id


def test_a_file_never_mixes_units_or_secrecy():
    plain = make.subfile()
    assert make.subfile(unit_id=make.OTHER_UNIT).record_file_id != plain.record_file_id
    assert make.subfile(secrecy=frozenset({Secrecy.TAX})).record_file_id != plain.record_file_id


def test_the_same_case_has_one_subfile():
    case_id = uuid.uuid4()
    assert make.subfile(case_id=case_id) == make.subfile(case_id=case_id, title="anders")
    assert Subfile.objects.count() == 1


def test_numbers_are_not_given_again_when_rows_are_gone():
    make.subfile(file_rule="applicant")
    HistoryEntry.objects.all().delete()
    Subfile.objects.all().delete()
    RecordFile.objects.all().delete()
    assert make.subfile(file_rule="applicant").file_reference == "32.21-2026-00002/1"


def test_an_unknown_plan_code_is_named():
    with pytest.raises(Invalid, match=r"99\.9"):
        make.subfile(plan_code="99.9")


def test_rights_of_opening():
    with pytest.raises(Forbidden):
        make.subfile(actor=GUEST)
    with pytest.raises(Forbidden):
        make.subfile(actor=make.staff(Role.CLERK, unit=make.OTHER_UNIT))
    with pytest.raises(Forbidden):
        make.subfile(actor=make.staff(Role.CLERK), secrecy=frozenset({Secrecy.TAX}))
    assert make.subfile(actor=make.staff(Role.CLERK, secrecy=frozenset({Secrecy.TAX})), secrecy=frozenset({Secrecy.TAX}))


def test_closing_fixes_the_last_day_and_is_repeatable():
    opened = make.subfile()
    closed = records.close_subfile(subfile_id=opened.id, actor=make.staff(Role.CLERK), now=NOW)
    assert (closed.state, closed.retention_until) == ("closed", dt.date(2031, 12, 31))
    again = records.close_subfile(subfile_id=opened.id, actor=make.staff(Role.CLERK), now=NOW + dt.timedelta(days=99))
    assert again.closed_at == closed.closed_at
    assert [entry.act for entry in audit.history(audit.Subject("subfile", opened.id))] == ["records.opened", "records.closed"]


def test_the_recipe_overrules_the_plan_and_some_files_are_kept_for_ever():
    short = make.subfile(retention_years=2)
    for_ever = make.subfile(plan_code="00.1")
    assert records.close_subfile(subfile_id=short.id, actor=SYSTEM, now=NOW).retention_until == dt.date(2028, 12, 31)
    assert records.close_subfile(subfile_id=for_ever.id, actor=SYSTEM, now=NOW).retention_until is None


@given(day=st.dates(min_value=dt.date(1990, 1, 1), max_value=dt.date(2200, 12, 31)), years=st.integers(0, 200))
def test_retention_lasts_whole_calendar_years(day, years):
    end = last_day(day, years)
    assert end is not None
    assert (end.month, end.day) == (12, 31)
    assert end.year - day.year == years
    assert last_day(day, None) is None


def test_a_closed_subfile_takes_nothing_until_it_is_reopened():
    opened = make.subfile()
    records.close_subfile(subfile_id=opened.id, actor=SYSTEM, now=NOW)
    with pytest.raises(Invalid, match="wieder öffnen"):
        make.document(opened.id)
    with pytest.raises(Forbidden):
        records.reopen_subfile(subfile_id=opened.id, reason="Widerspruch", actor=make.staff(Role.CLERK), now=NOW)
    lead = make.staff(Role.LEAD)
    with pytest.raises(Invalid):
        records.reopen_subfile(subfile_id=opened.id, reason="  ", actor=lead, now=NOW)
    with pytest.raises(Conflict):
        records.reopen_subfile(subfile_id=opened.id, reason="Widerspruch", actor=lead, now=NOW, version=1)
    reopened = records.reopen_subfile(subfile_id=opened.id, reason="Widerspruch", actor=lead, now=NOW, version=2)
    assert (reopened.state, reopened.retention_until, reopened.closed_at) == ("open", None, None)
    assert make.document(opened.id).version == 1
    notes = HistoryEntry.objects.filter(action="reopened").values_list("note", flat=True)
    assert list(notes) == ["Widerspruch"]


def test_what_is_due_for_disposal_respects_the_last_day_and_holds():
    opened = make.subfile()
    records.close_subfile(subfile_id=opened.id, actor=SYSTEM, now=NOW)
    due = lambda day: [row.pk for row in queries.due_for_disposal(day)]  # noqa: E731
    assert due(dt.date(2031, 12, 31)) == []
    assert due(dt.date(2032, 1, 1)) == [opened.id]
    records.hold_subfile(subfile_id=opened.id, reason="Klage", actor=make.staff(Role.LEAD), now=NOW)
    assert due(dt.date(2040, 1, 1)) == []
    records.release_subfile(subfile_id=opened.id, actor=make.staff(Role.LEAD), now=NOW)
    assert due(dt.date(2040, 1, 1)) == [opened.id]
    with pytest.raises(Forbidden):
        records.hold_subfile(subfile_id=opened.id, reason="Klage", actor=make.staff(Role.CLERK), now=NOW)


@pytest.mark.parametrize("verb", ["close_subfile", "release_subfile"])
def test_unknown_subfiles_are_said(verb):
    with pytest.raises(NotFound):
        getattr(records, verb)(subfile_id=uuid.uuid4(), actor=SYSTEM, now=NOW)


def test_a_faulty_plan_changes_nothing():
    with pytest.raises(Invalid) as refused:
        records.install_file_plan(
            {"entry": [{"code": "77", "title": "Neu"}, {"code": "78", "title": "", "disposal": "X", "parent": "79"}]}, now=NOW
        )
    assert "Eintrag 2" in str(refused.value)
    assert "A, B oder V" in str(refused.value)
    assert "79" in str(refused.value)
    assert not FilePlanEntry.objects.filter(code="77").exists()
    assert make.plan() is None  # twice gives the same
    assert FilePlanEntry.objects.count() == 3


def test_a_recipe_keeps_what_the_municipality_has_set():
    brought = {"entry": [{"code": "32.21", "title": "anders", "retention_years": 99}, {"code": "32.22", "title": "neu"}]}
    assert records.install_file_plan(brought, now=NOW, keep_existing=True) == 1
    assert FilePlanEntry.objects.get(code="32.21").retention_years == 5
    assert FilePlanEntry.objects.get(code="32.22").title == "neu"
    assert records.install_file_plan(brought, now=NOW) == 2
    assert FilePlanEntry.objects.get(code="32.21").retention_years == 99


@pytest.mark.django_db(transaction=True)
def test_many_cases_at_once_get_different_references():
    make.plan()
    found, faults = [], []

    def work(rule: str) -> None:
        try:
            found.append(make.subfile(file_rule=rule).file_reference)
        except Exception as error:  # noqa: BLE001
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=("year" if number % 2 else "applicant",)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(set(found)) == 8
    assert FileCounter.objects.get().last == RecordFile.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_the_same_case_opened_twice_at_once_is_one():
    make.plan()
    case_id, found = uuid.uuid4(), []
    barrier = threading.Barrier(2)

    def work() -> None:
        barrier.wait()
        try:
            found.append(make.subfile(case_id=case_id).id)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2
    assert len(set(found)) == Subfile.objects.count() == 1
