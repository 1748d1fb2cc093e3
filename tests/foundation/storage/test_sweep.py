"""Orphans go after the grace period; what a room names or what came again stays."""

import datetime as dt
import os
import time

import pytest

from rathaus.foundation.storage import public as storage
from rathaus.foundation.storage import quarantine, sweep
from rathaus.foundation.storage.registry import store

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _own_register(monkeypatch):
    monkeypatch.setattr(sweep, "_REFERENCES", {})


def put(root, text, age=3 * DAY):
    blob = storage.put_bytes(text.encode(), media_type="text/plain")
    past = time.time() - age.total_seconds()
    os.utime(root / "blobs" / blob.sha256[:2] / blob.sha256[2:4] / blob.sha256, (past, past))
    return blob.sha256


def test_only_old_and_unnamed_blobs_go(data_folder):
    named, orphan, young = put(data_folder, "a"), put(data_folder, "b"), put(data_folder, "c", age=DAY)
    asked = []

    def references(hashes):
        asked.extend(hashes)
        return [named]

    storage.register_references("room", references)
    assert storage.sweep_orphans() == 1
    assert sorted(asked) == sorted([named, orphan])
    assert [storage.exists(sha256) for sha256 in (named, orphan, young)] == [True, False, True]
    assert storage.sweep_orphans() == 0


def test_a_blob_stored_again_is_young_again(data_folder):
    orphan = put(data_folder, "a")
    storage.put_bytes(b"a", media_type="text/plain")
    assert storage.sweep_orphans() == 0
    assert storage.exists(orphan)


def test_a_blob_stored_again_while_the_sweep_asks_stays(data_folder):
    orphan = put(data_folder, "a")

    def references(hashes):
        storage.put_bytes(b"a", media_type="text/plain")
        return []

    storage.register_references("room", references)
    assert storage.sweep_orphans() == 0
    assert storage.exists(orphan)


def test_rooms_are_asked_in_batches(data_folder):
    for number in range(1100):
        put(data_folder, str(number))
    sizes = []
    storage.register_references("room", lambda hashes: sizes.append(len(hashes)) or hashes)
    assert storage.sweep_orphans() == 0
    assert sizes == [500, 500, 100]


def test_what_a_killed_process_left_in_quarantine_goes(data_folder):
    left, running = quarantine.Quarantined(), quarantine.Quarantined()
    past = time.time() - (3 * DAY).total_seconds()
    os.utime(left.path, (past, past))
    storage.sweep_orphans()
    assert not left.path.exists()
    assert running.path.exists()
    for entry in (left, running):
        entry.discard()
        entry.discard()


def test_a_room_registers_once():
    storage.register_references("room", list)
    storage.register_references("room", list)
    with pytest.raises(ValueError, match="twice"):
        storage.register_references("room", tuple)


def test_the_operator_sees_a_folder_that_cannot_be_written(data_folder, monkeypatch):
    assert store().check_config() == []
    monkeypatch.setattr(os, "access", lambda *_: False)
    (problem,) = store().check_config()
    assert problem.remedy
