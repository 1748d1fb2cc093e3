"""A handler and two jobs, each leaving one trace for each thing."""

import time

from django.db import transaction

from rathaus.foundation.events import public as events
from rathaus.foundation.tasks import public as tasks
from tests.foundation.events.factories import Opened
from tests.foundation.tasks.killapp.models import Trace


@tasks.job(atomic=True)
def atomic_job(thing):
    Trace.objects.create(kind="atomic", thing=thing)
    time.sleep(0.005)


@tasks.job()
def guarded_job(thing):
    time.sleep(0.005)
    with transaction.atomic():
        tasks.once()
        Trace.objects.create(kind="guarded", thing=thing)
    time.sleep(0.005)


@events.subscribe(Opened, name="killapp.opened")
def opened(event, meta):
    Trace.objects.create(kind="event", thing=event.thing_id, version=meta.version)
    atomic_job.enqueue(f"{event.thing_id}-{meta.version}")
    guarded_job.enqueue(f"{event.thing_id}-{meta.version}")
