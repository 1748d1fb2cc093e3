"""Uploads from a browser: streamed into quarantine while the body is read, checked when the view asks.

`QuarantineUploadHandler` is the only upload handler (FILE_UPLOAD_HANDLERS). It reads bodies of up to 120 MB to their end,
also when a file is over 20 MB or the disk is full, so that all other fields arrive and the view can answer with the same
page, the answers kept and one sentence beside the file field. A view does:

    upload = storage.read_upload(request, "nachweis", now=now)
    if upload.problem: form.add_error("nachweis", upload.problem)      # a German sentence
    elif upload.blob: ...                                              # a StoredBlob; both None: nothing was chosen

`read_uploads` gives the same for a field with several files. A body over 120 MB is refused unread with status 413 (the
proxy in front refuses it earlier). Quarantine files vanish when the response is closed.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

from rathaus.foundation.errors import RathausError
from rathaus.foundation.storage.intake import StoredBlob, admit
from rathaus.foundation.storage.quarantine import Quarantined

MAX_BODY = 120 * 1024 * 1024  # octets


@dataclass(frozen=True, slots=True)
class Upload:
    """What came of one file: a blob, or a German sentence why not, or neither where no file was chosen."""

    filename: str = ""
    blob: StoredBlob | None = None
    problem: str = ""


class QuarantinedFile(UploadedFile):  # type: ignore[type-arg]  # generic in the stubs alone
    """A file of a request, in quarantine. It cannot be read: only `read_upload` lets it in."""

    def __init__(self, name: str, quarantined: Quarantined | None, problem: str) -> None:
        super().__init__(file=None, name=name, size=quarantined.size if quarantined else 0)
        self.quarantined = quarantined
        self.problem = problem

    def close(self) -> None:
        if self.quarantined is not None:
            self.quarantined.discard()


class QuarantineUploadHandler(FileUploadHandler):
    """Writes each file to quarantine; a file that cannot be kept is read to its end and remembered with its problem."""

    def handle_raw_input(
        self,
        input_data: Any,  # noqa: ARG002  (the signature is Django's)
        META: dict[str, Any],  # noqa: ARG002, N803
        content_length: int,
        boundary: Any,  # noqa: ARG002
        encoding: str | None = None,  # noqa: ARG002
    ) -> None:
        if content_length > MAX_BODY:
            raise RequestDataTooBig("The body is larger than 120 MB.")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._quarantined: Quarantined | None = None
        self._problem = ""
        try:
            self._quarantined = Quarantined()
        except RathausError as error:
            self._problem = str(error)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002  (Django's signature)
        if self._quarantined is None or self._problem:
            return
        try:
            self._quarantined.write(raw_data)
        except RathausError as error:
            self._give_up(error)

    def file_complete(self, file_size: int) -> QuarantinedFile:  # noqa: ARG002  (Django's signature)
        if self._quarantined is not None:
            try:
                self._quarantined.finish()
            except RathausError as error:
                self._give_up(error)
        return QuarantinedFile(self.file_name or "Datei", self._quarantined, self._problem)

    def upload_interrupted(self) -> None:
        if getattr(self, "_quarantined", None) is not None:
            self._give_up(RathausError("Die Übertragung wurde unterbrochen."))

    def _give_up(self, error: RathausError) -> None:
        self._problem = str(error)
        if self._quarantined is not None:
            self._quarantined.discard()
            self._quarantined = None


def read_upload(request: HttpRequest, field: str, *, now: dt.datetime) -> Upload:
    """The (last) file of a field, checked and stored. Never raises for what a person can send."""
    uploads = read_uploads(request, field, now=now)
    return uploads[-1] if uploads else Upload()


def read_uploads(request: HttpRequest, field: str, *, now: dt.datetime) -> list[Upload]:
    """All files of a field in the order sent."""
    return [_read(file, now) for file in request.FILES.getlist(field)]


def _read(file: Any, now: dt.datetime) -> Upload:
    name = str(file.name)
    if not isinstance(file, QuarantinedFile):
        raise TypeError("FILE_UPLOAD_HANDLERS must name QuarantineUploadHandler alone")
    if file.problem or file.quarantined is None:
        return Upload(filename=name, problem=file.problem)
    try:
        blob = admit(file.quarantined, filename=name, now=now)
    except RathausError as error:
        return Upload(filename=name, problem=str(error))
    return Upload(filename=blob.filename, blob=blob)
