"""The mail server of the demonstration: speaks SMTP on a private port, keeps every message as a file, delivers nothing.

Started by `./run` as `python -m rathaus.foundation.mail.demo_server --port PORT --folder FOLDER`; needs no Django.
"""

import argparse
import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

KEEP = 500  # newest messages


class Keeper:
    """Addresses beginning with `unbekannt` are refused, so that the way of a failed delivery can be seen."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]) -> str:  # noqa: N802
        if address.lower().startswith("unbekannt"):
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        name = f"{time.time_ns():020d}.eml"
        unfinished = self._folder / f".{name}"
        unfinished.write_bytes(envelope.content)
        unfinished.rename(self._folder / name)
        for old in sorted(self._folder.glob("[0-9]*.eml"))[:-KEEP]:
            old.unlink(missing_ok=True)
        return "250 OK"


def serve(*, port: int, folder: Path) -> Controller:
    """Started; `.stop()` ends it."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    controller = Controller(Keeper(folder), hostname="127.0.0.1", port=port, enable_SMTPUTF8=True)
    controller.start()
    return controller


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    given = parser.parse_args()
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    controller = serve(port=given.port, folder=given.folder)
    parent = os.getppid()
    while not stop.wait(1.0) and os.getppid() == parent:
        pass
    controller.stop()


if __name__ == "__main__":
    main()
