"""The standing work of the foundation itself."""

import datetime as dt

from rathaus.foundation.audit import public as audit
from rathaus.foundation.events import public as events
from rathaus.foundation.tasks import housekeeping  # noqa: F401  (registers its schedule)
from rathaus.foundation.tasks.pumps import pump


@pump("events")
def dispatch(*, now: dt.datetime) -> int:
    return events.dispatch_pending(now=now)


@pump("audit")
def sequence(*, now: dt.datetime) -> object:
    return audit.sequence_pending(now=now)
