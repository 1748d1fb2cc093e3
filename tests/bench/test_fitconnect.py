"""The benchmark of FIT-Connect runs, with a tiny attachment; no time is asserted here."""

import json
import os
import subprocess
import sys

import pytest

from tests.docs.pages import ROOT


@pytest.mark.slow
def test_it_measures_a_whole_way_there_and_back():
    words = [sys.executable, "-m", "bench.fitconnect", "0.01", "1"]
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout).keys() >= {"send", "first send", "receive", "bare"}
