"""Thin jobs."""

import uuid

from rathaus.foundation import clock
from rathaus.foundation.tasks import public as tasks
from rathaus.modules.payments.domain.send_refund import send_refund
from rathaus.modules.payments.domain.settle import pull_status
from rathaus.modules.payments.domain.sweep import sweep_attempts


@tasks.job(priority=10)
def pull_status_job(attempt_id: str) -> None:
    pull_status(attempt_id=uuid.UUID(attempt_id), now=clock.now())


@tasks.job()
def send_refund_job(refund_id: str) -> None:
    send_refund(refund_id=uuid.UUID(refund_id), now=clock.now())


@tasks.every("payments.sweep", seconds=60)
@tasks.job()
def sweep_job() -> None:
    sweep_attempts(now=clock.now())
