"""Migrations newer than the released ones must run while the old version still serves (django-migration-linter).

`.ci/released-migrations.txt` lists what releases have shipped, one `app.name` a line; until the first release it is absent and
every app has its one initial migration, which nothing can depend on.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RELEASED = ROOT / ".ci" / "released-migrations.txt"


def main() -> int:
    if not RELEASED.exists():
        sys.stdout.write("migration lint: no release yet, nothing to compare\n")
        return 0
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rathaus.config.settings_test")
    django.setup()
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader
    from django_migration_linter import MigrationLinter

    released = {tuple(line.split(".", 1)) for line in RELEASED.read_text(encoding="utf-8").split() if line}
    loader = MigrationLoader(None, ignore_no_migrations=True)
    own = {key for key in loader.disk_migrations if loader.disk_migrations[key].__module__.startswith("rathaus.")}
    # SQLite changes a column by copying the table: its NOT NULL columns look new there. PostgreSQL is judged in its own stage.
    copied = ["NOT_NULL"] if connection.vendor == "sqlite" else []
    linter = MigrationLinter(
        str(ROOT), no_cache=True, warnings_as_errors_tests=[], database="default", exclude_migration_tests=copied
    )
    for app, name in sorted(own - released):
        linter.lint_migration(loader.disk_migrations[app, name])
    linter.print_summary()
    return 1 if linter.has_errors else 0


if __name__ == "__main__":
    sys.exit(main())
