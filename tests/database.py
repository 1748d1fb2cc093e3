"""A migrated SQLite file made once and copied for each run: two hundred migrations cost more than a thousand tests."""

import hashlib
import shutil
import sqlite3
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "src" / "rathaus"
MAKES_TABLES = ("**/migrations/*.py", "**/guards*.py", "**/backends/*.py", "**/apps.py", "config/settings*.py")


def template(folder: Path) -> Path:
    """Where the file of this state of the tables stands or will stand."""
    found = hashlib.sha256(sys.version.encode())
    files = {file for pattern in MAKES_TABLES for file in SOURCE.glob(pattern)} | {SOURCE.parent.parent / "requirements-dev.lock"}
    for file in sorted(files):
        found.update(file.as_posix().encode() + file.read_bytes())
    return folder / f"{found.hexdigest()[:24]}.sqlite3"


def keep(database: Path, at: Path) -> None:
    """Other processes may do so at the same time; the last one stays, the older states go."""
    part = at.with_name(f"{at.stem}.{database.parent.name}.{database.name}.part")
    part.unlink(missing_ok=True)
    with sqlite3.connect(database) as connection:
        connection.execute("VACUUM INTO ?", [str(part)])
    connection.close()
    part.replace(at)
    for older in at.parent.glob("*.sqlite3"):
        if older != at:
            older.unlink(missing_ok=True)


def copy(at: Path, database: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        database.with_name(database.name + ending).unlink(missing_ok=True)
    shutil.copyfile(at, database)
