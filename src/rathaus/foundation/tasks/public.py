"""The face of this room: make a job, put it on the clock, guard its effects, add standing work to the worker."""

from rathaus.foundation.tasks.jobs import job, once
from rathaus.foundation.tasks.pumps import pump
from rathaus.foundation.tasks.schedule import every
from rathaus.foundation.tasks.worker import run_pending

__all__ = ["every", "job", "once", "pump", "run_pending"]
