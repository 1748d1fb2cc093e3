"""What every way of reporting a status offers. Its plugin reads a message; it never touches our tables."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from rathaus.foundation.plugins import ConfigProblem
from rathaus.modules.catalogue.enums import ExternalState


class Untrusted(Exception):
    """A message without a valid signature of its sender."""


class Unreadable(Exception):
    """A message that is signed and yet says nothing we understand; the text names what."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One message. `reference` is ours, from the hand-over; `case_number` the provider's."""

    message_id: str
    sent_at: dt.datetime
    reference: str
    case_number: str
    title: str
    state: ExternalState
    note: str
    url: str
    changed_at: dt.datetime


class StatusPlugin(Protocol):
    identifier: str
    label: str

    def check_config(self) -> list[ConfigProblem]: ...

    def key_fault(self, public_key: str) -> str:
        """What is wrong with a sender's key, in German; empty where nothing is."""

    def read(self, *, sender: str, public_key: str, body: bytes, headers: Mapping[str, str]) -> Notice:
        """Raises Untrusted, Unreadable."""
