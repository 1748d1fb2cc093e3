"""Thin jobs."""

import uuid

from rathaus.foundation import clock
from rathaus.foundation.tasks import public as tasks
from rathaus.modules.applications.domain import ask_registers, drafts


@tasks.job()
def check_registers(application_id: str) -> None:
    ask_registers.ask_registers(application_id=uuid.UUID(application_id), now=clock.now())


@tasks.every("applications.sweep_drafts", daily="03:40")
@tasks.job(atomic=True)
def sweep_drafts() -> None:
    drafts.sweep(now=clock.now())
