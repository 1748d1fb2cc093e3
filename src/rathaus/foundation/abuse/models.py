"""Counters and spent challenges; all of it short-lived."""

from django.db import models


class DailyKey(models.Model):
    """The random key of one German day. Deleted the day after, and with it any way back to an address."""

    day = models.DateField(primary_key=True)
    secret = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.day}"


class Counter(models.Model):
    """How often one hashed source did one thing in one slot of time. `slot` is the slot's number since 1970."""

    source = models.CharField(max_length=64)
    slot = models.BigIntegerField()
    count = models.PositiveIntegerField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "slot"], name="abuse_counter_once")]

    def __str__(self) -> str:
        return f"{self.source}/{self.slot}"


class Spent(models.Model):
    """A challenge that was used, and for what (hashed): once for one thing."""

    digest = models.CharField(max_length=64, primary_key=True)
    holder = models.CharField(max_length=64)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.digest
