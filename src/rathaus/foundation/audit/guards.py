"""Triggers that refuse to change or remove what the chain consists of, for both databases.

They stop mistakes and ordinary access. Whoever owns the database can drop them: then the check of the chain finds it.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

# table -> sets of columns that must stay unique; SQLite's INSERT OR REPLACE would otherwise remove rows without a trigger
CHAIN: dict[str, tuple[tuple[str, ...], ...]] = {
    "audit_entry": (("id",),),
    "audit_leaf": (("index",), ("entry_id",), ("hash",)),
    "audit_node": (("id",), ("level", "index")),
    "audit_keyrecord": (("number",), ("fingerprint",)),
    "audit_signedhead": (("size",),),
}
ERASABLE: dict[str, tuple[tuple[str, ...], ...]] = {"audit_payload": (("entry_id",),), "audit_viewlog": (("id",),)}
REFUSAL = "Das Protokoll ist unveraenderlich"


def install_statements(vendor: str) -> list[str]:
    """What creates the guards. Raises KeyError for a database the house does not run on."""
    return {"sqlite": _sqlite, "postgresql": _postgresql}[vendor]()


def drop_statements(vendor: str) -> list[str]:
    """What removes them (a migration backwards)."""
    names = trigger_names(vendor)
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {name}" for name in names]
    return [
        *(f"DROP TRIGGER IF EXISTS {name} ON {table}" for name, table in names.items()),
        "DROP FUNCTION IF EXISTS audit_refuse()",
    ]


def trigger_names(vendor: str) -> dict[str, str]:
    """Every guard by name, with its table."""
    found: dict[str, str] = {}
    for table in [*CHAIN, *ERASABLE]:
        kinds = ["update"] if table in ERASABLE else ["update", "delete"]
        kinds.append("replace" if vendor == "sqlite" else "truncate")
        found |= {f"{table}_no_{kind}": table for kind in kinds}
    return found


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The guards that are not in place (and switched on)."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    return [name for name in trigger_names(connection.vendor) if name not in present]


def install(connection: BaseDatabaseWrapper) -> None:
    """Puts every guard in place, those that are there included."""
    run(connection, [*drop_statements(connection.vendor), *install_statements(connection.vendor)])


def run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _sqlite() -> list[str]:
    statements = []
    for name, table in trigger_names("sqlite").items():
        kind = name.removeprefix(f"{table}_no_")
        if kind == "replace":
            uniques = (CHAIN | ERASABLE)[table]
            same = " OR ".join(" AND ".join(f'"{column}" = NEW."{column}"' for column in columns) for columns in uniques)
            event, when = "INSERT", f" WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608  (names from above)
        else:
            event, when = kind.upper(), ""
        statements.append(f"CREATE TRIGGER {name} BEFORE {event} ON {table}{when} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END")
    return statements


def _postgresql() -> list[str]:
    function = (
        "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    statements = [function]
    for name, table in trigger_names("postgresql").items():
        kind = name.removeprefix(f"{table}_no_").upper()
        each = "STATEMENT" if kind == "TRUNCATE" else "ROW"
        statements.append(f"CREATE TRIGGER {name} BEFORE {kind} ON {table} FOR EACH {each} EXECUTE FUNCTION audit_refuse()")
    return statements
