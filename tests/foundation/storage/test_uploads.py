"""Uploads through Django's parser: a refused file costs no other answer."""

import errno
import gc
import io

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import RequestFactory

from rathaus.foundation.storage import public as storage
from rathaus.foundation.storage import quarantine, uploads
from tests.foundation.storage import factories as make


def post(**fields):
    return RequestFactory().post("/", fields)


def file(name, data):
    return SimpleUploadedFile(name, data)


def waiting(root):
    return list((root / "quarantine").iterdir()) if (root / "quarantine").exists() else []


def test_a_file_beside_other_answers(now, data_folder):
    request = post(name="Erika", nachweis=file("Größe.pdf", make.pdf()))
    upload = storage.read_upload(request, "nachweis", now=now)
    assert upload.problem == ""
    assert upload.blob is not None
    assert (upload.filename, upload.blob.media_type) == ("Größe.pdf", "application/pdf")
    assert request.POST["name"] == "Erika"


def test_nothing_chosen(now):
    assert storage.read_upload(post(name="Erika"), "nachweis", now=now) == storage.Upload()


def test_a_file_over_the_limit_is_drained_and_the_answers_stay(now, data_folder):
    big = file("a.txt", b"a" * (30 << 20))
    request = post(before="eins", nachweis=big, after="zwei")
    upload = storage.read_upload(request, "nachweis", now=now)
    assert upload.blob is None
    assert "20 MB" in upload.problem
    assert (request.POST["before"], request.POST["after"]) == ("eins", "zwei")
    assert waiting(data_folder) == []


def test_several_files_of_one_field_each_get_their_answer(now):
    request = post(files=[file("a.txt", b"a"), file("b.exe", b"MZ"), file("c.txt", b"c")])
    found = storage.read_uploads(request, "files", now=now)
    assert [bool(upload.blob) for upload in found] == [True, False, True]
    assert [upload.filename for upload in found] == ["a.txt", "b.exe", "c.txt"]
    assert found[1].problem


def test_a_full_disk_in_the_middle_keeps_the_answers(now, data_folder, monkeypatch):
    written = []

    def write(self, chunk):
        written.append(chunk)
        if len(written) > 1:
            raise storage.StorageFull

    monkeypatch.setattr(quarantine.Quarantined, "write", write)
    request = post(name="Erika", nachweis=file("a.txt", b"a" * (1 << 20)))
    upload = storage.read_upload(request, "nachweis", now=now)
    assert "Speicher voll" in upload.problem
    assert request.POST["name"] == "Erika"
    assert len(written) == 2
    assert waiting(data_folder) == []


def test_a_disk_full_from_the_start_keeps_the_answers(now, monkeypatch):
    def full(*args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(quarantine.os, "open", full)
    request = post(name="Erika", nachweis=file("a.txt", b"a"))
    assert "Speicher voll" in storage.read_upload(request, "nachweis", now=now).problem
    assert request.POST["name"] == "Erika"


def test_a_scanner_that_is_down_is_said_beside_the_field(now, settings):
    settings.RATHAUS_CLAMD = "tcp:127.0.0.1:1"
    upload = storage.read_upload(post(nachweis=file("a.txt", b"a")), "nachweis", now=now)
    assert "Virenprüfung" in upload.problem


@pytest.mark.django_db  # closing a response tidies up the connections another test may have left
def test_quarantine_is_empty_when_the_response_is_closed(data_folder):
    request = post(nachweis=file("a.txt", b"a"))
    assert list(request.FILES) == ["nachweis"]
    assert len(waiting(data_folder)) == 1
    response = HttpResponse()
    response._resource_closers.append(request.close)
    response.close()
    assert waiting(data_folder) == []


def test_a_broken_connection_leaves_nothing(data_folder):
    class Breaks(io.BytesIO):
        def read(self, size=-1):
            if self.tell() > 100_000:
                raise OSError("connection reset")
            return super().read(size)

    whole = RequestFactory().post("/", {"nachweis": file("a.txt", b"a" * 500_000)})
    request = RequestFactory().generic("POST", "/", whole.body, content_type=whole.META["CONTENT_TYPE"])
    request._stream = Breaks(whole.body)
    with pytest.raises(OSError, match="reset"):
        request.FILES  # noqa: B018
    del request
    gc.collect()
    assert waiting(data_folder) == []


def test_a_body_beyond_120_megabytes_is_not_read(rf):
    request = rf.generic("POST", "/", b"x", content_type="multipart/form-data; boundary=b")
    request.META["CONTENT_LENGTH"] = str(uploads.MAX_BODY + 1)
    with pytest.raises(RequestDataTooBig):
        request.POST  # noqa: B018


def test_other_upload_handlers_are_a_fault_of_the_settings(now, settings):
    settings.FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
    with pytest.raises(TypeError):
        storage.read_upload(post(nachweis=file("a.txt", b"a")), "nachweis", now=now)
