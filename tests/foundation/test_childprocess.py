"""The child process: answers, limits, deaths."""

import os
import signal
import threading
import time
import warnings

import pytest

from rathaus.foundation import childprocess
from rathaus.foundation.childprocess import Child, ChildFailed, ChildTimedOut, Pool

PLENTY = 1 << 30


TARGETS = """
import os, time
def size(request): return len(request)
def echo(request): return request
def sleep(request): time.sleep(request["seconds"])
def grow(request): return len(bytearray(request["octets"]))
def die(request): os._exit(3)
def prints(request): print("x" * 1000); os.write(1, b"y" * 1000); return 1
def fails(request): raise ValueError("Erika")
def strange(request): return object()
"""


@pytest.fixture
def child(tmp_path, monkeypatch):
    (tmp_path / "targets.py").write_text(TARGETS)
    monkeypatch.setattr(childprocess, "_SOURCE", f"{childprocess._SOURCE}:{tmp_path}")
    started = []

    def make(name, *, memory=PLENTY, idle=60.0):
        started.append(Child(f"targets:{name}", memory=memory, idle=idle))
        return started[-1]

    yield make
    for entry in started:
        entry.close()


def test_it_answers_and_stays(child):
    echo = child("echo")
    assert echo.call({"a": 1}, timeout=10) == {"a": 1}
    first = echo.pid
    big = {"a": "Größe", "b": b"x" * 3_000_000, "c": None, "d": [1, 2.5, True]}
    assert echo.call(big, timeout=10) == big
    assert echo.pid == first


@pytest.mark.parametrize(("name", "error"), [("fails", "ValueError"), ("strange", "TypeError")])
def test_an_error_is_named_without_its_text(child, name, error):
    broken = child(name)
    with pytest.raises(ChildFailed) as failed:
        broken.call({"name": "Erika"}, timeout=10)
    assert str(failed.value) == f"targets:{name}: {error}"


def test_what_a_library_prints_breaks_nothing(child):
    printing = child("prints")
    assert [printing.call({}, timeout=10) for _ in range(3)] == [1, 1, 1]


def test_a_killed_child_is_replaced_unnoticed(child):
    size = child("size")
    size.call({}, timeout=10)
    os.kill(size.pid, signal.SIGKILL)
    assert size.call({"a": 1}, timeout=10) == 1


def test_a_child_that_dies_of_its_work_is_not_asked_for_ever(child):
    dying = child("die")
    with pytest.raises(ChildFailed, match="died"):
        dying.call({}, timeout=10)
    assert dying.pid is None


def test_an_idle_child_ends_itself_and_comes_back(child):
    size = child("size", idle=0.0)
    size._ready()
    assert size._process.wait(timeout=10) == 0
    size._idle = 60.0
    assert size.call({"a": 1}, timeout=10) == 1


def test_the_time_limit_kills(child):
    sleeper = child("sleep")
    started = time.monotonic()
    with pytest.raises(ChildTimedOut):
        sleeper.call({"seconds": 60}, timeout=0.5)
    assert time.monotonic() - started < 10
    assert sleeper.pid is None
    assert sleeper.call({"seconds": 0}, timeout=10) is None


def test_memory_is_limited(child):
    hungry = child("grow", memory=300 << 20)
    assert hungry.call({"octets": 50 << 20}, timeout=10) == 50 << 20
    with pytest.raises(ChildFailed, match="MemoryError"):
        hungry.call({"octets": 400 << 20}, timeout=10)
    assert hungry.call({"octets": 1}, timeout=10) == 1


def test_a_forked_process_starts_its_own(child):
    size = child("size")
    size.call({}, timeout=10)
    read, write = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # other tests' threads: the fork below only calls and leaves
        forked = os.fork()
    if forked == 0:
        try:
            os.write(write, str(size.call({"a": 1}, timeout=10)).encode())
            size.close()
        finally:
            os._exit(0)
    os.close(write)
    assert os.read(read, 10) == b"1"
    os.close(read)
    os.waitpid(forked, 0)
    assert size.call({}, timeout=10) == 0


def test_a_second_caller_waits_only_its_own_time(child):
    sizes = child("size")
    sizes.call({}, timeout=10)
    sizes._lock.acquire()
    try:
        with pytest.raises(ChildTimedOut, match="busy"):
            sizes.call({}, timeout=0.01)
    finally:
        sizes._lock.release()


def test_threads_get_their_own_answers(child):
    sizes = child("size")
    found = {}

    def work(number):
        found[number] = sizes.call({str(key): 0 for key in range(number)}, timeout=30)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: number for number in range(20)}


def test_a_pool_works_around_a_slow_call(child):
    child("size")  # puts the targets on the path
    pool = Pool("targets:sleep", size=2, memory=PLENTY)
    slow = threading.Thread(target=lambda: pool.call({"seconds": 1.5}, timeout=30))
    slow.start()
    pool.call({"seconds": 0}, timeout=10)
    assert slow.is_alive()
    slow.join()
    children = [pool._free.get(), pool._free.get()]
    assert {entry.pid is None for entry in children} == {False}
    with pytest.raises(ChildTimedOut, match="busy"):
        pool.call({"seconds": 0}, timeout=0.01)
    for entry in children:
        entry.close()
