"""Checking a proof: in the browser where there is script, on the server where there is none. Open to everybody."""

import datetime as dt
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from rathaus.foundation.abuse import public as abuse
from rathaus.foundation.audit import public as audit
from rathaus.modules.delivery.proof import WORDS
from rathaus.standards.evidence import pruefen

MAX_BYTES = 25 * 1024 * 1024
MARGIN = 1024 * 1024  # for the rest of the form, so that a file a little too large still gets its sentence


class _Bounded(TemporaryFileUploadHandler):
    """The house's own handler keeps 20 MB a file; a proof may be larger, yet nobody fills the disk with one request."""

    def handle_raw_input(self, input_data: Any, META: dict[str, Any], content_length: int, *args: Any) -> None:  # noqa: N803
        if content_length > MAX_BYTES + MARGIN:
            raise RequestDataTooBig("The body is larger than any proof.")
        super().handle_raw_input(input_data, META, content_length, *args)


@csrf_exempt  # the inner view is protected: the upload handler must be set before anything reads the body
@require_http_methods(["GET", "HEAD", "POST"])
def check_bundle(request: HttpRequest) -> HttpResponse:
    """`/pruefen/`: what was uploaded is checked in memory and forgotten."""
    request.upload_handlers = [_Bounded(request)]
    return _checked(request)


@csrf_protect
def _checked(request: HttpRequest) -> HttpResponse:
    context: dict[str, Any] = {"fingerprint": audit.fingerprint(), "words": WORDS}
    if request.method != "POST":
        return render(request, "delivery/check.html", context)
    abuse.require_hit(request, "delivery.check", limit=60, window=3600)
    problem, report = _report(request)
    context |= {"problem": problem, "report": report}
    if report:
        context["events"] = [
            (WORDS.get(event["act"], event["act"]), dt.datetime.fromisoformat(event["at"])) for event in report["events"]
        ]
        context["ours"] = audit.is_own_key(report["fingerprint"])
    return render(request, "delivery/check.html", context, status=422 if problem else 200)


def _report(request: HttpRequest) -> tuple[str, dict[str, Any] | None]:
    """A German sentence saying what is wrong, or what the proof shows."""
    upload = request.FILES.get("nachweis")
    if upload is None:
        return "Wählen Sie die ZIP-Datei des Nachweises aus.", None
    if (upload.size or 0) > MAX_BYTES:
        return "Diese Datei ist größer als 25 MB und deshalb kein Nachweis von uns.", None
    try:
        return "", pruefen.check(pruefen.unpack(upload.read()), verify)
    except pruefen.Wrong as wrong:
        return str(wrong), None


def verify(public_key: bytes, signature: bytes, data: bytes) -> bool:
    """Ed25519."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True
