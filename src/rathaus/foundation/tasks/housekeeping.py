"""The queue cleans up after itself."""

import datetime as dt

from rathaus.foundation import clock
from rathaus.foundation.tasks import queue
from rathaus.foundation.tasks.jobs import job
from rathaus.foundation.tasks.schedule import every


@every("tasks.prune", daily="02:40")
@job(atomic=True)
def prune() -> None:
    """Tasks done more than a week ago are forgotten."""
    queue.prune(before=clock.now() - dt.timedelta(days=7))
