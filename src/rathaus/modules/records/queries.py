"""Reads for screens and other rooms. Unit, service, secrecy and bias act here, so that no page, count or search forgets them."""

import datetime as dt
import hashlib
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from django.db.models import Q, QuerySet

from rathaus.foundation import text
from rathaus.foundation.errors import NotFound
from rathaus.foundation.permissions import public as permissions
from rathaus.foundation.permissions.public import Actor, Scope
from rathaus.modules.records import rules
from rathaus.modules.records.enums import DocumentKind, FormatPurpose, SubfileState
from rathaus.modules.records.models import (
    Document,
    DocumentFormat,
    DocumentVersion,
    FilePlanEntry,
    HistoryEntry,
    RecordFile,
    Subfile,
)
from rathaus.modules.records.types import DocumentInfo, DocumentRef, SubfileInfo

_GONE = "Diese Akte gibt es nicht, oder Sie dürfen sie nicht sehen. Fragen Sie die zuständige Stelle."

_LONGEST_KEY = 120


def visible(actor: Actor, *, right: str = rules.VIEW, today: dt.date) -> QuerySet[Subfile]:
    """The Vorgänge the actor may see: by unit, service and all secrecy classes, without those of a case he is biased in."""
    return Subfile.objects.filter(permissions.visible(actor, right, today=today, kind="case", column="case_id"))


def scope_of(subfile: Subfile) -> Scope:
    return Scope(
        unit_id=subfile.unit_id,
        service_key=subfile.service_key,
        secrecy=permissions.classes_of(subfile),
        subject=("case", subfile.case_id) if subfile.case_id else None,
    )


def search(actor: Actor, wanted: str, *, today: dt.date) -> QuerySet[Subfile]:
    """Vorgänge whose reference or title (their own or the Akte's) holds every word; newest first."""
    found = visible(actor, today=today)
    for word in text.fold(wanted).split()[:8]:
        found = found.filter(Q(search_key__contains=word) | Q(record_file__search_key__contains=word))
    return found.select_related("record_file", "record_file__plan_entry").order_by("-opened_at", "-id")


def get_subfile(subfile_id: uuid.UUID, actor: Actor, *, right: str = rules.VIEW, today: dt.date) -> Subfile:
    """Raises NotFound, also for one the actor may not see."""
    rows = visible(actor, right=right, today=today).select_related("record_file", "record_file__plan_entry")
    subfile = rows.filter(pk=subfile_id).first()
    if subfile is None:
        raise NotFound(_GONE)
    return subfile


def get_file(file_id: uuid.UUID, actor: Actor, *, today: dt.date) -> tuple[RecordFile, list[Subfile]]:
    """An Akte with those of its Vorgänge the actor may see; raises NotFound where there are none."""
    subfiles = list(
        visible(actor, today=today)
        .filter(record_file_id=file_id)
        .select_related("record_file", "record_file__plan_entry")
        .order_by("number")
    )
    if not subfiles:
        raise NotFound(_GONE)
    return subfiles[0].record_file, subfiles


def get_document(document_id: uuid.UUID, actor: Actor, *, right: str = rules.VIEW, today: dt.date) -> Document:
    """With its Vorgang and Akte. Raises NotFound, also for one the actor may not see."""
    subfiles = visible(actor, right=right, today=today).values("pk")
    rows = Document.objects.filter(pk=document_id, subfile__in=subfiles)
    document = rows.select_related("subfile", "subfile__record_file").first()
    if document is None:
        raise NotFound(_GONE)
    return document


def subfiles_for_cases(case_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, SubfileInfo]:
    return {row.case_id: info(row) for row in Subfile.objects.filter(case_id__in=list(case_ids)) if row.case_id}


def get_subfiles(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, SubfileInfo]:
    return {row.pk: info(row) for row in Subfile.objects.filter(pk__in=list(ids))}


def info(subfile: Subfile) -> SubfileInfo:
    return SubfileInfo(
        id=subfile.pk,
        file_reference=subfile.reference,
        record_file_id=subfile.record_file_id,
        title=subfile.title,
        state=str(subfile.state),
        case_id=subfile.case_id,
        closed_at=subfile.closed_at,
        retention_until=subfile.retention_until,
    )


