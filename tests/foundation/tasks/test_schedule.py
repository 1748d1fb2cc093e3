"""One task a slot."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult
from hypothesis import given
from hypothesis import strategies as st

from rathaus.foundation import clock
from rathaus.foundation.tasks import schedule
from rathaus.foundation.tasks.models import Slot
from tests.foundation.tasks import sample_jobs


def by_seconds(seconds):
    return schedule.Entry(name="test.tick", task=sample_jobs.by_the_clock, seconds=seconds, daily=None)


def by_day(text):
    return schedule.Entry(name="test.tick", task=sample_jobs.by_the_clock, seconds=None, daily=dt.time.fromisoformat(text))


def finish_all():
    DBTaskResult.objects.update(status="SUCCESSFUL")


@pytest.mark.django_db
def test_due_slot_is_taken_once(now):
    only = [by_seconds(60)]
    assert schedule.enqueue_due(now=now, only=only) == 0
    at = now + dt.timedelta(seconds=60)
    assert schedule.enqueue_due(now=at, only=only) == 1
    assert schedule.enqueue_due(now=at, only=only) == 0
    finish_all()
    assert schedule.enqueue_due(now=at + dt.timedelta(seconds=59), only=only) == 0
    assert schedule.enqueue_due(now=at + dt.timedelta(seconds=60), only=only) == 1


@pytest.mark.django_db
def test_slot_is_left_out_while_the_task_before_is_unfinished(now):
    only = [by_seconds(60)]
    schedule.enqueue_due(now=now, only=only)
    assert schedule.enqueue_due(now=now + dt.timedelta(seconds=60), only=only) == 1
    assert schedule.enqueue_due(now=now + dt.timedelta(seconds=120), only=only) == 0
    finish_all()
    assert schedule.enqueue_due(now=now + dt.timedelta(seconds=180), only=only) == 1


@pytest.mark.django_db
def test_after_a_long_stop_one_run(now):
    only = [by_seconds(60)]
    schedule.enqueue_due(now=now, only=only)
    week = now + dt.timedelta(days=7)
    assert schedule.enqueue_due(now=week, only=only) == 1
    finish_all()
    assert schedule.enqueue_due(now=week, only=only) == 0


@pytest.mark.django_db
def test_clock_set_back_does_not_silence_the_schedule(now):
    only = [by_seconds(60)]
    schedule.enqueue_due(now=now + dt.timedelta(days=30), only=only)
    schedule.enqueue_due(now=now, only=only)
    assert Slot.objects.get().due_at == now + dt.timedelta(seconds=60)


@pytest.mark.django_db(transaction=True)
def test_two_workers_take_a_slot_once(now):
    only = [by_seconds(60)]
    schedule.enqueue_due(now=now, only=only)
    start = threading.Barrier(3)
    taken = []

    def work():
        try:
            start.wait(10)
            taken.append(schedule.enqueue_due(now=now + dt.timedelta(seconds=60), only=only))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(taken) == [0, 0, 1]


@given(
    moment=st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2028, 1, 1), timezones=st.just(dt.UTC)),  # noqa: DTZ001
    daily=st.times().map(lambda time: time.replace(second=0, microsecond=0)),
)
def test_daily_slot_is_the_next_one_on_the_german_clock(moment, daily):
    slot = schedule.Entry(name="x", task=sample_jobs.by_the_clock, seconds=None, daily=daily).after(moment)
    assert moment < slot <= moment + dt.timedelta(hours=25)
    shown = clock.local(slot).time()
    left_out = clock.local(slot).date().month == 3 and daily.hour == 2
    assert shown == daily or (left_out and shown.hour == 3)


def test_daily_across_the_change_of_clocks():
    before = dt.datetime(2026, 3, 28, 12, tzinfo=dt.UTC)
    assert by_day("06:00").after(before) == dt.datetime(2026, 3, 29, 4, tzinfo=dt.UTC)
    assert by_day("06:00").after(before - dt.timedelta(days=1)) == dt.datetime(2026, 3, 28, 5, tzinfo=dt.UTC)


@pytest.mark.parametrize("wrong", [{}, {"seconds": 5, "daily": "06:00"}])
def test_interval_must_be_one_of_two(wrong):
    with pytest.raises(ValueError, match="either seconds or daily"):
        schedule.every("test.wrong", **wrong)
