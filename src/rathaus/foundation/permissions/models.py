"""Who must keep out of which matter."""

from django.db import models

from rathaus.foundation import ids


class Bar(models.Model):
    """One person is kept out of one matter (bias, §§ 20, 21 VwVfG), whatever else that person may do.

    Every room that keeps something of the matter leaves its rows out by this table; why the person is barred is known to the
    room of the matter alone.
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    person_id = models.UUIDField()
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=80)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person_id", "subject_kind", "subject_id"], name="permissions_barred_once"),
        ]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="permissions_bar_subject")]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id}"
