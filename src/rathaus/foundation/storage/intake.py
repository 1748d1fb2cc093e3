"""From a stream to a stored blob: quarantine, scanner, check in the child process, publishing."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings

from rathaus.foundation.childprocess import ChildFailed, Pool
from rathaus.foundation.storage import clamd
from rathaus.foundation.storage.errors import CheckUnavailable, Rejected
from rathaus.foundation.storage.names import clean_filename, extension
from rathaus.foundation.storage.quarantine import Quarantined
from rathaus.foundation.storage.registry import store

_CHUNK = 1 << 16
CHECK_SECONDS = 20.0
CHECKER = Pool("rathaus.foundation.storage.worker:handle", size=2, memory=1_500 << 20)


@dataclass(frozen=True, slots=True)
class StoredBlob:
    """Bytes that are safely stored. `sha256` names what is stored; `received_sha256` what was sent, where cleaning changed it."""

    sha256: str
    size: int  # octets
    media_type: str
    filename: str = ""
    received_sha256: str = ""
    received_at: dt.datetime | None = None


class Readable(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


def receive(stream: Readable, *, filename: str, now: dt.datetime) -> StoredBlob:
    """Takes a file from outside: at most 20 MB, of an allowed kind, cleaned. Twice the same file is stored once.

    Raises Rejected (TooLarge), StorageFull, ScannerUnavailable, CheckUnavailable; nothing is kept then.
    """
    quarantined = Quarantined()
    try:
        while chunk := stream.read(_CHUNK):
            quarantined.write(chunk)
        quarantined.finish()
        return admit(quarantined, filename=filename, now=now)
    finally:
        quarantined.discard()


def admit(quarantined: Quarantined, *, filename: str, now: dt.datetime) -> StoredBlob:
    """Checks what stands in quarantine and stores it; the caller discards the quarantine in any case."""
    name = clean_filename(filename)
    if address := settings.RATHAUS_CLAMD:
        clamd.scan(quarantined.path, address=address)
    request = {
        "path": str(quarantined.path.resolve()),
        "clean_path": str(quarantined.clean_path.resolve()),
        "extension": extension(name),
    }
    try:
        verdict = CHECKER.call(request, timeout=CHECK_SECONDS)
    except ChildFailed as error:
        raise CheckUnavailable from error
    if refused := verdict.get("refused"):
        raise Rejected(refused)
    path, sha256, size = quarantined.path, quarantined.sha256, quarantined.size
    if verdict["cleaned"]:
        path = quarantined.clean_path
        sha256, size = _digest(path), path.stat().st_size
    store().publish(path, sha256)
    return StoredBlob(
        sha256=sha256,
        size=size,
        media_type=verdict["media_type"],
        filename=name,
        received_sha256=quarantined.sha256,
        received_at=now,
    )


def put_bytes(data: bytes, *, media_type: str, filename: str = "") -> StoredBlob:
    """Stores what the house itself made (a notice, a receipt). Unchecked: never for bytes from outside. Raises StorageFull."""
    sha256 = hashlib.sha256(data).hexdigest()
    quarantined = Quarantined()
    try:
        quarantined.write_own(data)
        store().publish(quarantined.path, sha256)
    finally:
        quarantined.discard()
    return StoredBlob(sha256=sha256, size=len(data), media_type=media_type, filename=clean_filename(filename) if filename else "")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
