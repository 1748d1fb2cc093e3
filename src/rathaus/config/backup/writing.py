"""Making a backup."""

import datetime as dt
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

import rathaus
from rathaus.config.backup import database

FORMAT = 1


def write(target: Path, *, now: dt.datetime) -> dict[str, Any]:
    """Fill a new or empty folder; the manifest. Raises CommandError. Unfinished backups carry no `backup.json`."""
    _empty_folder(target)
    dumped = database.dump(target)
    dumped.chmod(0o600)
    blobs = _copy_blobs(settings.RATHAUS_DATA / "blobs", target / "blobs")
    keys = _copy_keys(settings.RATHAUS_KEYS, target / "keys")
    site = settings.RATHAUS_DATA / "site.toml"
    if site.exists():
        shutil.copyfile(site, target / "site.toml")
    manifest = {
        "format": FORMAT,
        "at": now.isoformat(),
        "version": getattr(rathaus, "__version__", "0"),
        "database": {"file": dumped.name, "sha256": checksum(dumped)},
        "blobs": blobs,
        "keys": keys,
        "storage": settings.RATHAUS_STORAGE,
    }
    (target / "backup.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    return manifest


def checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _empty_folder(target: Path) -> None:
    try:
        target.mkdir(parents=True, exist_ok=True, mode=0o700)
        target.chmod(0o700)
        if any(target.iterdir()):
            raise CommandError(f"{target} ist nicht leer. Abhilfe: einen neuen Ordner nennen.")
    except OSError as error:
        raise CommandError(f"{target} lässt sich nicht anlegen ({error.strerror}).") from None


def _copy_blobs(source: Path, target: Path) -> int:
    """The number copied; one that the sweep removes meanwhile is an orphan and not missed."""
    count = 0
    for path in source.glob("??/??/*") if source.is_dir() else ():
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(path, place)
        except FileNotFoundError:
            continue
        count += 1
    return count


def _copy_keys(source: Path, target: Path) -> int:
    target.mkdir(mode=0o700)
    count = 0
    for path in sorted(source.rglob("*")) if source.is_dir() else ():
        place = target / path.relative_to(source)
        if path.is_dir():
            place.mkdir(mode=0o700)
        else:
            place.touch(mode=0o600)
            shutil.copyfile(path, place)
            count += 1
    return count
