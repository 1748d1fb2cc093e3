"""Where a file waits until it is checked: `RATHAUS_DATA/quarantine`, unreadable for others, emptied by the sweep."""

import contextlib
import errno
import hashlib
import os
import secrets
import time
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from rathaus.foundation.storage.errors import StorageFull, TooLarge

MAX_FILE = 20 * 1024 * 1024  # octets
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def folder() -> Path:
    path = Path(settings.RATHAUS_DATA) / "quarantine"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


class Quarantined:
    """One file on its way in. `write` until the end, then `finish`; `discard` at any time, also twice."""

    def __init__(self) -> None:
        self.size = 0
        self._hash = hashlib.sha256()
        self._path = folder() / secrets.token_hex(16)
        try:
            handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            if error.errno in _FULL:
                raise StorageFull from error
            raise
        self._file = os.fdopen(handle, "wb")
        # a connection that breaks in the middle leaves an object nobody discards
        self._forgotten = weakref.finalize(self, _remove, self._file, self._path, self.clean_path)
        self._forgotten.atexit = False

    @property
    def path(self) -> Path:
        return self._path

    @property
    def clean_path(self) -> Path:
        """Where the check may write the cleaned file."""
        return self._path.with_suffix(".clean")

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def write(self, chunk: bytes) -> None:
        """Raises TooLarge beyond 20 MB, StorageFull; the caller discards then."""
        self.size += len(chunk)
        if self.size > MAX_FILE:
            raise TooLarge(
                "Die Datei ist größer als 20 MB. Bitte verkleinern Sie sie oder teilen Sie sie auf mehrere Dateien auf."
            )
        self._hash.update(chunk)
        with _full_is_said():
            self._file.write(chunk)

    def write_own(self, data: bytes) -> None:
        """What the house itself made: whole, of any size. Raises StorageFull."""
        self.size = len(data)
        with _full_is_said():
            self._file.write(data)
            self._file.close()

    def finish(self) -> None:
        """All bytes stand in the file. Raises StorageFull."""
        with _full_is_said():
            self._file.close()

    def discard(self) -> None:
        self._forgotten()


def _remove(file: BinaryIO, *paths: Path) -> None:
    with contextlib.suppress(OSError):  # closing flushes, which a full disk refuses
        file.close()
    for path in paths:
        path.unlink(missing_ok=True)


@contextlib.contextmanager
def _full_is_said() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise StorageFull from error
        raise


def sweep(*, seconds: float) -> int:
    """Deletes what a killed process left behind longer ago than this; how many files."""
    limit, gone = time.time() - seconds, 0
    for path in folder().iterdir():
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_mtime <= limit:
                path.unlink()
                gone += 1
    return gone
