"""The broom of this room."""

from rathaus.foundation import clock
from rathaus.foundation.abuse import challenge, limits
from rathaus.foundation.tasks.public import every, job


@every("abuse.sweep", seconds=3600)
@job(atomic=True)
def sweep() -> None:
    now = clock.real_now()
    limits.sweep(now=now)
    challenge.sweep(now=now)
