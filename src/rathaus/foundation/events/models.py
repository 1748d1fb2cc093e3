"""Events, the place of each subscriber in them, the proof that a handler ran, and what waits for a second try."""

from django.db import models
from django.db.models import Q


class Event(models.Model):
    """One published event. `number` is the order of writing, `sequence` the gapless order of commit."""

    number = models.BigAutoField(primary_key=True)
    sequence = models.BigIntegerField(null=True, unique=True)
    type = models.CharField(max_length=100)
    aggregate_kind = models.CharField(max_length=50)
    aggregate_id = models.CharField(max_length=100)
    version = models.PositiveIntegerField(null=True)  # 1, 2, 3 ... within the aggregate, given with the sequence
    data = models.JSONField()
    published_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["number"], name="events_unsequenced", condition=Q(sequence__isnull=True)),
            models.Index(fields=["type", "sequence"], name="events_type"),
            models.Index(fields=["aggregate_kind", "aggregate_id", "version"], name="events_aggregate"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.type} {self.aggregate_kind}:{self.aggregate_id}"


class Cursor(models.Model):
    """How far a subscriber has come. The row `#sequencer` holds the last sequence given; its lock is the right to give one."""

    name = models.CharField(max_length=120, primary_key=True)
    position = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} at {self.position}"


class Handled(models.Model):
    """The handler key: this subscriber's work for this event is in the database. Written in the handler's transaction."""

    subscriber = models.CharField(max_length=120)
    sequence = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subscriber", "sequence"], name="events_handled_once")]

    def __str__(self) -> str:
        return f"{self.subscriber} {self.sequence}"


class Parked(models.Model):
    """An event that a subscriber could not handle, or that waits behind one of the same aggregate (`waiting`)."""

    subscriber = models.CharField(max_length=120)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    waiting = models.BooleanField()
    attempts = models.PositiveIntegerField(default=0)
    error = models.TextField(default="", blank=True)
    parked_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)  # None: waits for the operator (or behind another)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subscriber", "event"], name="events_parked_once")]

    def __str__(self) -> str:
        return f"{self.subscriber} {self.event_id} after {self.attempts}"
