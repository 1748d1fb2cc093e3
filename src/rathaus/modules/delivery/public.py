"""The face of this room: send a document, fetch it, keep the posting book, read the clocks, hand out the proof."""

from rathaus.modules.delivery.domain.change_secrecy import lower_secrecy, raise_secrecy
from rathaus.modules.delivery.domain.dispatch import dispatch
from rathaus.modules.delivery.domain.expire import expire_unretrieved
from rathaus.modules.delivery.domain.record_posting import record_posting
from rathaus.modules.delivery.domain.retrieve import retrieve
from rathaus.modules.delivery.proof import proof_bundle
from rathaus.modules.delivery.queries import clock_of as clock
from rathaus.modules.delivery.queries import deliveries_for, get_deliveries
from rathaus.modules.delivery.types import Clock, DeliveryInfo, LegalFrame, Recipient

__all__ = [
    "Clock",
    "DeliveryInfo",
    "LegalFrame",
    "Recipient",
    "clock",
    "deliveries_for",
    "dispatch",
    "expire_unretrieved",
    "get_deliveries",
    "lower_secrecy",
    "proof_bundle",
    "raise_secrecy",
    "record_posting",
    "retrieve",
]
