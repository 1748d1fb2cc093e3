"""States and transitions as data."""

from django.db.models import TextChoices


class State(TextChoices):
    """A request for payment."""

    OPEN = "open", "offen"
    STARTED = "started", "Zahlung begonnen"
    PAID = "paid", "bezahlt"
    FAILED = "failed", "Zahlung fehlgeschlagen"
    ABORTED = "aborted", "Zahlung abgebrochen"
    EXPIRED = "expired", "Zahlung abgelaufen"
    UNCLEAR = "unclear", "wird geprüft"
    CANCELLED = "cancelled", "aufgehoben"
    PART_REFUNDED = "part_refunded", "teilweise erstattet"
    REFUNDED = "refunded", "erstattet"


# what may follow what; everything else is refused
TRANSITIONS: dict[State, frozenset[State]] = {
    State.OPEN: frozenset({State.STARTED, State.PAID, State.CANCELLED}),
    State.STARTED: frozenset(
        {State.PAID, State.FAILED, State.ABORTED, State.EXPIRED, State.UNCLEAR, State.CANCELLED, State.STARTED}
    ),
    State.FAILED: frozenset({State.STARTED, State.PAID, State.CANCELLED, State.UNCLEAR}),
    State.ABORTED: frozenset({State.STARTED, State.PAID, State.CANCELLED, State.UNCLEAR}),
    State.EXPIRED: frozenset({State.STARTED, State.PAID, State.CANCELLED, State.UNCLEAR}),
    State.UNCLEAR: frozenset({State.STARTED, State.PAID, State.FAILED, State.ABORTED, State.EXPIRED, State.CANCELLED}),
    State.PAID: frozenset({State.PART_REFUNDED, State.REFUNDED}),
    State.PART_REFUNDED: frozenset({State.PART_REFUNDED, State.REFUNDED}),
    State.CANCELLED: frozenset(),
    State.REFUNDED: frozenset(),
}
PAYABLE = frozenset({State.OPEN, State.FAILED, State.ABORTED, State.EXPIRED})
SETTLED = frozenset({State.PAID, State.PART_REFUNDED, State.REFUNDED})
ENDED = SETTLED | {State.CANCELLED}


class AttemptState(TextChoices):
    """One try at a provider."""

    STARTED = "started", "begonnen"
    PAID = "paid", "bezahlt"
    FAILED = "failed", "fehlgeschlagen"
    ABORTED = "aborted", "abgebrochen"
    EXPIRED = "expired", "abgelaufen"
    UNCLEAR = "unclear", "unklar"


PENDING = frozenset({AttemptState.STARTED, AttemptState.UNCLEAR})


class EventKind(TextChoices):
    """A line in the append-only history of a payment."""

    REQUESTED = "requested", "Zahlung angefordert"
    STARTED = "started", "Zahlung begonnen"
    NOTIFIED = "notified", "Rückmeldung des Zahlungsdienstes"
    STATUS = "status", "Stand beim Zahlungsdienst abgefragt"
    MISMATCH = "mismatch", "Angaben des Zahlungsdienstes stimmen nicht überein"
    PAID = "paid", "Zahlung gebucht"
    LATE = "late", "Verspätete Zahlung gebucht"
    CASH = "cash", "Bar bezahlt"
    CANCELLED = "cancelled", "Forderung aufgehoben"
    REFUND_PROPOSED = "refund_proposed", "Erstattung vorgeschlagen"
    REFUND_APPROVED = "refund_approved", "Erstattung freigegeben"
    REFUND_REJECTED = "refund_rejected", "Erstattung abgelehnt"
    REFUND_SENT = "refund_sent", "Erstattet"


class Booking(TextChoices):
    """The kind of a ledger entry."""

    RECEIPT = "receipt", "Zahlungseingang"
    LATE_RECEIPT = "late_receipt", "verspäteter Zahlungseingang"
    CASH = "cash", "Bareinnahme"
    REFUND = "refund", "Erstattung"


class RefundState(TextChoices):
    PROPOSED = "proposed", "vorgeschlagen"
    APPROVED = "approved", "freigegeben"
    REJECTED = "rejected", "abgelehnt"
    SENT = "sent", "erstattet"
