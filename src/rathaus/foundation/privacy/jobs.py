"""Retention by the clock."""

from rathaus.foundation import clock
from rathaus.foundation.privacy.erasure import sweep
from rathaus.foundation.tasks.public import every, job


@every("privacy.retention", daily="03:30")
@job()
def run_retention() -> None:
    """Each module in its own transaction; what one repeats does no harm."""
    sweep(now=clock.now())
