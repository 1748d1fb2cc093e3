"""The database as one file: SQLite's own backup while others write, or pg_dump."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import CommandError
from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Mapping


def dump(folder: Path) -> Path:
    """Writes the present state of the default database; the file. Raises CommandError with the remedy."""
    if connection.vendor == "sqlite":
        target = folder / "database.sqlite3"
        connection.ensure_connection()
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        return target
    target = folder / "database.dump"
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")
    return target


def load(source: Path) -> None:
    """Into the empty default database. Raises CommandError where source and database do not fit or the tools are missing."""
    if (source.suffix == ".sqlite3") != (connection.vendor == "sqlite"):
        raise CommandError(
            "Die Sicherung stammt von einem anderen Datenbanksystem. Abhilfe: RATHAUS_DATABASE_URL passend setzen."
        )
    if connection.vendor == "sqlite":
        target = Path(str(connection.settings_dict["NAME"]))
        connection.close()
        shutil.copyfile(source, target)
        target.chmod(0o600)
        return
    _run(
        "pg_restore",
        "--no-owner",
        "--no-privileges",
        "--exit-on-error",
        f"--dbname={connection.settings_dict['NAME']}",
        str(source),
    )


def is_empty() -> bool:
    """Whether the default database holds no tables."""
    if connection.vendor == "sqlite" and not Path(str(connection.settings_dict["NAME"])).exists():
        return True
    return not connection.introspection.table_names()


def _run(tool: str, *words: str) -> None:
    settings: Mapping[str, Any] = connection.settings_dict
    env = {
        **os.environ,
        "PGHOST": str(settings["HOST"]),
        "PGPORT": str(settings["PORT"] or 5432),
        "PGUSER": str(settings["USER"]),
        "PGPASSWORD": str(settings["PASSWORD"]),
        "PGDATABASE": str(settings["NAME"]),
    }
    done = subprocess.run([_find(tool), *words], env=env, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode and "server version mismatch" in done.stderr:
        server = connection.pg_version // 10_000  # type: ignore[attr-defined]
        raise CommandError(
            f"{tool} ist älter als der Datenbankserver (PostgreSQL {server}). "
            f"Abhilfe: sudo apt install postgresql-client-{server}"
        )
    if done.returncode:
        raise CommandError(f"{tool} ist gescheitert: {done.stderr.strip()[-500:]}")


def _find(tool: str) -> str:
    """The newest one installed: an older one refuses a newer server."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{tool}"), key=lambda path: int(path.parent.parent.name))
    path = str(found[-1]) if found else shutil.which(tool)
    if path is None:
        raise CommandError(f"{tool} fehlt. Abhilfe: sudo apt install postgresql-client")
    return path
