"""The face of this room: `connect`, then `prepare` and `send`, or `find_waiting`, `fetch` and `accept`, `reject`, `forward`."""

import time

from rathaus.foundation import clock
from rathaus.foundation.fitconnect.answering import accept, forward, reject
from rathaus.foundation.fitconnect.connection import Connection, Credentials, Endpoints
from rathaus.foundation.fitconnect.errors import Declined, DeliveryServiceError, NotDeliverable, NotSignedIn, Unavailable, Unfit
from rathaus.foundation.fitconnect.log import Entry, read_log
from rathaus.foundation.fitconnect.receiving import Received, Waiting, fetch, find_waiting
from rathaus.foundation.fitconnect.sending import Announced, File, Outgoing, Sealed, Sent, prepare, seal, send
from rathaus.foundation.net import public as net

__all__ = [
    "Announced",
    "Connection",
    "Credentials",
    "Declined",
    "DeliveryServiceError",
    "Endpoints",
    "Entry",
    "File",
    "NotDeliverable",
    "NotSignedIn",
    "Outgoing",
    "Received",
    "Sealed",
    "Sent",
    "Unavailable",
    "Unfit",
    "Waiting",
    "accept",
    "connect",
    "fetch",
    "find_waiting",
    "forward",
    "prepare",
    "read_log",
    "reject",
    "seal",
    "send",
]


def connect(endpoints: Endpoints, credentials: Credentials) -> Connection:
    """Over the guarded client of the house. Keep it: it holds the access token. Not inside a database transaction."""
    return Connection(endpoints, credentials, transport=net.request, now=clock.now, sleep=time.sleep)
