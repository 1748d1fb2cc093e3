"""What this room announces. The aggregate is the Vorgang."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class DocumentFiled:
    """A new document or a new version of one stands in the file."""

    TYPE: ClassVar[str] = "records.document_filed"
    subfile_id: str
    document_id: str
    number: int  # of the version
    kind: str
    sha256: str


@dataclass(frozen=True, slots=True)
class SubfileClosed:
    TYPE: ClassVar[str] = "records.subfile_closed"
    subfile_id: str
    retention_until: str | None  # the last day, ISO; None: for ever


@dataclass(frozen=True, slots=True)
class SubfileReopened:
    TYPE: ClassVar[str] = "records.subfile_reopened"
    subfile_id: str
