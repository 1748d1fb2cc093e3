"""What was asked for, and what the processes are told in their environment."""

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from rathaus.config.launcher import ports
from rathaus.config.launcher.plain_words import Trouble

ROOT = Path(__file__).resolve().parents[4]


@dataclass(frozen=True, slots=True)
class Options:
    port: int
    data: Path
    demo: bool
    check: bool
    workers: int
    threads: int


class _Parser(argparse.ArgumentParser):
    """Says in one German line what it does not understand."""

    def error(self, message: str) -> NoReturn:
        del message  # English
        raise Trouble(
            "Diesen Aufruf versteht ./run nicht. Möglich sind: --port ZAHL, --data ORDNER, --no-demo, --check. "
            "Abhilfe: ./run --help"
        )


def read_options(arguments: Sequence[str]) -> Options:
    parser = _Parser(prog="./run", description="Startet das Rathaus: Webserver, Hintergrundarbeit, Vorführ-Postfach.")
    parser.add_argument("--port", type=int, help="Port des Webservers (Standard: 8000)")
    parser.add_argument("--data", type=Path, help="Ordner der Daten (Standard: RATHAUS_DATA oder ./var)")
    parser.add_argument("--no-demo", action="store_true", help="ohne Vorführdaten und Vorführ-Postfach")
    parser.add_argument("--check", action="store_true", help="starten, prüfen, beenden; Rückgabe 0 oder 1")
    given = parser.parse_args(arguments)
    if given.port is not None and not 1 <= given.port <= 65535:
        raise Trouble(f"Port {given.port} gibt es nicht. Abhilfe: eine Zahl von 1024 bis 65535.")
    default_port = ports.free_port() if given.check else 8000
    return Options(
        port=given.port or default_port,
        data=(given.data or Path(os.environ.get("RATHAUS_DATA") or ROOT / "var")).resolve(),
        demo=not given.no_demo and os.environ.get("RATHAUS_DEMO", "1").lower() in {"1", "true", "yes", "on"},
        check=given.check,
        workers=int(os.environ.get("RATHAUS_WEB_WORKERS", "2")),
        threads=int(os.environ.get("RATHAUS_WEB_THREADS", "16")),
    )


def environment(options: Options, *, smtp_port: int | None) -> dict[str, str]:
    """What the operator has set stays; the rest is decided here and left in `instance.env` for `./rathaus`."""
    decided = {
        "RATHAUS_DATA": str(options.data),
        "RATHAUS_DEMO": "1" if options.demo else "0",
        "RATHAUS_BASE_URL": os.environ.get("RATHAUS_BASE_URL", f"http://localhost:{options.port}"),
    }
    if smtp_port is not None:
        decided["RATHAUS_SMTP_URL"] = f"smtp://127.0.0.1:{smtp_port}"
    return decided


def remember(options: Options, decided: dict[str, str]) -> None:
    kept = {name: value for name, value in decided.items() if name != "RATHAUS_DATA"}
    text = "".join(f"{name}={value}\n" for name, value in sorted(kept.items()))
    (options.data / "instance.env").write_text(text, encoding="utf-8")
