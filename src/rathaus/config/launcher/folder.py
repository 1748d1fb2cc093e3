"""The data folder, and whether what it holds fits this version of the program."""

import hashlib
import os
import shutil
import sqlite3
from pathlib import Path

from rathaus.config.launcher.plain_words import Trouble

SOURCE = Path(__file__).resolve().parents[2]
_KINDS = ("**/migrations/*.py", "**/static/**/*", "**/fixtures/**/*", "**/demo/**/*")


def make(data: Path) -> None:
    """Raises Trouble where it cannot be written."""
    try:
        for folder in (data, data / "log"):
            folder.mkdir(parents=True, exist_ok=True, mode=0o750)
        probe = data / f".write-test-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise Trouble(
            f"In den Ordner {data} kann nicht geschrieben werden ({error.strerror}). "
            "Abhilfe: ./run --data ORDNER mit einem beschreibbaren Ordner."
        ) from None


def metrics_folder(data: Path) -> Path:
    """Where the web processes add up their numbers; they begin anew with each start."""
    folder = data / "run" / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def fingerprint(*, demo: bool) -> str:
    """Changes whenever a migration, an asset or the demonstration data of the program change."""
    digest = hashlib.sha256(b"demo" if demo else b"plain")
    roots = [SOURCE, SOURCE.parents[1] / "cookbook"]
    for root in roots:
        for kind in _KINDS if root == SOURCE else ("**/*",):
            for path in sorted(root.glob(kind)):
                if path.is_file() and "__pycache__" not in path.parts:
                    status = path.stat()
                    digest.update(f"{path.relative_to(root)}|{status.st_size}|{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def is_prepared(data: Path, mark: str) -> bool:
    """Only a database file beside the mark can vouch for it; a PostgreSQL server is asked every time."""
    if os.environ.get("RATHAUS_DATABASE_URL"):
        return False
    try:
        if (data / "prepared").read_text(encoding="ascii") != mark:
            return False
        with sqlite3.connect(f"file:{data / 'rathaus.sqlite3'}?mode=ro", uri=True) as database:
            found = database.execute("SELECT count(*) FROM django_migrations").fetchone()[0] > 0
        database.close()
    except (OSError, sqlite3.Error):
        return False
    return bool(found)


def mark_prepared(data: Path, mark: str) -> None:
    (data / "prepared").write_text(mark, encoding="ascii")
