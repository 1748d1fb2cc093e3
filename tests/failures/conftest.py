import fcntl
import os

import pytest

from tests.failures.house import House, Template


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    """One city for all the processes of a test run; on a database server one for each."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ and not os.environ.get("RATHAUS_DATABASE_URL") else base
    with (shared / "city.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = Template(shared / "city")
    try:
        yield made
    finally:
        made.drop()


@pytest.fixture
def house(template, tmp_path):
    running = House(template, tmp_path / "data")
    try:
        yield running
    finally:
        running.stop()
