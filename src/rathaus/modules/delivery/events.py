"""What this room announces. Ids as text, dates as ISO text; no names, no contents."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class DocumentRetrieved:
    """The recipient has fetched the document from the portal. `notified_on` is empty where no clock runs."""

    TYPE: ClassVar[str] = "delivery.document_retrieved"
    delivery_id: str
    subject_kind: str
    subject_id: str
    notified_on: str
    deadline_ends: str


@dataclass(frozen=True, slots=True)
class NotificationFailed:
    """Not retrieved in time, so not notified (§ 41 Abs. 2a VwVfG). `letter_id`: the letter prepared, empty without an address."""

    TYPE: ClassVar[str] = "delivery.notification_failed"
    delivery_id: str
    subject_kind: str
    subject_id: str
    letter_id: str


@dataclass(frozen=True, slots=True)
class DeliveryPosted:
    """The letter was handed to the post."""

    TYPE: ClassVar[str] = "delivery.posted"
    delivery_id: str
    subject_kind: str
    subject_id: str
    posted_on: str
    notified_on: str
    deadline_ends: str
