"""Eight processes submit at the same time on one database, the worker beside them: no error, and the record proves itself."""

import subprocess
import sys

import pytest

from tests.failures.house import ROOT

pytestmark = pytest.mark.slow

PROCESSES, SUBMISSIONS = 8, 20


def test_eight_processes_submit_without_a_single_error(house):
    house.worker()
    starter = [sys.executable, "-m", "tests.failures.submitting", str(SUBMISSIONS)]
    many = [
        subprocess.Popen(
            starter, env=house.env, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(PROCESSES)
    ]
    house.processes += many
    for one in many:
        assert one.stdout.readline() == "ready\n", one.stderr.read()
    for one in many:  # all stand at the same line
        one.stdin.write("go\n")
        one.stdin.flush()
    for one in many:
        said, faults = one.communicate(timeout=240)
        assert (one.returncode, said.split()) == (0, ["0"]), faults
    total = PROCESSES * SUBMISSIONS
    for table in ("cases_case", "applications_application"):
        assert house.count(table) == total
    assert house.rows("SELECT count(DISTINCT number) FROM cases_case") == [(total,)]
    house.until(
        lambda: (
            house.rows("SELECT count(*) FROM audit_entry e LEFT JOIN audit_leaf l ON l.entry_id = e.id WHERE l.entry_id IS NULL")
            == [(0,)]
        ),
        "sequenced",
    )
    verified = house.run("audit", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
