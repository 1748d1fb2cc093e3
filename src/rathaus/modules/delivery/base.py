"""What a channel is: a way a document takes to a person."""

import datetime as dt
from typing import Protocol

from rathaus.foundation.permissions.public import Actor
from rathaus.foundation.plugins import ConfigProblem
from rathaus.modules.delivery.models import Delivery
from rathaus.modules.delivery.types import Recipient


class Channel(Protocol):
    """`reaches` says whether the recipient can be reached this way and asked for it; `send` acts in the caller's transaction.

    `send` writes rows alone (mailbox, outbox, posting book); what leaves the house does so from there, by the worker or by hand.
    """

    identifier: str
    label: str

    def reaches(self, recipient: Recipient) -> bool: ...

    def send(self, delivery: Delivery, *, actor: Actor, now: dt.datetime) -> None: ...

    def check_config(self) -> list[ConfigProblem]: ...
