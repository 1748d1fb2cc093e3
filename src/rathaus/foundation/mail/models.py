"""The outbox."""

from django.db import models
from django.db.models import Q

from rathaus.foundation import ids
from rathaus.foundation.mail.enums import OPEN, State


class Mail(models.Model):
    """One mail to one address. Kept for the retention of the outbox, then deleted."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    key = models.CharField(max_length=200, unique=True)
    message_id = models.CharField(max_length=200, unique=True)
    token = models.CharField(max_length=40, unique=True)  # names this mail in the return address and in delivery reports
    to_name = models.CharField(max_length=500, blank=True)
    to_address = models.CharField(max_length=320)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=100, blank=True)  # SMTP code or kind of error, no text of a server
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["next_try_at"], name="mail_open", condition=Q(state__in=list(OPEN)))]

    def __str__(self) -> str:
        return f"{self.message_id} {self.state}"
