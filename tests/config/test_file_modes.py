"""What the house writes is nobody else's to read, also where the data folder itself stands open."""

import os
import subprocess
import sys

PROGRAM = """
from pathlib import Path
import django
django.setup()
from django.core.management import call_command
from django.conf import settings
from rathaus.foundation.storage import public as storage
call_command("migrate", verbosity=0)
storage.put_bytes(b"geheim", media_type="text/plain", filename="a.txt")
open_ones = [str(path) for path in settings.RATHAUS_DATA.rglob("*") if path.stat().st_mode & 0o007]
assert (settings.RATHAUS_DATA / "rathaus.sqlite3").exists()
assert not open_ones, open_ones
assert (settings.RATHAUS_KEYS / "secret-key").stat().st_mode & 0o777 == 0o600
"""


def test_database_blobs_and_keys_are_closed_to_others(tmp_path):
    environment = {
        name: value for name, value in os.environ.items() if name not in {"RATHAUS_SECRET_KEY", "RATHAUS_DATABASE_URL"}
    }
    environment |= {"RATHAUS_DATA": str(tmp_path), "RATHAUS_DEMO": "0", "DJANGO_SETTINGS_MODULE": "rathaus.config.settings"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", f"import os; os.umask(0o022)\n{PROGRAM}"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
