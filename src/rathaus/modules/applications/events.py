"""What this room announces. Ids as text; no names, no contents."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ApplicationSubmitted:
    TYPE: ClassVar[str] = "applications.application_submitted"
    application_id: str
    case_id: str
    channel: str


@dataclass(frozen=True, slots=True)
class LetterTranscribed:
    """The answers of a letter were typed in; `number` counts from 1, a later one corrects."""

    TYPE: ClassVar[str] = "applications.letter_transcribed"
    application_id: str
    case_id: str
    number: int
