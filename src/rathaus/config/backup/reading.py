"""Restoring a backup into an empty house."""

import json
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from rathaus.config.backup import database
from rathaus.config.backup.writing import FORMAT, checksum


def read(source: Path) -> dict[str, Any]:
    """Fill the data folder and the database of this environment; the manifest. Raises CommandError before anything is changed."""
    manifest = _checked(source)
    _refuse_used_house()
    _copy_keys(source / "keys")
    blobs = source / "blobs"
    if blobs.is_dir():
        shutil.copytree(blobs, settings.RATHAUS_DATA / "blobs", dirs_exist_ok=True)
        for path in (settings.RATHAUS_DATA / "blobs").glob("??/??/*"):
            path.chmod(0o400)
    if (source / "site.toml").exists():
        shutil.copyfile(source / "site.toml", settings.RATHAUS_DATA / "site.toml")
    database.load(source / manifest["database"]["file"])
    return manifest


def _checked(source: Path) -> dict[str, Any]:
    """The whole backup is read once before anything is written: blobs are named by their SHA-256."""
    try:
        manifest: dict[str, Any] = json.loads((source / "backup.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CommandError(f"In {source} liegt keine vollständige Sicherung (backup.json fehlt).") from None
    except ValueError:
        raise CommandError(f"{source}/backup.json ist beschädigt.") from None
    if manifest.get("format") != FORMAT:
        raise CommandError("Diese Sicherung hat ein anderes Format. Abhilfe: die Version des Programms nehmen, die sie schrieb.")
    dumped = source / manifest["database"]["file"]
    if not dumped.is_file() or checksum(dumped) != manifest["database"]["sha256"]:
        raise CommandError("Die Datenbank in der Sicherung ist beschädigt (Prüfsumme).")
    found = list((source / "blobs").glob("??/??/*"))
    wrong = [path.name for path in found if checksum(path) != path.name]
    if wrong or len(found) != manifest["blobs"]:
        raise CommandError(
            f"Dateien in der Sicherung fehlen oder sind beschädigt: {manifest['blobs']} erwartet, {len(wrong)} falsch."
        )
    return manifest


def _refuse_used_house() -> None:
    data = settings.RATHAUS_DATA
    blobs = data / "blobs"
    used = [str(path) for path in (data / "rathaus.sqlite3",) if path.exists()]
    if blobs.is_dir() and any(blobs.glob("??/??/*")):
        used.append(str(blobs))
    own_keys = [path for path in settings.RATHAUS_KEYS.rglob("*") if path.is_file() and path.name != "secret-key"]
    if own_keys:  # `secret-key` is written by every first start, this command's included
        used.append(str(settings.RATHAUS_KEYS))
    if not database.is_empty():
        used.append("die Datenbank")
    if used:
        raise CommandError(f"Hier sind schon Daten: {', '.join(used)}. Abhilfe: RATHAUS_DATA auf einen leeren Ordner setzen.")


def _copy_keys(source: Path) -> None:
    settings.RATHAUS_KEYS.mkdir(parents=True, exist_ok=True, mode=0o700)
    for path in sorted(source.rglob("*")) if source.is_dir() else ():
        place = settings.RATHAUS_KEYS / path.relative_to(source)
        if path.is_dir():
            place.mkdir(mode=0o700, exist_ok=True)
        else:
            place.unlink(missing_ok=True)
            place.touch(mode=0o600)
            shutil.copyfile(path, place)
