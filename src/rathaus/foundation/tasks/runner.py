"""Running one claimed task."""

import datetime as dt
import threading
import uuid

import structlog
from django.core.exceptions import SuspiciousOperation
from django.db import transaction

from rathaus.foundation.failures import describe
from rathaus.foundation.tasks import queue
from rathaus.foundation.tasks.jobs import CURRENT, AlreadyDone, policy_of

log = structlog.get_logger("rathaus.tasks")


class Heartbeat:
    """The claims of this process that are being worked on; a thread of the worker renews them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tokens: set[uuid.UUID] = set()

    def begin(self, token: uuid.UUID) -> None:
        with self._lock:
            self._tokens.add(token)

    def end(self, token: uuid.UUID) -> None:
        with self._lock:
            self._tokens.discard(token)

    def renew(self) -> None:
        with self._lock:
            tokens = set(self._tokens)
        queue.renew(tokens)


HEARTBEAT = Heartbeat()


def run_next(*, worker: str, now: dt.datetime) -> str | None:
    """Claim and run one task. None where none was due, else an empty text, or what went wrong with it."""
    claimed = queue.claim(worker=worker, now=now)
    if claimed is None:
        return None
    HEARTBEAT.begin(claimed.token)
    running = CURRENT.set(claimed.row.pk)
    try:
        return _run(claimed, now=now)
    except queue.LostLease:
        log.warning("task.lease_lost", task=str(claimed.row.pk), path=claimed.row.task_path)
        return ""
    finally:
        CURRENT.reset(running)
        HEARTBEAT.end(claimed.token)


def _run(claimed: queue.Claim, *, now: dt.datetime) -> str:
    row = claimed.row
    try:
        if policy_of(row.task_path).atomic:
            with transaction.atomic():
                queue.hold(claimed)
                _call(claimed)
                queue.finish(claimed)
        else:
            _call(claimed)
            queue.finish(claimed)
    except AlreadyDone:
        queue.finish(claimed)
    except queue.LostLease:
        raise
    except Exception as error:  # noqa: BLE001  (whatever a job raises is a failed try, never the end of the worker)
        text = describe(error)
        dead = queue.fail(claimed, error=text, now=now)
        name = "task.dead" if dead else "task.failed"
        log.error(name, task=str(row.pk), path=row.task_path, error=text.partition("\n")[0])  # noqa: TRY400  (no values in logs)
        return text
    return ""


def _call(claimed: queue.Claim) -> None:
    task = claimed.row.task
    if not hasattr(task, "call"):
        raise SuspiciousOperation(f"{claimed.row.task_path} is no task")
    task.call(*claimed.row.args_kwargs["args"], **claimed.row.args_kwargs["kwargs"])
