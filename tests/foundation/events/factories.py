"""Events of an invented module."""

from dataclasses import dataclass
from typing import ClassVar

from django.db import transaction

from rathaus.foundation.events import public as events


@dataclass(frozen=True)
class Opened:
    TYPE: ClassVar[str] = "test.opened"
    thing_id: str
    note: str | None = None


@dataclass(frozen=True)
class Closed:
    TYPE: ClassVar[str] = "test.closed"
    thing_id: str


def publish(event, *, now, aggregate=None):
    with transaction.atomic():
        events.publish(event, aggregate=aggregate or ("thing", event.thing_id), now=now)
