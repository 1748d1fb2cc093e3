"""Under an https address every cookie is for https alone, and browsers are told to stay there."""

import os
import subprocess
import sys

PROGRAM = """
import django
from django.conf import settings
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # nothing is collected
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
assert settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE
client = Client()
for path in ("/konto/login/", "/amt/konto/login/"):
    answer = client.get(path, headers={"Host": "rathaus.example"}, secure=True)
    assert answer.status_code == 200, answer.status_code
    assert "max-age=31536000" in answer["Strict-Transport-Security"]
    for cookie in answer.cookies.values():
        assert cookie["secure"], cookie
        assert cookie["samesite"] in {"Lax", "Strict"}, cookie
        assert cookie["httponly"] or cookie.key == settings.CSRF_COOKIE_NAME, cookie
    assert answer.cookies
assert client.get("/", headers={"Host": "evil.example"}, secure=True).status_code == 400
"""


def test_cookies_transport_and_host(tmp_path):
    environment = {name: value for name, value in os.environ.items() if name != "RATHAUS_DATABASE_URL"} | {
        "RATHAUS_DATA": str(tmp_path),
        "RATHAUS_DEMO": "0",
        "RATHAUS_BASE_URL": "https://rathaus.example",
        "RATHAUS_HOSTS": "rathaus.example",
        "RATHAUS_SECRET_KEY": "x" * 50,
        "DJANGO_SETTINGS_MODULE": "rathaus.config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:] + done.stdout[-500:]


def test_a_complete_installation_is_checked_without_a_finding(tmp_path):
    environment = {
        name: value for name, value in os.environ.items() if name not in {"RATHAUS_DATABASE_URL", "RATHAUS_SECRET_KEY"}
    } | {
        "RATHAUS_DATA": str(tmp_path),
        "RATHAUS_DEMO": "0",
        "RATHAUS_BASE_URL": "https://rathaus.example",
        "RATHAUS_HOSTS": "rathaus.example",
        "RATHAUS_SMTP_URL": "smtp://mail.example",
        "RATHAUS_STAFF_MFA": "required",
        "RATHAUS_TRUSTED_PROXIES": "1",
        "DJANGO_SETTINGS_MODULE": "rathaus.config.settings",
    }
    for words in (["collectstatic", "--noinput", "--verbosity", "0"], ["check", "--deploy", "--fail-level", "WARNING"]):
        done = subprocess.run(
            [sys.executable, "-m", "rathaus", *words], env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
