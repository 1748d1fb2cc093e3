"""A persistent child process for work that web processes must not carry: PDF, images, Typst.

The heavy libraries are imported in the child alone; it holds a memory limit, exits by itself when idle, is killed at the
time limit and started anew at the next call. Requests and answers are length-prefixed MessagePack frames over pipes.
A target is named `package.module:function`; the function takes one dict and returns what MessagePack can carry. Targets
must be pure towards the outside: a call whose child has died while idle is sent again.
"""

import atexit
import contextlib
import importlib
import os
import queue
import resource
import select
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, Any

import msgspec

_LENGTH = struct.Struct(">I")
_SOURCE = str(Path(__file__).resolve().parents[2])


class ChildFailed(Exception):
    """The child died, ran out of memory or raised; the message names the target and the kind of error, never the data."""


class ChildTimedOut(ChildFailed):
    """The time limit was reached and the child was killed."""


class Child:
    """One child process, started at the first call. Safe for threads (one call at a time) and across `fork`."""

    def __init__(self, target: str, *, memory: int, idle: float = 300.0) -> None:
        """`memory`: the limit of the child's address space in bytes; `idle`: seconds without work until it exits."""
        self.target = target
        self._memory = memory
        self._idle = idle
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        atexit.register(self.close)

    def call(self, request: dict[str, Any], *, timeout: float) -> Any:
        """The target's answer. Raises ChildTimedOut after `timeout` seconds (waiting for the child included), ChildFailed."""
        frame = msgspec.msgpack.encode(request)
        if not self._lock.acquire(timeout=timeout):
            raise ChildTimedOut(f"{self.target}: the child is busy")
        try:
            answer = self._exchange(frame, timeout)
        finally:
            self._lock.release()
        if "error" in answer:
            raise ChildFailed(f"{self.target}: {answer['error']}")
        return answer["value"]

    def close(self) -> None:
        """Ends the child; the next call starts another."""
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        if self._owner == os.getpid():
            process.kill()
            process.wait()

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None and self._owner == os.getpid() else None

    def _exchange(self, frame: bytes, timeout: float) -> dict[str, Any]:
        reused = self._ready()
        try:
            return self._once(frame, timeout)
        except ChildTimedOut:
            raise
        except ChildFailed:
            if not reused:
                raise
        self._ready()
        return self._once(frame, timeout)

    def _ready(self) -> bool:
        """Starts the child where none runs; True where one was running before."""
        process = self._process
        if process is not None and self._owner == os.getpid() and process.poll() is None:
            return True
        self.close()
        command = [sys.executable, "-P", "-m", __name__, self.target, str(self._memory), str(self._idle)]
        environment = {"PYTHONPATH": _SOURCE, "LANG": "C.UTF-8", "PATH": os.defpath}
        self._process = subprocess.Popen(  # noqa: S603  (our own interpreter, our own module)
            command, bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, cwd="/"
        )
        self._owner = os.getpid()
        return False

    def _once(self, frame: bytes, timeout: float) -> dict[str, Any]:
        process = self._process
        assert process is not None  # noqa: S101  (for the type checker: _ready has run)
        assert process.stdin is not None  # noqa: S101
        assert process.stdout is not None  # noqa: S101
        expired = threading.Event()

        def kill() -> None:
            expired.set()
            process.kill()

        watch = threading.Timer(timeout, kill)
        watch.daemon = True
        watch.start()
        try:
            _write(process.stdin, frame)
            answer = _read(process.stdout)
        except OSError:
            answer = None
        finally:
            watch.cancel()
        if answer is None:
            self.close()
            if expired.is_set():
                raise ChildTimedOut(f"{self.target}: no answer in {timeout:g} seconds")
            raise ChildFailed(f"{self.target}: the child died")
        decoded: dict[str, Any] = msgspec.msgpack.decode(answer)
        return decoded


class Pool:
    """A few children of one target, so that one slow piece of work does not hold up the others; started as needed."""

    def __init__(self, target: str, *, size: int, memory: int) -> None:
        self.target = target
        self._free: queue.LifoQueue[Child] = queue.LifoQueue()
        for _ in range(size):
            self._free.put(Child(target, memory=memory))

    def call(self, request: dict[str, Any], *, timeout: float) -> Any:
        """As `Child.call`; waiting for a free child counts."""
        started = time.monotonic()
        try:
            child = self._free.get(timeout=timeout)
        except queue.Empty:
            raise ChildTimedOut(f"{self.target}: all children are busy") from None
        try:
            return child.call(request, timeout=max(0.01, timeout - (time.monotonic() - started)))
        finally:
            self._free.put(child)


def _write(pipe: IO[bytes], frame: bytes) -> None:
    """Pipes are unbuffered on both sides: a broken one leaves nothing to flush, and `select` sees what waits."""
    rest = memoryview(_LENGTH.pack(len(frame)) + frame)
    while rest:
        rest = rest[pipe.write(rest) :]


def _read(pipe: IO[bytes]) -> bytes | None:
    """One frame; None where the other side has closed."""
    head = _exactly(pipe, _LENGTH.size)
    return None if head is None else _exactly(pipe, _LENGTH.unpack(head)[0])


def _exactly(pipe: IO[bytes], length: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < length:
        piece = pipe.read(length - len(parts))
        if not piece:
            return None
        parts += piece
    return bytes(parts)


def serve(target: str, memory: int, idle: float) -> None:
    """The child's loop: one answer per request until the parent closes the pipe or nothing comes for `idle` seconds."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    requests, answers = os.fdopen(os.dup(0), "rb", buffering=0), os.fdopen(os.dup(1), "wb", buffering=0)
    silence = os.open(os.devnull, os.O_RDWR)
    os.dup2(silence, 0)
    os.dup2(silence, 1)  # a library that prints must not break a frame
    module, _, name = target.partition(":")
    function = getattr(importlib.import_module(module), name)
    while select.select([requests], [], [], idle)[0]:
        frame = _read(requests)
        if frame is None:
            return
        try:
            answer = msgspec.msgpack.encode({"value": function(msgspec.msgpack.decode(frame))})
        except Exception as error:  # noqa: BLE001  (whatever the library raises is an answer; its text may hold personal data)
            answer = msgspec.msgpack.encode({"error": type(error).__name__})
        _write(answers, answer)


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
