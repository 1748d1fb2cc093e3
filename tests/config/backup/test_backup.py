"""What was backed up while others wrote stands in a new house, and its log can be proven."""

import json
import os
import stat
import subprocess
import sys
import uuid
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.slow

FILL = """
from django.db import transaction
from rathaus.foundation import clock
from rathaus.foundation.audit import public as audit
from rathaus.foundation.permissions.public import SYSTEM
from rathaus.foundation.storage import public as storage
for number in range({count}):
    subject = audit.Subject("thing", str(number))
    with transaction.atomic():
        audit.record(act="test.done", actor=SYSTEM, subject=subject, payload={{"n": number}}, now=clock.now())
    storage.put_bytes(str(number).encode(), media_type="text/plain")
audit.sequence_pending(now=clock.now())
"""
COUNT = """
from rathaus.foundation.audit.models import Entry
from rathaus.foundation.storage import public as storage
print("entries", Entry.objects.count())
"""


class House:
    """An installation of its own: data folder and database."""

    def __init__(self, data, url=""):
        self.data = data
        self.env = {**os.environ, "RATHAUS_DATA": str(data), "RATHAUS_DEMO": "0", "PYTHONPATH": str(ROOT / "src")}
        self.env.pop("RATHAUS_SECRET_KEY", None)
        self.env.pop("DJANGO_SETTINGS_MODULE", None)
        if url:
            self.env["RATHAUS_DATABASE_URL"] = url

    def run(self, *words, good=True):
        done = subprocess.run(
            [sys.executable, "-m", "rathaus", *words], env=self.env, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert (done.returncode == 0) is good, done.stdout + done.stderr
        return done.stdout + done.stderr

    def shell(self, code):
        return self.run("shell", "--no-imports", "-c", code)


@pytest.fixture(scope="module")
def databases():
    """Gives the address of a new empty database; an empty text on SQLite."""
    url = os.environ.get("RATHAUS_DATABASE_URL", "")
    if not url:
        yield lambda: ""
        return
    import psycopg

    made = []

    def create():
        name = f"backup_{uuid.uuid4().hex[:12]}"
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f"CREATE DATABASE {name}")
        made.append(name)
        return urlsplit(url)._replace(path=f"/{name}").geturl()

    yield create
    with psycopg.connect(url, autocommit=True) as server:
        for name in made:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def house(tmp_path_factory, databases):
    running = House(tmp_path_factory.mktemp("house") / "data", databases())
    running.run("migrate", "--verbosity", "0", "--skip-checks")
    running.shell(FILL.format(count=20))
    return running


@pytest.fixture(scope="module")
def backup(house, tmp_path_factory):
    """Taken while another process writes."""
    folder = tmp_path_factory.mktemp("backup") / "one"
    writer = subprocess.Popen(
        [sys.executable, "-m", "rathaus", "shell", "--no-imports", "-c", FILL.format(count=300)],
        env=house.env, cwd=ROOT, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    house.run("backup", str(folder))
    assert writer.wait(120) == 0
    return folder


def test_restored_house_proves_its_log(house, backup, tmp_path, databases):
    new = House(tmp_path / "new", databases())
    said = new.run("restore", str(backup))
    assert "Das Protokoll ist unversehrt" in said
    taken = int(new.shell(COUNT).split()[-1])
    assert 20 <= taken <= 320
    manifest = json.loads((backup / "backup.json").read_text())
    assert len(list((tmp_path / "new" / "blobs").glob("??/??/*"))) == manifest["blobs"] >= 20
    assert (tmp_path / "new" / "keys" / "secret-key").read_text() == (house.data / "keys" / "secret-key").read_text()


def test_keys_are_for_the_owner_alone(backup):
    for path in [backup, backup / "keys", *(backup / "keys").rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
    assert (backup / "keys" / "log-ed25519.pem").exists()
    assert b"PRIVATE KEY" not in next(backup.glob("database.*")).read_bytes()


def test_used_house_is_refused_and_unchanged(house, backup):
    before = (house.data / "keys" / "secret-key").read_text()
    assert "Hier sind schon Daten" in house.run("restore", str(backup), good=False)
    assert (house.data / "keys" / "secret-key").read_text() == before


def test_used_folder_is_no_target(house, backup):
    assert "ist nicht leer" in house.run("backup", str(backup), good=False)


def copy_of(backup, tmp_path):
    import shutil

    return Path(shutil.copytree(backup, tmp_path / "copy"))


def test_damaged_blob_is_found_before_anything_is_written(backup, tmp_path, databases):
    copy = copy_of(backup, tmp_path)
    blob = next((copy / "blobs").glob("??/??/*"))
    blob.write_bytes(b"x")
    new = House(tmp_path / "new", databases())
    assert "1 falsch" in new.run("restore", str(copy), good=False)
    assert not (tmp_path / "new" / "blobs").exists()


def test_damaged_database_is_found(backup, tmp_path, databases):
    copy = copy_of(backup, tmp_path)
    dumped = next(copy.glob("database.*"))
    dumped.write_bytes(dumped.read_bytes()[:-1])
    assert "Prüfsumme" in House(tmp_path / "new", databases()).run("restore", str(copy), good=False)


def test_unfinished_backup_is_refused(tmp_path, databases):
    (tmp_path / "half").mkdir()
    assert "backup.json fehlt" in House(tmp_path / "new", databases()).run("restore", str(tmp_path / "half"), good=False)
