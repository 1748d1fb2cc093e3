from django.db import models


class Trace(models.Model):
    """What a handler or a job has done. No unique constraint: a doubled effect must be able to show."""

    kind = models.CharField(max_length=20)
    thing = models.CharField(max_length=50)
    version = models.IntegerField(default=0)

    def __str__(self):
        return f"{self.kind} {self.thing} {self.version}"
