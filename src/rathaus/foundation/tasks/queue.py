"""The states of a task on the queue: claimed under a lease, done, to be tried again, dead. Each step is one transaction.

Leases count real time, since a demonstration clock that jumps must not take a running task away from its worker; when a task is
due counts the house's clock.
"""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from rathaus.foundation.tasks.jobs import policy_of
from rathaus.foundation.tasks.models import Beat, Effect, Lease


class LostLease(Exception):
    """The lease ended before the work did: another worker has the task now, this one must not report on it."""


@dataclass(frozen=True, slots=True)
class Claim:
    row: "DBTaskResult[Any, Any]"
    token: uuid.UUID


def _lease_end() -> dt.datetime:
    return dt.datetime.now(dt.UTC) + dt.timedelta(seconds=settings.RATHAUS_TASK_LEASE)


def is_ready(*, now: dt.datetime) -> Q:
    return Q(status=TaskResultStatus.READY) & (Q(run_after=get_date_max()) | Q(run_after__lte=now))


def claim(*, worker: str, now: dt.datetime) -> Claim | None:
    """The next task that is due, now RUNNING under a lease of this worker; None where there is none."""
    ready = DBTaskResult.objects.filter(is_ready(now=now))
    if not ready.exists():
        return None
    with transaction.atomic():
        row = ready.select_for_update(skip_locked=True).first()
        if row is None:
            return None
        row.claim(worker)
        token = uuid.uuid4()
        Lease.objects.update_or_create(task_id=row.pk, defaults={"token": token, "expires_at": _lease_end()})
    return Claim(row=row, token=token)


def renew(tokens: set[uuid.UUID]) -> None:
    """The heartbeat: what these claims work on is theirs for another lease."""
    if tokens:
        Lease.objects.filter(token__in=tokens).update(expires_at=_lease_end())


def hold(claimed: Claim) -> None:
    """Lock the lease until the transaction ends. Raises LostLease where it went to another worker."""
    if not Lease.objects.select_for_update().filter(task_id=claimed.row.pk, token=claimed.token).exists():
        raise LostLease


def finish(claimed: Claim) -> None:
    """Done; inside the transaction of an atomic job or in one of its own. Raises LostLease."""
    with transaction.atomic():
        hold(claimed)
        Lease.objects.filter(task_id=claimed.row.pk).delete()
        claimed.row.set_successful(None)


def fail(claimed: Claim, *, error: str, now: dt.datetime) -> bool:
    """Not done: to be tried again after a pause, or dead. True where it is dead. Raises LostLease."""
    with transaction.atomic():
        hold(claimed)
        Lease.objects.filter(task_id=claimed.row.pk).delete()
        return _after_failure(claimed.row, error=error, now=now, wait=True)


def _after_failure(row: "DBTaskResult[Any, Any]", *, error: str, now: dt.datetime, wait: bool) -> bool:
    policy = policy_of(row.task_path)
    tries = len(row.worker_ids)
    dead = tries >= policy.attempts
    row.status = TaskResultStatus.FAILED if dead else TaskResultStatus.READY
    row.finished_at = now if dead else None
    row.exception_class_path = error.partition("\n")[0][:200]
    row.traceback = error
    if not dead:
        row.run_after = now + dt.timedelta(seconds=policy.pauses[tries - 1]) if wait else get_date_max()
    row.save(update_fields=["status", "finished_at", "exception_class_path", "traceback", "run_after"])
    return dead


def reap(*, now: dt.datetime) -> int:
    """Take back tasks whose worker renews their lease no more; the number taken back."""
    expired = Lease.objects.filter(expires_at__lt=dt.datetime.now(dt.UTC))
    taken = 0
    for task_id in list(expired.values_list("task_id", flat=True)):
        with transaction.atomic():
            lease = expired.select_for_update(skip_locked=True).filter(task_id=task_id).first()
            if lease is None:
                continue
            lease.delete()
            row = DBTaskResult.objects.select_for_update().filter(pk=task_id, status=TaskResultStatus.RUNNING).first()
            if row is not None:
                _after_failure(row, error="worker lost: the lease ended without a report", now=now, wait=False)
                taken += 1
    return taken


def prune(*, before: dt.datetime) -> int:
    """Forget what was done before that moment; dead letters stay until the operator has decided."""
    with transaction.atomic():
        done = DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=before)
        count = done.delete()[0]
        Effect.objects.filter(at__lt=before).exclude(
            task_id__in=DBTaskResult.objects.exclude(status=TaskResultStatus.SUCCESSFUL).values("pk")
        ).delete()
    return count


def beat(*, worker: str) -> None:
    """Say that this worker lives; workers not seen for a day are forgotten."""
    present = dt.datetime.now(dt.UTC)
    Beat.objects.update_or_create(
        worker=worker, defaults={"seen_at": present}, create_defaults={"seen_at": present, "started_at": present}
    )
    Beat.objects.filter(seen_at__lt=present - dt.timedelta(days=1)).delete()


def leave(*, worker: str) -> None:
    """Say that this worker stops in good order."""
    Beat.objects.filter(worker=worker).delete()


def last_beat() -> dt.datetime | None:
    """When any worker was last seen, in real time."""
    return Beat.objects.order_by("-seen_at").values_list("seen_at", flat=True).first()
