"""What the queue of django-tasks lacks: who works on a task and until when, what is already done, when what is due."""

from django.db import models


class Lease(models.Model):
    """A claimed task. It runs as long as `expires_at` (real time) is renewed; `token` names this claim and no other."""

    task_id = models.UUIDField(primary_key=True)
    token = models.UUIDField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.task_id} until {self.expires_at:%H:%M:%S}"


class Effect(models.Model):
    """The effects of this task are in the database (`once()`); written in the transaction of the effects themselves."""

    task_id = models.UUIDField(primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.task_id)


class Slot(models.Model):
    """When a scheduled task is due next, and the task of the slot before."""

    name = models.CharField(max_length=120, primary_key=True)
    due_at = models.DateTimeField()
    last_task_id = models.UUIDField(null=True)
    last_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} at {self.due_at}"


class Beat(models.Model):
    """A worker process that is alive; written by its heartbeat in real time."""

    worker = models.CharField(max_length=64, primary_key=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.worker} seen {self.seen_at}"
