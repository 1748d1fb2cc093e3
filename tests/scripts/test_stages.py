"""./test: what it runs, and the line it ends with."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def stages():
    spec = importlib.util.spec_from_file_location("stages", ROOT / ".ci" / "stages.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["stages"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["stages"]


def echo(stages, text, code=0):
    result = stages.Result("x")
    good = stages.command(result, sys.executable, "-c", f"print({text!r}); raise SystemExit({code})")
    assert good is (code == 0)
    return result


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        ("12 passed in 3.21s", {"passed": 12}),
        ("1 failed, 11 passed, 2 skipped in 3.21s (0:01:02)", {"failed": 1, "passed": 11, "skipped": 2}),
        ("===== 3 passed, 1 error in 0.10s =====", {"passed": 3, "errors": 1}),
        ("All checks passed!", {}),
        ("I say 5 passed loudly", {}),
    ],
)
def test_counts_are_taken_from_the_closing_line_of_pytest(stages, line, counts):
    assert echo(stages, line).counts == counts


STUMBLES = """
def test_{number}():
    seen = pathlib.Path({folder!r}, "seen-{number}")
    again = seen.exists()
    seen.touch()
    assert again
"""
STEADY = "def test_steady(): pass\n"
BROKEN = "def test_broken(): assert False\n"


def suite(stages, monkeypatch, folder, *, stumbling=0, rest="", ci=True):
    """A run of a small suite; a stumbling test passes from the second run on."""
    monkeypatch.setattr(stages, "CI", ci)
    monkeypatch.setattr(stages, "FAILED", folder / "cache" / "v" / "cache" / "lastfailed")
    tests = "".join(STUMBLES.format(number=number, folder=str(folder)) for number in range(stumbling))
    (folder / "test_small.py").write_text(f"import pathlib\n{STEADY}{tests}{rest}")
    result = stages.Result("unit")
    stages.pytest(result, folder / "test_small.py", "-p", "no:django", "-o", f"cache_dir={folder / 'cache'}", "-n", "0")
    return result


def test_what_stumbles_once_is_told_by_name(stages, monkeypatch, tmp_path):
    result = suite(stages, monkeypatch, tmp_path, stumbling=1)
    assert result.good
    assert result.note.startswith("at the second try: ")
    assert result.note.endswith("test_small.py::test_0")
    assert result.counts == {"passed": 2, "failed": 0, "errors": 0}


@pytest.mark.parametrize(
    "changes",
    [{"rest": BROKEN}, {"stumbling": 1, "rest": BROKEN}, {"stumbling": 4}, {"stumbling": 1, "ci": False}],
    ids=["broken", "one broken, one stumbling", "too many for an accident", "at home"],
)
def test_there_is_no_second_try_for(stages, monkeypatch, tmp_path, changes):
    result = suite(stages, monkeypatch, tmp_path, **changes)
    assert not result.good
    assert not result.note


def closing(stages, capsys, *results):
    stages.report(results)
    return capsys.readouterr().out.rstrip("\n").splitlines()[-1].strip("= ")


def test_report_ends_as_pytest_does(stages, capsys):
    good = stages.Result("unit", 61.0, counts={"passed": 10, "skipped": 1})
    lint = stages.Result("lint", 1.5)
    assert closing(stages, capsys, good, lint) == "11 passed, 1 skipped in 62.50s"


def test_failed_stage_without_failed_tests_counts_as_one(stages, capsys):
    crashed = stages.Result("unit", 1.0, good=False, counts={"passed": 10})
    types = stages.Result("types", 1.0, good=False)
    assert closing(stages, capsys, crashed, types) == "2 failed, 10 passed in 2.00s"


def test_missing_browser_is_a_note_for_people_and_a_failure_for_ci(stages, monkeypatch):
    monkeypatch.setattr(stages.browser, "ensure", lambda: ("", "install it"))
    for ci, good in ((False, True), (True, False)):
        monkeypatch.setattr(stages, "CI", ci)
        result = stages.Result("e2e")
        stages._e2e(result, "tests/e2e")
        assert (result.good, result.note) == (good, "install it")


def test_unknown_stage_names_the_known_ones():
    done = subprocess.run([sys.executable, ROOT / ".ci" / "stages.py", "unsinn"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "quick" in done.stderr
