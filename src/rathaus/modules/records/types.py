"""What the face hands out."""

import datetime as dt
import uuid
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SubfileInfo:
    id: uuid.UUID
    file_reference: str  # of the Vorgang: "32.21-2026-00017/3"
    record_file_id: uuid.UUID
    title: str
    state: str
    case_id: uuid.UUID | None
    closed_at: dt.datetime | None
    retention_until: dt.date | None


@dataclass(frozen=True, slots=True)
class DocumentRef:
    """A document in one version; `sha256` names the bytes of its original."""

    id: uuid.UUID
    version: int
    sha256: str


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """A document in its latest version. `size` in octets."""

    id: uuid.UUID
    subfile_id: uuid.UUID
    number: int
    kind: str
    kind_label: str
    title: str
    version: int
    sha256: str
    size: int
    media_type: str
    filename: str
    filed_at: dt.datetime

    @property
    def ref(self) -> DocumentRef:
        return DocumentRef(id=self.id, version=self.version, sha256=self.sha256)
