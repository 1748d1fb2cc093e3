"""Deliveries, the citizen's mailbox, the evidence of each step, the posting book."""

from django.db import models

from rathaus.foundation import ids
from rathaus.foundation.permissions.public import Secrecy
from rathaus.modules.delivery.enums import ChannelId, DeliveryState
from rathaus.standards.evidence.events import EvidenceEvent


def _names(values: type) -> list[tuple[str, str]]:
    return [(str(value.value), str(value.value)) for value in values]  # type: ignore[attr-defined]


class Delivery(models.Model):
    """One document in one version on its way to one recipient. The clocks are frozen when the event that starts them happens."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=80)
    unit_id = models.UUIDField(null=True)
    service_key = models.CharField(max_length=40, blank=True)
    secrecy = models.CharField(max_length=20, choices=_names(Secrecy), default=Secrecy.NORMAL.value)
    secrecy_set = models.PositiveSmallIntegerField(null=True, help_text="every class as a mask; None as 0.1.0 wrote it")

    account_id = models.UUIDField(null=True, db_index=True)
    recipient_name = models.CharField(max_length=300)
    address_lines = models.JSONField(default=list)
    email = models.CharField(max_length=320, blank=True)

    title = models.CharField(max_length=300)
    document_id = models.UUIDField()
    document_version = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    filename = models.CharField(max_length=200)

    channel = models.CharField(max_length=20, choices=ChannelId.choices)
    state = models.CharField(max_length=20, choices=DeliveryState.choices)
    version = models.PositiveIntegerField(default=1)
    token = models.CharField(max_length=60, unique=True, default=ids.token)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="fallback")

    land = models.CharField(max_length=2, blank=True)  # empty: nothing legal hangs on this document
    regime = models.CharField(max_length=20, blank=True)
    act = models.CharField(max_length=40, blank=True)

    dispatched_at = models.DateTimeField()
    window_ends = models.DateField(null=True)  # last day on which a retrieval notifies
    retrieved_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    notified_on = models.DateField(null=True)
    deadline_ends = models.DateField(null=True)
    law_text = models.TextField(blank=True)  # the reasons of both days, with their norms

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="delivery_subject"),
            models.Index(fields=["state", "window_ends"], name="delivery_state_window"),
        ]
        constraints = [
            models.CheckConstraint(
                name="delivery_retrieved_has_time",
                condition=~models.Q(state=DeliveryState.RETRIEVED) | models.Q(retrieved_at__isnull=False),
            )
        ]


class MailboxItem(models.Model):
    """What lies in a citizen's mailbox, the opened and the expired included."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    delivery = models.OneToOneField(Delivery, on_delete=models.PROTECT, related_name="mailbox_item")
    account_id = models.UUIDField()
    title = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["account_id", "-at"], name="delivery_mailbox")]


class Evidence(models.Model):
    """One step of a delivery. What it says stands in the audit chain under `entry_id`, so that it can be proven."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="evidence")
    event = models.CharField(max_length=40, choices=_names(EvidenceEvent))
    at = models.DateTimeField()
    entry_id = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["delivery", "event"], name="delivery_evidence_once")]


class Posting(models.Model):
    """A line of the posting book: a letter to print, and the day it was handed to the post."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    delivery = models.OneToOneField(Delivery, on_delete=models.PROTECT, related_name="posting")
    prepared_at = models.DateTimeField()
    posted_on = models.DateField(null=True, db_index=True)
    posted_by = models.CharField(max_length=80, blank=True)
    recorded_at = models.DateTimeField(null=True)
