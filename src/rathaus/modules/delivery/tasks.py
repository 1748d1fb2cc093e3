"""Every morning the deliveries nobody fetched in time are ended, before the post room starts."""

from rathaus.foundation import clock
from rathaus.foundation.tasks import public as tasks
from rathaus.modules.delivery.domain.expire import expire_unretrieved


@tasks.every("delivery.not_retrieved", daily="05:30")
@tasks.job()
def end_unretrieved() -> None:
    expire_unretrieved(now=clock.now())