def documents_of(subfile_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[DocumentInfo]]:
    """The documents of Vorgänge in their latest versions, by number; two queries. The caller has checked who may see them."""
    found: dict[uuid.UUID, list[DocumentInfo]] = defaultdict(list)
    for document in _infos(Document.objects.filter(subfile_id__in=list(subfile_ids)).order_by("subfile_id", "number")):
        found[document.subfile_id].append(document)
    return dict(found)


def get_documents(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, DocumentInfo]:
    """By id, in their latest versions; two queries. The caller has checked who may see them."""
    return {document.id: document for document in _infos(Document.objects.filter(pk__in=list(ids)))}


def _infos(documents: QuerySet[Document]) -> list[DocumentInfo]:
    rows = list(documents)
    originals = DocumentFormat.objects.filter(
        document_version__document__in=[row.pk for row in rows], purpose=FormatPurpose.ORIGINAL
    ).select_related("document_version")
    latest: dict[uuid.UUID, DocumentFormat] = {}
    for entry in originals:
        document_id = entry.document_version.document_id
        if document_id not in latest or latest[document_id].document_version.number < entry.document_version.number:
            latest[document_id] = entry
    return [_info(row, latest[row.pk]) for row in rows]


def _info(document: Document, original: DocumentFormat) -> DocumentInfo:
    return DocumentInfo(
        id=document.pk,
        subfile_id=document.subfile_id,
        number=document.number,
        kind=document.kind,
        kind_label=str(DocumentKind(document.kind).label),
        title=document.title,
        version=original.document_version.number,
        sha256=original.sha256,
        size=original.size,
        media_type=original.media_type,
        filename=original.filename,
        filed_at=document.filed_at,
    )


def versions_of(document: Document) -> list[DocumentVersion]:
    """Newest first, with their formats; two queries."""
    return list(document.versions.prefetch_related("formats").order_by("-number"))


def original_of(document: Document, number: int | None = None) -> DocumentFormat:
    """The original of a version, of the latest one by default. Raises NotFound for a number that was never filed."""
    rows = DocumentFormat.objects.filter(document_version__document=document, purpose=FormatPurpose.ORIGINAL)
    if number is not None:
        rows = rows.filter(document_version__number=number)
    found = rows.select_related("document_version").order_by("-document_version__number").first()
    if found is None:
        raise NotFound("Diese Fassung des Dokuments gibt es nicht. Öffnen Sie das Dokument und wählen Sie eine der Fassungen.")
    return found


def stored_key(key: str) -> str:
    """A filing key as the row keeps it: long ones (file names stand in them) by their SHA-256."""
    return key if len(key) <= _LONGEST_KEY else f"sha256:{hashlib.sha256(key.encode()).hexdigest()}"


def filed_as(*, subfile_id: uuid.UUID, key: str) -> DocumentRef | None:
    """What was filed under this key before, so that a repeated act need not make the document again. One query."""
    row = (
        DocumentFormat.objects.filter(document_version__subfile_id=subfile_id, document_version__key=stored_key(key), number=1)
        .values_list("document_version__document_id", "document_version__number", "sha256")
        .first()
    )
    return None if row is None else DocumentRef(*row)


def history_of(subfile: Subfile) -> list[HistoryEntry]:
    """Oldest first, one query."""
    return list(HistoryEntry.objects.filter(subfile=subfile).select_related("document").order_by("id"))


def known_plan_codes(codes: Collection[str]) -> set[str]:
    """Those of the codes that the file plan has. One query."""
    return set(FilePlanEntry.objects.filter(code__in=codes).values_list("code", flat=True))


def due_for_disposal(today: dt.date) -> QuerySet[Subfile]:
    """Closed, past the last day of retention, not on hold: to be offered to the archive (Anbietung), never just deleted."""
    return Subfile.objects.filter(state=SubfileState.CLOSED, retention_until__lt=today, hold_reason="").order_by(
        "retention_until"
    )


def named_among(hashes: Sequence[str]) -> Iterable[str]:
    """Those of the hashes that a document names; for the orphan sweep of the storage."""
    return DocumentFormat.objects.filter(sha256__in=hashes).values_list("sha256", flat=True).distinct()
