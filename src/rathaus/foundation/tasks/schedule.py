"""Tasks by the clock: one run a slot, however many workers there are; after a long stop one run, not one for each slot missed."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from rathaus.foundation import clock
from rathaus.foundation.tasks.models import Slot

if TYPE_CHECKING:
    from django_tasks.base import Task


@dataclass(frozen=True, slots=True)
class Entry:
    name: str
    task: "Task[Any, Any]"
    seconds: int | None
    daily: dt.time | None

    def after(self, moment: dt.datetime) -> dt.datetime:
        """The next slot after a moment. A daily time is wall clock time in Germany.

        One that the change to summer time leaves out falls an hour later.
        """
        if self.seconds is not None:
            return moment + dt.timedelta(seconds=self.seconds)
        day = clock.today(moment)
        while True:
            slot = dt.datetime.combine(day, self.daily or dt.time(), tzinfo=clock.BERLIN).astimezone(dt.UTC)
            if slot > moment:
                return slot
            day += dt.timedelta(days=1)


_ENTRIES: dict[str, Entry] = {}
J = TypeVar("J", bound="Task[Any, Any]")


def every(name: str, *, seconds: int | None = None, daily: str | None = None) -> Callable[[J], J]:
    """`@every("delivery.not_retrieved", daily="06:00")` above `@job()` above a function without arguments.

    A slot is left out while the task of the slot before is still waiting or running. `name` is kept: it names the row.
    Raises ValueError for a second entry of the name, or unless exactly one of `seconds` and `daily` ("HH:MM") is given.
    """
    if (seconds is None) == (daily is None):
        raise ValueError(f"schedule {name!r}: give either seconds or daily")

    def register(task: J) -> J:
        if name in _ENTRIES:
            raise ValueError(f"schedule {name!r} is registered twice")
        _ENTRIES[name] = Entry(name=name, task=task, seconds=seconds, daily=dt.time.fromisoformat(daily) if daily else None)
        return task

    return register


def entries() -> list[Entry]:
    return list(_ENTRIES.values())


def enqueue_due(*, now: dt.datetime, only: list[Entry] | None = None) -> int:
    """Enqueue what is due; the number of tasks enqueued. A new entry is due at its first slot from now on."""
    known = entries() if only is None else only
    due_at = dict(Slot.objects.filter(name__in=[entry.name for entry in known]).values_list("name", "due_at"))
    enqueued = 0
    for entry in known:
        if entry.name not in due_at:
            Slot.objects.get_or_create(name=entry.name, defaults={"due_at": entry.after(now)})
        elif due_at[entry.name] <= now or _too_far(entry, due_at[entry.name], now):
            enqueued += _take_slot(entry, now=now)
    return enqueued


def _too_far(entry: Entry, due_at: dt.datetime, now: dt.datetime) -> bool:
    """The demonstration clock was set back, or the release shortened the interval."""
    return due_at > entry.after(now)


def _take_slot(entry: Entry, *, now: dt.datetime) -> int:
    with transaction.atomic():
        slot = Slot.objects.select_for_update().get(name=entry.name)
        if slot.due_at > now:
            if _too_far(entry, slot.due_at, now):
                slot.due_at = entry.after(now)
                slot.save(update_fields=["due_at"])
            return 0
        slot.due_at = entry.after(now)
        unfinished = DBTaskResult.objects.filter(status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING])
        busy = slot.last_task_id is not None and unfinished.filter(pk=slot.last_task_id).exists()
        if not busy:
            slot.last_task_id = entry.task.enqueue().id
            slot.last_at = now
        slot.save(update_fields=["due_at", "last_task_id", "last_at"])
        return 0 if busy else 1
