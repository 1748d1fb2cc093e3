"""The whole house as processes on a data folder of their own: web under granian, worker, command line."""

import contextlib
import http.client
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import uuid
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(condition, what, *, patience=PATIENCE):
    """The first true result of `condition`; it is asked again until then, and the test fails where it never comes."""
    end = time.monotonic() + patience
    while not (result := condition()):
        assert time.monotonic() < end, what() if callable(what) else what
        time.sleep(0.05)
    return result


class Template:
    """A demonstration city, prepared once and copied for every house."""

    def __init__(self, folder):
        self.folder = folder
        self.server = os.environ.get("RATHAUS_DATABASE_URL", "")
        self.name = f"failures_{uuid.uuid4().hex[:12]}"
        self.made = []
        folder.mkdir(parents=True, exist_ok=True)
        if self.server:
            self._sql(f"CREATE DATABASE {self.name}")
            self.made.append(self.name)
        if self.server or not (folder / "prepared").exists():
            self._prepare()

    def _prepare(self):
        """The city without a past: what a test finds in it, the test has done."""
        env = environment(self.folder, self.url_of(self.name), "http://127.0.0.1:1")
        for words, demo in ((["prepare"], "0"), (["demo", "load", "--bare"], "1")):
            command = [sys.executable, "-m", "rathaus", *words]
            subprocess.run(command, env={**env, "RATHAUS_DEMO": demo}, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        (self.folder / "prepared").touch()

    def url_of(self, name):
        return urlsplit(self.server)._replace(path=f"/{name}").geturl() if self.server else ""

    def _sql(self, statement):
        import psycopg

        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(statement)

    def copy(self, folder):
        """Copies folder and database; the address of the database, empty for SQLite."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        if not self.server:
            return ""
        name = f"failures_{uuid.uuid4().hex[:12]}"
        self._sql(f"CREATE DATABASE {name} TEMPLATE {self.name}")
        self.made.append(name)
        return self.url_of(name)

    def drop(self):
        for name in self.made:
            self._sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def environment(folder, database, base_url, **extra):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RATHAUS_", "DJANGO_"))}
    decided = {
        "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}",
        "PYTHONWARNINGS": "ignore",
        "RATHAUS_DATA": str(folder),
        "RATHAUS_DEMO": "1",
        "RATHAUS_SECRET_KEY": "test-only",
        "RATHAUS_TASK_LEASE": "2",
        "RATHAUS_BASE_URL": base_url,
    }
    return {**kept, **decided, **({"RATHAUS_DATABASE_URL": database} if database else {}), **extra}


class House:
    def __init__(self, template, folder, **extra):
        self.folder = Path(folder)
        self.port = free_port()
        self.database = template.copy(self.folder)
        self.env = environment(self.folder, self.database, f"http://127.0.0.1:{self.port}", **extra)
        self.processes = []

    def web(self, *, threads=4, application="rathaus.config.wsgi:application", **extra):
        """One web process as `./run` starts it; waits until it answers."""
        words = [
            "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port), "--workers", "1",
            "--blocking-threads", str(threads), "--no-ws", "--log-level", "warning", application,
        ]  # fmt: skip
        process = self.start("web", *words, **extra)
        until(lambda: self.status("/healthz") == 200 or process.poll() is not None, "the web answers")
        assert process.poll() is None, self.log("web")
        return process

    def worker(self, module="rathaus", **extra):
        return self.start("worker", module, "worker", **extra)

    def start(self, name, *words, **extra):
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", *words],
                env={**self.env, **extra},
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    def log(self, name):
        return (self.folder / f"{name}.log").read_text(errors="replace")[-4000:]

    def run(self, *words, **extra):
        return subprocess.run(
            [sys.executable, "-m", "rathaus", *words],
            env={**self.env, **extra},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )

    def status(self, path):
        """0 where nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()

    def rows(self, sql):
        if not self.database:
            connection = sqlite3.connect(self.folder / "rathaus.sqlite3", timeout=20)
        else:
            import psycopg

            connection = psycopg.connect(self.database, autocommit=True)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def count(self, table):
        return self.rows(f"SELECT count(*) FROM {table}")[0][0]

    def kill(self, process):
        """kill -9 of a process and all it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def until(self, condition, what="", *, patience=PATIENCE):
        return until(condition, lambda: f"{what}\n{self._story()}", patience=patience)

    def at_rest(self):
        """Every task is done."""
        return self.rows("SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status IN ('READY', 'RUNNING')") == [(0,)]

    def _story(self):
        tasks = self.rows("SELECT task_path, status, count(*) FROM django_tasks_database_dbtaskresult GROUP BY 1, 2")
        logs = "\n".join(self.log(path.stem) for path in self.folder.glob("*.log"))
        return f"{tasks}\n{logs}"

    def stop(self):
        for process in self.processes:
            self.kill(process)
