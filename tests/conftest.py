"""Fixtures every test may use."""

import datetime as dt
import os
from pathlib import Path

import pytest

NOON = dt.datetime(2026, 11, 20, 11, 0, tzinfo=dt.UTC)  # a Friday, 12:00 in Halle


@pytest.fixture
def now() -> dt.datetime:
    return NOON


@pytest.fixture(scope="session")
def standards() -> Path:
    """The folder of official files; skips with a clear line where it is absent."""
    folder = os.environ.get("RATHAUS_STANDARDS")
    if not folder or not Path(folder).is_dir():
        pytest.skip("RATHAUS_STANDARDS names no folder of official files")
    return Path(folder)
