"""A Chromium for the browser tests, and the one library that their driver wants and a minimal Debian lacks."""

import ctypes.util
import os
import shutil
from pathlib import Path

import apt

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "libatomic1")
ADVICE = (
    "Kein Chromium gefunden. Abhilfe auf Debian: sudo apt install chromium; auf Ubuntu: sudo snap install chromium "
    "(oder CHROMIUM=PFAD setzen)"
)
DRIVER_ADVICE = "Den Browsertests fehlt die Bibliothek libatomic. Abhilfe: sudo apt install libatomic1"


def find() -> str:
    given = os.environ.get("CHROMIUM", "")
    if given and Path(given).exists():
        return given
    return next((path for name in NAMES if (path := shutil.which(name))), "")


def driver_runs() -> bool:
    return ctypes.util.find_library("atomic") is not None


def ensure() -> tuple[str, str]:
    """The path of a browser, or an empty text and what to do."""
    missing = [name for name, there in zip(PACKAGES, (find(), driver_runs()), strict=True) if not there]
    for name in missing:  # one by one: Ubuntu has no Chromium for apt, but the library
        apt.install(name)
    found = find()
    if not found:
        return "", ADVICE
    return (found, "") if driver_runs() else ("", DRIVER_ADVICE)
