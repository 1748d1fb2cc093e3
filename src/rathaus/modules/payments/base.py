"""What every payment provider offers. Its plugin talks to it; it never touches our tables."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from rathaus.foundation.plugins import ConfigProblem


class ProviderDown(Exception):
    """The provider did not answer, or not in a way that can be trusted. Means unknown, never failed: ask again later."""


class Untrusted(Exception):
    """A message without a valid signature."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a provider must know to let somebody pay. `transaction_id` is ours, fixed before the call."""

    transaction_id: str
    cents: int
    currency: str
    purpose: str  # SEPA character set
    cash_reference: str
    return_url: str
    notify_url: str


@dataclass(frozen=True, slots=True)
class Started:
    reference: str
    redirect_url: str


class Outcome(StrEnum):
    PENDING = "pending"  # the person can still pay
    PAID = "paid"
    FAILED = "failed"
    ABORTED = "aborted"
    EXPIRED = "expired"
    UNCLEAR = "unclear"  # the provider does not know yet


@dataclass(frozen=True, slots=True)
class Status:
    """The provider's answer to our question, as it gave it."""

    outcome: Outcome
    reference: str
    transaction_id: str
    cents: int
    currency: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A provider's message: which transaction we should ask about. Its contents are never booked."""

    transaction_id: str
    digest: str  # SHA-256 of the message: a doubled one is the same


class Provider(Protocol):
    identifier: str
    label: str

    def check_config(self) -> list[ConfigProblem]: ...

    def start(self, order: Order, *, now: dt.datetime) -> Started:
        """The same order twice gives the same page. Raises ProviderDown."""

    def status(self, *, reference: str, transaction_id: str, now: dt.datetime) -> Status:
        """Asks by our id where the reference never reached us. Raises ProviderDown."""

    def refund(self, *, reference: str, transaction_id: str, cents: int, key: str, now: dt.datetime) -> None:
        """Gives money back; the same key again changes nothing. Returns when it is certain. Raises ProviderDown."""

    def read_notice(self, body: bytes, headers: Mapping[str, str]) -> Notice:
        """Raises Untrusted."""
