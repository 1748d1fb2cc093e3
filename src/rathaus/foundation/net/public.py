"""The face of this room: one guarded request."""

from rathaus.foundation.net.client import Response, request
from rathaus.foundation.net.errors import NetError, Refused, TooLarge, Unreachable

__all__ = ["NetError", "Refused", "Response", "TooLarge", "Unreachable", "request"]
