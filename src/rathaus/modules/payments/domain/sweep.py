"""Lost callbacks: the providers are asked about every open try when its time has come."""

import datetime as dt

from rathaus.modules.payments.domain.settle import pull_status
from rathaus.modules.payments.models import Attempt

BATCH = 100


def sweep_attempts(*, now: dt.datetime) -> int:
    """Asks about the tries that are due (1, 5, 15, 60 minutes after the start, then daily for 30 days); how many."""
    due = list(Attempt.objects.filter(next_check_at__lte=now).order_by("next_check_at").values_list("pk", flat=True)[:BATCH])
    for attempt_id in due:
        pull_status(attempt_id=attempt_id, now=now)
    return len(due)
