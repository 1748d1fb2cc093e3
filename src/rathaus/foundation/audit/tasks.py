"""Every night: number stragglers, check the chain, forget old looks. (The worker numbers new entries all day.)"""

import logging

from rathaus.foundation import clock
from rathaus.foundation.audit.checking import check
from rathaus.foundation.audit.erasure import sweep_views
from rathaus.foundation.audit.sequencer import sequence_pending
from rathaus.foundation.tasks import public as tasks

log = logging.getLogger(__name__)


@tasks.every("audit.verify", daily="03:10")
@tasks.job()
def verify_chain() -> None:
    """The whole chain, once a day; the outcome is public. A finding is an error in the log."""
    sequence_pending(now=clock.now(), everything=True)
    report = check(now=clock.now())
    if report.finding:
        log.error("audit chain broken: %s", report.finding)


@tasks.every("audit.forget_views", daily="03:40")
@tasks.job(atomic=True)
def forget_views() -> None:
    sweep_views(now=clock.now())
