"""The key file: made once, readable by its owner alone, handed over with an endorsement, whole again after a backup."""

import shutil
import stat
import threading

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from rathaus.foundation.audit import keys
from rathaus.foundation.audit import public as audit
from rathaus.foundation.audit.models import Entry, KeyRecord
from rathaus.foundation.audit.rotation import rotate
from rathaus.foundation.audit.verify import verify
from rathaus.foundation.permissions.public import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.RATHAUS_KEYS = tmp_path / "keys"


def record(now):
    audit.record(act="case.noted", actor=SYSTEM, subject=audit.Subject("case", "1"), payload={}, now=now)
    audit.sequence_pending(now=now)


def test_the_file_is_made_at_first_use_for_its_owner_alone():
    assert not keys.key_path().exists()
    name = audit.fingerprint()
    assert len(name) == 64
    assert stat.S_IMODE(keys.key_path().stat().st_mode) == 0o600
    assert audit.fingerprint() == name
    assert [path.name for path in keys.key_path().parent.iterdir()] == ["log-ed25519.pem"]


def test_many_first_uses_make_one_key():
    keys.key_path().parent.mkdir()
    barrier, errors = threading.Barrier(6), []

    def make():
        try:
            barrier.wait(timeout=10)
            keys.write_key(keys.key_path())
        except Exception as error:  # noqa: BLE001  (carried to the test)
            errors.append(error)

    threads = [threading.Thread(target=make) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=10)
    assert errors == []
    assert len(list(keys.key_path().parent.iterdir())) == 1
    assert len(audit.fingerprint()) == 64


def test_signing():
    signature = audit.sign(b"a notice")
    Ed25519PublicKey.from_public_bytes(keys.raw_public(keys.private_key())).verify(signature, b"a notice")


@pytest.mark.parametrize("data", [b"rathaus-log-head/1\n5\n", b"rathaus-log-key/1\n2\n"])
def test_nobody_gets_a_head_signed(data):
    with pytest.raises(ValueError, match="by the log alone"):
        audit.sign(data)


def test_rotation_is_endorsed_and_recorded(now):
    record(now)
    before = audit.fingerprint()
    name = rotate(actor=SYSTEM, now=now)
    assert audit.fingerprint() == name != before
    assert not keys.next_path().exists()
    assert stat.S_IMODE(keys.key_path().stat().st_mode) == 0o600
    record(now)
    assert audit.signed_head().key_id == name
    assert Entry.objects.filter(act="audit.key_rotated", subject_id=name).count() == 1
    assert verify().finding == ""


def test_rotation_of_an_instance_that_has_signed_nothing(now):
    rotate(actor=SYSTEM, now=now)
    assert KeyRecord.objects.count() == 2
    record(now)
    assert verify().finding == ""


def test_a_rotation_that_stopped_before_the_file_was_replaced_is_finished(now, monkeypatch):
    record(now)
    with monkeypatch.context() as patch:
        patch.setattr(keys.Path, "replace", lambda *_: (_ for _ in ()).throw(OSError("power cut")))
        with pytest.raises(OSError, match="power cut"):
            rotate(actor=SYSTEM, now=now)
    audit.sequence_pending(now=now)
    assert audit.fingerprint() == KeyRecord.objects.get(number=2).fingerprint
    assert verify().finding == ""


def test_a_rotation_that_failed_in_the_database_leaves_the_old_key(now, monkeypatch):
    record(now)
    before = audit.fingerprint()
    with monkeypatch.context() as patch:
        patch.setattr("rathaus.foundation.audit.rotation.record", lambda **_: (_ for _ in ()).throw(OSError("disk full")))
        with pytest.raises(OSError, match="disk full"):
            rotate(actor=SYSTEM, now=now)
    assert audit.fingerprint() == before
    record(now)
    rotate(actor=SYSTEM, now=now)  # the key left over is thrown away
    assert verify().finding == ""


def test_a_lost_key_is_not_silently_replaced(now):
    record(now)
    keys.key_path().unlink()
    with pytest.raises(keys.KeyMissing, match="Datensicherung"):
        audit.fingerprint()
    with pytest.raises(keys.KeyMissing, match="Datensicherung"):
        record(now)


def test_a_foreign_key_signs_nothing(now):
    record(now)
    keys.key_path().unlink()
    keys.write_key(keys.key_path())
    with pytest.raises(keys.KeyMissing, match="derselben Datensicherung"):
        record(now)


def test_the_key_comes_back_from_a_backup(now, tmp_path):
    record(now)
    shutil.copytree(keys.key_path().parent, tmp_path / "backup")
    shutil.rmtree(keys.key_path().parent)
    shutil.copytree(tmp_path / "backup", keys.key_path().parent)
    record(now)
    assert verify().finding == ""
    assert stat.S_IMODE(keys.key_path().stat().st_mode) == 0o600


def test_another_sort_of_key_is_refused():
    keys.key_path().parent.mkdir()
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    keys.key_path().write_bytes(
        X25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    with pytest.raises(keys.KeyMissing, match="Ed25519"):
        audit.fingerprint()
