"""What this room announces. Ids as text, dates as ISO text; no names, no contents."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class CaseOpened:
    TYPE: ClassVar[str] = "cases.case_opened"
    case_id: str
    service_key: str
    channel: str


@dataclass(frozen=True, slots=True)
class ContentEntered:
    """What a letter says was typed in; `number` counts from 1, a later one corrects."""

    TYPE: ClassVar[str] = "cases.content_entered"
    case_id: str
    number: int


@dataclass(frozen=True, slots=True)
class AddressConfirmed:
    """The applicant's e-mail address is theirs: from now on messages go there."""

    TYPE: ClassVar[str] = "cases.address_confirmed"
    case_id: str


@dataclass(frozen=True, slots=True)
class CaseDecided:
    TYPE: ClassVar[str] = "cases.case_decided"
    case_id: str
    decision_id: str
    kind: str


@dataclass(frozen=True, slots=True)
class CaseWithdrawn:
    TYPE: ClassVar[str] = "cases.case_withdrawn"
    case_id: str


@dataclass(frozen=True, slots=True)
class CaseClosed:
    TYPE: ClassVar[str] = "cases.case_closed"
    case_id: str
    outcome: str


@dataclass(frozen=True, slots=True)
class CaseHandedOver:
    """Another unit of the authority is in charge from now on."""

    TYPE: ClassVar[str] = "cases.case_handed_over"
    case_id: str
    from_unit_id: str
    unit_id: str


@dataclass(frozen=True, slots=True)
class DocumentsRequested:
    TYPE: ClassVar[str] = "cases.documents_requested"
    case_id: str
    request_id: str


@dataclass(frozen=True, slots=True)
class MessageSent:
    TYPE: ClassVar[str] = "cases.message_sent"
    case_id: str
    message_id: str
    direction: str
