"""Tables. Fee tables, payment events and ledger entries are never changed or removed: triggers refuse it (`guards`)."""

from django.db import models
from django.db.models import F, Q

from rathaus.foundation import ids
from rathaus.foundation.permissions.public import Secrecy
from rathaus.modules.payments.enums import AttemptState, Booking, EventKind, RefundState, State


class FeeTable(models.Model):
    """One immutable version of a fee table. `data` is a `tables.TableSpec` as JSON."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    code = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)  # the last day
    data = models.JSONField()
    sha256 = models.CharField(max_length=64)
    installed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="payments_feetable_version")]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


class PaymentRequest(models.Model):
    """A sum that somebody owes for one subject. Amount, items and reference are frozen from the start."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    token = models.CharField(max_length=64, unique=True, default=ids.token)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=80)
    key = models.CharField(max_length=40)  # several sums for one subject; the same key twice is the same request
    title = models.CharField(max_length=200)
    payer_name = models.CharField(max_length=200)
    account_id = models.UUIDField(null=True, db_index=True)
    cash_reference = models.CharField(max_length=20, unique=True)
    cents = models.PositiveIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    items = models.JSONField()
    basis = models.CharField(max_length=300)
    fee_table = models.CharField(max_length=120, blank=True)
    unit_id = models.UUIDField(null=True)
    service_key = models.CharField(max_length=40, blank=True)
    secrecy = models.CharField(max_length=20, default=Secrecy.NORMAL.value)
    secrecy_set = models.PositiveSmallIntegerField(null=True, help_text="every class as a mask; None as 0.1.0 wrote it")
    due = models.DateField()
    state = models.CharField(max_length=20, choices=State.choices, default=State.OPEN)
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id", "key"], name="payments_request_once"),
            models.CheckConstraint(condition=Q(cents__gt=0), name="payments_request_positive"),
        ]
        indexes = [models.Index(fields=["state", "due"], name="payments_request_worklist")]

    def __str__(self) -> str:
        return self.cash_reference


class Attempt(models.Model):
    """One try to pay at a provider. Its id is the transaction id we give to the provider, known before we call it."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    request = models.ForeignKey(PaymentRequest, on_delete=models.PROTECT, related_name="attempts")
    provider = models.CharField(max_length=40)
    reference = models.CharField(max_length=120, blank=True)  # the provider's
    redirect_url = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=20, choices=AttemptState.choices, default=AttemptState.STARTED)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    checks = models.PositiveIntegerField(default=0)
    next_check_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "reference"], condition=~Q(reference=""), name="payments_attempt_reference"
            )
        ]
        indexes = [models.Index(fields=["next_check_at"], name="payments_attempt_due")]

    def __str__(self) -> str:
        return str(self.id)


class PaymentEvent(models.Model):
    """What happened, append-only. `digest` keeps a doubled message from being written twice."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    request = models.ForeignKey(PaymentRequest, on_delete=models.PROTECT, related_name="history")
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, null=True, related_name="history")
    kind = models.CharField(max_length=20, choices=EventKind.choices)
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    text = models.CharField(max_length=300, blank=True)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return str(EventKind(self.kind).label)


class LedgerEntry(models.Model):
    """A booking, append-only. `source` names what is booked; being unique, nothing is ever booked twice."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    request = models.ForeignKey(PaymentRequest, on_delete=models.PROTECT, related_name="bookings")
    kind = models.CharField(max_length=20, choices=Booking.choices)
    cents = models.IntegerField()  # received > 0, refunded < 0
    source = models.CharField(max_length=120, unique=True)
    provider = models.CharField(max_length=40)  # "bar" for cash
    number = models.CharField(max_length=20, blank=True)  # of the receipt for cash
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind=Booking.REFUND, cents__lt=0) | (~Q(kind=Booking.REFUND) & Q(cents__gt=0))),
                name="payments_ledger_sign",
            )
        ]

    def __str__(self) -> str:
        return self.source


class Refund(models.Model):
    """Money to give back: one person (or the house) proposes, another approves."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    request = models.ForeignKey(PaymentRequest, on_delete=models.PROTECT, related_name="refunds")
    booking = models.ForeignKey(LedgerEntry, on_delete=models.PROTECT, related_name="refunds")  # what is given back
    cents = models.PositiveIntegerField()
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=20, choices=RefundState.choices, default=RefundState.PROPOSED)
    proposed_at = models.DateTimeField()
    proposed_by = models.UUIDField(null=True)  # person; None: the house itself
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["proposed_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="payments_refund_positive"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(proposed_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="payments_refund_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(state=RefundState.PROPOSED) | Q(decided_by__isnull=False), name="payments_refund_decided_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.cents}"


from rathaus.modules.payments.contrib.demo.models import DemoTransaction  # noqa: E402, F401  (Django finds models here)
