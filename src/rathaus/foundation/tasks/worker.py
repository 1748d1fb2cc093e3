"""The worker process: one thread for each pump, some for tasks, one for the heartbeat; the main thread watches and wakes.

A pump that found nothing sleeps. On SQLite the main thread reads `PRAGMA data_version` ten times a second (some microseconds: it
changes when any other connection commits) and wakes them; on PostgreSQL each looks again after at most half a second.
"""

import datetime as dt
import os
import signal
import socket
import threading
import time
import uuid
from types import FrameType

import structlog
from django.conf import settings
from django.db import close_old_connections, connection

from rathaus.foundation import clock
from rathaus.foundation.failures import describe
from rathaus.foundation.tasks import pumps, queue, runner, schedule

log = structlog.get_logger("rathaus.worker")

TICK = 0.1
POSTGRESQL_PAUSE = 0.5
GRACE = 25.0  # seconds that running tasks get at a stop; systemd kills after 30
AFTER_ERROR = (1.0, 2.0, 5.0, 10.0)


class Worker:
    def __init__(self, *, task_threads: int = 2) -> None:
        self.name = f"{socket.gethostname()[:20]}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self.stopping = threading.Event()
        self._done = threading.Event()  # the heart beats until the running tasks are done
        self._wakes: list[threading.Event] = []
        self._heart = threading.Event()  # set to let the heartbeat look at `_done` at once
        self._threads: list[threading.Thread] = []
        self._task_threads = task_threads

    def run(self) -> int:
        """Until SIGTERM or SIGINT; 0 after an orderly stop, 1 where a thread did not end in time."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._stop)
        for one in pumps.pumps():
            self._start(one.name, one.step, longest_pause=one.longest_pause)
        for number in range(self._task_threads):
            self._start(f"tasks-{number + 1}", self._run_task)
        self._start("clock", _clock_step)
        self._start("heartbeat", self._heartbeat, longest_pause=settings.RATHAUS_TASK_LEASE / 3, wakes=False)
        log.info("worker.started", worker=self.name, pumps=[one.name for one in pumps.pumps()], tasks=self._task_threads)
        self._watch()
        return self._join()

    def _run_task(self, *, now: dt.datetime) -> bool:
        return runner.run_next(worker=self.name, now=now) is not None

    def _heartbeat(self, *, now: dt.datetime) -> int:  # noqa: ARG002  (every step takes the time; leases count real time)
        runner.HEARTBEAT.renew()
        queue.beat(worker=self.name)
        return 0

    def _stop(self, signum: int, _frame: FrameType | None) -> None:
        if self.stopping.is_set():
            os._exit(1)  # the second signal: leases and locks are made for this
        self.stopping.set()
        log.info("worker.stopping", signal=signum)

    def _start(self, name: str, step: pumps.Step, *, longest_pause: float = pumps.LONGEST_PAUSE, wakes: bool = True) -> None:
        wake = threading.Event() if wakes else self._heart
        if wakes:
            self._wakes.append(wake)
        thread = threading.Thread(target=self._loop, args=(name, step, wake, longest_pause), name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _loop(self, name: str, step: pumps.Step, wake: threading.Event, longest_pause: float) -> None:
        if connection.vendor == "postgresql" and wake in self._wakes:
            longest_pause = min(longest_pause, POSTGRESQL_PAUSE)
        stop = self.stopping if wake in self._wakes else self._done
        errors = 0
        while not stop.is_set():
            wake.clear()
            close_old_connections()
            try:
                busy = pumps.did_something(step(now=clock.now()))
            except Exception as error:  # noqa: BLE001  (a database that is away comes back; the worker waits for it)
                log.error("worker.step_failed", step=name, error=describe(error))  # noqa: TRY400  (no values in logs)
                connection.close()
                stop.wait(AFTER_ERROR[min(errors, len(AFTER_ERROR) - 1)])
                errors += 1
                continue
            errors = 0
            if not busy:
                wake.wait(longest_pause)
        connection.close()

    def _watch(self) -> None:
        look = _data_version if connection.vendor == "sqlite" else (lambda: 0)
        seen = look()
        while not self.stopping.wait(TICK):
            try:
                present = look()
            except Exception:  # noqa: BLE001  (the pumps report it; here it only means that nobody is woken)
                connection.close()
                continue
            if present != seen:
                seen = present
                self._wake_all()
        self._wake_all()

    def _wake_all(self) -> None:
        for wake in self._wakes:
            wake.set()

    def _join(self) -> int:
        end = time.monotonic() + GRACE
        for thread in self._threads:
            if thread.name != "heartbeat":
                thread.join(max(0.0, end - time.monotonic()))
        late = [thread.name for thread in self._threads if thread.is_alive() and thread.name != "heartbeat"]
        self._done.set()
        self._heart.set()
        self._threads[-1].join(5)  # the heartbeat is the last one started
        queue.leave(worker=self.name)
        log.info("worker.stopped", late=late)
        return 1 if late else 0


def _data_version() -> int:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA data_version")
        return int(cursor.fetchone()[0])


def _clock_step(*, now: dt.datetime) -> int:
    return schedule.enqueue_due(now=now) + queue.reap(now=now)


def run_pending(*, now: dt.datetime | None = None, strict: bool = True) -> int:
    """For tests: run every pump and every due task in this thread until nothing is left; the number of tasks run.

    With `strict` a handler or a task that fails raises RuntimeError with its error, instead of waiting for its next try.
    """
    moment = now or clock.now()
    count = 0
    while True:
        before = count
        for one in pumps.pumps():
            pumps.drain(one.step, now=moment)
        while (error := runner.run_next(worker="inline", now=moment)) is not None:
            count += 1
            if error and strict:
                raise RuntimeError(error)
        if count == before:
            break
    if strict:
        _raise_parked()
    return count


def _raise_parked() -> None:
    from rathaus.foundation.events.models import Parked  # the events' own table: read here for tests alone

    parked = Parked.objects.filter(waiting=False).first()
    if parked is not None:
        raise RuntimeError(f"{parked.subscriber}: {parked.error}")
