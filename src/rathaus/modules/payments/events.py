"""What this room announces. Amounts in cents; ids as text; no names."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class PaymentReceived:
    """The money a request asked for has arrived (online or in cash)."""

    TYPE: ClassVar[str] = "payments.payment_received"
    payment_id: str
    subject_kind: str
    subject_id: str
    cents: int


@dataclass(frozen=True, slots=True)
class PaymentFailed:
    """A try ended without money; the request stays payable. `reason` is failed, aborted or expired."""

    TYPE: ClassVar[str] = "payments.payment_failed"
    payment_id: str
    subject_kind: str
    subject_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class LatePayment:
    """Money arrived for a request that was cancelled or already paid; a refund has been proposed."""

    TYPE: ClassVar[str] = "payments.late_payment"
    payment_id: str
    subject_kind: str
    subject_id: str
    cents: int
    refund_id: str


@dataclass(frozen=True, slots=True)
class RefundProposed:
    TYPE: ClassVar[str] = "payments.refund_proposed"
    payment_id: str
    subject_kind: str
    subject_id: str
    refund_id: str
    cents: int


@dataclass(frozen=True, slots=True)
class RefundApproved:
    """Two people agree: the money may go back."""

    TYPE: ClassVar[str] = "payments.refund_approved"
    payment_id: str
    refund_id: str


@dataclass(frozen=True, slots=True)
class RefundSent:
    TYPE: ClassVar[str] = "payments.refund_sent"
    payment_id: str
    subject_kind: str
    subject_id: str
    refund_id: str
    cents: int
    complete: bool  # nothing of what was received is left
