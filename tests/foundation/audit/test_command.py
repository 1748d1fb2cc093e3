"""`rathaus audit` on a copy of a real instance: a database file of its own, changed behind the product's back."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction

from rathaus.foundation.audit import guards
from rathaus.foundation.audit import public as audit
from rathaus.foundation.permissions.public import SYSTEM


@pytest.fixture
def chain(now, settings, tmp_path):
    settings.RATHAUS_KEYS = tmp_path / "keys"
    for number in range(4):
        audit.record(act="case.noted", actor=SYSTEM, subject=audit.Subject("case", number), payload={"n": number}, now=now)
    audit.sequence_pending(now=now)


def run(folder, *arguments):
    environment = os.environ | {
        "RATHAUS_DATA": str(folder),
        "RATHAUS_DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "rathaus.config.settings",
    }
    return subprocess.run(
        [sys.executable, "-m", "rathaus", "audit", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_copy_that_was_changed_is_found_out(now, settings, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("copies a database file; PostgreSQL is changed in test_verify")
    settings.RATHAUS_KEYS = tmp_path / "keys"
    with transaction.atomic():
        for number in range(4):
            audit.record(act="case.noted", actor=SYSTEM, subject=audit.Subject("case", number), payload={"n": number}, now=now)
    audit.sequence_pending(now=now)
    with closing(sqlite3.connect(tmp_path / "rathaus.sqlite3")) as copy:
        connection.connection.backup(copy)
    done = run(tmp_path, "verify")
    assert (done.returncode, done.stderr) == (0, "")
    assert "unversehrt: 4 Einträge" in done.stdout
    with closing(sqlite3.connect(tmp_path / "rathaus.sqlite3")) as copy:
        with pytest.raises(sqlite3.IntegrityError):
            copy.execute("UPDATE audit_entry SET act = 'case.forged'")
        for statement in guards.drop_statements("sqlite"):
            copy.execute(statement)
        copy.execute("UPDATE audit_entry SET actor = 'staff:x' WHERE id = (SELECT entry_id FROM audit_leaf WHERE \"index\" = 2)")
        for statement in guards.install_statements("sqlite"):
            copy.execute(statement)
        copy.commit()
    done = run(tmp_path, "verify")
    assert done.returncode == 1
    assert "Eintrag 2 (" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.django_db
def test_verify_against_a_kept_head(chain, capsys, tmp_path, now):
    call_command("audit", "head")
    kept = tmp_path / "head.json"
    kept.write_text(capsys.readouterr().out)
    audit.record(act="case.noted", actor=SYSTEM, subject=audit.Subject("case", 9), payload={}, now=now)
    audit.sequence_pending(now=now)
    call_command("audit", "verify", "--against", str(kept))
    assert "unversehrt: 5 Einträge" in capsys.readouterr().out
    assert audit.last_check().finding == ""
    kept.write_text(json.dumps(json.loads(kept.read_text()) | {"root": "00" * 32}))
    with pytest.raises(CommandError, match="umgeschrieben"):
        call_command("audit", "verify", "--against", str(kept))
    assert "umgeschrieben" in audit.last_check().finding


@pytest.mark.django_db
@pytest.mark.parametrize("content", ["", "[]", '{"size": "x", "root": ""}', '{"size": 1, "root": "zz"}'])
def test_a_kept_head_that_is_none(chain, tmp_path, content):
    kept = tmp_path / "head.json"
    kept.write_text(content)
    with pytest.raises(CommandError, match="rathaus audit head"):
        call_command("audit", "verify", "--against", str(kept))


@pytest.mark.django_db
def test_rotate_guard_and_an_empty_log(settings, tmp_path, capsys):
    settings.RATHAUS_KEYS = tmp_path / "keys"
    with pytest.raises(CommandError, match="noch keinen signierten Kopf"):
        call_command("audit", "head")
    call_command("audit", "rotate-key")
    assert audit.fingerprint() in capsys.readouterr().out
    call_command("audit", "guard")
    assert guards.missing(connection) == []
