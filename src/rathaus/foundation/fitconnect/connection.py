"""One API client of FIT-Connect: its access token, its requests, their repetition."""

import datetime as dt
import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlencode

from rathaus.foundation.fitconnect.errors import Declined, NotSignedIn, Unavailable
from rathaus.foundation.net.errors import Unreachable

AGENT = "Rathaus"
MOST_BYTES = 150 * 1024 * 1024
TIMEOUT = 120.0  # seconds, for a large attachment on a slow line
WAITS = (0.5, 2.0, 8.0)  # seconds before the second, third and fourth attempt
LONGEST_WAIT = 60.0  # of what a service may ask for
AGAIN = frozenset({408, 429, 500, 502, 503, 504})
EARLY = dt.timedelta(seconds=60)  # a token is renewed before it ends


class Answer(Protocol):
    @property
    def status(self) -> int: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    @property
    def body(self) -> bytes: ...


class Transport(Protocol):
    """One request; raises a NetError. `foundation.net.public.request` is one."""

    def __call__(
        self, method: str, url: str, /, *, headers: Mapping[str, str], body: bytes | None, timeout: float, max_bytes: int
    ) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Endpoints:
    """`api`: up to and without `/v2`."""

    token: str
    api: str


@dataclass(frozen=True, slots=True)
class Credentials:
    client_id: str
    secret: str = field(repr=False)


class Connection:
    """May be shared by threads. `now` and `sleep` are passed in, so that a test waits for nothing."""

    def __init__(
        self,
        endpoints: Endpoints,
        credentials: Credentials,
        *,
        transport: Transport,
        now: Callable[[], dt.datetime],
        sleep: Callable[[float], None],
    ) -> None:
        self.endpoints = endpoints
        self.now = now
        self._credentials = credentials
        self._transport = transport
        self._sleep = sleep
        self._lock = threading.Lock()
        self._token = ""
        self._until: dt.datetime | None = None

    def get(self, path: str, *, signed_in: bool = True) -> Answer:
        return self.call("GET", path, signed_in=signed_in)

    def get_json(self, path: str, *, signed_in: bool = True) -> Any:
        """Raises Unavailable where the answer is no JSON: something else than the service has answered."""
        return read_json(self.get(path, signed_in=signed_in))

    def call(self, method: str, path: str, *, body: bytes | None = None, kind: str = "", signed_in: bool = True) -> Answer:
        """The answer, which is a success. Repeated while the line is down or the service asks for time.

        Raises Unavailable, NotSignedIn, Declined; Refused and TooLarge of `foundation.net`.
        """
        renewed = False
        while True:
            headers = {"user-agent": AGENT, "accept": "application/json, application/jose"}
            if kind:
                headers["content-type"] = kind
            token = self._access_token() if signed_in else ""
            if token:
                headers["authorization"] = f"Bearer {token}"
            answer = self._attempts(method, f"{self.endpoints.api}{path}", headers, body)
            if answer.status == 401 and signed_in and not renewed:
                renewed = True
                self._forget(token)
                continue
            if answer.status == 401:
                raise NotSignedIn(_reason(answer))
            if not 200 <= answer.status < 300:
                raise Declined(answer.status, _reason(answer))
            return answer

    def _attempts(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        reason = ""
        for wait in (*WAITS, None):
            asked = 0.0
            try:
                answer = self._transport(method, url, headers=headers, body=body, timeout=TIMEOUT, max_bytes=MOST_BYTES)
            except Unreachable as error:
                reason = error.reason
            else:
                if answer.status not in AGAIN:
                    return answer
                reason, asked = f"{method} {answer.status}", _asked(answer)
            if wait is not None:
                self._sleep(max(wait, asked))
        raise Unavailable(reason)

    def _access_token(self) -> str:
        with self._lock:
            if self._until is None or self.now() >= self._until:
                self._sign_in()
            return self._token

    def _forget(self, token: str) -> None:
        """Unless somebody else has renewed it already."""
        with self._lock:
            if self._token == token:
                self._until = None

    def _sign_in(self) -> None:
        """RFC 6749, section 4.4. Scopes are not asked for: FIT-Connect advises against it and grants those of the client."""
        form = {
            "grant_type": "client_credentials",
            "client_id": self._credentials.client_id,
            "client_secret": self._credentials.secret,
        }
        headers = {"user-agent": AGENT, "content-type": "application/x-www-form-urlencoded", "accept": "application/json"}
        asked_at = self.now()
        answer = self._attempts("POST", self.endpoints.token, headers, urlencode(form).encode())
        if answer.status in {400, 401, 403}:
            raise NotSignedIn(str(answer.status))
        found = read_json(answer)
        token, lifetime = found.get("access_token"), found.get("expires_in")
        if answer.status != 200 or not isinstance(token, str) or not token or not isinstance(lifetime, int):
            raise Unavailable(f"token: {answer.status}")
        self._token, self._until = token, asked_at + max(dt.timedelta(seconds=lifetime) - EARLY, dt.timedelta())


def read_json(answer: Answer) -> Any:
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        raise Unavailable("no JSON") from None
    if not isinstance(found, dict):
        raise Unavailable("no JSON object")
    return found


def _asked(answer: Answer) -> float:
    """Seconds the service asks to wait (RFC 9110, section 10.2.3; RateLimit-Reset)."""
    text = answer.headers.get("retry-after") or answer.headers.get("ratelimit-reset") or "0"
    return min(float(text), LONGEST_WAIT) if text.isascii() and text.isdecimal() else 0.0


def _reason(answer: Answer) -> str:
    """Title and detail of a problem (RFC 7807), cut short; never the whole body, which may repeat what was sent."""
    try:
        found = json.loads(answer.body)
        parts = [str(found[name]) for name in ("title", "detail") if found.get(name)]
    except (ValueError, RecursionError, AttributeError, TypeError):
        parts = []
    return ": ".join(parts)[:300] or "ohne Angabe von Gründen"
