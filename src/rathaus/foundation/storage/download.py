"""A stored blob as an HTTP response: saved, never run; in pieces, resumable."""

import re
from collections.abc import Iterator
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from rathaus.foundation.storage.names import clean_filename
from rathaus.foundation.storage.reading import open_blob, size

_CHUNK = 1 << 16
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def respond(request: HttpRequest, *, sha256: str, media_type: str, filename: str) -> HttpResponseBase:
    """The blob as an attachment (RFC 6266), one byte range honoured (RFC 9110, section 14). Raises BlobMissing.

    The caller has checked the right and logged the view.
    """
    total = size(sha256)
    span = _span(request, total, etag=f'"{sha256}"')
    if span is None:
        response: HttpResponseBase = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{total}"
        return _safe(response)
    start, end = span
    body = iter(()) if request.method == "HEAD" else _pieces(sha256, start, end)
    response = StreamingHttpResponse(body, content_type=media_type or "application/octet-stream")
    response["Content-Length"] = str(end - start)
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = f'"{sha256}"'
    response["Content-Disposition"] = content_disposition(filename)
    if (start, end) != (0, total):
        response.status_code = 206
        response["Content-Range"] = f"bytes {start}-{end - 1}/{total}"
    return _safe(response)


def content_disposition(filename: str) -> str:
    """`attachment` with an ASCII name for old programs and the true one beside it (RFC 6266, section 4.3; RFC 8187)."""
    name = clean_filename(filename)
    plain = "".join(c if c.isascii() and c not in '"\\%;' else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _safe(response: HttpResponseBase) -> HttpResponseBase:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def _span(request: HttpRequest, total: int, *, etag: str) -> tuple[int, int] | None:
    """Start and end (exclusive); None where the range cannot be satisfied. Several ranges or another file: the whole."""
    match = _RANGE.fullmatch(request.headers.get("Range", ""))
    if match is None or not (match[1] or match[2]) or request.headers.get("If-Range", etag) != etag:
        return 0, total
    if not match[1]:
        wanted = min(int(match[2]), total)
        return (total - wanted, total) if wanted else None
    start = int(match[1])
    end = min(int(match[2]) + 1, total) if match[2] else total
    if match[2] and int(match[2]) < start:
        return 0, total
    return (start, end) if start < total else None


def _pieces(sha256: str, start: int, end: int) -> Iterator[bytes]:
    with open_blob(sha256) as file:
        file.seek(start)
        left = end - start
        while left > 0 and (chunk := file.read(min(_CHUNK, left))):
            left -= len(chunk)
            yield chunk
