"""Documents and proofs as downloads."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from rathaus.foundation import clock
from rathaus.foundation.storage import public as storage
from rathaus.modules.delivery.models import Delivery
from rathaus.modules.delivery.proof import proof_bundle


def document(request: HttpRequest, delivery: Delivery) -> HttpResponseBase:
    media_type = "application/pdf" if delivery.filename.lower().endswith(".pdf") else "application/octet-stream"
    return storage.respond(request, sha256=delivery.sha256, media_type=media_type, filename=delivery.filename)


def proof(delivery: Delivery) -> HttpResponse:
    return attachment(proof_bundle(delivery.id, now=clock.now()), "application/zip", f"nachweis-{str(delivery.id)[-8:]}.zip")


def attachment(data: bytes, media_type: str, filename: str) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = storage.content_disposition(filename)
    response["Cache-Control"] = "private, no-store"
    return response
