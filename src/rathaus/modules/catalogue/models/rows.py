"""What every table of the catalogue has."""

from django.db import models

from rathaus.foundation import ids


class Row(models.Model):
    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)

    class Meta:
        abstract = True


class Dated(Row):
    valid_from = models.DateField("gültig ab", null=True, blank=True)
    valid_until = models.DateField("gültig bis", null=True, blank=True)

    class Meta:
        abstract = True
