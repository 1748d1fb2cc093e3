"""One table: the compiled form of each version, never changed after it was written."""

import uuid

from django.db import models

from rathaus.foundation import ids


class FormVersion(models.Model):
    """`sha256` names the compiled form, `source_sha256` the bytes it was read from; the bytes themselves stand in storage.

    One source has a row for each way a program read it; the newest counts.
    """

    id: models.UUIDField[uuid.UUID, uuid.UUID] = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    key = models.CharField(max_length=80)
    version = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64, unique=True)
    compiled = models.TextField()
    source_kind = models.CharField(max_length=10)
    source_sha256 = models.CharField(max_length=64)
    installed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["key", "version"], name="forms_by_version")]

    def __str__(self) -> str:
        return f"{self.key} {self.version}"
