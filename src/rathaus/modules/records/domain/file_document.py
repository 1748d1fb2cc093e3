"""File a document: a new one, or a new version of one that is there."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from rathaus.foundation import clock, text
from rathaus.foundation.errors import Conflict, Invalid, NotFound
from rathaus.foundation.events import public as events
from rathaus.foundation.permissions.public import Actor, require
from rathaus.foundation.storage import public as storage
from rathaus.modules.records import rules
from rathaus.modules.records.domain._log import log
from rathaus.modules.records.enums import Action, DocumentKind, FormatPurpose, SubfileState
from rathaus.modules.records.events import DocumentFiled
from rathaus.modules.records.models import Document, DocumentFormat, DocumentVersion, Subfile
from rathaus.modules.records.queries import filed_as, scope_of, stored_key
from rathaus.modules.records.types import DocumentRef


def file_document(
    *,
    subfile_id: uuid.UUID,
    kind: str,
    title: str,
    blob: storage.StoredBlob,
    actor: Actor,
    now: dt.datetime,
    document_id: uuid.UUID | None = None,
    key: str | None = None,
    renditions: Sequence[storage.StoredBlob] = (),
    received_on: dt.date | None = None,
    sent_on: dt.date | None = None,
    dated_on: dt.date | None = None,
    comment: str = "",
) -> DocumentRef:
    """Files `blob` as a new document, or as the next version of `document_id`.

    With a `key` (stable per act: `application:<id>:summary`) the same blob is filed once, however often it is tried. Store
    the blob first, outside any transaction. Citizens do not file: the room that took their paper files it as SYSTEM.
    Raises Forbidden, NotFound, BlobMissing, Conflict (same key, other blob), Invalid for a closed Vorgang.
    """
    storage.size(blob.sha256)
    with transaction.atomic():
        subfile = Subfile.objects.select_for_update().filter(pk=subfile_id).first()
        if subfile is None:
            raise NotFound("Diesen Vorgang gibt es nicht. Bitte prüfen Sie das Aktenzeichen.")
        require(actor, rules.FILE, scope=scope_of(subfile), today=clock.today(now))
        if key is not None and (done := _filed_before(subfile, key, blob)):
            return done
        if subfile.state == SubfileState.CLOSED:
            raise Invalid(
                "Der Vorgang ist zur Akte verfügt und nimmt keine Dokumente mehr auf. Die Leitung kann ihn wieder öffnen."
            )
        if document_id is None:
            days = {"received_on": received_on, "sent_on": sent_on, "dated_on": dated_on}
            document = _new(subfile, DocumentKind(kind), title, filed_at=now, **days)
        else:
            document = _present(subfile, document_id)
        number = document.last_version + 1
        Document.objects.filter(pk=document.pk).update(last_version=number, version=F("version") + 1)
        version = DocumentVersion.objects.create(
            document=document,
            subfile=subfile,
            number=number,
            filed_at=now,
            actor=actor.label,
            key=None if key is None else stored_key(key),
            comment=comment[:200],
        )
        _formats(version, document, blob, renditions)
        log(
            subfile,
            Action.FILED if number == 1 else Action.VERSION,
            actor=actor,
            now=now,
            document=document,
            note=document.title if number == 1 else f"{document.title} (Fassung {number})",
            sha256=blob.sha256,
            version=number,
            document_kind=document.kind,
        )
        events.publish(
            DocumentFiled(str(subfile.pk), str(document.pk), number, document.kind, blob.sha256),
            aggregate=("subfile", str(subfile.pk)),
            now=now,
        )
    return DocumentRef(id=document.pk, version=number, sha256=blob.sha256)


def _filed_before(subfile: Subfile, key: str, blob: storage.StoredBlob) -> DocumentRef | None:
    done = filed_as(subfile_id=subfile.pk, key=key)
    if done is not None and done.sha256 != blob.sha256:
        raise Conflict("Unter diesem Schlüssel ist schon ein anderes Dokument abgelegt. Legen Sie dieses als neue Fassung ab.")
    return done


def _present(subfile: Subfile, document_id: uuid.UUID) -> Document:
    document = Document.objects.select_for_update().filter(pk=document_id, subfile=subfile).first()
    if document is None:
        raise NotFound("Dieses Dokument gehört nicht zu diesem Vorgang. Legen Sie es als neues Dokument ab.")
    return document


def _new(subfile: Subfile, kind: DocumentKind, title: str, *, filed_at: dt.datetime, **days: dt.date | None) -> Document:
    name = text.clean(title)[:200]
    if not name:
        raise Invalid("Das Dokument braucht einen Titel.", {"title": "Bitte geben Sie einen Titel an."})
    Subfile.objects.filter(pk=subfile.pk).update(last_document=F("last_document") + 1)
    return Document.objects.create(
        subfile=subfile, number=subfile.last_document + 1, kind=kind.value, title=name, filed_at=filed_at, **days
    )


def _formats(
    version: DocumentVersion, document: Document, blob: storage.StoredBlob, renditions: Sequence[storage.StoredBlob]
) -> None:
    for number, entry in enumerate((blob, *renditions), start=1):
        DocumentFormat.objects.create(
            document_version=version,
            number=number,
            purpose=FormatPurpose.ORIGINAL if number == 1 else FormatPurpose.RENDITION,
            sha256=entry.sha256,
            size=entry.size,
            media_type=entry.media_type,
            filename=entry.filename or storage.clean_filename(document.title),
        )
