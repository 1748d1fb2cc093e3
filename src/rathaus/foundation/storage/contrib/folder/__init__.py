"""Blobs in `RATHAUS_DATA/blobs/ab/cd/abcd...`: read-only files, made durable before they are named."""

import contextlib
import errno
import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from rathaus.foundation.plugins import ConfigProblem
from rathaus.foundation.storage.errors import BlobMissing, StorageFull

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_LOW = 1 << 30  # octets free below which the operator is warned


class FolderStore:
    identifier = "folder"
    label = "Ordner auf diesem Rechner"

    @property
    def root(self) -> Path:
        return Path(settings.RATHAUS_DATA) / "blobs"

    def check_config(self) -> list[ConfigProblem]:
        problems = []
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not os.access(self.root, os.W_OK | os.X_OK):
            problems.append(
                ConfigProblem(f"In {self.root} darf nicht geschrieben werden.", "Geben Sie dem Dienst das Recht am Ordner.")
            )
        elif shutil.disk_usage(self.root).free < _LOW:
            problems.append(ConfigProblem("Für Dateien ist weniger als 1 GB frei.", "Vergrößern Sie den Datenträger."))
        return problems

    def publish(self, path: Path, sha256: str) -> None:
        target = self._path(sha256)
        try:
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with self._shared():
                if target.exists():
                    os.utime(target)
                    path.unlink()
                    return
                _sync(path)
                path.chmod(0o400)
                path.rename(target)
                _sync(target.parent)
        except OSError as error:
            if error.errno in _FULL:
                raise StorageFull from error
            raise

    def open(self, sha256: str) -> BinaryIO:
        try:
            return self._path(sha256).open("rb")
        except FileNotFoundError as error:
            raise BlobMissing from error

    def size(self, sha256: str) -> int | None:
        try:
            return self._path(sha256).stat().st_size
        except FileNotFoundError:
            return None

    def older_than(self, seconds: float) -> Iterator[str]:
        limit = time.time() - seconds
        for path in self.root.glob("??/??/*"):
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_mtime <= limit:
                    yield path.name

    def delete_if_older(self, sha256: str, seconds: float) -> bool:
        path = self._path(sha256)
        with self._exclusive():
            try:
                if path.stat().st_mtime > time.time() - seconds:
                    return False
                path.unlink()
            except FileNotFoundError:
                return False
        return True

    def _path(self, sha256: str) -> Path:
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise BlobMissing
        return self.root / sha256[:2] / sha256[2:4] / sha256

    @contextlib.contextmanager
    def _locked(self, mode: int) -> Iterator[None]:
        """Publishing (shared) and sweeping (exclusive) keep apart, so that no blob goes just as it is named again."""
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self.root / ".lock").open("ab") as handle:
            fcntl.flock(handle, mode)
            yield

    def _shared(self) -> contextlib.AbstractContextManager[None]:
        return self._locked(fcntl.LOCK_SH)

    def _exclusive(self) -> contextlib.AbstractContextManager[None]:
        return self._locked(fcntl.LOCK_EX)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
