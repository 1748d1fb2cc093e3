"""The data both sides stand on: a demonstration city, made once and copied for every process that writes."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def environment(folder):
    """Of all our processes; nothing an operator has set on this machine reaches them."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RATHAUS_", "DJANGO_"))}
    return {
        **kept,
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
        "PYTHONWARNINGS": "ignore",
        "RATHAUS_DATA": str(folder / "ours"),
        "RATHAUS_DEMO": "1",
        "RATHAUS_SECRET_KEY": "bench-only",
        "RATHAUS_TRUSTED_PROXIES": "1",
        "BASELINE_DATA": str(folder / "baseline"),
    }


def make(folder, standards=None):
    """Both data folders. With the official files the catalogue holds all 4,813 services of 2019."""
    for name in ("ours", "baseline"):
        (folder / name).mkdir(parents=True)
    _rathaus(folder, "prepare")
    if catalogue := catalogue_of(standards):
        _rathaus(folder, "catalogue", "import-ozg", str(catalogue))


def catalogue_of(standards):
    found = Path(standards) / "fim" / "ozg_catalogue" if standards else None
    return found if found and found.is_dir() else None


def copy(folder, to):
    """The city again, for processes that must not disturb the others."""
    shutil.copytree(folder / "ours", to / "ours")
    return to


def make_bare(folder, **settings):
    """Both data folders; ours with empty tables and no demonstration."""
    for name in ("ours", "baseline"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    _rathaus(folder, "migrate", **settings)


def make_servable(folder):
    """What a bare folder lacks for pages: the static files, collected."""
    _rathaus(folder, "collectstatic", "--noinput")


def _rathaus(folder, *words, **settings):
    command = [sys.executable, "-m", "rathaus", *words]
    environ = environment(folder) | settings
    subprocess.run(command, env=environ, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
