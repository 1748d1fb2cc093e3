"""Tables of the service centre. The case itself, its parties and what was written lie in `cases`."""

from django.db import models

from rathaus.foundation import ids
from rathaus.modules.servicecentre.enums import Nature


class InquirySetup(models.Model):
    """One immutable version of what the city promises: kinds of inquiry with clock and unit, privacy notice."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    version = models.CharField(max_length=40, unique=True)
    valid_from = models.DateField()
    sha256 = models.CharField(max_length=64)
    data = models.JSONField()
    procedures = models.JSONField(help_text="the procedure of each kind, by its key")
    installed_at = models.DateTimeField()

    class Meta:
        ordering = ["-valid_from", "-installed_at", "-id"]

    def __str__(self) -> str:
        return self.version


class Inquiry(models.Model):
    """Where an inquiry came from. `key` is that of the form: a double click is one inquiry."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    key = models.CharField(max_length=64, unique=True)
    token = models.CharField(max_length=40, unique=True, help_text="the address of the receipt")
    setup = models.ForeignKey(InquirySetup, on_delete=models.PROTECT, related_name="inquiries")
    kind = models.CharField(max_length=40)
    nature = models.CharField(max_length=12, choices=Nature.choices)
    case_id = models.UUIDField(null=True, unique=True, help_text="empty only inside the transaction that opens the case")
    page = models.CharField(max_length=200, blank=True, help_text="the page the person came from, without secrets")
    service_key = models.CharField(max_length=40, blank=True)
    privacy_version = models.CharField(max_length=20)
    taken_by = models.UUIDField(null=True, help_text="who took it in at the counter or on the telephone")
    sent_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.sent_at:%Y-%m-%d} {self.kind}"
