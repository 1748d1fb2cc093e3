"""An operator, and work that has failed."""

import datetime as dt

from django.db import transaction

from rathaus.foundation.events import public as events
from rathaus.foundation.permissions.public import Role
from rathaus.foundation.tasks import runner
from tests.foundation.events.factories import Opened
from tests.foundation.tasks import sample_jobs
from tests.modules.accounts import factories as accounts
from tests.modules.organisation import factories as organisation


def staff_client(client, role=Role.OPERATOR):
    who = organisation.person("oper")
    organisation.holding(who, organisation.post(organisation.unit(), role))
    return accounts.sign_in(client, accounts.staff("betrieb@example.org", person=who))


def dead_task(now):
    """Nothing is retried in between: the clock jumps."""
    task = sample_jobs.plain.enqueue("a")
    for seconds in (0, 10, 70):
        sample_jobs.ERRORS[:] = [ValueError("Erika Mustermann")]
        runner.run_next(worker="test", now=now + dt.timedelta(seconds=seconds))
    return task.id


def parked_event(now):
    @events.subscribe(Opened, name="test.broken")
    def handler(event, meta):
        raise KeyError("Erika Mustermann")

    with transaction.atomic():
        events.publish(Opened("a"), aggregate=("thing", "a"), now=now)
    events.dispatch_pending(now=now)
