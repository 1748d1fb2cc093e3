"""What a job is: a module-level function taking ids, tried again until it succeeds."""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from django.db import IntegrityError, connection, transaction
from django_tasks import task

from rathaus.foundation.tasks.models import Effect

if TYPE_CHECKING:
    from django_tasks.base import Task

PAUSES = (5, 30, 120, 600, 3600, 14_400, 43_200)  # seconds before the second, third ... try: about 17 hours in all

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Policy:
    pauses: Sequence[int] = PAUSES
    atomic: bool = False

    @property
    def attempts(self) -> int:
        return len(self.pauses) + 1


class AlreadyDone(Exception):
    """An earlier attempt of this task committed its effects and was killed before it could say so."""


_POLICIES: dict[str, Policy] = {}
CURRENT: ContextVar[uuid.UUID | None] = ContextVar("rathaus_task", default=None)


def job(*, pauses: Sequence[int] = PAUSES, atomic: bool = False, priority: int = 0) -> Callable[[Callable[P, T]], "Task[P, T]"]:
    """Make a module-level function a background task: `.enqueue(*ids)` inside the transaction that needs it.

    Arguments are JSON: ids as text, never a person's data. A failure is tried again after each of `pauses` (seconds), then it is
    a dead letter. `atomic=True`: the job touches the database alone; its work and the mark that it is done are one transaction,
    so it happens exactly once. Otherwise the job may run again after a killed worker: call use cases that check the state,
    or `once()` first in the transaction of its effects. Higher `priority` runs first (-100 to 100).
    """

    def register(function: Callable[P, T]) -> "Task[P, T]":
        made: Task[P, T] = task(priority=priority)(function)
        _POLICIES[made.module_path] = Policy(pauses=tuple(pauses), atomic=atomic)
        return made

    return register


def policy_of(path: str) -> Policy:
    """A task of another package runs with the defaults."""
    return _POLICIES.get(path, Policy())


def once() -> None:
    """First line of a job's transaction: what follows in it happens at most once, however often the task is run.

    Outside a running job it does nothing. Raises AlreadyDone (for the worker a success), RuntimeError outside a transaction.
    """
    task_id = CURRENT.get()
    if task_id is None:
        return
    if not connection.in_atomic_block:
        raise RuntimeError("once() needs the transaction of the effects it guards")
    try:
        with transaction.atomic():
            Effect.objects.create(task_id=task_id, at=dt.datetime.now(dt.UTC))
    except IntegrityError:
        raise AlreadyDone from None
