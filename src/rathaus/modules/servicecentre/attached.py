"""Files that came with a form which was refused: they stay with it, signed, until it is sent or forgotten."""

from collections.abc import Iterable
from typing import Any

from django.core import signing

from rathaus.foundation.storage.public import StoredBlob

MOST = 10
_GOOD_FOR = 86_400  # seconds; the bytes themselves are swept after two days
_SALT = "rathaus.servicecentre.file"

Entry = dict[str, Any]


def entry_of(blob: StoredBlob) -> Entry:
    return {"sha256": blob.sha256, "filename": blob.filename, "size": blob.size, "media_type": blob.media_type}


def sign(entry: Entry, key: str) -> str:
    """For a hidden field of the form with this key."""
    return signing.dumps(entry, salt=f"{_SALT}:{key}")


def read(texts: Iterable[str], key: str) -> list[Entry]:
    """The entries that belong to this form; a forged, foreign or old one is left out, as is a second of the same file."""
    found: dict[tuple[str, str], Entry] = {}
    for text in texts:
        try:
            entry: Entry = signing.loads(text, salt=f"{_SALT}:{key}", max_age=_GOOD_FOR)
        except signing.BadSignature:
            continue
        found[entry["sha256"], entry["filename"]] = entry
    return list(found.values())
