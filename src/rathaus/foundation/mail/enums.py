"""The states of a mail."""

from django.db import models


class State(models.TextChoices):
    WAITING = "waiting", "wartet"
    DEFERRED = "deferred", "wird erneut versucht"
    UNKNOWN = "unknown", "Übergabe ungewiss, wird erneut versucht"  # the connection broke after the text was sent
    SENT = "sent", "vom Mailserver angenommen"
    FAILED = "failed", "nicht zustellbar"


OPEN = (State.WAITING, State.DEFERRED, State.UNKNOWN)
