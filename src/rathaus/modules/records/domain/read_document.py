"""Read a document: the right is checked, the look is logged, then the bytes may be opened."""

import datetime as dt
import uuid
from dataclasses import dataclass

from rathaus.foundation import clock
from rathaus.foundation.audit import public as audit
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.records import queries


@dataclass(frozen=True, slots=True)
class Reading:
    """What may be given out now: `storage.respond` or `storage.read` with `sha256`."""

    document_id: uuid.UUID
    title: str
    version: int
    sha256: str
    size: int  # octets
    media_type: str
    filename: str


def read_document(*, document_id: uuid.UUID, actor: Actor, purpose: str, now: dt.datetime, version: int | None = None) -> Reading:
    """The original of a version (the latest by default). `purpose` is a short German text for data protection.

    Raises NotFound, also for a document the actor may not see. Citizens read through the room that gave them the document.
    """
    document = queries.get_document(document_id, actor, today=clock.today(now))
    original = queries.original_of(document, version)
    audit.record_view(actor=actor, subject=audit.Subject("document", document.pk), purpose=purpose, now=now)
    return Reading(
        document_id=document.pk,
        title=document.title,
        version=original.document_version.number,
        sha256=original.sha256,
        size=original.size,
        media_type=original.media_type,
        filename=original.filename,
    )
