"""What the records keep about a person: handed out in copy, erased never before the archive has been offered it."""

import datetime as dt
import uuid

from rathaus.foundation.privacy import public as privacy
from rathaus.foundation.storage import public as storage
from rathaus.modules.records.models import Subfile
from rathaus.modules.records.queries import documents_of


def export(account_id: uuid.UUID) -> privacy.Part:
    """Vorgänge of the account with their documents in the latest version (Art. 15 (3) DSGVO)."""
    subfiles = list(Subfile.objects.filter(account_id=account_id).order_by("opened_at", "id"))
    found = documents_of([row.pk for row in subfiles])
    files: dict[str, bytes] = {}
    data = []
    for subfile in subfiles:
        entries = []
        for document in found.get(subfile.pk, []):
            name = f"{subfile.reference.replace('/', '_')}/{document.number:03d}-{document.filename}"
            files[name] = storage.read(document.sha256)
            entries.append(
                {"title": document.title, "kind": document.kind_label, "filed_at": document.filed_at.isoformat(), "file": name}
            )
        data.append({"reference": subfile.reference, "title": subfile.title, "state": subfile.state, "documents": entries})
    return privacy.Part(data=data, files=files)


def erase(account_id: uuid.UUID, now: dt.datetime) -> list[privacy.Kept]:  # noqa: ARG001  (the registry's signature)
    """Nothing goes: files are kept for their period and offered to the archive first (Art. 17 (3) b, d DSGVO)."""
    return [
        privacy.Kept(
            what=f"Vorgang {subfile.reference}",
            reason="Aktenführung und Aufbewahrungsfrist, danach Anbietung an das Archiv (Art. 17 Abs. 3 Buchst. b und d DSGVO)",
            until=subfile.retention_until,
        )
        for subfile in Subfile.objects.filter(account_id=account_id).order_by("opened_at", "id")
    ]


privacy.register(privacy.PersonalData(module="records", label="Akten", export=export, erase=erase, order=60))
