"""Tables of the records: Aktenplan, Akte, Vorgang, Dokument, Version, Format, history."""

from django.db import models
from django.db.models import Q

from rathaus.foundation import ids
from rathaus.foundation.permissions.public import Secrecy
from rathaus.modules.records.enums import Action, Disposal, DocumentKind, FileRule, FormatPurpose, SubfileState

SECRECY = [(entry.value, entry.value) for entry in Secrecy]


class FilePlanEntry(models.Model):
    """Aktenplaneinheit. `retention_years` None: unbefristet."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    retention_years = models.PositiveSmallIntegerField(null=True)
    disposal = models.CharField(max_length=1, choices=Disposal.choices, default=Disposal.REVIEW)
    legal_basis = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.code


class FileCounter(models.Model):
    """The last file number given for a plan entry in a year; it only grows, so no reference comes twice."""

    plan_entry = models.ForeignKey(FilePlanEntry, on_delete=models.PROTECT)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan_entry", "year"], name="records_one_counter")]


class RecordFile(models.Model):
    """Akte. `rule_key` says what it gathers: `2026`, a person, an object; before it the classes beside the strongest one."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    plan_entry = models.ForeignKey(FilePlanEntry, on_delete=models.PROTECT, related_name="files")
    reference = models.CharField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    search_key = models.CharField(max_length=400)
    rule = models.CharField(max_length=10, choices=FileRule.choices)
    rule_key = models.CharField(max_length=200)
    unit_id = models.UUIDField()
    secrecy = models.CharField(max_length=12, choices=SECRECY, default=Secrecy.NORMAL)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    last_subfile = models.PositiveIntegerField(default=0, help_text="the last number given to a Vorgang")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan_entry", "unit_id", "secrecy", "rule_key"], name="records_one_file_per_key"),
        ]

    def __str__(self) -> str:
        return self.reference


class Subfile(models.Model):
    """Vorgang. `retention_until` is the last day it is kept, set when it is closed; None while open or for ever."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    record_file = models.ForeignKey(RecordFile, on_delete=models.PROTECT, related_name="subfiles")
    number = models.PositiveIntegerField()
    reference = models.CharField(max_length=90, unique=True)
    title = models.CharField(max_length=200)
    search_key = models.CharField(max_length=400)
    case_id = models.UUIDField(null=True)
    account_id = models.UUIDField(null=True, help_text="the Servicekonto of the person concerned")
    unit_id = models.UUIDField()
    service_key = models.CharField(max_length=40, blank=True)
    secrecy = models.CharField(max_length=12, choices=SECRECY, default=Secrecy.NORMAL)
    secrecy_set = models.PositiveSmallIntegerField(null=True, help_text="every class as a mask; None as 0.1.0 wrote it")
    state = models.CharField(max_length=10, choices=SubfileState.choices, default=SubfileState.OPEN)
    retention_years = models.PositiveSmallIntegerField(null=True)
    disposal = models.CharField(max_length=1, choices=Disposal.choices, default=Disposal.REVIEW)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, help_text="z. d. A.")
    retention_until = models.DateField(null=True)
    hold_reason = models.CharField(max_length=200, blank=True, help_text="while set, nothing is disposed of")
    last_document = models.PositiveIntegerField(default=0, help_text="the last number given to a document")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record_file", "number"], name="records_subfile_number"),
            models.UniqueConstraint(fields=["case_id"], condition=Q(case_id__isnull=False), name="records_one_per_case"),
        ]
        indexes = [
            models.Index(fields=["account_id"], name="records_account"),
            models.Index(fields=["unit_id", "-opened_at"], name="records_unit"),
            models.Index(fields=["state", "retention_until"], name="records_retention"),
        ]

    def __str__(self) -> str:
        return self.reference


class Document(models.Model):
    """The identity of a document; what it says stands in its versions."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    subfile = models.ForeignKey(Subfile, on_delete=models.PROTECT, related_name="documents")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=DocumentKind.choices)
    title = models.CharField(max_length=200)
    filed_at = models.DateTimeField()
    received_on = models.DateField(null=True, help_text="Posteingang")
    sent_on = models.DateField(null=True, help_text="Postausgang")
    dated_on = models.DateField(null=True, help_text="the date written on it")
    last_version = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subfile", "number"], name="records_document_number")]

    def __str__(self) -> str:
        return f"{self.pk}"


class DocumentVersion(models.Model):
    """One state of a document. Never changed after it is written."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    subfile = models.ForeignKey(Subfile, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    filed_at = models.DateTimeField()
    actor = models.CharField(max_length=80, help_text="kind and id, no name")
    key = models.CharField(max_length=120, null=True, help_text="the filing room's key: the same act files once")
    comment = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="records_version_number"),
            models.UniqueConstraint(fields=["subfile", "key"], condition=Q(key__isnull=False), name="records_filed_once"),
        ]


class DocumentFormat(models.Model):
    """The bytes of a version, by hash. The first format is the original, further ones are renditions of it."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    document_version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="formats")
    number = models.PositiveSmallIntegerField(default=1)
    purpose = models.CharField(max_length=10, choices=FormatPurpose.choices, default=FormatPurpose.ORIGINAL)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(help_text="octets")
    media_type = models.CharField(max_length=100)
    filename = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document_version", "number"], name="records_format_number")]


class HistoryEntry(models.Model):
    """One line of the history of a Vorgang; append-only. The provable copy stands in the audit chain."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    subfile = models.ForeignKey(Subfile, on_delete=models.PROTECT, related_name="history")
    document = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    action = models.CharField(max_length=10, choices=Action.choices)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["subfile", "id"], name="records_history")]
