"""What follows from the catalogue's own events."""

from rathaus.foundation.events import public as events
from rathaus.foundation.events.public import Meta
from rathaus.modules.catalogue.domain.refresh_online import refresh_online
from rathaus.modules.catalogue.events import ResponsibilityChanged


@events.subscribe(ResponsibilityChanged, name="catalogue.online", replay=False)
def note_online_service(event: ResponsibilityChanged, meta: Meta) -> None:
    """A rule of the city's own may name another online service."""
    refresh_online([event.service_key], now=meta.now)
