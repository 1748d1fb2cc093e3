"""One request, with an end to everything: time, size, redirects."""

import contextlib
import http.client
import json
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from rathaus.foundation.net import guard
from rathaus.foundation.net.errors import Refused, TooLarge, Unreachable

CHUNK = 64 * 1024
REDIRECTS = 5
_AGENT = "rathaus/1.0"
_PRIVATE_HEADERS = {"authorization", "cookie", "x-api-key"}


@dataclass(frozen=True, slots=True)
class Response:
    """`headers` has lower-case names; `url` is where the answer came from after redirects."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    def json(self) -> Any:
        """Raises ValueError where the body is no JSON."""
        return json.loads(self.body)


def request(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    timeout: float = 20.0,
    max_bytes: int = 10 * 1024 * 1024,
    context: ssl.SSLContext | None = None,
) -> Response:
    """The answer, whatever its status. `timeout` is for everything together, in seconds.

    Redirects of GET and HEAD are followed, each checked as the first address was; credentials are dropped on another host and
    https never becomes http. Any other method gets its 3xx answer back. Raises Refused, Unreachable, TooLarge.
    Not inside a database transaction.
    """
    end = time.monotonic() + timeout
    sent = {name.lower(): value for name, value in (headers or {}).items()}
    for _ in range(REDIRECTS + 1):
        target = guard.check(url)
        answer = _exchange(target, method, sent, body, end=end, max_bytes=max_bytes, context=context, url=url)
        location = answer.headers.get("location")
        if answer.status not in {301, 302, 303, 307, 308} or location is None or method not in {"GET", "HEAD"}:
            return answer
        following = urljoin(url, location)
        if target.tls and urlsplit(following).scheme != "https":
            raise Refused("redirect from https to http")
        if urlsplit(following).netloc != urlsplit(url).netloc:
            sent = {name: value for name, value in sent.items() if name not in _PRIVATE_HEADERS}
        url = following
    raise Refused("too many redirects")


class _Pinned(http.client.HTTPConnection):
    """Connects to the address the guard has judged, and to no other."""

    def __init__(self, target: guard.Target, *, timeout: float, context: ssl.SSLContext | None) -> None:
        super().__init__(target.host, target.port, timeout=timeout)
        self._target = target
        self._context = context

    def connect(self) -> None:
        self.sock = socket.create_connection((self._target.address, self._target.port), self.timeout)
        if self._target.tls:
            context = self._context or ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self._target.host)


def _exchange(
    target: guard.Target,
    method: str,
    headers: Mapping[str, str],
    body: bytes | None,
    *,
    end: float,
    max_bytes: int,
    context: ssl.SSLContext | None,
    url: str,
) -> Response:
    connection = _Pinned(target, timeout=_left(end), context=context)
    watchdog = threading.Timer(_left(end), _cut, args=(connection,))  # a server that drips keeps every single read alive
    watchdog.daemon = True
    watchdog.start()
    try:
        connection.request(
            method,
            target.path,
            body=body,
            headers={"user-agent": _AGENT, "accept-encoding": "identity", **headers, "host": target.host_header},
        )
        answer = connection.getresponse()
        content = _read(answer, max_bytes=max_bytes)
        return Response(
            status=answer.status,
            headers={name.lower(): value for name, value in answer.getheaders()},
            body=content,
            url=url,
        )
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unreachable(f"{target.host}: {type(error).__name__}") from error
    finally:
        watchdog.cancel()
        connection.close()


def _left(end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise Unreachable("timeout")
    return left


def _cut(connection: _Pinned) -> None:
    if connection.sock is not None:
        with contextlib.suppress(OSError):
            socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)


def _read(answer: http.client.HTTPResponse, *, max_bytes: int) -> bytes:
    if int(answer.getheader("content-length") or 0) > max_bytes:
        raise TooLarge("content-length")
    parts: list[bytes] = []
    size = 0
    while chunk := answer.read1(CHUNK):
        size += len(chunk)
        if size > max_bytes:
            raise TooLarge("body")
        parts.append(chunk)
    if answer.length:
        raise http.client.IncompleteRead(b"")
    return b"".join(parts)
