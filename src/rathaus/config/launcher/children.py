"""The processes: each in a group of its own, none left behind, however this one ends."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

GRACE = 12.0  # seconds between the request to end and the end
RESTARTS = 5  # within a minute
LOG_LIMIT = 5_000_000  # bytes, looked at when a process starts
PR_SET_PDEATHSIG = 1


def _die_with_parent() -> Callable[[], None]:
    """On Linux the kernel ends a child whose parent was killed (`kill -9`, closed terminal)."""
    if not sys.platform.startswith("linux"):
        return lambda: None
    libc = ctypes.CDLL(None, use_errno=True)  # loaded before the fork: after it only the call itself is safe
    return lambda: libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    starts: list[float] = field(default_factory=list)


class Children:
    def __init__(self, environment: Mapping[str, str], log_folder: Path) -> None:
        self._environment = dict(environment)
        self._logs = log_folder
        self._children: list[Child] = []

    def start(self, name: str, command: Sequence[str]) -> None:
        child = Child(name=name, command=command)
        self._children.append(child)
        self._spawn(child)

    def _spawn(self, child: Child) -> None:
        with _log_file(self._logs / f"{child.name}.log").open("ab") as log:
            child.process = subprocess.Popen(  # noqa: S603  (fixed commands of this package)
                child.command,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_die_with_parent(),  # noqa: PLW1509  (one system call; no thread runs here)
            )
        child.starts.append(time.monotonic())

    def revive(self) -> str:
        """Start again who ended; the name of one that ends again and again, or an empty text."""
        for child in self._children:
            if child.process is None or child.process.poll() is None:
                continue
            recent = [start for start in child.starts if time.monotonic() - start < 60]
            if len(recent) >= RESTARTS:
                return child.name
            _kill_group(child, signal.SIGKILL)  # what a killed process left of its group
            self._spawn(child)
        return ""

    def ended(self) -> str:
        """The name of a process that is no longer running, or an empty text."""
        return next((child.name for child in self._children if child.process and child.process.poll() is not None), "")

    def stop(self) -> None:
        for child in self._children:
            _kill_group(child, signal.SIGTERM)
        end = time.monotonic() + GRACE
        for child in self._children:
            if child.process is not None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.process.wait(max(0.1, end - time.monotonic()))
                _kill_group(child, signal.SIGKILL)
                child.process.wait()


def _log_file(path: Path) -> Path:
    """The log of one process; a long one makes room and is kept once."""
    if path.exists() and path.stat().st_size > LOG_LIMIT:
        path.replace(path.with_suffix(".log.1"))
    return path


def _kill_group(child: Child, number: signal.Signals) -> None:
    if child.process is not None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.process.pid, number)
