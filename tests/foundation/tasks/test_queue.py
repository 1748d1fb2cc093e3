"""A task is run until it succeeds, by one worker at a time, and its effects count once."""

import datetime as dt
import threading

import pytest
from django.db import connection, transaction
from django_tasks_db.models import DBTaskResult

from rathaus.foundation.errors import NotFound
from rathaus.foundation.events.models import Cursor
from rathaus.foundation.tasks import deadletters, queue, runner
from rathaus.foundation.tasks import public as tasks
from rathaus.foundation.tasks.models import Effect, Lease
from tests.foundation.tasks import sample_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh():
    sample_jobs.RAN.clear()
    sample_jobs.ERRORS.clear()


def later(now, seconds):
    return now + dt.timedelta(seconds=seconds)


def run(now):
    return runner.run_next(worker="test", now=now)


def end_leases():
    Lease.objects.update(expires_at=dt.datetime(2000, 1, 1, tzinfo=dt.UTC))


def test_task_runs_once(now):
    sample_jobs.plain.enqueue("a")
    assert run(now) == ""
    assert run(now) is None
    assert sample_jobs.RAN == ["a"]
    assert not Lease.objects.exists()
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


def test_task_of_an_undone_transaction_never_runs(now):
    with transaction.atomic():
        sample_jobs.plain.enqueue("a")
        transaction.set_rollback(True)
    assert run(now) is None


def test_higher_priority_first(now):
    sample_jobs.plain.enqueue("slow")
    sample_jobs.urgent.enqueue("fast")
    run(now)
    run(now)
    assert sample_jobs.RAN == ["fast", "slow"]


def test_failure_is_tried_again_after_its_pause_and_hides_the_message(now):
    sample_jobs.ERRORS[:] = [ValueError("Erika Mustermann")]
    sample_jobs.plain.enqueue("a")
    assert "builtins.ValueError" in run(now)
    row = DBTaskResult.objects.get()
    assert "Mustermann" not in row.traceback
    assert run(later(now, 9)) is None
    assert run(later(now, 10)) == ""
    assert sample_jobs.RAN == ["a", "a"]


def test_after_the_last_try_it_is_a_dead_letter_until_the_operator_decides(now):
    sample_jobs.ERRORS[:] = [ValueError(), ValueError(), ValueError()]
    sample_jobs.plain.enqueue("a")
    for seconds in (0, 10, 70):
        run(later(now, seconds))
    dead = DBTaskResult.objects.get()
    assert dead.status == "FAILED"
    assert run(later(now, 10**6)) is None
    deadletters.retry(task_id=dead.pk)
    assert run(now) == ""
    with pytest.raises(NotFound):
        deadletters.discard(task_id=dead.pk)


def test_dead_letter_can_be_discarded(now):
    sample_jobs.ERRORS[:] = [ValueError(), ValueError()]
    sample_jobs.atomic.enqueue("a")
    run(now)
    run(later(now, 10))
    deadletters.discard(task_id=DBTaskResult.objects.get().pk)
    assert not DBTaskResult.objects.exists()


def test_failed_atomic_job_leaves_nothing(now):
    sample_jobs.ERRORS[:] = [ValueError()]
    sample_jobs.atomic.enqueue("a")
    run(now)
    assert not Cursor.objects.filter(name="atomic a").exists()
    assert run(later(now, 10)) == ""
    assert Cursor.objects.filter(name="atomic a").count() == 1


def test_effects_behind_once_count_once_though_the_job_runs_twice(now):
    sample_jobs.ERRORS[:] = [ValueError("after the commit")]
    sample_jobs.guarded.enqueue("a")
    run(now)
    assert run(later(now, 10)) == ""
    assert Cursor.objects.filter(name__startswith="guarded").count() == 1
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


def test_once_outside_a_job_does_nothing():
    tasks.once()
    assert not Effect.objects.exists()


def test_task_whose_module_is_gone_fails_and_stops_nothing(now):
    sample_jobs.plain.enqueue("a")
    DBTaskResult.objects.update(task_path="rathaus.gone.module.job")
    sample_jobs.plain.enqueue("b")
    assert "ModuleNotFoundError" in run(now)
    assert run(now) == ""
    assert sample_jobs.RAN == ["b"]


def test_a_running_task_belongs_to_nobody_else(now):
    sample_jobs.plain.enqueue("a")
    assert queue.claim(worker="one", now=now) is not None
    assert queue.claim(worker="two", now=now) is None
    assert queue.reap(now=now) == 0


def test_task_of_a_killed_worker_comes_back_at_once(now):
    sample_jobs.plain.enqueue("a")
    queue.claim(worker="killed", now=now)
    end_leases()
    assert queue.reap(now=now) == 1
    assert queue.reap(now=now) == 0
    assert run(now) == ""
    assert DBTaskResult.objects.get().worker_ids == ["killed", "test"]


def test_heartbeat_keeps_a_long_task(now):
    sample_jobs.plain.enqueue("a")
    claimed = queue.claim(worker="slow", now=now)
    end_leases()
    queue.renew({claimed.token})
    assert queue.reap(now=now) == 0


def test_task_that_kills_every_worker_ends_as_a_dead_letter(now):
    sample_jobs.atomic.enqueue("a")
    for _ in range(2):
        assert queue.claim(worker="killed", now=now) is not None
        end_leases()
        queue.reap(now=now)
    assert DBTaskResult.objects.get().status == "FAILED"
    assert queue.claim(worker="next", now=now) is None


def test_worker_that_was_only_frozen_may_not_report(now):
    sample_jobs.plain.enqueue("a")
    frozen = queue.claim(worker="frozen", now=now)
    end_leases()
    queue.reap(now=now)
    other = queue.claim(worker="other", now=now)
    with pytest.raises(queue.LostLease):
        queue.finish(frozen)
    with pytest.raises(queue.LostLease):
        queue.fail(frozen, error="late", now=now)
    queue.finish(other)
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


def test_done_tasks_are_forgotten_dead_ones_are_kept(now):
    sample_jobs.plain.enqueue("a")
    run(now)
    sample_jobs.ERRORS[:] = [ValueError(), ValueError()]
    sample_jobs.atomic.enqueue("b")
    run(now)
    run(later(now, 10))
    far = dt.datetime.now(dt.UTC) + dt.timedelta(days=8)
    queue.prune(before=far)
    assert [row.args_kwargs["args"] for row in DBTaskResult.objects.all()] == [["b"]]


def test_run_pending_shows_failures_to_tests(now):
    sample_jobs.ERRORS[:] = [ValueError()]
    sample_jobs.plain.enqueue("a")
    with pytest.raises(RuntimeError, match="ValueError"):
        tasks.run_pending(now=now)


@pytest.mark.django_db(transaction=True)
def test_many_workers_share_the_tasks_without_doubling(now):
    for number in range(40):
        sample_jobs.plain.enqueue(str(number))
    start = threading.Barrier(4)
    failures = []

    def work(name):
        try:
            start.wait(10)
            while runner.run_next(worker=name, now=now) is not None:
                pass
        except BaseException as error:  # noqa: BLE001
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(f"w{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert sorted(sample_jobs.RAN, key=int) == [str(number) for number in range(40)]
    assert not DBTaskResult.objects.exclude(status="SUCCESSFUL").exists()
