"""Figures of whole processes: start, memory after many requests, a crowd that submits at once."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from bench import city
from bench.pipe import Side
from rathaus.config.launcher.session import LEAN

PATHS = (
    "/",
    "/lebenslagen/",
    "/leistungen/",
    "/suche/?q=personalausweis",
    "/antrag/bewohnerparkausweis/",
    "/leistungen/?buchstabe=b",
)
TICKS = os.sysconf("SC_CLK_TCK")


class Web:
    """One web process as `./run` starts it, on a private port."""

    def __init__(self, folder, workers=1):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        words = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port), "--workers", str(workers)]
        words += ["--blocking-threads", "4", "--no-ws", "--log-level", "warning", "rathaus.config.wsgi:application"]
        begin = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", *words],
            env=_as_installed(city.environment(folder)),
            cwd=city.ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        while self.get("/healthz") != 200:
            if self.process.poll() is not None or time.monotonic() - begin > 90:
                raise RuntimeError("the web process does not answer")
            time.sleep(0.02)
        self.wall = time.monotonic() - begin
        self.cpu = sum(_cpu(pid) for pid in self.pids())

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.process.terminate()  # its keeper ends the others
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=30)

    def get(self, path):
        """0 where nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path, headers={"Accept": "text/html", "X-Forwarded-For": "10.0.0.1"})
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()
        return answer.status

    def page(self, path):
        """The body; raises where it is no page."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request("GET", path, headers={"Accept": "text/html"})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
        return body

    def used(self):
        """Seconds of CPU so far, of all its processes, in steps of a hundredth."""
        return sum(_cpu(pid) for pid in self.pids())

    def pids(self):
        """granian's keeper and the process that serves."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii").split()
        return [self.process.pid, *map(int, children)]

    def memory(self):
        """MB of the largest of them, shared pages counted by share."""
        return max(_pss(pid) for pid in self.pids())


def _cpu(pid):
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _pss(pid):
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    return int(re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[1]) / 1024


def _as_installed(environ):
    """A fresh installation holds `requirements.lock` alone; the launcher sets the rest."""
    hiding = Path(__file__).parent / "production"
    return {**environ, **LEAN, "PYTHONPATH": f"{hiding}{os.pathsep}{environ['PYTHONPATH']}"}


def start_and_memory(folder, requests):
    with Web(folder) as web:
        for number in range(requests):
            path = PATHS[number % len(PATHS)]
            status = web.get(path)
            if status != 200:
                raise RuntimeError(f"{path}: {status}")
        return {"cpu": web.cpu, "wall": web.wall, "memory": web.memory()}


def crowd(folder, processes, each):
    """All submit at once into one SQLite file; then the record is verified."""
    sides = [Side("ours", folder) for _ in range(processes)]
    try:
        for side in sides:
            side.order("crowd", each)
        found = [side.answer() for side in sides]
        verified = sides[0].run("verify", 1)
    finally:
        for side in sides:
            side.__exit__()
    return {
        "done": sum(one["done"] for one in found),
        "errors": [error for one in found for error in one["errors"]],
        "seconds": max(one["seconds"] for one in found),
        "verified": verified["good"],
        "report": verified["report"],
    }
