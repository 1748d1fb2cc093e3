"""A person's data as one ZIP: `daten.json`, the files, and a page that says what is what."""

import datetime as dt
import io
import json
import posixpath
import uuid
import zipfile
from collections.abc import Iterator
from typing import Any

from rathaus.foundation.privacy.registry import registered

README = """Ihre Daten bei uns (Auskunft nach Art. 15 und 20 DSGVO)

daten.json   alle Angaben, nach Bereichen geordnet, für Menschen und Programme lesbar
{folders}
Stand: {at}. Diese Kopie enthält persönliche Daten. Bewahren Sie sie sicher auf.
"""


def person_pack(account_id: uuid.UUID, *, now: dt.datetime) -> bytes:
    """The ZIP for one account. Two packs of the same data at the same moment are the same bytes."""
    parts = {entry.module: (entry.label, entry.export(account_id)) for entry in registered()}
    data = {module: {"bereich": label, "daten": part.data} for module, (label, part) in parts.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        folders = [f"{module}/   {label}" for module, (label, part) in parts.items() if part.files]
        text = README.format(folders="\n".join(folders), at=now.isoformat(timespec="seconds"))
        _put(archive, "LIESMICH.txt", text.encode())
        document = {"konto": str(account_id), "stand": now.isoformat(timespec="seconds"), "bereiche": data}
        _put(archive, "daten.json", json.dumps(document, ensure_ascii=False, indent=2, default=_plain).encode())
        for module, (_, part) in parts.items():
            for name, content in _safe(part.files):
                _put(archive, f"{module}/{name}", content)
    return out.getvalue()


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)


def _safe(files: Any) -> Iterator[tuple[str, bytes]]:
    """Names without a way out of the folder; the second of two equal names gets a number."""
    seen: set[str] = set()
    for given, content in files.items():
        parts = [part for part in given.replace("\\", "/").split("/") if part not in {"", ".", ".."}]
        name = "/".join(parts) or "datei"
        stem, dot = posixpath.splitext(name)
        number = 2
        while name in seen:
            name, number = f"{stem}-{number}{dot}", number + 1
        seen.add(name)
        yield name, content


def _plain(value: Any) -> str:
    if isinstance(value, dt.date | dt.datetime | uuid.UUID):
        return value.isoformat() if isinstance(value, dt.date | dt.datetime) else str(value)
    raise TypeError(f"{type(value).__name__} has no place in a data pack")
