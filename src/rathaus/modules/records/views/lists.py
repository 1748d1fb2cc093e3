"""Rows for the tables of the pages: links, dates, names."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from rathaus.foundation import clock
from rathaus.modules.organisation import public as organisation
from rathaus.modules.records.enums import Action, SubfileState
from rathaus.modules.records.models import DocumentVersion, HistoryEntry, Subfile
from rathaus.modules.records.types import DocumentInfo
from rathaus.web.components import lists, tables, text

SUBFILE_COLUMNS = ("Aktenzeichen", "Vorgang", "Akte", "Angelegt", "Stand")
DOCUMENT_COLUMNS = (
    "Dokument",
    tables.Column("Nr.", numeric=True),
    "Art",
    tables.Column("Fassung", numeric=True),
    "Abgelegt",
    tables.Column("Größe", numeric=True),
)
VERSION_COLUMNS = ("Fassung", "Abgelegt", "Von", "Datei", "Bemerkung")


def link(url: str, label: str) -> SafeString:
    return format_html('<a class="kern-link" href="{}">{}</a>', url, label)


def subfile_rows(subfiles: Iterable[Subfile]) -> list[tuple[object, ...]]:
    return [
        (
            link(reverse("records:subfile", args=[row.pk]), row.reference),
            row.title,
            link(reverse("records:file", args=[row.record_file_id]), row.record_file.title),
            f"{clock.local(row.opened_at):%d.%m.%Y}",
            state(row),
        )
        for row in subfiles
    ]


def state(subfile: Subfile) -> SafeString:
    closed = subfile.state == SubfileState.CLOSED
    return text.status(str(SubfileState(subfile.state).label), "success" if closed else "info")


def retention(subfile: Subfile) -> str:
    """One sentence on how long the Vorgang is kept."""
    if subfile.hold_reason:
        return f"Aussonderung gesperrt: {subfile.hold_reason}"
    if subfile.retention_until:
        return f"bis {subfile.retention_until:%d.%m.%Y}"
    if subfile.retention_years is None:
        return "unbefristet"
    return f"{subfile.retention_years} Jahre, gerechnet ab dem Ende des Jahres, in dem der Vorgang zur Akte verfügt wird"


def document_rows(documents: Iterable[DocumentInfo]) -> list[tuple[object, ...]]:
    return [
        (
            link(reverse("records:document", args=[row.id]), row.title),
            str(row.number),
            row.kind_label,
            str(row.version),
            f"{clock.local(row.filed_at):%d.%m.%Y, %H:%M}",
            lists.file_size(row.size),
        )
        for row in documents
    ]


def version_rows(versions: Iterable[DocumentVersion], names: Mapping[str, str]) -> list[tuple[object, ...]]:
    return [
        (
            str(version.number),
            f"{clock.local(version.filed_at):%d.%m.%Y, %H:%M}",
            names.get(version.actor, ""),
            format_html_join(
                ", ",
                '<a class="kern-link" href="{}">{}</a> ({})',
                (
                    (
                        reverse("records:download", args=[version.document_id, version.number]),
                        entry.filename,
                        lists.file_size(entry.size),
                    )
                    for entry in version.formats.all()
                    if entry.number == 1
                ),
            ),
            version.comment,
        )
        for version in versions
    ]


def history_entries(entries: Iterable[HistoryEntry], names: Mapping[str, str]) -> list[lists.Entry]:
    return [
        lists.Entry(title=str(Action(row.action).label), at=row.at, text=row.note, by=names.get(row.actor, "")) for row in entries
    ]


def names_of(labels: Iterable[str]) -> dict[str, str]:
    """Readable names for actor labels (`staff:<id>`); one query for all people."""
    wanted = set(labels)
    ids = {label: UUID(label.removeprefix("staff:")) for label in wanted if label.startswith("staff:") and len(label) > 10}
    people = organisation.get_persons(ids.values()) if ids else {}
    named = {label: people[pk].name if pk in people else "Mitarbeiterin oder Mitarbeiter" for label, pk in ids.items()}
    kinds = {"system": "Rathaus (selbsttätig)", "citizen": "Antragstellende Person", "guest": "Antragstellende Person"}
    return {label: named.get(label) or kinds.get(label.split(":")[0], "") for label in wanted}
