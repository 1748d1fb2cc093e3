"""From the first look at the port to the last child."""

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from types import FrameType

from rathaus.config.launcher import folder, ports
from rathaus.config.launcher.children import Children
from rathaus.config.launcher.options import Options, environment, remember
from rathaus.config.launcher.plain_words import Trouble

HEALTHY_WITHIN = 90.0  # seconds; a first start on a slow machine
PROBES = ("/healthz", "/")
LEAN = {  # a heap for each thread and the columns of every instruction would cost megabytes that nobody uses
    "MALLOC_ARENA_MAX": "2",
    "PYTHONNODEBUGRANGES": "1",
}


def run(options: Options) -> int:
    _check_port(options.port)
    folder.make(options.data)
    own_smtp = options.demo and not os.environ.get("RATHAUS_SMTP_URL")
    smtp_port = ports.free_port() if own_smtp else None
    decided = environment(options, smtp_port=smtp_port)
    metrics = str(folder.metrics_folder(options.data))
    env = {**LEAN, **os.environ, **decided, "PYTHONUNBUFFERED": "1", "PROMETHEUS_MULTIPROC_DIR": metrics}
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda _number, _frame: stopping.set())
    children = Children(env, options.data / "log")
    try:
        if own_smtp and smtp_port is not None:
            children.start(
                "mail",
                _python(
                    "rathaus.foundation.mail.demo_server",
                    "--port",
                    str(smtp_port),
                    "--folder",
                    str(options.data / "demo" / "mail"),
                ),
            )
        _prepare(options, env)
        if not options.check:
            remember(options, decided)
        children.start("web", _web(options))
        _wait_until_healthy(options, children, stopping)
        children.start("worker", _python("rathaus", "worker"))  # after the web: the two would share the processor until then
        if options.check:
            return _probe(options)
        if not stopping.is_set():
            _greet(options)
        while not stopping.wait(0.5):
            if name := children.revive():
                raise Trouble(f"Der Prozess „{name}“ endet immer wieder. Grund: {options.data / 'log' / name}.log")
    finally:
        _ignore_signals()
        children.stop()
    return 0


def _ignore_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _nothing)


def _nothing(_number: int, _frame: FrameType | None) -> None:
    """The end has begun; a second Ctrl-C must not leave children behind."""


def _check_port(port: int) -> None:
    try:
        free = ports.is_free(port)
    except PermissionError:
        raise Trouble(f"Port {port} darf nur der Administrator benutzen. Abhilfe: ./run --port 8000") from None
    if not free:
        raise Trouble(f"Port {port} ist schon belegt, vielleicht läuft das Rathaus bereits. Abhilfe: ./run --port {port + 1}")


def _python(module: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", module, *arguments]


def _web(options: Options) -> list[str]:
    return _python(
        "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(options.port),
        "--workers", str(options.workers), "--blocking-threads", str(options.threads),
        "--respawn-failed-workers", "--workers-kill-timeout", "10", "--no-ws", "--log-level", "warning",
        "rathaus.config.wsgi:application",
    )  # fmt: skip


def _prepare(options: Options, env: Mapping[str, str]) -> None:
    mark = folder.fingerprint(demo=options.demo)
    if folder.is_prepared(options.data, mark):
        return
    sys.stdout.write(
        "Datenbank und Vorführdaten werden vorbereitet ...\n" if options.demo else "Datenbank wird vorbereitet ...\n"
    )
    sys.stdout.flush()
    done = subprocess.run(_python("rathaus", "prepare"), env=dict(env), check=False)  # noqa: S603
    if done.returncode:
        raise Trouble("Die Vorbereitung ist gescheitert (siehe oben).")
    folder.mark_prepared(options.data, mark)


def _wait_until_healthy(options: Options, children: Children, stopping: threading.Event) -> None:
    end = time.monotonic() + HEALTHY_WITHIN
    while time.monotonic() < end:
        if stopping.wait(0.1) or _status(options.port, "/healthz") == 200:
            return
        if name := children.ended():
            raise Trouble(f"Der Prozess „{name}“ ist beim Start gescheitert. Grund: {options.data / 'log' / name}.log")
    raise Trouble(f"Das Rathaus antwortet nicht. Grund: {options.data / 'log' / 'web'}.log")


def _status(port: int, path: str) -> int:
    """0 where nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path, headers={"Host": f"localhost:{port}"})
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        return 0
    else:
        return answer.status
    finally:
        connection.close()


def _probe(options: Options) -> int:
    good = True
    for path in PROBES:
        status = _status(options.port, path)
        sys.stdout.write(f"{path}: {status or 'keine Antwort'}\n")
        good = good and status == 200
    sys.stdout.write("Prüfung bestanden.\n" if good else f"Prüfung gescheitert. Grund: {options.data / 'log' / 'web'}.log\n")
    return 0 if good else 1


def _greet(options: Options) -> None:
    lines = ["", f"Das Rathaus läuft:  http://localhost:{options.port}"]
    if options.demo:
        lines.append(f"Vorführ-Postfach:   http://localhost:{options.port}/demo/post/")
        sign_ins = options.data / "demo" / "sign-ins.txt"
        if sign_ins.exists():
            lines += ["", sign_ins.read_text(encoding="utf-8").rstrip()]
    lines += ["", "Beenden mit Strg+C.", ""]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
