"""The service on a port of this machine: one thread per request, one request after the other inside.

`interfere` lets a test or a demonstration break the line: it is asked before every request what is to go wrong.
"""

import datetime as dt
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from rathaus.config.demo.deliveryservice import fetching, routes
from rathaus.config.demo.deliveryservice.messages import Answer, Refused, Request
from rathaus.config.demo.deliveryservice.model import Outgoing, State
from rathaus.standards.fitconnect import callbacks
from rathaus.standards.fitconnect.callbacks import Callback, CallbackKind
from rathaus.standards.fitconnect.jwk import PrivateKey

MOST_BYTES = 200 * 1024 * 1024
CALLBACK_TIMEOUT = 5.0  # seconds

Clock = Callable[[], dt.datetime]


class Accident(StrEnum):
    """LOST: the line breaks before the request is read. UNHEARD: carried out, but the answer is lost. BUSY: 503. LIMITED: 429."""

    LOST = "lost"
    UNHEARD = "unheard"
    BUSY = "busy"
    LIMITED = "limited"


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, key: PrivateKey, clock: Clock, *, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.origin = f"http://127.0.0.1:{self.server_port}"
        self.state = State(url=f"{self.origin}{routes.BASE}", key=key)
        self.clock = clock
        self.interfere: Callable[[str, str], Accident | None] = lambda _method, _path: None
        self.lock = threading.Lock()

    @property
    def token_url(self) -> str:
        return f"{self.origin}{routes.TOKEN}"

    def handle_request_of(self, request: Request) -> Answer:
        with self.lock:
            return routes.answer(self.state, request, self.clock())

    def call_back(self) -> None:
        """Deliver what waits; what nobody takes waits on. Whoever took a notice of a submission counts as notified."""
        with self.lock:
            waiting, self.state.outbox = self.state.outbox, []
        kept = [entry for entry in waiting if not _post(entry, self.clock())]
        with self.lock:
            self.state.outbox = kept + self.state.outbox
            for entry in waiting:
                found = self.state.submissions.get(entry.notice.submission_id or self.state.new_id())
                if entry.kind is CallbackKind.SUBMISSIONS and entry not in kept and found is not None:
                    fetching.notify(self.state, found, self.clock())


@contextmanager
def running(key: PrivateKey, clock: Clock, *, port: int = 0) -> Iterator[Server]:
    server = Server(key, clock, port=port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _post(entry: Outgoing, now: dt.datetime) -> bool:
    body = callbacks.write(Callback(entry.kind, (entry.notice,)))
    headers = {"content-type": "application/json", **callbacks.authenticate(body, secret=entry.secret, now=now)}
    request = urllib.request.Request(entry.url, data=body, headers=headers, method="POST")  # noqa: S310  (an address of the demonstration)
    try:
        with urllib.request.urlopen(request, timeout=CALLBACK_TIMEOUT) as answer:  # noqa: S310
            return bool(200 <= answer.status < 300)
    except (OSError, urllib.error.URLError):
        return False


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def _serve(self) -> None:
        accident = self.server.interfere(self.command, self.path)
        if accident is Accident.LOST:
            self._hang_up()
            return
        body = self._body()
        if accident in {Accident.BUSY, Accident.LIMITED}:
            self._say(Refused(503 if accident is Accident.BUSY else 429, "Try again").answer)
            return
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        found = self.server.handle_request_of(Request(self.command, parts.path, dict(parse_qsl(parts.query)), headers, body))
        if accident is Accident.UNHEARD:
            self._hang_up()
        else:
            self._say(found)
        self.server.call_back()

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = _serve  # noqa: N815

    def _body(self) -> bytes:
        length = int(self.headers.get("content-length") or 0)
        return self.rfile.read(min(length, MOST_BYTES))

    def _say(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in {"content-type": answer.content_type, **answer.headers}.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_arguments: object) -> None:
        """Nothing: whoever started the service asks its state."""
