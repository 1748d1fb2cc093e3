"""A Chromium for the browser tests."""

import os
import shutil
from pathlib import Path

import apt

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ADVICE = "Kein Chromium gefunden. Abhilfe: sudo apt install chromium (oder CHROMIUM=PFAD setzen)"


def find() -> str:
    given = os.environ.get("CHROMIUM", "")
    if given and Path(given).exists():
        return given
    return next((path for name in NAMES if (path := shutil.which(name))), "")


def ensure() -> tuple[str, str]:
    """The path of a browser, or an empty text and what to do."""
    found = find()
    if not found and apt.install("chromium"):
        found = find()
    return found, "" if found else ADVICE
