"""The database itself refuses to change the chain, whoever asks."""

import pytest
from django.db import IntegrityError, connection, transaction

from rathaus.foundation.audit import guards
from rathaus.foundation.audit import public as audit
from rathaus.foundation.audit.models import Payload
from rathaus.foundation.permissions.public import SYSTEM

SUBJECT = audit.Subject("case", "1")


@pytest.fixture
def chain(db, now):
    for number in range(3):
        audit.record(act="case.opened", actor=SYSTEM, subject=SUBJECT, payload={"n": number}, now=now)
    audit.sequence_pending(now=now)
    audit.record_view(actor=SYSTEM, subject=SUBJECT, purpose="Test", now=now)


def refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except IntegrityError as error:
        return guards.REFUSAL in str(error)
    return False


COLUMNS = {
    "audit_entry": "act",
    "audit_leaf": "entry_id",
    "audit_node": "level",
    "audit_keyrecord": "at",
    "audit_signedhead": "at",
}


@pytest.mark.parametrize("table", guards.CHAIN)
def test_chain_rows_are_neither_changed_nor_removed(chain, table):
    column = COLUMNS[table]
    assert refused(f"UPDATE {table} SET {column} = {column}")
    assert refused(f"DELETE FROM {table}")


@pytest.mark.parametrize("table", guards.ERASABLE)
def test_erasable_rows_are_removed_but_never_changed(chain, table):
    column = {"audit_payload": "salt", "audit_viewlog": "at"}[table]
    assert refused(f"UPDATE {table} SET {column} = {column}")
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")
        assert cursor.rowcount > 0


@pytest.mark.parametrize("table", [*guards.CHAIN, *guards.ERASABLE])
def test_tables_are_not_emptied_at_once(chain, table):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite knows no TRUNCATE")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # as if the rows had been committed
    assert refused(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("table", [*guards.CHAIN, *guards.ERASABLE])
def test_insert_or_replace_is_no_way_round(chain, table):
    if connection.vendor != "sqlite":
        pytest.skip("an upsert of PostgreSQL is an UPDATE, refused above")
    assert refused(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


def test_a_missing_guard_is_seen_and_put_back(chain):
    assert guards.missing(connection) == []
    guards.run(connection, guards.drop_statements(connection.vendor)[:2])
    assert len(guards.missing(connection)) == 2
    guards.install(connection)
    assert guards.missing(connection) == []
    assert refused("DELETE FROM audit_entry")


@pytest.mark.django_db(transaction=True)
def test_the_guards_outlive_the_flush_of_the_suite(now):
    with transaction.atomic():
        audit.record(act="case.opened", actor=SYSTEM, subject=SUBJECT, payload={}, now=now)
    assert Payload.objects.count() == 1  # nothing left over from other tests
    assert guards.missing(connection) == []
