"""The operator's guide names every setting there is, and none that is not."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READ = re.compile(r"""(?:environ(?:\.get)?[\[(]|_flag\(|_list\(|getenv\()\s*["'](RATHAUS_[A-Z0-9_]+)["']""")
FOR_TESTS = {"RATHAUS_TEST_DB"}


def test_every_setting_is_in_the_guide_and_the_other_way_round():
    read = {name for path in (ROOT / "src").rglob("*.py") for name in READ.findall(path.read_text(encoding="utf-8"))}
    guide = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `(RATHAUS_[A-Z0-9_]+)` \|", guide, flags=re.MULTILINE)
    assert sorted(listed) == listed, "the table is sorted"
    assert set(listed) == read - FOR_TESTS


def test_deployment_files_name_settings_that_exist():
    guide = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    for path in (ROOT / "deploy").rglob("*"):
        if path.is_file():
            for name in re.findall(r"RATHAUS_[A-Z_]+", path.read_text(encoding="utf-8")):
                assert f"`{name}`" in guide, f"{path.name}: {name}"
