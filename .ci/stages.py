"""The stages of `./test`: each a few commands, its minutes, its verdict; one closing line for all of them.

`./test` runs everything but PostgreSQL, `./test quick` what a person runs before each commit, `./test postgres` the second
database, `./test NAME ...` single stages. Only the standard library is used here.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / ".ci"))

import browser  # noqa: E402  (beside this file)
import postgres  # noqa: E402

BIN = ROOT / ".venv" / "bin"
COUNTS = re.compile(r"(\d+) (passed|failed|errors?|skipped|deselected|xfailed|xpassed|warnings?)")
SUMMARY = re.compile(r"^=*\s*((?:\d+ [a-z]+(?:, )?)+) in [\d.]+s")
CI = os.environ.get("CI", "").lower() in {"1", "true"}
WALK = ["tests/e2e/test_main_job.py", "-k", "renewal and 1280-True"]  # the one browser walk that also runs on PostgreSQL
PATHS = ["src", "tests", "bench", ".ci"]
FAILED = ROOT / ".pytest_cache" / "v" / "cache" / "lastfailed"
ACCIDENTS = 3  # more failures than that are no accident of a loaded machine


@dataclass
class Result:
    name: str
    seconds: float = 0.0
    good: bool = True
    counts: dict[str, int] = field(default_factory=dict)
    note: str = ""


Stage = Callable[[Result], None]


def command(result: Result, *words: str | Path, env: Mapping[str, str] | None = None) -> bool:
    """Run one command, its output straight to the terminal; the counts of a pytest are taken from its last lines."""
    with subprocess.Popen(
        [str(word) for word in words],
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        last = ""
        for line in process.stdout or ():
            sys.stdout.write(line)
            sys.stdout.flush()
            if SUMMARY.match(line):
                last = line
    for number, word in COUNTS.findall(last):
        key = {"error": "errors", "warning": "warnings"}.get(word, word)
        result.counts[key] = result.counts.get(key, 0) + int(number)
    good = process.returncode == 0
    result.good = result.good and good
    return good


def pytest(result: Result, *words: str | Path, env: Mapping[str, str] | None = None) -> bool:
    """In CI what failed may try once more, one after the other; that it needed to is told by name at the end."""
    call = [BIN / "python", "-m", "pytest", "-q", "--color=no", *words]
    FAILED.unlink(missing_ok=True)
    good = result.good
    if command(result, *call, env=env):
        return True
    names = sorted(json.loads(FAILED.read_text(encoding="utf-8"))) if FAILED.exists() else []
    again = Result(result.name)
    if not CI or not 0 < len(names) <= ACCIDENTS or not command(again, *call, "-n", "0", "--last-failed", env=env):
        return False
    result.good = good
    result.counts |= {"failed": 0, "errors": 0, "passed": result.counts.get("passed", 0) + again.counts.get("passed", 0)}
    result.note = f"at the second try: {', '.join(names)}"
    return True


def existing(paths: Sequence[str]) -> list[str]:
    return [path for path in paths if (ROOT / path).exists()]


def stage_format(result: Result) -> None:
    command(result, BIN / "ruff", "format", "--check", *existing(PATHS))


def stage_lint(result: Result) -> None:
    command(result, BIN / "ruff", "check", *existing(PATHS))


def stage_types(result: Result) -> None:
    command(result, BIN / "mypy")


def stage_contracts(result: Result) -> None:
    if (ROOT / ".importlinter").exists() or "[tool.importlinter]" in (ROOT / "pyproject.toml").read_text(encoding="utf-8"):
        command(result, BIN / "lint-imports", "--no-cache")
    else:
        result.note = "no contracts written yet"


def stage_migrations(result: Result) -> None:
    """Every model has its migration; those newer than the released ones can run while the house is open."""
    env = {"DJANGO_SETTINGS_MODULE": "rathaus.config.settings_test"}
    command(result, BIN / "python", "-m", "rathaus", "makemigrations", "--check", "--dry-run", env=env)
    command(result, BIN / "python", ".ci/migration_lint.py", env=env)


def stage_unit(result: Result) -> None:
    pytest(result, "tests", "--ignore=tests/e2e", "--ignore=tests/scripts", "-n", "auto")


def stage_scripts(result: Result) -> None:
    pytest(result, *existing(["tests/scripts"]))


def stage_quick(result: Result) -> None:
    pytest(
        result,
        "tests",
        "--ignore=tests/e2e",
        "--ignore=tests/scripts",
        "-m",
        "not slow and not e2e",
        "-n",
        "auto",
        env={"RATHAUS_TEST_QUICK": "1"},
    )


def stage_e2e(result: Result) -> None:
    _e2e(result, *existing(["tests/e2e"]))


def _e2e(result: Result, *words: str | Path, env: Mapping[str, str] | None = None) -> None:
    if not words:
        result.note = "no browser tests yet"
        return
    found, advice = browser.ensure()
    if not found:
        result.note = advice
        result.good = not CI
        return
    pytest(result, *words, env={**(env or {}), "CHROMIUM": found})


def stage_upgrade(result: Result) -> None:
    """The demonstration database of the release before is brought to this version."""
    command(result, BIN / "python", ".ci/upgrade.py")


def stage_postgres(result: Result) -> None:
    """Everything but the browser, and one walk in the browser, on a PostgreSQL of its own."""
    try:
        server = postgres.start()
    except postgres.Missing as missing:
        result.note = str(missing)
        result.good = not CI
        return
    try:
        env = {"RATHAUS_DATABASE_URL": server.url}
        settings = {"DJANGO_SETTINGS_MODULE": "rathaus.config.settings_test"}
        command(result, BIN / "python", ".ci/migration_lint.py", env=env | settings)
        pytest(result, "tests", "--ignore=tests/e2e", "--ignore=tests/scripts", "-n", "auto", "--create-db", env=env)
        if existing(WALK[:1]):
            _e2e(result, *WALK, "--create-db", env=env)
    finally:
        server.stop()


STAGES: dict[str, Stage] = {
    "format": stage_format,
    "lint": stage_lint,
    "types": stage_types,
    "contracts": stage_contracts,
    "migrations": stage_migrations,
    "unit": stage_unit,
    "scripts": stage_scripts,
    "e2e": stage_e2e,
    "upgrade": stage_upgrade,
    "quick": stage_quick,
    "postgres": stage_postgres,
}
SETS = {
    "all": ["format", "lint", "types", "contracts", "migrations", "unit", "scripts", "upgrade", "e2e"],
    "quick": ["format", "lint", "contracts", "quick"],
    "postgres": ["postgres"],
}


def run(names: Sequence[str]) -> int:
    results = []
    for name in names:
        result = Result(name)
        sys.stdout.write(f"\n=== {name} ===\n")
        sys.stdout.flush()
        begin = time.monotonic()
        try:
            STAGES[name](result)
        except KeyboardInterrupt:
            result.good, result.note = False, "interrupted"
        result.seconds = time.monotonic() - begin
        results.append(result)
        if result.note == "interrupted":
            break
    report(results)
    return 0 if all(result.good for result in results) else 1


def report(results: Sequence[Result]) -> None:
    """Minutes per stage, then one line as pytest writes it: a stage that is no pytest counts as one test."""
    width = shutil.get_terminal_size((100, 20)).columns
    lines = ["", f"{'stage':<12} {'minutes':>7}  verdict"]
    totals: dict[str, int] = {}
    for result in results:
        verdict = "ok" if result.good else "FAILED"
        lines.append(f"{result.name:<12} {result.seconds / 60:7.2f}  {verdict}{'  ' + result.note if result.note else ''}")
        counts = dict(result.counts) or {"passed" if result.good else "failed": 1}
        if not result.good and not counts.get("failed") and not counts.get("errors"):
            counts["failed"] = counts.get("failed", 0) + 1
        for key, number in counts.items():
            totals[key] = totals.get(key, 0) + number
    seconds = sum(result.seconds for result in results)
    order = ["failed", "passed", "skipped", "deselected", "xfailed", "xpassed", "warnings", "errors"]
    counted = ", ".join(f"{totals[key]} {key}" for key in order if totals.get(key))
    lines += [f"{'total':<12} {seconds / 60:7.2f}", "", f" {counted} in {seconds:.2f}s ".center(min(width, 100), "="), ""]
    sys.stdout.write("\n".join(lines))


def main(arguments: Sequence[str]) -> int:
    if arguments and arguments[0] in {"--list", "-h", "--help"}:
        sys.stdout.write(f"sets: {', '.join(SETS)}\nstages: {', '.join(STAGES)}\n")
        return 0
    names: list[str] = []
    for word in arguments or ["all"]:
        if word not in SETS and word not in STAGES:
            sys.stderr.write(f"./test kennt „{word}“ nicht. Möglich sind: {', '.join([*SETS, *STAGES])}\n")
            return 2
        names += SETS.get(word, [word])
    return run(names)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
