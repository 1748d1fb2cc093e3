"""Bytes by their SHA-256: taken in with care, kept once, given back.

`ACCEPT` is the `accept` attribute of a file field, `ACCEPTED_TEXT` the sentence part beside it.
"""

from rathaus.foundation.storage.download import content_disposition, respond
from rathaus.foundation.storage.errors import (
    BlobDamaged,
    BlobMissing,
    CheckUnavailable,
    Rejected,
    ScannerUnavailable,
    StorageFull,
    TooLarge,
)
from rathaus.foundation.storage.intake import StoredBlob, put_bytes, receive
from rathaus.foundation.storage.kinds import ACCEPTED, ACCEPTED_TEXT
from rathaus.foundation.storage.names import clean_filename
from rathaus.foundation.storage.quarantine import MAX_FILE
from rathaus.foundation.storage.reading import exists, open_blob, read, size
from rathaus.foundation.storage.sweep import register_references, sweep_orphans
from rathaus.foundation.storage.uploads import MAX_BODY, Upload, read_upload, read_uploads

ACCEPT = ",".join(f".{ending}" for ending in ACCEPTED)

__all__ = [
    "ACCEPT",
    "ACCEPTED_TEXT",
    "MAX_BODY",
    "MAX_FILE",
    "BlobDamaged",
    "BlobMissing",
    "CheckUnavailable",
    "Rejected",
    "ScannerUnavailable",
    "StorageFull",
    "StoredBlob",
    "TooLarge",
    "Upload",
    "clean_filename",
    "content_disposition",
    "exists",
    "open_blob",
    "put_bytes",
    "read",
    "read_upload",
    "read_uploads",
    "receive",
    "register_references",
    "respond",
    "size",
    "sweep_orphans",
]
