"""What the operator decides about tasks that failed for good: again, or never."""

import uuid
from typing import Any

from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from rathaus.foundation.errors import NotFound

GONE = "Diese Aufgabe wartet nicht mehr auf eine Entscheidung. Laden Sie die Seite neu."


def retry(*, task_id: uuid.UUID) -> str:
    """Run it again, with all its tries; the path of the task. Raises NotFound if it is no dead letter."""
    with transaction.atomic():
        row = _dead(task_id)
        row.status = TaskResultStatus.READY
        row.worker_ids = []
        row.run_after = get_date_max()
        row.finished_at = None
        row.save(update_fields=["status", "worker_ids", "run_after", "finished_at"])
        return str(row.task_path)


def discard(*, task_id: uuid.UUID) -> str:
    """Give it up; the path of the task. Raises NotFound if it is no dead letter."""
    with transaction.atomic():
        row = _dead(task_id)
        path = str(row.task_path)
        row.delete()
        return path


def _dead(task_id: uuid.UUID) -> "DBTaskResult[Any, Any]":
    row = DBTaskResult.objects.select_for_update().filter(pk=task_id, status=TaskResultStatus.FAILED).first()
    if row is None:
        raise NotFound(GONE)
    return row
