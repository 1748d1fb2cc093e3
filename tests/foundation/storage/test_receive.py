"""What is taken, what is refused, and that nothing of a refused file stays."""

import errno
import hashlib
import io
import os
import subprocess
import sys
import threading

import pytest

from rathaus.foundation.childprocess import ChildTimedOut
from rathaus.foundation.errors import Invalid
from rathaus.foundation.storage import intake, quarantine
from rathaus.foundation.storage import public as storage
from rathaus.foundation.storage.contrib import folder
from tests.foundation.storage import factories as make


@pytest.fixture
def receive(now):
    return lambda data, name: storage.receive(io.BytesIO(data), filename=name, now=now)


def blobs(root):
    return [path.name for path in (root / "blobs").glob("??/??/*")]


def waiting(root):
    return list((root / "quarantine").iterdir())


def test_a_pdf_is_kept_as_it_is(receive, now, data_folder):
    data = make.pdf()
    blob = receive(data, "C:\\Scans\\Antrag Größe.PDF")
    assert blob.sha256 == blob.received_sha256 == hashlib.sha256(data).hexdigest()
    assert (blob.size, blob.media_type, blob.filename, blob.received_at) == (
        len(data),
        "application/pdf",
        "Antrag Größe.PDF",
        now,
    )
    assert storage.read(blob.sha256) == data
    assert storage.exists(blob.sha256)
    assert waiting(data_folder) == []


def test_the_same_file_is_stored_once(receive, data_folder):
    assert receive(b"Hallo", "a.txt").sha256 == receive(b"Hallo", "b.txt").sha256
    assert len(blobs(data_folder)) == 1


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.pdf", b"", "leer"),
        ("a.txt", b"   \n", "leer"),
        ("a.exe", b"MZ" + bytes(100), "Möglich sind PDF"),
        ("a", b"Hallo", "Möglich sind PDF"),
        ("a.pdf.exe", make.pdf(), "Möglich sind PDF"),
        ("a.docx", make.archive(a=b"x"), "als PDF"),
        ("a.heic", b"\0\0\0\x18ftypheic" + bytes(50), "als JPG"),
        ("a.zip", make.archive(a=b"x"), "einzeln"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Möglich sind PDF"),
        ("a.pdf", b"MZ\x90\0" + bytes(200), "passt nicht"),
        ("a.pdf", make.picture(), "passt nicht"),
        ("a.jpg", make.pdf(), "passt nicht"),
        ("a.png", make.picture("JPEG"), "passt nicht"),
        ("a.jpg", make.picture("GIF", mode="L"), "passt nicht"),
        ("a.txt", b"<html><script>alert(1)</script>", "passt nicht"),
        ("a.txt", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "passt nicht"),
        ("a.txt", b"Hallo\0Welt", "passt nicht"),
        ("a.txt", make.pdf(), "passt nicht"),
        ("a.pdf", b"\n" + make.pdf(), "passt nicht"),
        ("a.pdf", make.pdf() + make.archive(a=b"x"), "passt nicht"),
        ("a.jpg", make.picture() + make.archive(a=b"x"), "passt nicht"),
        ("a.pdf", b"%PDF-1.7\nnonsense", "beschädigt"),
        ("a.jpg", make.picture()[:300], "beschädigt"),
    ],
)
def test_refusals_name_the_remedy_and_leave_nothing(receive, data_folder, name, data, said):
    with pytest.raises(storage.Rejected, match=said) as refused:
        receive(data, name)
    assert isinstance(refused.value, Invalid)
    assert blobs(data_folder) == waiting(data_folder) == []


def test_the_limit_is_twenty_megabytes(receive, data_folder):
    assert receive(b"a" * storage.MAX_FILE, "a.txt").size == 20 * 1024 * 1024
    with pytest.raises(storage.TooLarge, match="20 MB") as refused:
        receive(b"a" * (storage.MAX_FILE + 1), "b.txt")
    assert refused.value.status == 413
    assert len(blobs(data_folder)) == 1
    assert waiting(data_folder) == []


