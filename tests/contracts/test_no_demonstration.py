"""With RATHAUS_DEMO=0 nothing of the demonstration answers, whatever the database still holds of one."""

import os
import subprocess
import sys

import pytest

PROGRAM = """
import django
django.setup()
from django.urls import Resolver404, resolve
from rathaus.modules.payments.registry import providers
from rathaus.foundation import clock
import datetime as dt

def there(path):
    try:
        resolve(path)
    except Resolver404:
        return False
    return True

assert not any(there(path) for path in ("/demo/bausteine/", "/demo/bausteine/stueck/", "/demo/bausteine/fehler/"))
assert "demo" not in [known.identifier for known in providers]
assert clock.offset() == dt.timedelta()
"""


def test_gallery_provider_and_clock_are_absent(tmp_path):
    (tmp_path / "demo-clock").write_text("86400", encoding="ascii")
    environment = {
        **os.environ,
        "RATHAUS_DEMO": "0",
        "RATHAUS_DATA": str(tmp_path),
        "RATHAUS_SECRET_KEY": "x" * 50,
        "DJANGO_SETTINGS_MODULE": "rathaus.config.settings",
    }
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.parametrize("path", ["/demo/post/", "/demo/post/x/", "/demo/zahlung/x/"])
def test_the_demonstrations_pages_are_not_found(db, client, settings, path):
    settings.RATHAUS_DEMO = False
    assert client.get(path).status_code == 404
    assert client.post(path).status_code in {404, 405}
