"""The state of the engine room in numbers: one reading for the health page, the metrics and the operator's page."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Min
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from rathaus.foundation.events.models import Event, Parked
from rathaus.foundation.mail.enums import OPEN, State
from rathaus.foundation.mail.models import Mail
from rathaus.foundation.tasks import queue

WORKER_SILENT_AFTER = dt.timedelta(seconds=90)


@dataclass(frozen=True, slots=True)
class EngineState:
    """`worker_seconds`: since a worker was last seen, None where never. `oldest_mail`: the oldest that is not yet handed over."""

    worker_seconds: float | None
    tasks_ready: int
    tasks_running: int
    tasks_dead: int
    events_pending: int
    events_parked: int
    events_stuck: int
    mails_open: int
    mails_failed: int
    oldest_mail: dt.datetime | None

    @property
    def worker_alive(self) -> bool:
        return self.worker_seconds is not None and self.worker_seconds <= WORKER_SILENT_AFTER.total_seconds()


def database_answers() -> bool:
    """Raises django.db.Error where it does not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def worker_seconds() -> float | None:
    seen = queue.last_beat()
    return None if seen is None else max(0.0, (dt.datetime.now(dt.UTC) - seen).total_seconds())


def read() -> EngineState:
    tasks = dict(DBTaskResult.objects.values_list("status").annotate(Count("id")).order_by())
    mails = dict(Mail.objects.values_list("state").annotate(Count("id")).order_by())
    parked = Parked.objects.filter(waiting=False)
    return EngineState(
        worker_seconds=worker_seconds(),
        tasks_ready=tasks.get(TaskResultStatus.READY, 0),
        tasks_running=tasks.get(TaskResultStatus.RUNNING, 0),
        tasks_dead=tasks.get(TaskResultStatus.FAILED, 0),
        events_pending=Event.objects.filter(sequence__isnull=True).count(),
        events_parked=parked.count(),
        events_stuck=parked.filter(next_try_at__isnull=True).count(),
        mails_open=sum(mails.get(state, 0) for state in OPEN),
        mails_failed=mails.get(State.FAILED, 0),
        oldest_mail=Mail.objects.filter(state__in=OPEN).aggregate(Min("created_at"))["created_at__min"],
    )
