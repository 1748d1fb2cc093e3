"""The face of this room: publish, subscribe, dispatch."""

from rathaus.foundation.events.dispatcher import dispatch_pending
from rathaus.foundation.events.publishing import publish
from rathaus.foundation.events.registry import EventClass, Meta, isolated, subscribe

__all__ = ["EventClass", "Meta", "dispatch_pending", "isolated", "publish", "subscribe"]
