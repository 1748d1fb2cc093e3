"""The scanner: asked when configured, and nothing passes without its word."""

import io
import socket
import struct
import threading

import pytest

from rathaus.foundation.storage import clamd
from rathaus.foundation.storage import public as storage
from tests.foundation.storage import factories as make


class Scanner:
    """Speaks clamd's protocol and knows one virus: EICAR."""

    def __init__(self, answer: bytes | None = None) -> None:
        self.answer = answer
        self.received = b""
        self.server = socket.create_server(("127.0.0.1", 0))
        self.address = f"tcp:127.0.0.1:{self.server.getsockname()[1]}"
        self.thread = threading.Thread(target=self._serve)
        self.thread.start()

    def _serve(self) -> None:
        while True:
            try:
                link, _ = self.server.accept()
            except OSError:
                return
            with link, link.makefile("rb") as stream:
                self._talk(link, stream)

    def _talk(self, link, stream) -> None:
        command = b""
        while not command.endswith(b"\0"):
            command += stream.read(1)
        if command == b"zPING\0":
            link.sendall(b"PONG\0")
            return
        data = b""
        while length := struct.unpack(">I", stream.read(4))[0]:
            data += stream.read(length)
        self.received = data
        verdict = b"stream: Eicar-Test-Signature FOUND\0" if make.EICAR in data else b"stream: OK\0"
        link.sendall(verdict if self.answer is None else self.answer)

    def stop(self) -> None:
        self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()
        self.thread.join()


@pytest.fixture
def scanner(settings):
    started = []

    def start(answer=None):
        started.append(Scanner(answer))
        settings.RATHAUS_CLAMD = started[-1].address
        return started[-1]

    yield start
    for entry in started:
        entry.stop()


@pytest.fixture
def receive(now):
    return lambda data: storage.receive(io.BytesIO(data), filename="a.txt", now=now)


def test_a_clean_file_passes_and_was_read_whole(scanner, receive):
    started = scanner()
    data = b"Hallo " * 50_000
    assert receive(data).size == len(data)
    assert started.received == data
    assert clamd.ping(started.address)


def test_eicar_is_refused(scanner, receive, data_folder):
    scanner()
    with pytest.raises(storage.Rejected, match="Schadsoftware"):
        receive(make.EICAR)
    assert list((data_folder / "quarantine").iterdir()) == []


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: unbekannt\0", b"\xff\xfe\0"])
def test_anything_but_a_clear_verdict_fails_closed(scanner, receive, answer):
    scanner(answer)
    with pytest.raises(storage.ScannerUnavailable) as refused:
        receive(b"Hallo")
    assert refused.value.status == 503


@pytest.mark.parametrize("address", ["tcp:127.0.0.1:1", "unix:/nowhere/clamd.ctl", "nonsense", "tcp:127.0.0.1:x"])
def test_a_scanner_that_is_down_or_misnamed_fails_closed(settings, receive, address):
    settings.RATHAUS_CLAMD = address
    with pytest.raises(storage.ScannerUnavailable, match="Virenprüfung"):
        receive(b"Hallo")
    assert not clamd.ping(address)


def test_a_unix_socket_works_too(tmp_path, settings, receive):
    path = tmp_path / "s"
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(path))
    server.listen(1)

    def serve():
        link, _ = server.accept()
        with link, link.makefile("rb") as stream:
            stream.read(10)
            while length := struct.unpack(">I", stream.read(4))[0]:
                stream.read(length)
            link.sendall(b"stream: OK\0")

    thread = threading.Thread(target=serve)
    thread.start()
    settings.RATHAUS_CLAMD = f"unix:{path}"
    assert receive(b"Hallo").size == 5
    thread.join()
    server.close()


def test_the_operator_is_told(scanner, settings):
    check = clamd.ClamdScanner().check_config
    settings.RATHAUS_CLAMD = ""
    assert "RATHAUS_CLAMD" in check()[0].remedy
    settings.RATHAUS_CLAMD = "tcp:127.0.0.1:1"
    assert "antwortet nicht" in check()[0].message
    scanner()
    assert check() == []
