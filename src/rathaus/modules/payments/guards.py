"""Triggers for both databases: history and ledger only grow, fee tables and the terms of a request never change."""

from django.db.backends.base.base import BaseDatabaseWrapper

# table -> sets of unique columns: SQLite's INSERT OR REPLACE would otherwise remove rows without a trigger
APPEND_ONLY: dict[str, tuple[tuple[str, ...], ...]] = {
    "payments_feetable": (("id",), ("code", "version")),
    "payments_paymentevent": (("id",), ("digest",)),
    "payments_ledgerentry": (("id",), ("source",)),
}
REQUEST = "payments_paymentrequest"
FROZEN = ("subject_kind", "subject_id", "key", "cash_reference", "cents", "currency", "items", "basis")
REFUSAL = "Buchungen und Gebuehrentabellen sind unveraenderlich"


def install_statements(vendor: str) -> list[str]:
    """What creates the guards. Raises KeyError for a database the house does not run on."""
    return {"sqlite": _sqlite, "postgresql": _postgresql}[vendor]()


def drop_statements(vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {name}" for name in trigger_names(vendor)]
    drops = [f"DROP TRIGGER IF EXISTS {name} ON {table}" for name, table in trigger_names(vendor).items()]
    return [*drops, "DROP FUNCTION IF EXISTS payments_refuse()"]


def trigger_names(vendor: str) -> dict[str, str]:
    """Every guard by name, with its table."""
    kinds = ["update", "delete", "replace" if vendor == "sqlite" else "truncate"]
    return {f"{table}_no_{kind}": table for table in APPEND_ONLY for kind in kinds} | {f"{REQUEST}_frozen": REQUEST}


def run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _sqlite() -> list[str]:
    statements = []
    for name, table in trigger_names("sqlite").items():
        kind = name.rpartition("_")[2]
        if kind == "replace":
            same = " OR ".join(
                " AND ".join(f'"{column}" = NEW."{column}"' for column in columns) for columns in APPEND_ONLY[table]
            )
            event, when = "INSERT", f" WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608  (names from above)
        elif kind == "frozen":
            event, when = "UPDATE", " WHEN " + " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in FROZEN)
        else:
            event, when = kind.upper(), ""
        statements.append(f"CREATE TRIGGER {name} BEFORE {event} ON {table}{when} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END")
    return statements


def _postgresql() -> list[str]:
    function = (
        "CREATE OR REPLACE FUNCTION payments_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    statements = [function]
    for name, table in trigger_names("postgresql").items():
        kind = name.rpartition("_")[2]
        event, each, when = kind.upper(), "ROW", ""
        if kind == "truncate":
            each = "STATEMENT"
        elif kind == "frozen":
            event = "UPDATE"
            when = " WHEN (" + " OR ".join(f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in FROZEN) + ")"
        statements.append(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each}{when} EXECUTE FUNCTION payments_refuse()"
        )
    return statements
