"""The tools of PostgreSQL, where they cannot do it."""

import subprocess
from types import SimpleNamespace

import pytest
from django.core.management.base import CommandError

from rathaus.config.backup import database

MISMATCH = (
    "pg_dump: error: aborting because of server version mismatch\npg_dump: detail: server version: 17.5; pg_dump version: 15.18"
)


@pytest.mark.parametrize(
    ("stderr", "says"),
    [
        (
            MISMATCH,
            r"^pg_dump ist älter als der Datenbankserver \(PostgreSQL 17\)\. Abhilfe: sudo apt install postgresql-client-17$",
        ),
        ("pg_dump: error: connection refused", "pg_dump ist gescheitert: pg_dump: error: connection refused"),
    ],
)
def test_a_tool_older_than_the_server_is_named_with_its_remedy(monkeypatch, tmp_path, stderr, says):
    settings = {"HOST": "h", "PORT": "", "USER": "u", "PASSWORD": "p", "NAME": "n"}
    monkeypatch.setattr(database, "connection", SimpleNamespace(vendor="postgresql", settings_dict=settings, pg_version=170005))
    monkeypatch.setattr(database, "_find", lambda tool: tool)
    failed = subprocess.CompletedProcess([], 1, "", stderr)
    monkeypatch.setattr(database.subprocess, "run", lambda *_words, **_options: failed)
    with pytest.raises(CommandError, match=says):
        database.dump(tmp_path)
