"""Answers for machines: kept by caches for a while, and not sent again where the reader has them already."""

import hashlib

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags


def kept(request: HttpRequest, body: bytes, content_type: str, *, seconds: int) -> HttpResponse:
    """200, or 304 where `If-None-Match` names this very body."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    named = parse_etags(request.headers.get("If-None-Match", ""))
    response: HttpResponse
    if etag in named or f"W/{etag}" in named or named == ["*"]:
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(body, content_type=content_type)
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={seconds}"
    return response
