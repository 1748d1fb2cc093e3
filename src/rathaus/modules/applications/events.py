"""What this room announces. Ids as text; no names, no contents."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ApplicationSubmitted:
    TYPE: ClassVar[str] = "applications.application_submitted"
    application_id: str
    case_id: str
    channel: str