@pytest.mark.parametrize(
    ("data", "kept"),
    [
        ("Grüße\r\n".encode(), "Grüße\r\n".encode()),
        ("Grüße".encode("cp1252"), "Grüße".encode()),
        ("Grüße".encode("utf-8-sig"), "Grüße".encode()),
        ("Grüße".encode("utf-16"), "Grüße".encode()),
        ("Ḗ K͟h ḳ̄".encode(), "Ḗ K͟h ḳ̄".encode()),
    ],
)
def test_text_is_kept_as_utf8(receive, data, kept):
    blob = receive(data, "brief.txt")
    assert storage.read(blob.sha256) == kept
    assert blob.received_sha256 == hashlib.sha256(data).hexdigest()


def _full(*args, **kwargs):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_while_receiving(receive, data_folder, monkeypatch):
    monkeypatch.setattr(quarantine.os, "open", _full)
    with pytest.raises(storage.StorageFull, match="Speicher voll") as refused:
        receive(b"Hallo", "a.txt")
    assert refused.value.status == 507


def test_a_full_disk_while_publishing_leaves_nothing(receive, data_folder, monkeypatch):
    monkeypatch.setattr(folder, "_sync", _full)
    with pytest.raises(storage.StorageFull):
        receive(b"Hallo", "a.txt")
    assert blobs(data_folder) == waiting(data_folder) == []


def test_other_disk_errors_are_not_hidden(receive, monkeypatch):
    def broken(path):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(folder, "_sync", broken)
    with pytest.raises(OSError, match="Input/output"):
        receive(b"Hallo", "a.txt")


def test_a_check_that_does_not_end_refuses_the_file(receive, data_folder, monkeypatch):
    def slow(request, *, timeout):
        raise ChildTimedOut("busy")

    monkeypatch.setattr(intake.CHECKER, "call", slow)
    with pytest.raises(storage.CheckUnavailable, match="ließ sich nicht prüfen"):
        receive(b"Hallo", "a.txt")
    assert blobs(data_folder) == waiting(data_folder) == []


def test_the_web_process_carries_no_heavy_library():
    script = (
        "import io, sys, datetime, django; django.setup();"
        "from rathaus.foundation.storage import public as s; from rathaus.foundation.documents import public as d;"
        "s.receive(io.BytesIO(b'Hallo'), filename='a.txt', now=datetime.datetime.now(datetime.UTC));"
        "d.inspect(d.render(template='letter', data={'title': 'x', 'authority': {'name': 'Stadt'}}));"
        "print([name for name in ('PIL', 'pikepdf', 'typst', 'puremagic', 'filetype') if name in sys.modules])"
    )
    env = {
        "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
        "PYTHONPATH": os.pathsep.join(sys.path),
        "PATH": os.defpath,
    }
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=env, check=True)
    assert done.stdout.strip() == "[]"


def test_put_bytes_needs_no_check_and_knows_no_limit(data_folder):
    blob = storage.put_bytes(b"{}" * (11 << 20), media_type="application/json", filename="daten.json")
    assert storage.size(blob.sha256) == blob.size == 22 << 20
    assert waiting(data_folder) == []


def test_missing_and_damaged_blobs(data_folder):
    with pytest.raises(storage.BlobMissing):
        storage.read("0" * 64)
    with pytest.raises(storage.BlobMissing):
        storage.open_blob("../../../../etc/passwd")
    assert not storage.exists("0" * 64)
    blob = storage.put_bytes(b"wahr", media_type="text/plain")
    path = data_folder / "blobs" / blob.sha256[:2] / blob.sha256[2:4] / blob.sha256
    assert path.stat().st_mode & 0o777 == 0o400
    path.unlink()
    path.write_bytes(b"falsch")
    with pytest.raises(storage.BlobDamaged):
        storage.read(blob.sha256)


def test_many_at_once_store_the_same_blob_once(receive, data_folder):
    faults = []

    def work():
        try:
            receive(b"gleich", "a.txt")
        except Exception as error:  # noqa: BLE001
            faults.append(error)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(blobs(data_folder)) == 1
    assert waiting(data_folder) == []
