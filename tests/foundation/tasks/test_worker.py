"""The worker process from inside: pumps, and a stop that lets a running task finish."""

import signal
import threading

import pytest
from django.db import connection

from rathaus.foundation.tasks import public as tasks
from rathaus.foundation.tasks import pumps, worker


@pytest.fixture
def only(monkeypatch):
    """A worker whose only pumps are those of the test."""
    monkeypatch.setattr(pumps, "_PUMPS", {})
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(worker, "GRACE", 10.0)
    return worker.Worker(task_threads=0)


def run_in_thread(one):
    ended = []

    def work():
        ended.append(one.run())
        connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    return thread, ended


@pytest.mark.django_db(transaction=True)
def test_step_that_fails_is_repeated_and_stops_no_other(only, monkeypatch):
    monkeypatch.setattr(worker, "AFTER_ERROR", (0.01,))
    tries, healthy = [], threading.Event()

    @tasks.pump("broken")
    def broken(*, now):
        tries.append(now)
        if len(tries) < 3:
            raise OSError
        healthy.set()
        return 0

    other = threading.Event()

    @tasks.pump("other")
    def fine(*, now):
        other.set()
        return 0

    thread, ended = run_in_thread(only)
    assert other.wait(20)
    assert healthy.wait(20)
    only._stop(signal.SIGTERM, None)
    thread.join(20)
    assert ended == [0]


@pytest.mark.django_db(transaction=True)
def test_stop_waits_for_what_is_running(only):
    entered, leave, finished = threading.Event(), threading.Event(), []

    @tasks.pump("slow")
    def slow(*, now):
        entered.set()
        assert leave.wait(20)
        finished.append(now)
        return 0

    thread, ended = run_in_thread(only)
    assert entered.wait(20)
    only._stop(signal.SIGTERM, None)
    leave.set()
    thread.join(20)
    assert len(finished) == 1
    assert ended == [0]


@pytest.mark.django_db(transaction=True)
def test_thread_that_does_not_end_in_time_is_told(only, monkeypatch):
    monkeypatch.setattr(worker, "GRACE", 0.2)
    entered, leave = threading.Event(), threading.Event()

    @tasks.pump("stuck")
    def stuck(*, now):
        entered.set()
        leave.wait(20)
        return 0

    thread, ended = run_in_thread(only)
    assert entered.wait(20)
    only._stop(signal.SIGTERM, None)
    thread.join(20)
    leave.set()
    for late in only._threads:
        late.join(20)
    assert ended == [1]


def test_pump_of_the_same_name_is_refused(only):
    tasks.pump("one")(print)
    with pytest.raises(ValueError, match="registered twice"):
        tasks.pump("one")(print)
