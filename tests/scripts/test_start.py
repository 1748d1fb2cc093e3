"""./run as a person uses it: it starts, says what it needs in one line, and leaves nothing behind."""

import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 150  # seconds
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return tmp_path_factory.mktemp("run") / "data"


def environment(**extra):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RATHAUS_", "DJANGO_"))}
    return {**kept, **extra}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run(*words, **options):
    return subprocess.run(
        [ROOT / "run", *words], env=environment(), capture_output=True, text=True, check=False, timeout=PATIENCE, **options
    )


def descendants(pid):
    """Every process that stems from this one, by /proc."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        parents.setdefault(int(fields[1]), []).append(int(status.parent.name))
    found, open_ones = [], [pid]
    while open_ones:
        children = parents.get(open_ones.pop(), [])
        found += children
        open_ones += children
    return found


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def command_of(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def until(condition, what):
    end = time.monotonic() + PATIENCE
    while not (result := condition()):
        assert time.monotonic() < end, what
        time.sleep(0.05)
    return result


class House:
    def __init__(self, data):
        self.port = free_port()
        self.process = subprocess.Popen(
            [ROOT / "run", "--port", str(self.port), "--data", str(data)],
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.said = []
        for line in self.process.stdout:
            self.said.append(line.rstrip())
            if "Beenden mit" in line:
                break
        self.children = until(self._complete, "web and worker run")

    def _complete(self):
        found = descendants(self.process.pid)
        commands = [command_of(pid) for pid in found]
        wanted = ("granian", "rathaus worker", "demo_server")
        return found if all(any(word in command for command in commands) for word in wanted) else None

    def get(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
            return answer.status

    def pid_of(self, word):
        return next(pid for pid in descendants(self.process.pid) if word in command_of(pid))

    def kill_all(self):
        for pid in [self.process.pid, *self.children, *descendants(self.process.pid)]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.process.wait()
        self.process.stdout.close()


@pytest.fixture
def house(data):
    running = House(data)
    try:
        yield running
    finally:
        running.kill_all()


def test_check_starts_probes_and_stops(data):
    done = run("--check", "--data", str(data))
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("/healthz: 200\n/: 200\nPrüfung bestanden.\n")


def test_greeting_names_address_and_mailbox(house):
    text = "\n".join(house.said)
    assert f"http://localhost:{house.port}\n" in text
    assert f"http://localhost:{house.port}/demo/post/" in text
    assert "vorbereitet" not in text, "the second start keeps what the first prepared"
    assert house.get("/healthz") == 200
    assert house.get("/demo/post/") == 200


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_end_leaves_no_process_behind(house, number):
    house.process.send_signal(number)
    assert house.process.wait(60) == 0
    until(lambda: not any(alive(pid) for pid in house.children), "children end")


def test_killed_launcher_leaves_no_process_behind(house):
    house.process.kill()
    house.process.wait()
    until(lambda: not any(alive(pid) for pid in house.children), "children end with their parent")


def test_killed_worker_is_started_again(house):
    first = house.pid_of("rathaus worker")
    os.kill(first, signal.SIGKILL)
    until(
        lambda: [pid for pid in descendants(house.process.pid) if "rathaus worker" in command_of(pid) and pid != first],
        "a new one",
    )
    assert house.get("/healthz") == 200


def test_taken_port_is_one_clear_line(data):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("--port", str(port), "--data", str(data))
    assert done.returncode == 1
    assert done.stdout + done.stderr == (
        f"Port {port} ist schon belegt, vielleicht läuft das Rathaus bereits. Abhilfe: ./run --port {port + 1}\n"
    )


@pytest.mark.parametrize("port", ["0", "70000"])
def test_impossible_port(data, port):
    done = run("--port", port, "--data", str(data))
    assert done.returncode == 1
    assert done.stderr.startswith(f"Port {port} gibt es nicht.")


def test_data_folder_that_cannot_be_written_is_one_clear_line():
    done = run("--data", "/proc/rathaus")
    assert done.returncode == 1
    assert re.fullmatch(r"In den Ordner /proc/rathaus kann nicht geschrieben werden \(.+\)\. Abhilfe: .+\n", done.stderr)
    assert done.stdout == ""


def test_command_line_runs_in_the_environment_run_left(data):
    env = environment(RATHAUS_DATA=str(data))
    code = "from django.conf import settings; print(settings.RATHAUS_DEMO, settings.RATHAUS_SMTP_URL[:17])"
    done = subprocess.run(
        [ROOT / "rathaus", "shell", "--no-imports", "-c", code], env=env, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", "smtp://127.0.0.1:"]


TOOLS = ["bash", "env", "dirname", "sha256sum", "cut", "cat", "rm", "flock"]


@pytest.fixture
def bare(tmp_path):
    """The scripts without an environment, on a machine with these tools and the python3 a test writes."""
    place = tmp_path / "rathaus-neu"
    place.mkdir()
    for name in ("run", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, place / name)
    shutil.copytree(ROOT / ".ci", place / ".ci", ignore=shutil.ignore_patterns("__pycache__"))
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in TOOLS:
        (tools / name).symlink_to(shutil.which(name))

    def start(python, **options):
        fake = tools / "python3"
        fake.write_text(f"#!/bin/bash\n{python}\n")
        fake.chmod(0o755)
        return subprocess.run(
            [place / "run"], env={"PATH": str(tools)}, capture_output=True, text=True, check=False, timeout=60, **options
        )

    return start


def test_old_python_is_one_clear_line(bare):
    done = bare('[ "$1" = --version ] && echo "Python 3.9.2" && exit 0; exit 1')
    assert done.returncode == 1
    assert done.stdout + done.stderr == (
        "Rathaus braucht Python 3.11 oder neuer; gefunden: Python 3.9.2. Abhilfe: sudo apt install python3 python3-venv\n"
    )


def test_missing_venv_module_is_one_clear_line(bare):
    done = bare('[[ "$2" == *ensurepip* ]] && exit 1; exit 0')
    assert done.returncode == 1
    assert done.stdout + done.stderr == "Diesem Python fehlt das Modul venv. Abhilfe: sudo apt install python3-venv\n"


@pytest.mark.skipif("os.geteuid() != 0", reason="becomes another user, who may not write")
def test_read_only_program_folder_is_one_clear_line(bare, tmp_path):
    for path in [tmp_path, *tmp_path.parents]:
        if path.is_relative_to("/tmp/pytest-of-root"):  # noqa: S108  (pytest closes its folders to others)
            path.chmod(0o755)
    done = bare("exit 0", user="nobody")
    assert done.returncode == 1
    assert "ist schreibgeschützt. Abhilfe:" in done.stderr
    assert len(done.stderr.splitlines()) == 1
