"""Each import contract is kept today, and each catches a violation written into a copy of the sources."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

VIOLATIONS = {
    "floors": ("foundation/money.py", "import rathaus.web.apps", "The floors"),
    "standards": ("standards/merkle/__init__.py", "import django.conf", "Standards import no Django"),
    "rows": ("modules/organisation/apps.py", "import rathaus.modules.cases.public", "Modules keep their row"),
    "faces": ("modules/cases/public.py", "import rathaus.modules.payments.models", "Of another module only public and events"),
    "inside": ("modules/cases/models.py", "import rathaus.modules.cases.queries", "The order inside a module"),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder / "src"), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_contracts_are_kept():
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout


@pytest.mark.slow
@pytest.mark.parametrize("name", VIOLATIONS)
def test_contract_catches_a_violation(name, tmp_path):
    file, line, contract = VIOLATIONS[name]
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "static", "templates"))
    shutil.copy(ROOT / ".importlinter", tmp_path)
    target = tmp_path / "src" / "rathaus" / file
    target.write_text(f"{line}\n{target.read_text(encoding='utf-8')}", encoding="utf-8")
    result = lint(tmp_path)
    broken = [row for row in result.stdout.splitlines() if "BROKEN" in row]
    assert result.returncode == 1
    assert any(row.startswith(contract) for row in broken), result.stdout


def test_faces_contract_names_the_remedy(tmp_path):
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "static", "templates"))
    shutil.copy(ROOT / ".importlinter", tmp_path)
    target = tmp_path / "src" / "rathaus" / "modules" / "cases" / "public.py"
    target.write_text("import rathaus.modules.payments.models\n", encoding="utf-8")
    output = lint(tmp_path).stdout
    assert "import rathaus.modules.payments.public or rathaus.modules.payments.events instead" in " ".join(output.split())
