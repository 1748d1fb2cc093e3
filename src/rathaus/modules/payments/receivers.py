"""Reactions to this room's own events: what must happen outside of a transaction."""

from rathaus.foundation.events.public import Meta, subscribe
from rathaus.modules.payments.events import RefundApproved
from rathaus.modules.payments.tasks import send_refund_job


@subscribe(RefundApproved, name="payments.send_refund")
def send_approved(event: RefundApproved, meta: Meta) -> None:
    """The job talks to the provider, under the refund's id as its key."""
    del meta
    send_refund_job.enqueue(event.refund_id)
