"""What the demonstration provider remembers: it plays another company, so no other table refers to it."""

from django.db import models
from django.db.models import TextChoices

from rathaus.foundation import ids


class DemoState(TextChoices):
    PENDING = "pending", "offen"
    PAID = "paid", "bezahlt"
    ABORTED = "aborted", "abgebrochen"
    EXPIRED = "expired", "abgelaufen"


class DemoTransaction(models.Model):
    """One hosted payment page."""

    reference = models.CharField(max_length=40, primary_key=True, default=ids.token)
    transaction_id = models.CharField(max_length=80, unique=True)  # the merchant's
    cents = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    purpose = models.CharField(max_length=140)
    return_url = models.CharField(max_length=500)
    notify_url = models.CharField(max_length=500)
    state = models.CharField(max_length=20, choices=DemoState.choices, default=DemoState.PENDING)
    opened_at = models.DateTimeField()
    refunds = models.JSONField(default=dict)  # the merchant's key -> cents

    class Meta:
        app_label = "payments"

    def __str__(self) -> str:
        return self.reference
