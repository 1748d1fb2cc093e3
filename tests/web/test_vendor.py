import hashlib
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ASSETS = tomllib.loads((ROOT / "assets/files.toml").read_text(encoding="utf-8"))["asset"]


@pytest.mark.parametrize("asset", ASSETS, ids=lambda asset: asset["package"])
def test_vendored_files_are_those_of_the_manifest(asset):
    folder = ROOT / asset["folder"]
    manifest = tomllib.loads((folder / "VENDOR.toml").read_text(encoding="utf-8"))
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir() if path.name != "VENDOR.toml"}
    assert found == manifest["sha256"]
    assert set(found) == set(asset["files"].values())
    assert (manifest["package"], manifest["licence"]) == (asset["package"], asset["licence"])
    assert "LICENSE.txt" in found


def test_lock_names_no_registry():
    lock = (ROOT / "assets/package-lock.json").read_text(encoding="utf-8")
    assert "resolved" not in lock
    assert '"integrity": "sha512-' in lock
