"""A PostgreSQL for one run of the tests: private port, throw-away data, no root."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import apt

OLDEST = 15


class Missing(Exception):
    """There is none and none can be installed."""


@dataclass
class Server:
    url: str
    binaries: Path
    folder: Path
    as_user: list[str]

    def stop(self) -> None:
        stop = [*self.as_user, str(self.binaries / "pg_ctl"), "stop", "-D", str(self.folder / "data"), "-m", "immediate", "-w"]
        subprocess.run(stop, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, cwd="/")
        shutil.rmtree(self.folder, ignore_errors=True)


def find_binaries() -> Path | None:
    """The oldest installed release that is new enough: what runs there runs everywhere."""
    found = [
        (int(path.parent.name), path)
        for path in Path("/usr/lib/postgresql").glob("*/bin")
        if path.parent.name.isdigit() and (path / "initdb").exists()
    ]
    suitable = sorted((number, path) for number, path in found if number >= OLDEST)
    if suitable:
        return suitable[0][1]
    path = shutil.which("initdb")
    return Path(path).resolve().parent if path else None


def install() -> Path | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    configuration = Path("/etc/postgresql-common/createcluster.d")
    configuration.mkdir(parents=True, exist_ok=True)  # the package shall not start a server of its own
    (configuration / "rathaus.conf").write_text("create_main_cluster = false\n", encoding="ascii")
    if apt.install(f"postgresql-{OLDEST}") or apt.install("postgresql"):
        return find_binaries()
    return None


def _owner() -> tuple[list[str], str]:
    """PostgreSQL refuses root: the command prefix and the name of the user it runs as."""
    if os.geteuid() != 0:
        return [], pwd.getpwuid(os.geteuid()).pw_name
    for name in ("postgres", "nobody"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return ["runuser", "-u", name, "--"], name
    raise Missing("Kein Benutzer gefunden, unter dem PostgreSQL laufen darf. Abhilfe: sudo apt install postgresql-15")


def start() -> Server:
    """Raises Missing with what to do."""
    binaries = find_binaries() or install()
    if binaries is None:
        raise Missing("Kein PostgreSQL ab Version 15 gefunden. Abhilfe: sudo apt install postgresql-15")
    as_user, owner = _owner()
    folder = Path(tempfile.mkdtemp(prefix="rathaus-pg-"))
    if as_user:
        shutil.chown(folder, user=owner)
    folder.chmod(0o700)
    server = Server(url="", binaries=binaries, folder=folder, as_user=as_user)
    try:
        _start(server)
    except subprocess.CalledProcessError as error:
        server.stop()
        raise Missing(f"PostgreSQL startet nicht: {error.output.decode(errors='replace')[-400:]}") from None
    return server


def _start(server: Server) -> None:
    password = secrets.token_hex(16)
    port = _free_port()
    _quiet(server, "sh", "-c", f"umask 077; printf %s {password} > {server.folder}/password")
    _quiet(
        server, server.binaries / "initdb", "-D", server.folder / "data", "-U", "rathaus", "-E", "UTF8", "--locale=C.UTF-8",
        "--auth=scram-sha-256", f"--pwfile={server.folder}/password", "-N",
    )  # fmt: skip
    options = (
        f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={server.folder} -c fsync=off "
        "-c synchronous_commit=off -c full_page_writes=off -c max_connections=200 -c shared_buffers=128MB "
        "-c lock_timeout=60s -c idle_in_transaction_session_timeout=150s"  # what waits for ever is to fail and be named
    )
    _quiet(
        server,
        server.binaries / "pg_ctl",
        "start",
        "-D",
        server.folder / "data",
        "-w",
        "-l",
        server.folder / "log",
        "-o",
        options,
    )
    server.url = f"postgresql://rathaus:{password}@127.0.0.1:{port}/postgres"


def _quiet(server: Server, *words: str | Path) -> None:
    subprocess.run(
        [*server.as_user, *(str(word) for word in words)], check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd="/"
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
