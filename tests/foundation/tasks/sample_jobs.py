"""Jobs the tests enqueue. What they do is steered by module-level lists."""

from django.db import transaction

from rathaus.foundation.events.models import Cursor
from rathaus.foundation.tasks import public as tasks

RAN: list[str] = []
ERRORS: list[BaseException] = []


def _maybe_fail():
    if ERRORS:
        raise ERRORS.pop(0)


@tasks.job(pauses=(10, 60))
def plain(thing):
    RAN.append(thing)
    _maybe_fail()


@tasks.job(pauses=(10,), atomic=True)
def atomic(thing):
    Cursor.objects.create(name=f"atomic {thing}")
    _maybe_fail()


@tasks.job(pauses=(10,))
def guarded(thing):
    with transaction.atomic():
        tasks.once()
        Cursor.objects.create(name=f"guarded {thing}-{Cursor.objects.count()}")
    RAN.append(thing)
    _maybe_fail()


@tasks.job(priority=50)
def urgent(thing):
    RAN.append(thing)


@tasks.job()
def by_the_clock():
    RAN.append("tick")
