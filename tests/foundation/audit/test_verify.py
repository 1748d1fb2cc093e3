"""The check finds every change, names the first one, and accepts an erasure only with its entry."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rathaus.foundation.audit import guards, keys
from rathaus.foundation.audit import public as audit
from rathaus.foundation.audit.models import Payload
from rathaus.foundation.audit.rotation import rotate
from rathaus.foundation.audit.verify import KnownHead, verify
from rathaus.foundation.permissions.public import SYSTEM

SUBJECT = audit.Subject("case", "1")
OTHER = audit.Subject("case", "2")


def record(now, subject=SUBJECT, **payload):
    return audit.record(act="case.noted", actor=SYSTEM, subject=subject, payload=payload, now=now)


@pytest.fixture
def chain(db, now, settings, tmp_path):
    """Eleven entries under three heads and two keys, one payload erased, one entry waiting."""
    settings.RATHAUS_KEYS = tmp_path
    for number in range(5):
        record(now, n=number)
    record(now, subject=OTHER, name="Muster")
    audit.sequence_pending(now=now)
    audit.erase_payloads(subjects=[OTHER], reason="retention.test", actor=SYSTEM, now=now)
    audit.sequence_pending(now=now)
    rotate(actor=SYSTEM, now=now)
    for number in range(3):
        record(now, n=number)
    audit.sequence_pending(now=now)
    record(now, waiting=True)


@pytest.fixture
def open_copy(chain):
    """The guards are taken off inside the test's own transaction, which is thrown away: what an intruder could do."""
    guards.run(connection, guards.drop_statements(connection.vendor))


def run(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.rowcount


def find(monkeypatch):
    monkeypatch.setattr(guards, "missing", lambda _connection: [])
    return verify().finding


def test_an_intact_chain(chain):
    report = verify()
    assert report.finding == ""
    assert (report.size, report.heads, report.erased, report.pending) == (11, 3, 1, 1)


def test_an_empty_chain(db, settings, tmp_path):
    settings.RATHAUS_KEYS = tmp_path
    assert verify().finding == ""


CHANGES = {
    "audit_entry": ["act", "actor", "subject_kind", "subject_id", "at", "commitment"],
    "audit_payload": ["salt", "text"],
    "audit_leaf": ["hash"],
    "audit_node": ["level", "index", "hash"],
    "audit_keyrecord": ["number", "public_key", "at", "endorsement"],
    "audit_signedhead": ["size", "root", "at", "signature", "key_id"],
}


def flip(table, column, row):
    """Changes one field of the row at that place, as little as its type allows."""
    key = {"audit_entry": "id", "audit_payload": "entry_id", "audit_leaf": '"index"', "audit_node": "id"}.get(
        table, "number" if table == "audit_keyrecord" else "size"
    )
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {key}, "{column}" FROM {table} ORDER BY {key} LIMIT 1 OFFSET %s', [row])
        identity, value = cursor.fetchone()
    if column == "key_id":
        with connection.cursor() as cursor:
            cursor.execute("SELECT fingerprint FROM audit_keyrecord WHERE fingerprint <> %s", [value])
            changed = cursor.fetchone()[0]
    elif isinstance(value, (bytes, memoryview)):
        changed = bytes([bytes(value)[0] ^ 1]) + bytes(value)[1:]
    elif isinstance(value, int):
        changed = value + 1000
    elif column == "at":
        changed = "2020-01-01 00:00:00"
    else:
        changed = f"{value} "
    assert run(f'UPDATE {table} SET "{column}" = %s WHERE {key} = %s', changed, identity) == 1


@pytest.mark.parametrize(("table", "column"), [(table, column) for table, columns in CHANGES.items() for column in columns])
@pytest.mark.parametrize("row", [0, 1])
def test_any_changed_field_is_found(open_copy, monkeypatch, table, column, row):
    assert find(monkeypatch) == ""
    flip(table, column, row)
    assert find(monkeypatch) != ""


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.integers(0, 10), st.sampled_from(["at", "commitment", "actor"]))
def test_the_first_broken_entry_is_named(open_copy, row, column):
    with pytest.MonkeyPatch.context() as patch:
        run("SAVEPOINT before")
        try:
            flip("audit_entry", column, row)
            finding = find(patch)
        finally:
            run("ROLLBACK TO SAVEPOINT before")
    assert finding.startswith(f"Eintrag {row} (")


def test_two_changes_name_the_first(open_copy, monkeypatch):
    flip("audit_entry", "act", 7)
    flip("audit_payload", "text", 2)
    assert find(monkeypatch).startswith("Eintrag 2 (")


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ('DELETE FROM audit_leaf WHERE "index" = 4', "Eintrag 4 fehlt"),
        ('DELETE FROM audit_leaf WHERE "index" >= 9', "Eintrag 9 fehlt und alle danach"),
        ("DELETE FROM audit_signedhead WHERE size = 11", "Eintrag 7 und alle danach stehen unter keinem"),
        ("DELETE FROM audit_node", "Der Knoten 1/0"),
    ],
)
def test_what_is_missing_is_named(open_copy, monkeypatch, statement, expected):
    run(statement)
    assert expected in find(monkeypatch)


def test_a_payload_missing_without_erasure_entry(chain):
    Payload.objects.filter(entry__leaf__index=3).delete()
    assert "Eintrag 3 (" in (finding := verify().finding)
    assert "kein Löscheintrag" in finding


def test_an_erasure_entry_cannot_erase_itself(chain):
    Payload.objects.filter(entry__act="audit.payload_erased").delete()
    assert "der Inhalt fehlt" in verify().finding


def test_a_rewritten_chain_does_not_pass_against_a_kept_head(chain, now):
    head = audit.signed_head()
    assert verify(known=KnownHead(head.size, head.root)).finding == ""
    assert "umgeschrieben" in verify(known=KnownHead(6, head.root)).finding
    assert "nur noch 11" in verify(known=KnownHead(12, head.root)).finding


def test_missing_guards_are_a_finding(open_copy):
    assert "rathaus audit guard" in verify().finding
    guards.install(connection)
    assert verify().finding == ""


def test_a_foreign_key_file_is_a_finding(chain):
    keys.key_path().unlink()
    keys.write_key(keys.key_path())
    assert "gehört nicht zu dieser Kette" in verify().finding


def test_erasing_twice_erases_once(chain, now):
    assert audit.erase_payloads(subjects=[SUBJECT, SUBJECT], reason="retention.test", actor=SYSTEM, now=now) == 9
    assert audit.erase_payloads(subjects=[SUBJECT], reason="retention.test", actor=SYSTEM, now=now) == 0
    audit.sequence_pending(now=now)
    assert verify().finding == ""
    assert {item.payload is None for item in audit.history(SUBJECT) if item.act != "audit.payload_erased"} == {True}


def test_pages_meet_without_a_gap(db, now, settings, tmp_path, monkeypatch):
    settings.RATHAUS_KEYS = tmp_path
    monkeypatch.setattr("rathaus.foundation.audit.verify.PAGE", 7)
    monkeypatch.setattr("rathaus.foundation.audit.sequencer.BATCH", 10)
    for number in range(53):
        record(now, n=number)
    assert audit.sequence_pending(now=now) == 53
    report = verify()
    assert (report.finding, report.size, report.heads) == ("", 53, 6)
