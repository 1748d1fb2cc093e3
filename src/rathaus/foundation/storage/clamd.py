"""A client for clamd's INSTREAM command (clamd(8)): the file goes over the socket in chunks, a verdict comes back.

`RATHAUS_CLAMD` is `unix:/run/clamav/clamd.ctl` or `tcp:host:3310`; empty means no scanner.
"""

import socket
import struct
from pathlib import Path

from django.conf import settings

from rathaus.foundation.plugins import ConfigProblem
from rathaus.foundation.storage.errors import Rejected, ScannerUnavailable

_CHUNK = 1 << 16
_LENGTH = struct.Struct(">I")
_SECONDS = 30.0


class ClamdScanner:
    """The scanner on the operator's configuration page."""

    identifier = "clamd"
    label = "Virenprüfung mit ClamAV"

    def check_config(self) -> list[ConfigProblem]:
        address = settings.RATHAUS_CLAMD
        if not address:
            return [ConfigProblem("Hochgeladene Dateien werden nicht auf Viren geprüft.", "Setzen Sie RATHAUS_CLAMD.")]
        if not ping(address):
            remedy = "Starten Sie clamd oder berichtigen Sie RATHAUS_CLAMD; bis dahin werden keine Dateien angenommen."
            return [ConfigProblem(f"clamd antwortet nicht unter {address}.", remedy)]
        return []


def scan(path: Path, *, address: str) -> None:
    """Raises Rejected for a finding, ScannerUnavailable for anything but a clear verdict."""
    try:
        verdict = _instream(path, address)
    except (OSError, ValueError) as error:
        raise ScannerUnavailable from error
    if verdict.endswith(" FOUND"):
        raise Rejected(
            "In dieser Datei hat die Virenprüfung Schadsoftware gefunden. Die Datei wurde nicht angenommen. Bitte prüfen Sie "
            "Ihr Gerät und laden Sie eine unbedenkliche Fassung hoch."
        )
    if verdict != "stream: OK":
        raise ScannerUnavailable


def ping(address: str) -> bool:
    try:
        with connect(address) as link:
            link.sendall(b"zPING\0")
            return _answer(link) == "PONG"
    except (OSError, ValueError):
        return False


def connect(address: str) -> socket.socket:
    """Raises OSError, ValueError for an address of another form."""
    scheme, _, rest = address.partition(":")
    if scheme == "unix":
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(_SECONDS)
        try:
            link.connect(rest)
        except OSError:
            link.close()
            raise
        return link
    if scheme == "tcp":
        host, _, port = rest.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=_SECONDS)
    raise ValueError("RATHAUS_CLAMD must start with unix: or tcp:")


def _instream(path: Path, address: str) -> str:
    with connect(address) as link, path.open("rb") as file:
        link.sendall(b"zINSTREAM\0")
        while chunk := file.read(_CHUNK):
            link.sendall(_LENGTH.pack(len(chunk)) + chunk)
        link.sendall(_LENGTH.pack(0))
        return _answer(link)


def _answer(link: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and (piece := link.recv(4096)):
        answer += piece
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")
