"""What comes in and what goes out."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is to receive it. `choice` is what the person asked for: `portal` or `letter`."""

    name: str
    account_id: uuid.UUID | None = None
    address_lines: Sequence[str] = ()  # street, postal code and place; without the name
    email: str = ""
    choice: str = "portal"


@dataclass(frozen=True, slots=True)
class LegalFrame:
    """Which law counts the days: Land, regime, kind of act, as in `foundation.law`."""

    land: str
    regime: str
    act: str


class DocumentLike(Protocol):
    """A document in records: identity, version, digest."""

    @property
    def id(self) -> uuid.UUID: ...
    @property
    def version(self) -> int: ...
    @property
    def sha256(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Clock:
    """What both sides read. `text` is whole German sentences; the days are None while nothing runs."""

    notified_on: dt.date | None
    deadline_ends: dt.date | None
    state: str
    text: str
    law_text: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryInfo:
    """A delivery as others see it. `url` is the recipient's page, `office_url` the staff's, `clock_text` what both read."""

    id: uuid.UUID
    subject_kind: str
    subject_id: str
    title: str
    channel: str
    channel_label: str
    state: str
    state_label: str
    dispatched_at: dt.datetime
    window_ends: dt.date | None
    retrieved_at: dt.datetime | None
    posted_on: dt.date | None
    notified_on: dt.date | None
    deadline_ends: dt.date | None
    clock_text: str
    url: str
    office_url: str
    document_id: uuid.UUID
    letter_id: uuid.UUID | None  # the letter that followed an electronic delivery nobody fetched
